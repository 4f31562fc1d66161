"""A text is put in force in a real browser: proposed, refused with a remark, mended, proposed again and adopted."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from agreements.consent import adoption, answering
from agreements.exports.versions import make_missing_documents
from agreements.models import Version
from tests.browser.looking import DESKTOP, PHONE, look_at
from tests.factories import MembershipFactory, UserFactory
from tests.pdf_text import text_of

MENDED = "De 26 flexwoningen aan de Kade zijn opgeleverd."
REMARK = "Er zijn 26 woningen afgesproken, geen 24."
MOST_BY_COORDINATOR, MOST_TO_AGREE = 12, 4  # clicks


@pytest.fixture
def signer(transactional_db, cast):
    """Someone who may sign for the association; the others of the cast have one."""
    person = UserFactory(name="Berta Bestuurder", email="berta@desleutel.example")
    MembershipFactory(user=person, party=cast.association, may_sign=True)
    return person


@pytest.fixture
def adopted(cast, signer):
    """The cast, whose text of 2024 all parties agreed to."""
    return adopt(cast, {cast.municipality: cast.executive, cast.association: signer, cast.tenants: cast.tenant})


def adopt(cast, signers: dict):
    """Put the text of 2024 in force with the yes of these parties, each of this person."""
    in_three_weeks = timezone.localdate() + timedelta(days=21)
    proposal = adoption.propose(text=cast.agenda, by=cast.officer, deadline=in_three_weeks)
    for party, person in signers.items():
        answering.answer(proposal=proposal, party=party, by=person, answer="agreed", capacity="bestuurder")
    make_missing_documents(cast.agenda)
    return cast


@dataclass
class Person:
    """Somebody in the window, whose clicks are counted."""

    page: Page
    email: str
    clicks: Counter

    def click(self, role: str, name: str) -> None:
        self.clicks[self.email] += 1
        self.page.get_by_role(role, name=name, exact=True).click()

    def open_mail(self, subject: str) -> str:
        """Follow the link in the newest mail to the person, and give the text of that mail."""
        letters = [letter for letter in mail.outbox if self.email in letter.to[0] and subject in letter.subject]
        self.clicks[self.email] += 1
        self.page.goto(re.search(r"https?://[^/\s]+(/afspraken/\S+)", letters[-1].body)[1])
        return letters[-1].body


@pytest.fixture
def become(page, sign_in):
    """`become(user)`: that person, signed in, in the one window that there is."""
    clicks: Counter = Counter()

    def become(user) -> Person:
        sign_in(page, user)
        return Person(page, user.email, clicks)

    return become


def look(page: Page) -> None:
    look_at(page, PHONE, DESKTOP)


def propose(officer: Person) -> None:
    officer.click("button", "Stel voor ter vaststelling")
    expect(officer.page.get_by_text("De tekst is voorgesteld.")).to_be_visible()


def agree(somebody: Person) -> None:
    somebody.open_mail("Uw antwoord wordt gevraagd")
    somebody.click("radio", "Akkoord")
    somebody.click("button", "Leg het antwoord vast")
    expect(somebody.page.get_by_text("Uw antwoord is vastgelegd.")).to_be_visible()


def test_a_text_is_proposed_refused_mended_and_put_in_force(become, cast, signer):
    officer = become(cast.officer)
    officer.page.goto(cast.agenda.get_absolute_url())
    officer.click("link", "Vaststelling")
    look(officer.page)
    propose(officer)
    look(officer.page)

    tenant = become(cast.tenant)
    asked = tenant.open_mail("Uw antwoord wordt gevraagd")
    assert "voor: Huurdersraad Waterhoek." in asked
    look(tenant.page)
    tenant.click("radio", "Niet akkoord")
    tenant.page.get_by_label("Opmerking", exact=True).fill(REMARK)
    tenant.page.get_by_label("Waarover gaat de opmerking?").select_option(f"action-{cast.action.pk}")
    tenant.click("button", "Leg het antwoord vast")
    expect(tenant.page.get_by_text("De tekst is weer een concept, en iedereen weet waarom.")).to_be_visible()

    officer = become(cast.officer)
    assert REMARK in officer.open_mail("Weer concept")
    look(officer.page)
    officer.click("link", "Naar de plaats waar het over gaat")
    expect(officer.page.get_by_role("region", name="Opmerkingen").get_by_text(REMARK)).to_be_visible()
    officer.click("link", "Bewerken")
    officer.page.get_by_role("textbox", name="Tekst").fill(MENDED)
    officer.click("button", "Opslaan")
    expect(officer.page.get_by_text(MENDED, exact=True)).to_be_visible()  # and not what the page says aloud of it
    officer.page.goto(f"{cast.agenda.get_absolute_url()}vaststellen/")
    officer.clicks[officer.email] += 1
    propose(officer)

    for person in (cast.tenant, signer, cast.executive):
        agree(become(person))
    expect(officer.page.get_by_text("de tekst is vastgesteld en geldt")).to_be_visible()
    look(officer.page)
    assert officer.clicks[cast.officer.email] <= MOST_BY_COORDINATOR
    assert officer.clicks[signer.email] <= MOST_TO_AGREE

    assert "versie 1" in become(signer).open_mail("Vastgesteld")
    version = Version.objects.get()
    officer.page.goto(cast.agenda.get_absolute_url())
    expect(officer.page.get_by_text(MENDED)).to_be_visible()
    with version.files.get().file.open() as document:
        printed = text_of(document.read())
    assert MENDED in printed.replace("\n", " "), printed
    assert "Vastgesteld op" in printed
    assert "versie 1" in printed


def test_the_pages_of_versions_are_accessible_and_fit_every_window(become, adopted, subtests):
    page = become(adopted.officer).page
    agenda = adopted.agenda.get_absolute_url()
    for name in ("", "versies/", "versies/1/", "vaststellen/"):
        with subtests.test(name or "agenda"):
            page.goto(f"{agenda}{name}")
            look(page)


def test_the_form_for_a_text_that_was_signed_on_paper_is_accessible(become, cast):
    page = become(cast.officer).page
    page.goto(f"{cast.agenda.get_absolute_url()}vaststellen/getekend/")
    look(page)
