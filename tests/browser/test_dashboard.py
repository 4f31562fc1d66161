"""The dashboards in a real browser: on every width, by keyboard, without JavaScript, printed, and read by axe."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from agreements.models import Agenda
from monitoring.rounds.workflow import close_round, open_round
from tests.browser.looking import at_width, look_at
from tests.factories import (
    ActionFactory,
    DissentFactory,
    IndicatorFactory,
    LeadFactory,
    MeasurementFactory,
    MeetingFactory,
    ProgressUpdateFactory,
    RoundFactory,
    TargetFactory,
    make_cast,
)

WIDTHS = [360, 768, 1280, 1920]


@pytest.fixture
def cast(transactional_db):
    return make_cast()


@pytest.fixture
def pages(cast):
    """A round that was closed and one that is open, with every light; and the address of every page about them."""
    today = timezone.localdate()
    Agenda.objects.filter(pk=cast.agenda.pk).update(year=today.year)
    type(cast.agreement).objects.filter(pk=cast.agreement.pk).update(start_year=today.year - 1, end_year=today.year + 1)
    cast.agenda.refresh_from_db()
    actions = [cast.action, *[ActionFactory(goal=cast.goal, agenda=cast.agenda, position=n) for n in range(2, 7)]]
    for action in actions[1:5]:
        LeadFactory(action=action, party=cast.association)
    actions[5].due_on, actions[5].due_precision = today + timedelta(days=30), "day"
    actions[5].save()
    TargetFactory(indicator=(indicator := IndicatorFactory(goal=cast.goal)), value=75, year=today.year)
    MeasurementFactory(indicator=indicator, value=3, measured_on=today, party=cast.association)
    IndicatorFactory(goal=cast.goal)
    for name, days, spoiled in (("Ronde 1", 60, actions[1]), ("Ronde 2", 7, actions[0])):
        first = today - timedelta(days=days)
        planned = RoundFactory(
            agenda=cast.agenda,
            name=name,
            reference_date=max(first, date(today.year, 1, 1)),
            opens_on=first,
            closes_on=today + timedelta(days=20),
            meeting=MeetingFactory(agreement=cast.agreement, held_on=today + timedelta(days=days), title=f"Overleg {name}"),
        )
        round = open_round(round=planned, by=cast.officer)
        now = {"round": round, "submitted_at": timezone.now(), "saved_at": timezone.now()}
        ProgressUpdateFactory(action=spoiled, red=True, **now)
        DissentFactory(update=ProgressUpdateFactory(action=actions[2], **now), party=cast.tenants)
        ProgressUpdateFactory(action=actions[3], judgement="done", phase="finished", **now)
        if name == "Ronde 1":
            close_round(round=round, by=cast.officer)
    board = f"{cast.agenda.get_absolute_url()}dashboard/"
    return {
        "board": board,
        "everything": f"{board}?alles",
        "position": f"{board}?stand={cast.agenda.positions.get().pk}",
        "slides": f"{board}presentatie/",
        "matrix": f"{cast.agenda.get_absolute_url()}wederkerigheid/",
        "party": f"/partijen/{cast.association.pk}/dashboard/",
        "start": "/",
    }


def test_every_page_is_well_built_on_every_width(page, cast, sign_in, pages, subtests):
    sign_in(page, cast.officer)
    for name, address in pages.items():
        with subtests.test(name):
            page.goto(address)
            look_at(page, *WIDTHS)


def test_the_large_chart_is_folded_on_a_phone_and_open_where_there_is_room(page, cast, sign_in, pages):
    sign_in(page, cast.officer)
    picture = page.locator(".figure__chart svg.chart__picture")
    for width, is_open in ((1280, True), (360, False)):
        at_width(page, width)
        page.goto(pages["board"])
        page.locator(".board__part > summary", has_text="Alle cijfers").click()
        expect(picture).to_be_visible(visible=is_open)
    page.locator(".figure__chart > summary").click()
    expect(picture).to_be_visible()


def test_the_arrow_keys_go_from_screen_to_screen(page, cast, sign_in, pages):
    sign_in(page, cast.executive)
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(pages["slides"])
    last = page.locator(".slide").count()
    place, focused = page.locator("[data-place]"), page.locator(".slide:focus")

    def press(key: str, number: int) -> None:
        page.keyboard.press(key)
        expect(place).to_have_text(f"scherm {number} van {last}")
        expect(focused).to_be_in_viewport(ratio=0.95)

    expect(place).to_have_text(f"scherm 1 van {last}")
    press("ArrowRight", 2)
    press("PageDown", 3)
    press("ArrowLeft", 2)
    press("End", last)
    press("ArrowRight", last)
    press("Home", 1)
    press("PageUp", 1)
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid", "one sees where one is"


def test_escape_leaves_the_presentation(page, cast, sign_in, pages):
    sign_in(page, cast.executive)
    page.goto(pages["slides"])
    expect(page.locator("[data-keys]")).to_contain_text("Escape: terug naar het dashboard.")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    page.wait_for_url("**/dashboard/")


def test_every_screen_fits_a_projector(page, cast, sign_in, pages):
    sign_in(page, cast.executive)
    for width, height in ((1920, 1080), (1280, 720)):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(pages["slides"])
        heights = page.evaluate("[...document.querySelectorAll('.slide')].map(slide => slide.offsetHeight)")
        assert max(heights) <= height, (width, heights)


def test_without_javascript_the_presentation_scrolls(chromium, live_server, cast, sign_in, pages):
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, cast.executive)
    page.goto(pages["slides"])
    expect(page.get_by_role("heading", name="Wat de lichten betekenen")).to_be_attached()
    expect(page.locator("[data-keys]")).to_be_hidden()
    page.locator(".slide").last.scroll_into_view_if_needed()
    expect(page.locator(".slide").last).to_be_in_viewport()
    context.close()


def test_printed_it_has_what_was_folded_and_no_buttons(page, cast, sign_in, pages):
    sign_in(page, cast.executive)
    page.goto(pages["board"])
    page.emulate_media(media="print")
    expect(page.get_by_text("Presenteren", exact=True)).to_be_hidden()
    expect(page.locator(".figure__chart svg.chart__picture")).to_be_visible()
    expect(page.locator(".unmeasured li")).to_be_visible()
