"""The page of an indicator in a real browser: on a phone and on a desk, and a figure that is recorded there."""

from datetime import date

import pytest
from playwright.sync_api import expect

from tests.factories import IndicatorFactory, MeasurementFactory, TargetFactory

from .looking import DESKTOP, PHONE, at_width, look_at


@pytest.fixture
def indicator(transactional_db, cast):
    found = IndicatorFactory(goal=cast.goal, name="Groei van de voorraad", per="period", delivered_by=cast.association)
    TargetFactory(indicator=found, year=None, value=75)
    for year, value in ((2023, 20), (2024, 18)):
        MeasurementFactory(
            indicator=found,
            measured_on=date(year, 12, 31),
            value=value,
            provisional=year == 2024,
            party=cast.association,
            recorded_by=cast.association_officer,
        )
    return found


def test_the_pages_with_figures_are_for_everyone(page, sign_in, cast, indicator, subtests):
    sign_in(page, cast.officer)
    own = f"/indicatoren/{indicator.pk}/"
    for address in (own, f"{own}meting/", f"/afspraken/{cast.agreement.slug}/cijfers/"):
        with subtests.test(address):
            page.goto(address)
            look_at(page, PHONE, DESKTOP)


def test_the_letters_of_a_chart_keep_their_size_on_a_phone(page, sign_in, cast, indicator):
    sign_in(page, cast.tenant)
    sizes = []
    for width in (360, 1280):
        at_width(page, width)
        page.goto(f"/indicatoren/{indicator.pk}/")
        label = page.locator(".chart__picture text", has_text="2023").bounding_box()
        sizes.append(round(label["height"]))
        picture = page.locator(".chart__picture").bounding_box()
        assert picture["x"] >= 0
        assert picture["x"] + picture["width"] <= width
    assert sizes[0] == sizes[1]
    page.get_by_text("Cijfers bij deze grafiek").click()
    expect(page.get_by_role("table", name="Groei van de voorraad: streefwaarde en meting")).to_be_visible()


def test_a_figure_is_recorded_and_what_is_wrong_leads_to_its_field(page, sign_in, axe, cast, indicator):
    at_width(page, 360)
    sign_in(page, cast.association_officer)
    page.goto(f"/indicatoren/{indicator.pk}/")
    page.get_by_role("link", name="Cijfer invullen").click()
    page.get_by_label("Cijfer (woningen)").fill("zo'n twintig")
    page.get_by_label("Bron").fill("Jaarverslag 2025")
    page.get_by_role("button", name="Cijfer vastleggen").click()
    trouble = page.get_by_role("link", name="Cijfer (woningen): Schrijf een getal")
    expect(trouble).to_be_visible()
    axe(page)
    trouble.click()
    expect(page.get_by_label("Cijfer (woningen)")).to_be_focused()
    expect(page.get_by_label("Cijfer (woningen)")).to_have_value("zo'n twintig")
    expect(page.get_by_label("Bron")).to_have_value("Jaarverslag 2025")
    page.get_by_label("Cijfer (woningen)").fill("1.020")
    page.get_by_label("Gemeten op").fill("31-12-2025")
    page.get_by_role("button", name="Cijfer vastleggen").click()
    expect(page.get_by_role("status")).to_contain_text("Het cijfer is vastgelegd.")
    expect(page.locator(".stand__sentence")).to_contain_text("1.058 van ten minste 75 woningen")
