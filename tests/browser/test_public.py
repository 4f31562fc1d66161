"""Public pages in a browser without scripts: accessible at three widths, in nobody's way, and asking nobody else anything."""

import pytest
from playwright.sync_api import expect

from agreements.models import PublicConsent
from tests.browser.looking import look_at
from tests.public_site.conftest import make_public, show

WIDTHS = (1280, 390, 320)


@pytest.fixture
def site(db):
    found = make_public()
    show(found, PublicConsent.Kind.PROGRESS)
    return found


def places(site) -> list[str]:
    cast, here = site.cast, site.address
    of_text = [
        "",
        f"doelen/{cast.goal.pk}/",
        f"acties/{cast.action.pk}/",
        "voortgang/",
        "versies/",
        "versies/1/",
        "versies/2/verschil/",
        "voor-uw-website/",
    ]
    return [
        "/openbaar/",
        "/openbaar/toegankelijkheid/",
        "/openbaar/privacy/",
        f"/openbaar/partijen/{cast.association.pk}/",
        *(here + page for page in of_text),
    ]


def test_every_page_is_accessible_and_fits(page, site, subtests):
    for place in places(site):
        with subtests.test(place):
            page.goto(place)
            look_at(page, *WIDTHS)
            assert page.context.cookies() == []


def test_one_finds_a_municipality_and_reads_an_action_with_the_keyboard_alone(page, site, live_server):
    page.goto(f"{live_server.url}/openbaar/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.get_by_label("Gemeente, woningcorporatie of huurdersorganisatie").focus()
    page.keyboard.type("waterhoek")
    page.keyboard.press("Enter")
    page.wait_for_url("**waterhoek**")
    page.get_by_role("link", name="Uitvoeringsagenda 2024").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Over deze afspraak").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kade")


def test_it_prints_the_text_without_the_way_around_it(page, site, live_server):
    page.goto(live_server.url + site.address)
    page.emulate_media(media="print")
    expect(page.locator(".contents")).to_be_hidden()
    expect(page.get_by_text("De 30 flexwoningen aan de Kade").first).to_be_visible()
