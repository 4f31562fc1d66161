"""Changes by consent in a real browser: one is agreed, one refused, one returned with "mits", put again and agreed."""

import re
from collections import Counter

import pytest
from django.core import mail
from playwright.sync_api import expect

from agreements.models import Proposal
from tests.browser.test_adoption import Person, adopted, signer  # noqa: F401 (fixtures)
from tests.browser.test_pages import DESKTOP, assert_well_built, at_width, clipped

MOST_TO_PROPOSE, MOST_TO_ANSWER = 10, 4  # clicks
NEW = "De 26 flexwoningen aan de Kade zijn opgeleverd."
MITS = "Noem ook de Havenkade."
WIDTHS = (320, 390, DESKTOP)


class Somebody(Person):
    def open_mail(self, subject: str) -> str:
        letters = [letter for letter in mail.outbox if self.email in letter.to[0] and subject in letter.subject]
        self.clicks[self.email] += 1
        self.page.goto(re.search(r"https?://[^/\s]+(/wijzigingen/\S+)", letters[-1].body)[1])
        return letters[-1].body


@pytest.fixture
def become(page, sign_in):
    clicks: Counter = Counter()

    def become(user) -> Somebody:
        sign_in(page, user)
        return Somebody(page, user.email, clicks)

    return become


def look_at(page, axe) -> None:
    for width in WIDTHS:
        at_width(page, width)
        assert_well_built(page)
        assert clipped(page) == []
        axe(page)


def propose(officer: Somebody, address: str, label: str, words: str, axe=None) -> None:
    """From the page of the row to the question to all."""
    officer.page.goto(address)
    officer.click("link", "Wijziging voorstellen")
    officer.page.get_by_label(label, exact=True).fill(words)
    if axe:
        look_at(officer.page, axe)
    officer.click("button", "Zet in het voorstel")
    if axe:
        look_at(officer.page, axe)
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


def test_changes_are_agreed_refused_and_returned_and_put_again(become, axe, adopted, signer):  # noqa: F811
    cast = adopted
    signers = (cast.tenant, signer, cast.executive)
    officer = become(cast.officer)
    propose(officer, cast.action.get_absolute_url(), "Tekst", NEW, axe)
    assert officer.clicks[officer.email] <= MOST_TO_PROPOSE
    look_at(officer.page, axe)

    tenant = become(cast.tenant)
    tenant.page.goto(cast.agenda.get_absolute_url())
    expect(tenant.page.get_by_role("link", name=re.compile("Er is een wijziging voorgesteld")).first).to_be_visible()
    look_at(tenant.page, axe)
    letter = tenant.open_mail("Uw antwoord wordt gevraagd")
    tenant.clicks[tenant.email] -= 1
    assert "26" in letter
    look_at(tenant.page, axe)
    answer(tenant, "Akkoord, mits er eerst iets verandert", MITS)
    assert tenant.clicks[tenant.email] <= MOST_TO_ANSWER

    officer = become(cast.officer)
    officer.page.goto("/")
    officer.page.get_by_role("link", name="Een voorstel van uw partij dat terugkwam").click()
    expect(officer.page.get_by_text(MITS).first).to_be_visible()
    look_at(officer.page, axe)
    officer.click("button", "Opnieuw voorleggen")
    officer.page.get_by_role("link", name=re.compile("Wijzig deze regel")).click()
    officer.page.get_by_label("Tekst", exact=True).fill(NEW.replace("Kade", "Havenkade"))
    officer.click("button", "Opslaan")
    officer.click("button", "Leg voor aan partijen")
    for person in signers:
        answer(become(person), "Akkoord")
    expect(officer.page.get_by_text("Daarmee zijn allen akkoord")).to_be_visible()
    look_at(officer.page, axe)

    officer = become(cast.officer)
    propose(officer, cast.goal.get_absolute_url(), "Tekst", "De sociale voorraad groeit met 57 woningen.")
    answer(become(signer), "Niet akkoord", "Het blijft 75.")
    officer = become(cast.officer)
    officer.page.goto(f"{cast.agreement.get_absolute_url()}wijzigingen/")
    look_at(officer.page, axe)
    officer.page.goto(cast.goal.get_absolute_url())
    expect(officer.page.get_by_role("region", name="Gewijzigd met akkoord van allen")).to_be_visible()
    look_at(officer.page, axe)
    assert sorted(Proposal.objects.changing().values_list("state", flat=True)) == ["agreed", "returned", "returned"]


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


def test_every_form_is_accessible_at_every_width(become, axe, adopted, subtests):  # noqa: F811
    page = become(adopted.officer).page
    action, goal, theme = adopted.action.pk, adopted.goal.pk, adopted.theme.pk
    acts = [f"actie/{action}/{act}" for act in ("vervallen", "doorschuiven", "splitsen", "samenvoegen", "correctie")]
    acts += [f"doel/{goal}/actie-erbij", f"thema/{theme}/doel-erbij", "tekst/0/anders", "tekst/0/intrekken", "partij/0/deelname"]
    for act in acts:
        with subtests.test(act):
            page.goto(f"{adopted.agenda.get_absolute_url()}wijzigen/{act}/")
            look_at(page, axe)
