"""The history, and putting back from it: accessible, on a phone too, and without JavaScript."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from monitoring.models import HistoryLine
from parties.history.records import change_set
from tests.browser.looking import look_at

pytestmark = pytest.mark.browser


@pytest.fixture
def line(cast) -> HistoryLine:
    cast.action.text = "De 21 flexwoningen aan de Kade zijn niet opgeleverd."
    with change_set(reason="Besluit van 3 juni", user=cast.officer):
        cast.action.save()
    return HistoryLine.objects.filter(action=cast.action.pk).latest("pk")


def test_everyone_can_read_it_and_find_a_moment(page, sign_in, cast, line):
    sign_in(page, cast.tenant)
    for width in (1280, 390):
        page.goto(reverse("agreement_history", args=[cast.agreement.slug]))
        look_at(page, width)
        if width < 800:
            page.get_by_text("Zoeken en filteren").click()
        page.get_by_label("Met deze woorden").fill("flexwoningen")
        page.get_by_role("button", name="Toon").click()
        page.wait_for_url("**flexwoningen**")
        expect(page.get_by_text("Besluit van 3 juni")).to_have_count(1)
        expect(page.locator("ins").first).not_to_be_empty()


def test_a_field_is_put_back_by_keyboard(page, sign_in, axe, cast, line):
    sign_in(page, cast.association_officer)
    page.goto(reverse("history_restore", args=[line.pk]))
    axe(page)
    page.get_by_label("Waarom").fill("Het waren er 24")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/schrijven/")
    cast.action.refresh_from_db()
    assert cast.action.text == "De 24 flexwoningen aan de Kade zijn opgeleverd."
