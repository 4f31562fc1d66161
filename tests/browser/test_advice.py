"""Advice in a real browser: asked from a goal, drafted and given with a file, answered; readable by all, on a phone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from agreements.models import Advice
from tests.browser.test_adoption import look
from tests.factories import MembershipFactory, UserFactory


@pytest.fixture
def people(transactional_db, cast):
    """The tenants have a qualified right of advice; who asks, and who advises."""
    row = cast.agreement.participations.get(party=cast.tenants)
    row.role, row.right_of_advice, row.advice_adds = "advisory", "qualified", "Afwijken alleen na een gesprek."
    row.save()
    corry = MembershipFactory(user=UserFactory(name="Corry Corporatie"), party=cast.association, role="coordinator").user
    hans = MembershipFactory(user=UserFactory(name="Hans Huurder"), party=cast.tenants, role="coordinator").user
    return corry, hans


def test_asked_given_and_answered_with_every_page_looked_at(page, sign_in, cast, people):
    corry, hans = people
    sign_in(page, corry)
    page.goto(cast.goal.get_absolute_url())
    page.get_by_role("link", name="Advies vragen").click()
    look(page)
    page.get_by_label("Onderwerp").fill("De huren van 2025")
    page.get_by_label("Waarover u advies vraagt").fill("Wij willen de huren met 3% verhogen.")
    page.get_by_label("Document erbij").set_input_files(
        {"name": "brief.txt", "mimeType": "text/plain", "buffer": b"Geachte raad,"}
    )
    page.get_by_role("button", name="Vraag dit advies").click()
    expect(page.get_by_role("link", name="brief.txt")).to_be_visible()
    look(page)

    sign_in(page, hans)
    page.goto("/")
    look(page)
    page.get_by_role("link", name="Advies gevraagd: De huren van 2025").click()
    look(page)
    page.get_by_label("Negatief advies").check()
    page.get_by_label("Uw advies").fill("Te duur.")
    page.get_by_role("button", name="Bewaar als concept").click()
    expect(page.get_by_label("Uw advies")).to_have_value("Te duur.")
    page.get_by_role("button", name="Geef dit advies").click()
    expect(page.get_by_text("Het plan wacht tot dit advies is beantwoord.")).to_be_visible()
    page.goto(cast.goal.get_absolute_url())
    page.get_by_role("button", name="Huurdersraad Waterhoek adviseert hierover").click()
    expect(page.get_by_text("Heeft hier adviesrecht: Huurdersraad Waterhoek.")).to_be_visible()
    look(page)

    sign_in(page, corry)
    page.goto("/")
    page.get_by_role("link", name="Advies te beantwoorden: De huren van 2025").click()
    look(page)
    page.get_by_label("Het wordt niet gevolgd").check()
    page.get_by_label("Antwoord", exact=True).fill("De bouw is duurder geworden.")
    page.get_by_role("button", name="Verstuur het antwoord").click()
    expect(page.get_by_text("Het plan kan doorgaan vanaf")).to_be_visible()
    look(page)
    page.get_by_role("link", name="Adviezen").click()
    look(page)
    assert Advice.objects.get().clear_on == timezone.localdate() + timedelta(days=4)
