"""The page of the next year in a real browser: readable by all, on a phone, without JavaScript, and in few clicks."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from agreements.models import Action, RollChoice
from tests.browser.looking import DESKTOP, PHONE, look_at
from tests.factories import ActionFactory, IndicatorFactory, ProgressUpdateFactory, RoundFactory, TargetFactory, make_cast


@pytest.fixture
def cast(transactional_db):
    return make_cast()


@pytest.fixture
def year(cast):
    """2024 with an action at risk and one on schedule, and a figure that is agreed year by year."""
    rows = [cast.action, *(ActionFactory(goal=cast.goal, agenda=cast.agenda, position=number) for number in range(2, 4))]
    round = RoundFactory(agenda=cast.agenda, closed=True)
    now = {"submitted_at": timezone.now() - timedelta(days=1), "saved_at": timezone.now() - timedelta(days=1)}
    ProgressUpdateFactory(action=rows[0], round=round, amber=True, **now)
    ProgressUpdateFactory(action=rows[1], round=round, **now)
    TargetFactory(indicator=IndicatorFactory(goal=cast.goal, per="year"), year=2024)
    RollChoice(action=rows[2], choice="finished", by=cast.officer).save()
    return rows


def test_a_machine_finds_nothing_wrong_with_the_pages(page, sign_in, cast, year, subtests):
    sign_in(page, cast.officer)
    agenda = cast.agenda.get_absolute_url()
    for address in (f"{agenda}volgend-jaar/", f"{agenda}einde/", f"{cast.goal.get_absolute_url()}lijn/"):
        with subtests.test(address):
            page.goto(address)
            look_at(page, DESKTOP, PHONE)


def test_the_line_of_a_goal_stands_on_its_page(page, sign_in, cast, year):
    sign_in(page, cast.officer)
    page.goto(cast.goal.get_absolute_url())
    expect(page.locator(".goal-line").first).to_contain_text("2024")


def test_only_the_boxes_of_what_is_chosen_are_there(page, sign_in, axe, cast, year):
    sign_in(page, cast.officer)
    page.goto(f"{cast.agenda.get_absolute_url()}volgend-jaar/")
    row = page.locator(f"#rij-{cast.action.pk}")
    for choice, box in {"ends": "Reden", "split": "Deel 1", "merged": "Samenvoegen met", "changed": "Tekst in het"}.items():
        row.locator(f"input[value={choice}]").check()
        expect(row.get_by_label(box)).to_be_visible()
        expect(row.locator(".roll-more:visible")).to_have_count(1)
    axe(page)
    row.locator("input[value=goes_on]").check()
    expect(row.locator(".roll-more:visible")).to_have_count(0)


def test_all_as_proposed_is_chosen_and_made_by_keyboard(page, sign_in, cast, year):
    sign_in(page, cast.officer)
    page.goto(f"{cast.agenda.get_absolute_url()}volgend-jaar/")
    page.locator(f"#rij-{cast.action.pk} input[value=goes_on]").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Kies het voorstel").first.press("Enter")
    expect(page.get_by_text("1 voorstel is gekozen.")).to_be_visible()
    page.get_by_role("button", name="Maak het concept voor 2025").first.press("Enter")
    expect(page.get_by_text("2 afspraken zijn toegevoegd")).to_be_visible()
    assert Action.objects.filter(agenda__year=2025).count() == 2
