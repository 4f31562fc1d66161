"""Points are made when it is closed; they come back in the next meetings and beside the next year until they are settled."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from monitoring.evaluation.points import add_point, change_point, settle_point, take_point_away
from monitoring.evaluation.workflow import close_evaluation
from monitoring.models import EvaluationPoint
from monitoring.models.evaluation_point import points_for_meeting
from monitoring.rollover.page import collect_roll
from parties.history.records import change_set
from tests.factories import MeetingFactory
from tests.refusal import refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(cast, evaluation, say, at):
    say(evaluation, cast.association, cast.association_officer, "Ja.")
    at("2024-11-01 12:00")
    return close_evaluation(evaluation=evaluation, by=cast.officer)


@pytest.fixture
def point(cast, closed):
    return add_point(
        evaluation=closed, text="Maak de wachttijd meetbaar.", action=cast.action, party=cast.tenants, by=cast.officer
    )


def texts(meeting) -> list[str]:
    return [point.text for point in points_for_meeting(meeting)]


def test_they_come_before_each_meeting_after_the_closing_until_they_are_settled(cast, closed, point):
    add_point(evaluation=closed, text="Spreek af wie cijfers levert.", goal=cast.goal, by=cast.officer)
    days = [date(2024, 10, 31), date(2024, 11, 1), date(2024, 11, 7), date(2025, 2, 6)]
    before, same_day, next_one, later = (MeetingFactory(agreement=cast.agreement, held_on=day) for day in days)
    both = ["Maak de wachttijd meetbaar.", "Spreek af wie cijfers levert."]
    assert (texts(before), texts(same_day), texts(next_one), texts(later)) == ([], both, both, both)
    settle_point(point=point, settled_on=next_one.held_on, settled_note="Wordt voorgesteld voor 2025.", by=cast.officer)
    assert (texts(next_one), texts(later)) == (both, both[1:])


def test_not_before_a_meeting_of_two_parties_nor_of_another_agreement(cast, point):
    bilateral = MeetingFactory(agreement=cast.agreement, kind="bilateral", held_on=date(2024, 11, 7))
    elsewhere = MeetingFactory(agreement=cast.other_agreement, held_on=date(2024, 11, 7))
    assert (texts(bilateral), texts(elsewhere)) == ([], [])


def test_they_take_one_query(cast, closed, point, django_assert_num_queries):
    add_point(evaluation=closed, text="Nog een.", goal=cast.goal, by=cast.officer)
    meeting = MeetingFactory(agreement=cast.agreement, held_on=date(2024, 11, 7))
    with django_assert_num_queries(1):
        assert [(row.evaluation.agenda.year, row.subject, row.party) for row in points_for_meeting(meeting)] == [
            (2024, cast.action, cast.tenants),
            (2024, cast.goal, None),
        ]


def test_they_stand_beside_the_action_the_goal_or_the_year_when_it_is_rolled_forward(cast, closed, point):
    add_point(evaluation=closed, text="Over het doel.", goal=cast.goal, by=cast.officer)
    add_point(evaluation=closed, text="Over het hele jaar.", by=cast.officer)
    page = collect_roll(cast.agenda, cast.officer)
    (goal,) = page.goals
    (row,) = goal.rows
    assert [[point.text for point in part.points] for part in (row, goal, page)] == [
        ["Maak de wachttijd meetbaar."],
        ["Over het doel."],
        ["Over het hele jaar."],
    ]


def test_rolling_forward_takes_as_many_queries_with_one_point_as_with_five(cast, closed, point):
    def number() -> int:
        with CaptureQueriesContext(connection) as captured:
            collect_roll(cast.agenda, cast.officer, with_forms=False)
        return len(captured)

    number()
    before = number()
    for turn in range(4):
        add_point(evaluation=closed, text=f"Punt {turn}.", action=cast.action, by=cast.officer)
    assert number() == before


def test_the_model_says_what_a_point_can_be(cast, evaluation, say):
    row = EvaluationPoint(evaluation=evaluation, text="Te vroeg.")
    assert set(refusal(row)) == {"evaluation"}
    closed = close_evaluation(evaluation=evaluation, by=cast.officer)
    for field in ("goal", "action"):
        other = EvaluationPoint(evaluation=closed, text="Elders.", **{field: getattr(cast, f"other_{field}")})
        assert set(refusal(other)) == {field}
    assert set(refusal(EvaluationPoint(evaluation=closed, text="Elders.", party=cast.elsewhere))) == {"party"}
    assert refusal(EvaluationPoint(evaluation=closed, text="Twee.", goal=cast.goal, action=cast.action))
    assert refusal(EvaluationPoint(evaluation=closed, text="Klaar.", settled_on=date(2024, 11, 7)))


def test_points_keep_their_order_and_go_with_their_history(cast, closed, point):
    other = add_point(evaluation=closed, text="Daarna.", by=cast.officer)
    change_point(point=point, text="Eerst.", by=cast.officer)
    assert [row.text for row in closed.points.all()] == ["Eerst.", "Daarna."]
    take_point_away(point=other, by=cast.officer)
    assert [row.text for row in closed.points.all()] == ["Eerst."]
    assert EvaluationPoint.history.filter(history_type="-").get().history_user == cast.officer


def test_an_action_with_a_point_is_dropped_and_never_deleted(cast, point):
    with change_set(user=cast.officer), translation.override("en"), pytest.raises(ValidationError) as refused:
        cast.action.delete()
    assert "an evaluation has a point about it" in str(refused.value)
