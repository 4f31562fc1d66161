"""Writing an agenda in a browser: in its place, by mouse and by keyboard, by two at a time, and nothing typed is lost."""

import pytest
from playwright.sync_api import expect

from agreements.models import Action, Agreement, Goal
from tests.factories import AgendaFactory, MembershipFactory, UserFactory, make_cast

DESKTOP, PHONE, NARROW = 1280, 390, 320


@pytest.fixture
def cast(transactional_db):
    return make_cast()


@pytest.fixture
def agenda(cast):
    """The draft of 2025 of a new agreement, with nothing in it."""
    agreement = Agreement.objects.create(title="Nieuw", slug="nieuw", start_year=2025, end_year=2028)
    for place, party in enumerate((cast.municipality, cast.association, cast.tenants), start=1):
        agreement.participations.create(party=party, state="accepted", position=place)
    return AgendaFactory(agreement=agreement, year=2025)


def test_a_try(page, cast, agenda, sign_in):
    sign_in(page, cast.officer)
    page.goto("/afspraken/nieuw/2025/schrijven/")
    page.screenshot(path="/tmp/editorjs/a.png")
