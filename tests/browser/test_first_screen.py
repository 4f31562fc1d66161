"""The first screen in a real browser: four things at one look, at 1280 × 800, however much there is; the rest folds open."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from agreements.models import Agenda
from monitoring.management.commands import load_demo
from parties.models import User
from tests.browser.looking import look_at
from tests.factories import (
    ActionFactory,
    GoalFactory,
    IndicatorFactory,
    LeadFactory,
    MeasurementFactory,
    MeetingFactory,
    ProgressUpdateFactory,
    RoundFactory,
    TargetFactory,
    make_cast,
)

HEIGHT = 800
PARTS = (".first__decide", ".first__wrong", ".first__changed", ".first__figures")
LONG = "Wij vragen u om te besluiten of de gemeente en de corporatie deze hogere kosten van de aansluiting samen dragen in {}"


@pytest.fixture
def hard(transactional_db):
    """Twelve questions, of which six on red, all in long words; six figures that stay behind."""
    cast, today = make_cast(), timezone.localdate()
    Agenda.objects.filter(pk=cast.agenda.pk).update(year=today.year)
    type(cast.agreement).objects.filter(pk=cast.agreement.pk).update(start_year=today.year - 1, end_year=today.year + 1)
    cast.agenda.refresh_from_db()
    meeting = MeetingFactory(agreement=cast.agreement, held_on=today + timedelta(days=10))
    round = RoundFactory(
        agenda=cast.agenda,
        name="Ronde 2",
        meeting=meeting,
        opened=True,
        reference_date=today,
        opens_on=today - timedelta(days=2),
        closes_on=today + timedelta(days=9),
    )
    for number in range(12):
        goal = GoalFactory(theme=cast.theme, number=f"4.{number}", position=number + 2)
        text = f"De {number + 20} woningen aan de lange Verlengde Kerkstraat zijn volgens afspraak opgeleverd en verhuurd."
        action = LeadFactory(action=ActionFactory(goal=goal, agenda=cast.agenda, text=text), party=cast.association).action
        words = {"ask": LONG.format(number), "effect": "Daardoor schuift de oplevering van deze woningen een heel jaar op. " * 2}
        kind = {"red": True} if number < 6 else {"amber": True}
        ProgressUpdateFactory(action=action, round=round, submitted_at=timezone.now(), **kind, **words)
        if number < 6:
            TargetFactory(indicator=(figure := IndicatorFactory(goal=goal)), value=75, year=today.year)
            MeasurementFactory(indicator=figure, value=3, measured_on=today, party=cast.association)
    return cast


def lowest(page) -> float:
    """How far down the last of the four parts ends, from the top of the page."""
    return max(page.locator(part).bounding_box()["y"] + page.locator(part).bounding_box()["height"] for part in PARTS)


def board_of(cast) -> str:
    return f"{cast.agenda.get_absolute_url()}dashboard/"


@pytest.mark.parametrize("slides", ["", "presentatie/"])
def test_the_hard_case_fits_one_screen_and_the_rest_folds_open(page, hard, sign_in, slides):
    page.set_viewport_size({"width": 1280, "height": HEIGHT})
    sign_in(page, hard.executive)
    page.goto(board_of(hard) + slides)
    assert lowest(page) <= HEIGHT
    shown = page.locator(".first__decide > ol > li").count()
    more = page.locator(".first__decide .first__more")
    assert shown >= 4
    expect(more.locator("summary")).to_have_text(f"en nog {12 - shown}")
    hidden = more.get_by_text(LONG.format(11))
    expect(hidden).to_be_hidden()
    more.locator("summary").click()
    expect(hidden).to_be_visible()


def assert_every_board_fits_one_screen(page, sign_in, email: str) -> None:
    page.set_viewport_size({"width": 1280, "height": HEIGHT})
    person = User.objects.get(email=email)
    sign_in(page, person)
    for agenda in Agenda.objects.visible_to(person).exclude(rounds=None).distinct():
        for slides in ("", "presentatie/"):
            page.goto(f"{agenda.get_absolute_url()}dashboard/{slides}")
            assert (lowest(page) <= HEIGHT, agenda, slides) == (True, agenda, slides)


def test_the_document_of_heumen_fits_one_screen(page, transactional_db, sign_in, monkeypatch):
    monkeypatch.setattr(load_demo, "load_lindermeer", lambda *, today: [])
    call_command("load_demo", verbosity=0)
    assert_every_board_fits_one_screen(page, sign_in, "wim@heumen.example")


@pytest.mark.with_all  # the invented municipality takes long to load, and has no text as long as the hard case
def test_the_demonstration_fits_one_screen(page, transactional_db, sign_in):
    call_command("load_demo", verbosity=0)
    assert_every_board_fits_one_screen(page, sign_in, "hassan@lindermeer.example")


def test_it_is_well_built_on_every_width(page, hard, sign_in):
    sign_in(page, hard.executive)
    for address in (board_of(hard), "/"):
        page.goto(address)
        look_at(page, 360, 768, 1280)


def test_without_javascript_everything_still_unfolds(chromium, live_server, hard, sign_in):
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, hard.executive)
    page.goto(board_of(hard))
    page.locator(".board__part > summary", has_text="Vraagt aandacht").click()
    expect(page.locator("#rijen .item").first).to_be_visible()
    page.goto(f"{board_of(hard)}?licht=off_track#rijen")
    expect(page.locator("#rijen .item")).to_have_count(6)
    expect(page.locator("#rijen .item").first).to_be_visible()
    context.close()
