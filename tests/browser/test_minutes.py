"""Minutes in a real browser: they go out, get one reaction, are adopted, and the register tells the same."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from monitoring.models import AdoptedMinutes, Meeting
from tests.browser.looking import DESKTOP, PHONE, look_at
from tests.factories import ActionPointFactory, DecisionFactory, ItemFactory, MeetingFactory, make_cast


@pytest.fixture
def cast(transactional_db):
    return make_cast()


@pytest.fixture
def meeting(cast):
    """Held last month, with an item, a decision and an action point that is overdue; the next one of its kind was held today."""
    today = timezone.localdate()
    row = MeetingFactory(agreement=cast.agreement, held_on=today - timedelta(days=30), minutes="De wethouder opent.")
    item = ItemFactory(meeting=row, title="De kavel", discussed="Zij is verkocht.")
    DecisionFactory(meeting=row, action=cast.action, text="Het plan gaat door.")
    ActionPointFactory(meeting=row, item=item, party=cast.tenants, text="Belt de netbeheerder.", due_on=today - timedelta(days=2))
    MeetingFactory(agreement=cast.agreement, held_on=today, title="Overleg van vandaag")
    return row


def test_minutes_go_out_get_one_reaction_and_are_adopted(page, sign_in, axe, cast, meeting):
    sign_in(page, cast.officer)
    page.goto(meeting.get_absolute_url())
    page.get_by_role("link", name="Verslag versturen").click()
    page.get_by_role("button", name="Verslag versturen").click()
    expect(page.get_by_text("CONCEPT, nog niet vastgesteld.")).to_be_visible()
    sign_in(page, cast.tenant)
    page.goto(f"/overleggen/{meeting.pk}/verslag/lezen/")
    axe(page)
    page.get_by_role("link", name="Reageren").click()
    axe(page)
    page.get_by_label("Waarover").select_option(label="De kavel")
    page.get_by_label("Reactie", exact=True).fill("Zij is nog niet verkocht.")
    page.get_by_role("button", name="Reactie versturen").click()
    expect(page.get_by_text("Zij is nog niet verkocht.")).to_be_visible()
    Meeting.objects.filter(pk=meeting.pk).update(react_until=timezone.localdate() - timedelta(days=1))  # the term is over
    sign_in(page, cast.officer)
    page.goto(f"/overleggen/{meeting.pk}/verslag/lezen/")
    page.get_by_role("link", name="Beantwoorden").click()
    page.locator("input[value=taken_over]").check()
    page.get_by_label("Antwoord", exact=True).fill("Lees: bijna verkocht.")
    page.get_by_role("button", name="Leg het antwoord vast").click()
    expect(page.get_by_text("Lees: bijna verkocht.")).to_be_visible()
    page.get_by_role("link", name="Verslag vaststellen").click()
    page.get_by_role("button", name="Verslag vaststellen").click()
    expect(page.get_by_text("Het verslag is vastgesteld en verandert niet meer.")).to_be_visible()
    expect(page.get_by_text(AdoptedMinutes.objects.get().sha256)).to_be_visible()
    axe(page)


def test_the_register_is_read_and_searched(page, sign_in, cast, meeting):
    sign_in(page, cast.tenant)
    for width in (DESKTOP, PHONE):
        page.goto(f"{cast.agreement.get_absolute_url()}besluiten/")
        look_at(page, width)
        expect(page.get_by_text("Te laat.")).to_be_visible()
        page.get_by_label("Woorden").fill("plan")
        page.get_by_role("button", name="Toon").click()
        expect(page.get_by_text("Belt de netbeheerder.")).to_have_count(0)
        expect(page.get_by_text("Het plan gaat door.")).to_be_visible()
