"""Changes by consent in a real browser: one is agreed, one refused, one returned with "mits", put again and agreed.

One is dropped through a meeting, and one was advised against, is answered, and is in force on the right day.
"""

import re
from collections import Counter
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from django.utils.formats import date_format
from playwright.sync_api import expect

from agreements.models import Advice, Proposal, Version
from monitoring.meetings.attending import Seat, record_attendance
from parties.models import Membership
from tests.browser.looking import DESKTOP, look_at
from tests.browser.test_adoption import Person, adopt, adopted, signer  # noqa: F401 (fixtures)
from tests.factories import AdviceFactory, MeetingFactory
from tests.pdf_text import text_of

MOST_TO_PROPOSE, MOST_TO_ANSWER = 10, 4  # clicks
NEW = "De 26 flexwoningen aan de Kade zijn opgeleverd."
MITS = "Noem ook de Havenkade."
SOLD = "De kavel aan de Kade is verkocht."
AGAINST, WHY = "De Kade is te duur voor huurders.", "De huur blijft onder de aftoppingsgrens."
WIDTHS = (320, 390, DESKTOP)


class Somebody(Person):
    def open_mail(self, subject: str, place: str = "wijzigingen") -> str:
        """Follow the link to such a place in the newest mail to the person, and give the text of that mail."""
        letters = [letter for letter in mail.outbox if self.email in letter.to[0] and subject in letter.subject]
        self.clicks[self.email] += 1
        self.page.goto("about:blank")  # else an address with a # in it only moves on the page of the person before
        self.page.goto(re.search(rf"https?://[^/\s]+(/{place}/\S+)", letters[-1].body)[1])
        return letters[-1].body


@pytest.fixture
def become(page, sign_in):
    clicks: Counter = Counter()

    def become(user) -> Somebody:
        sign_in(page, user)
        return Somebody(page, user.email, clicks)

    return become


def look(page) -> None:
    look_at(page, *WIDTHS)


def propose(officer: Somebody, address: str, label: str, words: str, is_looked_at: bool = False) -> None:
    """From the page of the row to the question to all."""
    officer.page.goto(address)
    officer.click("link", "Wijziging voorstellen")
    officer.page.get_by_label(label, exact=True).fill(words)
    if is_looked_at:
        look(officer.page)
    officer.click("button", "Zet in het voorstel")
    if is_looked_at:
        look(officer.page)
    officer.click("button", "Leg voor aan partijen")
    expect(officer.page.get_by_text("De wijziging is voorgelegd.")).to_be_visible()


def answer(somebody: Somebody, given: str, remark: str = "") -> str:
    letter = somebody.open_mail("Uw antwoord wordt gevraagd")
    somebody.click("radio", given)
    if remark:
        somebody.page.get_by_label("Opmerking", exact=True).fill(remark)
    somebody.click("button", "Leg het antwoord vast")
    expect(somebody.page.get_by_text("Uw antwoord is vastgelegd.")).to_be_visible()
    return letter


def test_changes_are_agreed_refused_and_returned_and_put_again(become, adopted, signer):  # noqa: F811
    cast = adopted
    signers = (cast.tenant, signer, cast.executive)
    officer = become(cast.officer)
    propose(officer, cast.action.get_absolute_url(), "Tekst", NEW, is_looked_at=True)
    assert officer.clicks[officer.email] <= MOST_TO_PROPOSE
    look(officer.page)

    tenant = become(cast.tenant)
    tenant.page.goto(cast.agenda.get_absolute_url())
    expect(tenant.page.get_by_role("link", name=re.compile("Er is een wijziging voorgesteld")).first).to_be_visible()
    look(tenant.page)
    letter = tenant.open_mail("Uw antwoord wordt gevraagd")
    tenant.clicks[tenant.email] -= 1
    assert "26" in letter
    look(tenant.page)
    answer(tenant, "Akkoord, mits er eerst iets verandert", MITS)
    assert tenant.clicks[tenant.email] <= MOST_TO_ANSWER

    officer = become(cast.officer)
    officer.page.goto("/")
    officer.page.get_by_role("link", name="Een voorstel van uw partij dat terugkwam").click()
    expect(officer.page.get_by_text(MITS).first).to_be_visible()
    look(officer.page)
    officer.click("button", "Opnieuw voorleggen")
    officer.page.get_by_role("link", name=re.compile("Wijzig deze regel")).click()
    officer.page.get_by_label("Tekst", exact=True).fill(NEW.replace("Kade", "Havenkade"))
    officer.click("button", "Opslaan")
    officer.click("button", "Leg voor aan partijen")
    expect(officer.page.get_by_text("De wijziging is voorgelegd.")).to_be_visible()
    for person in signers:
        answer(become(person), "Akkoord")
    expect(officer.page.get_by_text("Daarmee zijn allen akkoord")).to_be_visible()
    look(officer.page)

    officer = become(cast.officer)
    propose(officer, cast.goal.get_absolute_url(), "Tekst", "De sociale voorraad groeit met 57 woningen.")
    answer(become(signer), "Niet akkoord", "Het blijft 75.")
    officer = become(cast.officer)
    officer.page.goto(f"{cast.agreement.get_absolute_url()}wijzigingen/")
    look(officer.page)
    officer.page.goto(cast.goal.get_absolute_url())
    expect(officer.page.get_by_role("region", name="Gewijzigd met akkoord van allen")).to_be_visible()
    look(officer.page)
    assert sorted(Proposal.objects.changing().values_list("state", flat=True)) == ["agreed", "returned", "returned"]


# -- Through a meeting


@pytest.fixture
def meeting(adopted, signer):  # noqa: F811
    """Of today, with people of the municipality and the association; the tenants were not there."""
    found = MeetingFactory(agreement=adopted.agreement, kind="bestuurlijk", held_on=timezone.localdate())
    there = Membership.objects.filter(user__in=[adopted.executive, signer])
    seats = [Seat(row.party_id, row.user_id) for row in there]
    record_attendance(meeting=found, seats=seats, by=adopted.officer)
    return found


def confirm_in_meeting(somebody: Somebody, party) -> str:
    letter = somebody.open_mail("Uw antwoord wordt gevraagd", "overleggen")
    somebody.click("button", re.compile(f"Bevestig namens {party}"))
    expect(somebody.page.get_by_text("Uw antwoord is vastgelegd.")).to_be_visible()
    return letter


def test_an_action_is_dropped_by_the_decision_of_a_meeting(become, adopted, signer, meeting):  # noqa: F811
    cast, day = adopted, date_format(timezone.localdate(), "j F Y")
    officer = become(cast.officer)
    officer.page.goto(meeting.get_absolute_url())
    officer.click("link", "Besluit vastleggen")
    officer.page.get_by_role("combobox", name="Afspraak (niet verplicht)").select_option(str(cast.action.pk))
    officer.click("radio", "Laten vervallen")
    officer.page.get_by_label("Besluit", exact=True).fill(SOLD)
    officer.click("button", "Besluit vastleggen")
    officer.click("button", re.compile("Maak hier een voorstel van"))
    officer.click("button", "Leg voor aan partijen")
    expect(officer.page.get_by_text("De wijziging is voorgelegd.")).to_be_visible()
    look(officer.page)

    executive = become(cast.executive)
    assert f"was bij het overleg dat dit besloot: Bestuurlijk overleg van {day}" in confirm_in_meeting(
        executive, cast.municipality
    )
    look(executive.page)
    confirm_in_meeting(become(signer), cast.association)
    assert "was bij het overleg" not in answer(become(cast.tenant), "Akkoord")
    expect(executive.page.get_by_text("Daarmee zijn allen akkoord")).to_be_visible()
    assert officer.clicks[cast.officer.email] <= MOST_TO_PROPOSE
    assert max(officer.clicks[person.email] for person in (cast.executive, signer, cast.tenant)) <= MOST_TO_ANSWER
    version = Version.objects.of(cast.agenda).latest("place")
    look_at_what_is_in_force(officer, cast, version, [SOLD])
    assert SOLD in printed(version)
    assert "Bestuurlijk overleg van" in printed(version)


def look_at_what_is_in_force(somebody: Somebody, cast, version, words: list[str]) -> None:
    for address in (cast.agenda.get_absolute_url(), cast.goal.get_absolute_url(), version.get_absolute_url()):
        somebody.page.goto(address)
        for word in words:
            expect(somebody.page.get_by_text(word).first).to_be_visible()
        look(somebody.page)


def printed(version) -> str:
    with version.files.get().file.open() as document:
        return text_of(document.read()).replace("\n", " ")


# -- Advised against


@pytest.fixture
def advising(cast, signer):  # noqa: F811
    """The tenants advise and do not sign: the text of 2024 is in force with the yes of the two others."""
    part = cast.agreement.participations.get(party=cast.tenants)
    part.role, part.right_of_advice = "advisory", "advice"
    part.save()
    no_objection = {"outcome": "no_objection", "given_on": timezone.localdate(), "given_by": cast.tenant}
    AdviceFactory(
        agreement=cast.agreement, agenda=cast.agenda, party=cast.tenants, asking_party=cast.municipality, **no_objection
    )
    return adopt(cast, {cast.municipality: cast.executive, cast.association: signer})


def test_a_change_advised_against_is_answered_and_in_force_on_the_right_day(become, advising, signer):  # noqa: F811
    cast = advising
    officer = become(cast.officer)
    propose(officer, cast.action.get_absolute_url(), "Tekst", NEW)
    officer.click("link", "Vraag Huurdersraad Waterhoek om advies")
    officer.page.get_by_label("Waarover u advies vraagt").fill("Er komen twee woningen bij.")
    officer.click("button", "Vraag dit advies")
    expect(officer.page.get_by_text("is om advies gevraagd")).to_be_visible()
    assert officer.clicks[cast.officer.email] <= MOST_TO_PROPOSE
    for person in (cast.executive, signer):
        answer(become(person), "Akkoord")

    tenant = become(cast.tenant)
    tenant.open_mail("Advies gevraagd", "adviezen")
    tenant.click("radio", "Negatief advies")
    tenant.page.get_by_label("Uw advies").fill(AGAINST)
    tenant.click("button", "Geef dit advies")
    expect(tenant.page.get_by_text("Het plan wacht tot dit advies is beantwoord.")).to_be_visible()
    assert tenant.clicks[cast.tenant.email] <= MOST_TO_ANSWER

    officer, before = become(cast.officer), officer.clicks[cast.officer.email]
    assert AGAINST in officer.open_mail("Advies", "adviezen")
    officer.click("radio", "Het wordt niet gevolgd")
    officer.page.get_by_label("Antwoord", exact=True).fill(WHY)
    officer.click("button", "Verstuur het antwoord")
    expect(officer.page.get_by_text("Het plan kan doorgaan vanaf")).to_be_visible()
    assert officer.clicks[cast.officer.email] - before <= MOST_TO_ANSWER
    officer.page.goto(Proposal.objects.changing().get().get_absolute_url())
    expect(officer.page.get_by_text("dit kan ingaan op").first).to_be_visible()
    look(officer.page)

    right_day = Advice.objects.latest("pk").clear_on
    assert right_day == timezone.localdate() + timedelta(days=4)
    for days in (3, 4):
        with time_machine.travel(timezone.now() + timedelta(days=days)):
            call_command("settle_proposals")
        assert Proposal.objects.changing().get().is_open == (days == 3)
    version = Version.objects.of(cast.agenda).latest("place")
    assert (version.number, version.in_force_from) == (2, right_day)
    look_at_what_is_in_force(officer, cast, version, [NEW])
    assert NEW in printed(version)
    assert "versie 2" in become(cast.tenant).open_mail("Gewijzigd", "afspraken")


def test_a_change_is_proposed_with_the_keyboard_alone(become, adopted):  # noqa: F811
    officer = become(adopted.officer)
    page = officer.page
    page.goto(adopted.action.get_absolute_url())
    page.get_by_role("link", name="Wijziging voorstellen").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/wijzigen/"))
    page.get_by_label("Tekst", exact=True).focus()
    page.keyboard.press("Control+A")
    page.keyboard.type(NEW)
    while page.evaluate("document.activeElement.textContent.trim()") != "Zet in het voorstel":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/wijzigingen/"))
    while page.evaluate("document.activeElement.textContent.trim()") != "Leg voor aan partijen":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("De wijziging is voorgelegd.")).to_be_visible()


def test_every_form_is_accessible_at_every_width(become, adopted, subtests):  # noqa: F811
    page = become(adopted.officer).page
    action, goal, theme = adopted.action.pk, adopted.goal.pk, adopted.theme.pk
    acts = [f"actie/{action}/{act}" for act in ("vervallen", "doorschuiven", "splitsen", "samenvoegen", "correctie")]
    acts += [f"doel/{goal}/actie-erbij", f"thema/{theme}/doel-erbij", "tekst/0/anders", "tekst/0/intrekken", "partij/0/deelname"]
    for act in acts:
        with subtests.test(act):
            page.goto(f"{adopted.agenda.get_absolute_url()}wijzigen/{act}/")
            look(page)
