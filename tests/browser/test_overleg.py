"""The overleg as one story, through the pages alone: from a round that closes to what a year of working together taught.

The people and the text in force are made beforehand; everything else somebody does on a page, each in a window of their own.
Between the scenes time passes.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace

import pytest
import time_machine
from django.core import mail
from playwright.sync_api import Page, expect

from monitoring.calendar import AMSTERDAM
from monitoring.models import AdoptedMinutes, EscalationRule
from parties.models import Membership, User
from tests.browser.looking import look_at
from tests.browser.test_adoption import adopted, signer  # noqa: F401 (fixtures)
from tests.browser.watch import PATIENCE, Watch
from tests.factories import ActionFactory, Cast, LeadFactory, MembershipFactory, UserFactory, make_cast

FLEX = "De 24 flexwoningen aan de Kade zijn opgeleverd."
HAVEN = "De 12 woningen aan de Haven staan er."
KERK = "De Kerkstraat is verduurzaamd."
SOLD = "De kavel aan de Kade is verkocht: de afspraak vervalt."
LATER = "De netbeheerder sluit later aan: de woningen aan de Haven komen een halfjaar later."
PLAN = "Maak een planning die klopt."
CALLS = "Belt de netbeheerder over de Haven."
PLACE = "/afspraken/waterhoek-2023-2026/"
NARROW, PHONE, DESKTOP = 320, 390, 1280


@pytest.fixture
def clock():
    """`clock("2024-10-07")`: from here on it is nine o'clock on that day, and time goes on."""
    travels = []

    def clock(day: str) -> None:
        travels.append(time_machine.travel(datetime.fromisoformat(f"{day} 09:00").replace(tzinfo=AMSTERDAM), tick=True))
        travels[-1].start()

    yield clock
    for travel in reversed(travels):
        travel.stop()


@pytest.fixture
def people(chromium, live_server, sign_in):
    """`people(user)`: the window of this person, the same one each time. Nothing may go wrong in any of them."""
    windows = {}

    def window(user) -> Page:
        if user.pk not in windows:
            context = chromium.new_context(base_url=live_server.url, locale="nl-NL", reduced_motion="reduce")
            context.set_default_timeout(PATIENCE)
            watch, page = Watch(context, live_server.url), context.new_page()
            windows[user.pk] = SimpleNamespace(context=context, watch=watch, page=page)
        sign_in(windows[user.pk].page, user)  # again, for a session ends while time passes
        return windows[user.pk].page

    yield window
    for row in windows.values():
        row.context.close()
    findings = [words for row in windows.values() for words in row.watch.findings]
    assert not findings, "The browser complained:\n" + "\n".join(findings)


def look(page: Page) -> None:
    """A new page is looked at once, at three widths."""
    look_at(page, NARROW, PHONE, DESKTOP)


@pytest.fixture
def cast(transactional_db, clock):
    """Three actions of De Sleutel, in an agreement whose executives discuss at once what is not reported."""
    clock("2024-09-02")
    cast = make_cast()
    for position, text in enumerate((HAVEN, KERK), start=2):
        action = ActionFactory(goal=cast.goal, agenda=cast.agenda, text=text, position=position)
        LeadFactory(action=action, party=cast.association)
    EscalationRule(agreement=cast.agreement, not_reported=1).save()
    return cast


@pytest.fixture
def hetty(cast):
    user = UserFactory(name="Hetty Huur", email="hetty@huurdersraad.example")
    return MembershipFactory(user=user, party=cast.tenants, role=Membership.Role.EDITOR).user


def press(page: Page, name: str | re.Pattern, *, role: str = "button") -> None:
    page.get_by_role(role, name=name).first.click()


def said(page: Page, words: str) -> None:
    """What the page says after something was done."""
    expect(page.locator(".messages, [role=status]").filter(has_text=words).first).to_be_visible()


def open_mail(page: Page, user, subject: str) -> None:
    """By the link in the newest mail to this person."""
    letters = [letter for letter in mail.outbox if user.email in letter.to[0] and subject in letter.subject]
    page.goto("about:blank")  # else an address with a # in it only moves on the page that is open
    page.goto(re.search(r"https?://[^/\s]+(/\S+/\S+)", letters[-1].body)[1])


def open_row(page: Page, where: str, words: str) -> None:
    """From the list of the rounds and meetings of the agreement."""
    page.goto(f"{PLACE}{where}")
    press(page, words, role="link")


# -- What they do


def plan_meeting(page: Page, day: str, subject: str) -> None:
    page.goto(f"{PLACE}overleggen/")
    press(page, "Overleg plannen", role="link")
    page.get_by_label("Soort").select_option("bestuurlijk")
    page.get_by_label("Onderwerp").fill(subject)
    page.get_by_label("Datum").fill(day)
    press(page, "Overleg plannen")
    expect(page.locator("main")).to_contain_text(subject)


def plan_round(page: Page) -> None:
    page.goto(f"{PLACE}rondes/")
    press(page, "Ronde plannen voor 2024", role="link")
    page.get_by_label("Naam").fill("Najaarsronde")
    page.get_by_label("Voor het overleg").select_option(label="Najaarsoverleg, 7 november 2024")
    page.get_by_label("Peildatum").fill("2024-09-30")
    page.get_by_label("Opent op").fill("2024-10-01")
    page.get_by_label("Sluit op").fill("2024-10-21")
    press(page, "Ronde plannen")
    press(page, "Ronde openen")
    said(page, "De ronde is open.")


def report_red(page: Page, action: str, ask: str, **proposal: str) -> None:
    """Will not be reached, with a question and what is proposed: kind, and the field that goes with it."""
    page.goto("/mijn-acties/")
    waiting = page.locator("[data-waiting]").filter(has_text=action)
    waiting.locator(".my-action__report").click()
    page.get_by_label("Wat is er gedaan?").fill("Wij hebben de grond bouwrijp gemaakt.")
    page.get_by_label("Wat gebeurt er hierna?").fill("Wij wachten op het overleg.")
    page.locator("[name=phase][value=running]").check()
    page.locator("[name=judgement][value=off_track]").check()
    page.get_by_label("Waardoor komt dit?").fill("Het elektriciteitsnet is vol.")
    page.get_by_label("Wat is het gevolg voor wat is afgesproken?").fill("Er wordt dit jaar niet opgeleverd.")
    page.get_by_label("Wat doet u om bij te sturen?").fill("Wij spreken met de netbeheerder.")
    page.get_by_label("Wat vraagt u van het overleg?").fill(ask)
    page.get_by_text("Doe een voorstel").click()
    page.locator(f"[name=proposal][value={proposal.pop('kind')}]").check()
    for field, words in proposal.items():
        page.locator(f"[name={field}]").fill(words)
    press(page, "Voortgang indienen")
    expect(waiting).to_have_count(0)


def close_round(page: Page) -> None:
    open_row(page, "rondes/", "Najaarsronde")
    press(page, "Ronde sluiten", role="link")
    press(page, "Najaarsronde sluiten")
    expect(page.locator("main")).to_contain_text("Gesloten")


def make_agenda(page: Page, subject: str) -> None:
    open_row(page, "overleggen/", re.compile(subject))
    press(page, re.compile("^Agenda maken|agenda met alle stukken"), role="link")
    press(page, re.compile("Maak de agenda|bij kwam|bijkwam|Vul aan"))


def item(page: Page, words: str):
    return page.locator(".items__item").filter(has_text=words)


def to_item(page: Page, words: str) -> None:
    """On the screen of minuting."""
    page.locator(".minuting__items a").filter(has_text=words).click()
    expect(page.locator("h2#punt")).to_contain_text(words)


def decide(page: Page, item: str, said: str, kind: str, words: str) -> None:
    to_item(page, item)
    page.get_by_label("Wat is gezegd").fill(said)
    page.locator(f"[name=los-kind][value={kind}]").check()
    page.get_by_label("In de woorden van het overleg").fill(words)
    press(page, "Besluit vastleggen")
    expect(page.locator("article.decision")).to_contain_text(words)


def put_to_parties(page: Page, item: str) -> None:
    """The proposal that follows from what was decided about the item."""
    to_item(page, item)
    press(page, "Maak hier een voorstel van")
    press(page, "Leg voor aan partijen")
    said(page, "De wijziging is voorgelegd.")


def confirm(page: Page, user, party: str) -> None:
    """What the party agreed to in the meeting, by the mail that asks for it."""
    open_mail(page, user, "Uw antwoord wordt gevraagd")
    press(page, re.compile(f"Bevestig namens {party}"))
    said(page, "Uw antwoord is vastgelegd.")


def answer(page: Page, user) -> None:
    open_mail(page, user, "Uw antwoord wordt gevraagd")
    page.get_by_role("radio", name="Akkoord", exact=True).check()
    press(page, "Leg het antwoord vast")
    said(page, "Uw antwoord is vastgelegd.")


def evaluate(page: Page, words: str, mark: str) -> None:
    """From the start page, which says that the answer waits."""
    page.goto("/")
    press(page, re.compile("Evaluatie 2024: uw partij antwoordde nog niet"), role="link")
    page.get_by_label("Doen we wat we hebben afgesproken?").fill(words)
    page.get_by_label("Welk cijfer geeft u de samenwerking?").select_option(mark)
    page.get_by_label("Waarom dit cijfer?").fill("Wij bellen elkaar.")
    press(page, re.compile("^Indienen$"))
    said(page, "Uw antwoord is ingediend.")


# -- The scenes


@dataclass(frozen=True)
class Stage:
    people: Callable[[User], Page]
    clock: Callable[[str], None]
    cast: Cast
    signer: User  # for De Sleutel
    hetty: User  # editor of the tenants


def plan_and_report(stage: Stage) -> None:
    """Meetings and a round are planned. De Sleutel reports: two reds, each with a question, and one not at all."""
    stage.clock("2024-10-01")
    officer = stage.people(stage.cast.officer)
    plan_meeting(officer, "2024-11-07", "Najaarsoverleg")
    plan_meeting(officer, "2024-12-12", "Winteroverleg")
    plan_round(officer)
    builder = stage.people(stage.cast.association_officer)
    report_red(builder, "flexwoningen", "Laat de afspraak vervallen.", kind="drop", proposal_text="De kavel is verkocht.")
    report_red(builder, "Haven", "Geef ons een halfjaar.", kind="other_date", proposal_date="2025-06-30")


def close_and_prepare(stage: Stage) -> None:
    """The round closes, and the agenda makes itself of it."""
    stage.clock("2024-10-22")
    officer = stage.people(stage.cast.officer)
    close_round(officer)
    make_agenda(officer, "Najaarsoverleg")
    expect(item(officer, FLEX)).to_contain_text("Laat de afspraak vervallen.")
    expect(item(officer, HAVEN)).to_contain_text("Geef ons een halfjaar.")
    expect(item(officer, KERK)).to_contain_text("Niet gerapporteerd: Najaarsronde")
    look(officer)
    press(officer, "Mail de agenda")
    said(officer, "De agenda is gemaild")
    tenant = stage.people(stage.cast.tenant)
    open_mail(tenant, stage.cast.tenant, "Agenda")
    expect(item(tenant, HAVEN)).to_be_visible()


def hold_the_meeting(stage: Stage) -> None:
    """The meeting."""
    stage.clock("2024-11-07")
    officer = stage.people(stage.cast.officer)
    open_row(officer, "overleggen/", re.compile("Najaarsoverleg"))
    look(officer)
    press(officer, re.compile("Wie er waren"), role="link")
    look(officer)
    for person in ("Wies Wethouder", "Berta Bestuurder"):
        officer.get_by_label(person, exact=True).select_option("present")
    press(officer, "Opslaan")
    press(officer, "Notuleren of meelezen", role="link")
    decide(officer, FLEX, "Er is een koper.", "drop", SOLD)
    decide(officer, HAVEN, "Het net is vol.", "adjust", LATER)
    officer.get_by_label("Wie doet wat?").fill(CALLS)
    officer.get_by_label("Wie, en wanneer").fill("A. Bouwer, 1 december")
    press(officer, "Actiepunt vastleggen")
    expect(officer.locator(".minuting__point")).to_contain_text("Abel Bouwer (De Sleutel)")
    look(officer)


def carry_out(stage: Stage) -> None:
    """Two proposals follow; those that were there confirm, the tenants answer for themselves."""
    stage.clock("2024-11-08")
    officer, tenant = stage.people(stage.cast.officer), stage.people(stage.cast.tenant)
    for subject in (FLEX, HAVEN):
        open_row(officer, "overleggen/", re.compile("Najaarsoverleg"))
        press(officer, "Notuleren of meelezen", role="link")
        put_to_parties(officer, subject)
        confirm(stage.people(stage.cast.executive), stage.cast.executive, "Gemeente Waterhoek")
        confirm(stage.people(stage.signer), stage.signer, "De Sleutel")
        answer(tenant, stage.cast.tenant)
    tenant.goto(stage.cast.goal.get_absolute_url())
    expect(tenant.get_by_text(SOLD).first).to_be_visible()
    tenant.get_by_role("link", name=HAVEN).first.click()
    expect(tenant.get_by_text("30 juni 2025").first).to_be_visible()


def tell_in_minutes(stage: Stage) -> None:
    """The minutes go out, get one reaction, and it is answered."""
    officer = stage.people(stage.cast.officer)
    open_row(officer, "overleggen/", re.compile("Najaarsoverleg"))
    press(officer, "Verslag versturen", role="link")
    look(officer)
    press(officer, "Verslag versturen")
    said(officer, "Het verslag is verstuurd")
    stage.clock("2024-11-12")
    open_mail(stage.people(stage.cast.tenant), stage.cast.tenant, "erslag")
    tenant = stage.people(stage.cast.tenant)
    look(tenant)
    press(tenant, "Reageren", role="link")
    tenant.get_by_label("Waarover").select_option(label=FLEX)
    tenant.get_by_label("Reactie", exact=True).fill("De koper is nog niet bekend.")
    press(tenant, "Reactie versturen")
    expect(tenant.locator("main")).to_contain_text("De koper is nog niet bekend.")
    stage.clock("2024-11-26")
    officer = stage.people(stage.cast.officer)
    open_row(officer, "overleggen/", re.compile("Najaarsoverleg"))
    press(officer, "Lees het verslag", role="link")
    press(officer, "Beantwoorden", role="link")
    officer.locator("input[value=taken_over]").check()
    officer.get_by_label("Antwoord", exact=True).fill("Lees: er is misschien een koper.")
    press(officer, "Leg het antwoord vast")
    expect(officer.locator("main")).to_contain_text("Lees: er is misschien een koper.")


def adopt_and_look_up(stage: Stage) -> None:
    """The next meeting has them on its agenda, with the action point that is late, and adopts them."""
    stage.clock("2024-12-12")
    officer = stage.people(stage.cast.officer)
    make_agenda(officer, "Winteroverleg")
    expect(item(officer, "Verslag van")).to_contain_text("Najaarsoverleg")
    expect(item(officer, CALLS)).to_contain_text("1 december 2024")
    expect(item(officer, FLEX)).to_have_count(0)
    stage.clock("2024-12-13")
    officer = stage.people(stage.cast.officer)
    open_row(officer, "overleggen/", re.compile("Winteroverleg"))
    press(officer, re.compile("Verslag vaststellen"), role="link")
    look(officer)
    press(officer, "Verslag vaststellen")
    said(officer, "Het verslag is vastgesteld")
    expect(officer.locator("main")).to_contain_text(AdoptedMinutes.objects.get().sha256)
    tenant = stage.people(stage.cast.tenant)
    open_row(tenant, "overleggen/", "Besluitenregister")
    rows = tenant.locator("main tbody tr")
    expect(rows.filter(has_text=CALLS)).to_contain_text("Te laat")
    expect(rows.filter(has_text=SOLD)).to_contain_text("vervallen op 7 november 2024")
    expect(rows.filter(has_text=LATER)).to_contain_text("Alle partijen gingen op 8 november 2024 akkoord")
    look(tenant)


def evaluate_the_year(stage: Stage) -> None:
    """The year is evaluated by three parties, of which the tenants are late."""
    officer = stage.people(stage.cast.officer)
    open_row(officer, "rondes/", "Evaluatie 2024")
    press(officer, "Evaluatie plannen", role="link")
    officer.get_by_label("Opent op").fill("2024-12-13")
    officer.get_by_label("Sluit op").fill("2024-12-20")
    press(officer, "Evaluatie plannen")
    press(officer, "Evaluatie openen")
    press(officer, "Uitstel geven", role="link")
    officer.get_by_label("Partij").select_option(label="Huurdersraad Waterhoek")
    officer.get_by_label("Tot en met").fill("2025-01-10")
    officer.get_by_label("Reden").fill("Het bestuur vergadert pas daarna.")
    press(officer, "Uitstel geven")
    said(officer, "heeft nu langer de tijd.")
    evaluate(officer, "Wij liggen op koers.", "8")
    evaluate(stage.people(stage.cast.association_officer), "Het net is vol.", "6")
    stage.clock("2025-01-06")
    evaluate(stage.people(stage.hetty), "Wij merken er weinig van.", "5")
    officer = stage.people(stage.cast.officer)
    open_row(officer, "2024/evaluatie/", "Evaluatie 2024")
    press(officer, "Evaluatie sluiten", role="link")
    press(officer, "Evaluatie sluiten")
    expect(officer.locator(".said", has_text="Wij merken er weinig van.")).to_contain_text("te laat")
    look(officer)
    press(officer, "Punt toevoegen", role="link")
    officer.get_by_label("Punt", exact=True).fill(PLAN)
    option = officer.get_by_label("Afspraak").locator("option").filter(has_text=KERK)
    officer.get_by_label("Afspraak").select_option(option.get_attribute("value"))
    press(officer, "Punt toevoegen")
    said(officer, "Het punt is toegevoegd.")


def find_it_back(stage: Stage) -> None:
    """What they concluded stands on the next agenda, and beside the action when the next year is made."""
    officer = stage.people(stage.cast.officer)
    plan_meeting(officer, "2025-01-30", "Nieuwjaarsoverleg")
    make_agenda(officer, "Nieuwjaarsoverleg")
    expect(item(officer, PLAN)).to_contain_text("Evaluatie 2024")
    officer.goto(f"{PLACE}2024/volgend-jaar/")
    expect(officer.locator(".roll-row").filter(has_text=PLAN)).to_have_count(1)
    expect(officer.locator(".roll-row").last).to_contain_text(PLAN)  # of the Kerkstraat, the last action


def test_the_overleg_from_a_round_that_closes_to_what_the_year_taught(
    people,
    clock,
    adopted,  # noqa: F811
    signer,  # noqa: F811
    hetty,
):
    stage = Stage(people, clock, adopted, signer, hetty)
    plan_and_report(stage)
    close_and_prepare(stage)
    hold_the_meeting(stage)
    carry_out(stage)
    tell_in_minutes(stage)
    adopt_and_look_up(stage)
    evaluate_the_year(stage)
    find_it_back(stage)
