"""Rows change places, one at a time, with a trace in the history."""

from functools import partial

import pytest
from django.utils import translation

from agreements.admin.ordering import _groups
from agreements.models import Action, Appendix, Goal, Indicator, Lead, MeetingRule, Participation, Theme
from agreements.ordering import DOWN, ORDERED_WITHIN, UP, move, place_last, siblings_of
from tests.factories import (
    ActionFactory,
    AgendaFactory,
    AppendixFactory,
    GoalFactory,
    IndicatorFactory,
    LeadFactory,
    MeetingRuleFactory,
    ParticipationFactory,
    ThemeFactory,
)

from .posting import address


@pytest.fixture
def goals(cast):
    return [cast.goal, *(GoalFactory(theme=cast.theme, number=f"1{position + 6}", position=position) for position in (2, 3))]


def order(theme) -> list[str]:
    return list(theme.goals.values_list("number", flat=True))


@pytest.mark.parametrize("positions", [(1, 2, 3), (0, 0, 0), (5, 5, 9), (10, 200, 3000)])
def test_a_row_moves_whatever_the_positions_were(cast, goals, positions):
    for goal, position in zip(goals, positions, strict=True):
        Goal.objects.filter(pk=goal.pk).update(position=position)
    assert move(Goal.objects.get(pk=goals[2].pk), direction=UP, by=cast.officer)
    assert order(cast.theme) == ["17", "19", "18"]
    assert move(Goal.objects.get(pk=goals[0].pk), direction=DOWN, by=cast.officer)
    assert order(cast.theme) == ["19", "17", "18"]


def test_only_rows_that_move_get_history_and_it_names_who_did_it(cast, goals):
    before = Goal.history.count()
    move(goals[1], direction=UP, by=cast.officer)
    written = Goal.history.order_by("-history_id")[: Goal.history.count() - before]
    assert {(row.number, row.position, row.history_user) for row in written} == {
        ("18", 1, cast.officer),
        ("17", 2, cast.officer),
    }


def test_at_the_end_nothing_moves(cast, goals):
    before = Goal.history.count()
    assert not move(cast.goal, direction=UP, by=cast.officer)
    assert not move(goals[2], direction=DOWN, by=cast.officer)
    assert Goal.history.count() == before


def test_actions_are_ordered_within_their_year(cast):
    later = AgendaFactory(agreement=cast.agreement, year=2025)
    ActionFactory(goal=cast.goal, agenda=later, position=1)
    assert not move(cast.action, direction=DOWN, by=cast.officer)


def test_a_new_row_comes_last(cast):
    lead = Lead(action=cast.action, party=cast.tenants)
    place_last(lead)
    assert lead.position == 2
    first = Action(goal=GoalFactory(theme=cast.theme), agenda=cast.agenda)
    place_last(first)
    assert first.position == 1


def test_the_page_moves_a_row_and_says_so(cast, without_agenda, officer, goals):
    url = address(cast.theme, "order")
    response = officer.post(url, {"move": f"goals-{goals[1].pk}-up", "change_reason": "Volgorde van het college"})
    assert response.url == f"{url}#goals-{goals[1].pk}"
    page = officer.get(response.url)
    assert "Volgorde van het college</textarea>" in page.content.decode()
    assert order(cast.theme)[:2] == ["18", "17"]
    assert [str(message) for message in page.context["messages"]] == [f"«{goals[1]}» moved up."]
    rows = Goal.history.order_by("-history_id")[:2]
    assert {row.history_change_reason for row in rows} == {"Volgorde van het college"}
    assert len({row.change_set for row in rows}) == 1


def test_the_page_moves_only_what_stands_on_it(cast, officer, outsider):
    stranger = cast.other_goal.pk
    for posted in (f"goals-{stranger}-up", "goals-x-up", f"goals-{cast.goal.pk}-left", "agreement-1-up", ""):
        assert officer.post(address(cast.theme, "order"), {"move": posted}).status_code == 404
    assert outsider.post(address(cast.theme, "order"), {"move": f"goals-{cast.goal.pk}-up"}).status_code == 404


def test_each_level_shows_what_is_ordered_below_it(cast, officer):
    ThemeFactory(agreement=cast.agreement, parent=cast.theme, number="1.1")
    ThemeFactory(agreement=cast.agreement, number="2")
    GoalFactory(theme=cast.theme, number="18")
    for _number in range(2):
        IndicatorFactory(goal=cast.goal)
        MeetingRuleFactory(agreement=cast.agreement)

    def titles(row):
        return [group.title for group in officer.get(address(row, "order")).context["groups"]]

    assert titles(cast.agreement) == ["Participants", "Rules on meetings"], "the others are moved on the page"
    for row in (cast.theme, cast.goal, cast.action, cast.agenda):
        assert officer.get(address(row, "order")).status_code == 404
        assert address(row, "order") not in officer.get(address(row)).content.decode()
    cast.action.delete()
    cast.agenda.delete()
    assert titles(cast.agreement) == ["Participants", "Themes", f"Themes: {cast.theme}", "Rules on meetings"]
    assert titles(cast.theme) == ["Themes", "Goals"]
    assert titles(cast.goal) == ["Indicators"]
    assert officer.get(address(Participation.objects.first(), "order")).status_code == 404


def test_where_rows_share_a_position_a_button_works_only_when_all_of_them_may_be_numbered_anew(cast):
    """Three goals share a position, of which one stands still."""
    for number in range(2):
        GoalFactory(theme=cast.theme, number=f"3{number}", start_year=2026)
    Goal.objects.filter(theme=cast.theme).update(position=5)

    def notice_on(goal) -> str:
        return "It stands still." if goal == cast.goal else ""

    (group,) = _groups(cast.theme, "goals", notice_on)
    assert [(row.goes_up, row.goes_down) for row in group.rows] == [(False, False)] * 3
    assert group.notice == "It stands still."
    for position, goal in enumerate(cast.theme.goals.order_by("pk")):
        Goal.objects.filter(pk=goal.pk).update(position=position)
    (group,) = _groups(cast.theme, "goals", notice_on)
    assert [(row.goes_up, row.goes_down) for row in group.rows] == [(False, False), (False, True), (True, False)]


def in_one_place(cast) -> dict:
    """Of every kind of row that is put in order: what makes one, among others of its kind."""
    return {
        Action: partial(ActionFactory, goal=cast.goal, agenda=cast.agenda),
        Appendix: partial(AppendixFactory, agreement=cast.agreement, agenda=None),
        Goal: partial(GoalFactory, theme=cast.theme),
        Indicator: partial(IndicatorFactory, goal=cast.goal),
        Lead: partial(LeadFactory, action=cast.action),
        MeetingRule: partial(MeetingRuleFactory, agreement=cast.agreement),
        Participation: partial(ParticipationFactory, agreement=cast.agreement),
        Theme: partial(ThemeFactory, agreement=cast.agreement, parent=None),
    }


@pytest.mark.for_postgresql
@pytest.mark.parametrize("kind", ORDERED_WITHIN, ids=lambda kind: kind.__name__)
def test_a_row_changes_places_with_the_one_that_is_shown_before_it(cast, kind):
    """A database gives rows as they lie: here the last one first, and of two at one position the one that came last."""
    make = in_one_place(cast)[kind]
    last, second, first = (make(pk=pk, position=position) for pk, position in ((900, 1100), (930, 1000), (910, 1000)))
    assert list(siblings_of(last))[-3:] == [first, second, last]
    kind.objects.filter(pk=second.pk).update(position=1050)
    assert move(kind.objects.get(pk=last.pk), direction=UP, by=cast.officer)
    assert list(siblings_of(last))[-3:] == [first, last, second]


@pytest.mark.for_postgresql
def test_rows_of_one_year_stand_together_in_their_order(cast):
    """However they lie: the years took turns, and what comes first came last."""
    later = AgendaFactory(agreement=cast.agreement, year=2025)
    cast.action.delete()
    for pk, agenda, position in ((940, later, 7), (930, cast.agenda, 7), (920, later, 5), (910, cast.agenda, 5), (900, later, 5)):
        ActionFactory(pk=pk, goal=cast.goal, agenda=agenda, position=position)
    with translation.override("en"):
        groups = _groups(cast.goal, "actions", lambda row: "")
    shown = {group.title: [ordered.row.pk for ordered in group.rows] for group in groups}
    assert len(groups) == 2
    assert shown == {"Actions: 2024": [910, 930], "Actions: 2025": [900, 920, 940]}


@pytest.mark.for_postgresql
def test_rows_that_share_a_position_are_taken_in_the_order_in_which_they_are_shown(cast, goals):
    """A database gives rows as they lie: what was written last lies last."""
    Goal.objects.filter(pk__in=[goal.pk for goal in goals]).update(position=4)
    for goal in reversed(goals):
        Goal.objects.filter(pk=goal.pk).update(text=f"{goal.text} Opnieuw.")
    assert [row.pk for row in siblings_of(goals[0])] == [goal.pk for goal in goals]
    Goal.objects.filter(pk=goals[0].pk).update(position=9)
    assert move(Goal.objects.get(pk=goals[0].pk), direction=UP, by=cast.officer)
    assert order(cast.theme) == ["18", "17", "19"]
