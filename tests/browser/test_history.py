"""The history, and putting back from it: accessible, on a phone too, and without JavaScript."""

import pytest
from django.urls import reverse

from monitoring.models import HistoryLine
from parties.history.records import change_set

pytestmark = pytest.mark.browser


@pytest.fixture
def line(cast) -> HistoryLine:
    cast.action.text = "De 21 flexwoningen aan de Kade zijn niet opgeleverd."
    with change_set(reason="Besluit van 3 juni", user=cast.officer):
        cast.action.save()
    return HistoryLine.objects.filter(action=cast.action.pk).latest("pk")


@pytest.mark.parametrize("width", [1280, 390])
def test_everyone_can_read_it_and_find_a_moment(page, sign_in, axe, cast, line, width):
    sign_in(page, cast.tenant)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(reverse("agreement_history", args=[cast.agreement.slug]))
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if width < 800:
        page.get_by_text("Zoeken en filteren").click()
    page.get_by_label("Met deze woorden").fill("flexwoningen")
    page.get_by_role("button", name="Toon").click()
    assert page.get_by_text("Besluit van 3 juni").count() == 1
    assert page.locator("ins").first.inner_text().strip()


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
