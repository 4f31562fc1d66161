"""From an empty Driehoek to a first agenda of ten rows, counted in clicks; and the same without JavaScript."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from agreements.models import Agreement
from parties.models import Invitation
from tests.browser.looking import at_width, look_at
from tests.documents import variants
from tests.factories import MembershipFactory, PartyFactory, UserFactory

PICTURES = os.environ.get("PICTURES")  # a folder for those who want to look
WIDTHS = (1280, 390, 320)
MOST_CLICKS = 40
INVITED = {
    "Woonstichting De Sleutel": "abel@desleutel.example",
    "Dam & Wonen": "eva@dam.example",
    "Huurdersraad Nieuwedam": "tess@huurders.example",
    "Zorggroep Oever": "zia@oever.example",
}
LEADS = ("Gemeente", "De Sleutel", "Dam en Wonen", "Gemeente en De Sleutel", "Zorggroep Oever")


@pytest.fixture
def newcomer(transactional_db):
    """The coordinator of a municipality that has nothing yet; one association is in Driehoek already, without people."""
    PartyFactory(name="Woonstichting De Sleutel", short_name="De Sleutel", kind="housing_association")
    return MembershipFactory(party=PartyFactory(name="Gemeente Nieuwedam"), role="coordinator", user__name="Nel Nieuw").user


@pytest.fixture
def file() -> dict:
    head = ["Nr", "Doel", "Afspraak voor 2027", "Trekker", "Planning"]
    rows = [
        [n, f"Doel {n}: er komt een plan voor wijk {n}.", f"Het plan voor wijk {n} ligt er.", LEADS[n % 5], "Q3 2027"]
        for n in range(1, 11)
    ]
    content = variants.excel(["Thema 1: Bouwen en wonen"], head, *rows)
    return {"name": "agenda.xlsx", "mimeType": "application/octet-stream", "buffer": content}


class Hand:
    """Counts what a hand does: each press, each field one goes into, each choice in a list."""

    def __init__(self, page):
        self.page, self.clicks = page, 0

    def press(self, role: str, name: str) -> None:
        self.clicks += 1
        self.page.get_by_role(role, name=name, exact=True).click()

    def tick(self, label: str) -> None:
        self.clicks += 1
        self.page.get_by_label(label, exact=True).check()

    def type(self, label: str, words: str) -> None:
        self.clicks += 1
        self.page.get_by_label(label).fill(words)

    def choose(self, label: str, option: str) -> None:
        self.clicks += 2  # open the list, and choose
        self.page.get_by_label(label, exact=True).select_option(label=option)

    def put(self, label: str, file: dict) -> None:
        self.clicks += 2  # open the window, and choose
        self.page.get_by_label(label).set_input_files(files=[file])


def looked_at(page, name: str) -> None:
    """Readable by all at every width, with the picture for those who want to look."""

    def picture() -> None:
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name}-{page.viewport_size['width']}.png", full_page=True)

    look_at(page, *WIDTHS, also=picture)
    at_width(page, WIDTHS[0])


def begin(hand: Hand, file: dict, look) -> None:
    page = hand.page
    look("empty")
    hand.press("link", "Begin nieuwe prestatieafspraken")
    for number, name in enumerate(INVITED, start=2):
        hand.type(f"Naam van partij {number}", name)  # the kind follows from it
    hand.choose("Rol van partij 5", "is betrokken")
    look("parties")
    hand.press("button", "Verder")
    look("words")
    hand.press("button", "Verder")
    expect(page.get_by_label("De zes thema's die de wet noemt")).to_be_checked()
    hand.tick("Ik lees de tekst in uit Word of Excel")
    expect(page.get_by_label("De zes thema's die de wet noemt")).to_be_hidden()
    expect(page.get_by_text("Het bestand kiest u na de laatste stap.")).to_be_visible()
    look("text")
    hand.press("button", "Verder")
    for name, address in INVITED.items():
        hand.type(f"E-mailadres voor {name}", address)
    look("begin")
    hand.press("button", "Begin deze prestatieafspraken")
    look("begun")
    hand.put("Bestand", file)
    hand.press("button", "Toon wat er verandert")
    look("preview")
    hand.clicks += 1
    page.get_by_role("button", name="Overnemen in de agenda").first.click()
    expect(page.get_by_role("status")).to_contain_text("Het bestand is overgenomen in de agenda.")


@pytest.mark.parametrize("has_javascript", [True, False])
def test_to_a_first_agenda_of_ten_rows_in_at_most_40_clicks(has_javascript, newcomer, file, chromium, live_server, sign_in):
    context = chromium.new_context(base_url=live_server.url, locale="nl-NL", java_script_enabled=has_javascript)
    page = context.new_page()
    sign_in(page, newcomer)
    page.goto("/afspraken/")
    hand = Hand(page)
    begin(hand, file, lambda name: looked_at(page, name) if has_javascript else None)
    print(f"{hand.clicks} clicks")
    assert hand.clicks <= MOST_CLICKS
    agreement = Agreement.objects.get()
    agenda = agreement.agendas.get()
    assert agenda.actions.count() == 10
    assert agreement.participations.count() == 5
    assert set(Invitation.objects.values_list("email", flat=True)) == set(INVITED.values())
    page.goto(agenda.get_absolute_url())
    if has_javascript:
        looked_at(page, "agenda")
        page.goto(agreement.get_absolute_url())
        looked_at(page, "agreement")
    context.close()


def test_one_leaves_with_something_wrong_and_comes_back_to_it(page, newcomer, sign_in, watch):
    watch.expect("422")
    sign_in(page, newcomer)
    page.goto("/afspraken/nieuw/")
    page.get_by_label("Naam van partij 2").fill("Het Nieuwe Dak")
    with page.expect_response(lambda response: response.status == 422):
        page.get_by_role("button", name="Verder").click()
    looked_at(page, "wrong")
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.get_by_label("Soort partij 2")).to_be_focused()
    page.get_by_role("button", name="4. Uitnodigen en beginnen").click()
    looked_at(page, "problems")
    page.get_by_role("link", name="Nu stoppen").click()
    page.goto("/")
    looked_at(page, "start")
    page.get_by_role("link", name="Verder met uw nieuwe prestatieafspraken").click()
    page.get_by_role("link", name="Soort partij 2").click()
    expect(page.get_by_label("Naam van partij 2")).to_have_value("Het Nieuwe Dak")


# -- Handed over


@pytest.fixture
def odd_file() -> dict:
    """As a policy officer keeps it: a title above the table, and headings of her own."""
    head = [
        "#",
        "Wat willen we bereiken?",
        "Wat gaan we doen in 2027",
        "Wie is aan zet",
        "Wanneer klaar?",
        "Kosten (€)",
        "Opmerkingen",
    ]
    whens = ("Q3", "voor 1 juli 2027", "eind 2027", "doorlopend", "sept. 2027")
    leads = ("gem. Nieuwedam", "De Sleutel", "Dam en Wonen", "gemeente + De Sleutel", "HR Nieuwedam")
    rows = [
        [f"1.{n}", f"In wijk {n} is wonen betaalbaar.", f"Het plan {n} ligt er.", leads[n % 5], whens[n % 5], n * 1000, ""]
        for n in range(1, 11)
    ]
    content = variants.excel(["Jaarschijf 2027 (concept)"], head, ["Thema 1: Bouwen"], *rows)
    return {"name": "Afspraken def v3.xlsx", "mimeType": "application/octet-stream", "buffer": content}


def hand_over(page, look) -> None:
    """What the administrator does, and reads."""
    page.goto("/afspraken/nieuw/")
    expect(page.get_by_text("In de laatste stap draagt u het over")).to_be_visible()
    names = ("Gemeente Nieuwedam", "Woonstichting De Sleutel", "Dam & Wonen", "Huurdersraad Nieuwedam")
    for number, name in enumerate(names, start=1):
        page.get_by_label(f"Naam van partij {number}").fill(name)
    page.get_by_role("button", name="4. Overdragen").click()
    page.get_by_label("E-mailadres voor Gemeente Nieuwedam").fill("nel@nieuwedam.example")
    page.get_by_label("E-mailadres voor Dam & Wonen").fill("eva@dam.example")
    look("hand-over")
    page.get_by_role("button", name="Overdragen aan Gemeente Nieuwedam").click()
    expect(page.get_by_text("nel@nieuwedam.example: De link werkt tot")).to_be_visible()
    look("handed-over")


def test_from_the_mail_to_ten_rows_of_a_file_with_odd_headings(
    page, chromium, live_server, sign_in, odd_file, mailoutbox, transactional_db
):
    sign_in(page, UserFactory(is_superuser=True, name="Ad Min"))
    hand_over(page, lambda name: looked_at(page, name))
    (mail,) = mailoutbox
    assert "staan nieuwe prestatieafspraken klaar" in mail.body
    context = chromium.new_context(base_url=live_server.url, locale="nl-NL")
    nel = context.new_page()
    hand = Hand(nel)
    nel.goto(re.search(r"/account/uitnodiging/\S+", mail.body)[0])
    hand.clicks += 1  # on the link
    looked_at(nel, "invitation")
    hand.type("Uw naam", "Nel Nieuw")
    for label in ("Kies een wachtwoord", "Hetzelfde wachtwoord nog eens"):
        hand.type(label, "een lang wachtwoord 27")
    hand.press("button", "Aannemen en beginnen")
    expect(nel.get_by_role("link", name="Begin nieuwe prestatieafspraken")).to_have_count(0)
    looked_at(nel, "taken-up")
    hand.press("button", "Daarmee verdergaan")
    hand.press("button", "Verder")
    hand.press("button", "Verder")
    hand.tick("Ik lees de tekst in uit Word of Excel")
    hand.press("button", "Verder")
    expect(nel.get_by_label("E-mailadres voor Dam & Wonen")).to_have_value("eva@dam.example")
    hand.press("button", "Begin deze prestatieafspraken")
    hand.put("Bestand", odd_file)
    hand.press("button", "Toon wat er verandert")
    hand.choose("Wie is «HR Nieuwedam»?", "geen van deze, of een partij die nog geen ja zei: laat de woorden staan")
    hand.press("button", "Keuzes bewaren")
    hand.clicks += 1
    nel.get_by_role("button", name="Overnemen in de agenda").first.click()
    expect(nel.get_by_role("status")).to_contain_text("Het bestand is overgenomen in de agenda.")
    print(f"{hand.clicks} clicks")
    assert hand.clicks <= MOST_CLICKS / 2
    rows = Agreement.objects.get().agendas.get().actions
    assert (rows.count(), rows.exclude(due_on=None).count(), rows.exclude(budget=None).count()) == (10, 8, 10)
    context.close()
