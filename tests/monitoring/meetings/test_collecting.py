"""What each source puts on the agenda of a meeting, with why; and what it does not put there."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import Target
from agreements.models.adoptable import TextState
from monitoring.meetings.collecting import collect
from monitoring.meetings.origins import origins_of
from monitoring.meetings.workflow import record_decision
from monitoring.models import ActionPoint, Decision, EvaluationPoint, FixedItem, Item, Meeting
from tests.factories import (
    ActionFactory,
    ActionPointFactory,
    AdviceFactory,
    AgreementFactory,
    DataDeliveryFactory,
    DecisionFactory,
    EvaluationFactory,
    EvaluationPointFactory,
    IndicatorFactory,
    ItemFactory,
    LeadFactory,
    MeasurementFactory,
    MeetingFactory,
    ProgressUpdateFactory,
    ReviewFactory,
    RoundFactory,
)

pytestmark = pytest.mark.django_db
Source = Item.Source


@pytest.fixture(autouse=True)
def moment():
    with time_machine.travel("2024-10-20 09:00Z", tick=False):
        yield


@pytest.fixture
def meeting(cast):
    return MeetingFactory(agreement=cast.agreement, kind="bestuurlijk", held_on=date(2024, 11, 7))


@pytest.fixture
def round(cast):
    return RoundFactory(agenda=cast.agenda, name="Ronde 3", opened=True, opens_on=date(2024, 10, 1), closes_on=date(2024, 10, 31))


def of(meeting: Meeting, source: str) -> list:
    """Read anew, as a page does."""
    return [row for row in collect(Meeting.objects.select_related("agreement").get(pk=meeting.pk)) if row.source == source]


def told(meeting: Meeting, source: str) -> list[tuple[str, str]]:
    return [(row.title, row.note) for row in of(meeting, source)]


def due(cast, text: str, day: str, **fields):
    return ActionFactory(goal=cast.goal, agenda=cast.agenda, text=text, due_on=day, due_precision="day", **fields)


# -- What the rounds say


def test_an_escalated_action_comes_with_the_reason_and_the_question(cast, meeting, round):
    ProgressUpdateFactory(action=cast.action, round=round, party=cast.association, red=True)
    ((title, note),) = told(meeting, Source.ESCALATED)
    assert "flexwoningen" in title
    assert note.startswith("Will not be achieved: Ronde 3.\n\n")
    assert "Bel met de netbeheerder." in note


def test_officers_get_the_question_and_not_what_is_for_the_executives(cast, round):
    ProgressUpdateFactory(action=cast.action, round=round, party=cast.association, red=True)
    officers = MeetingFactory(agreement=cast.agreement, kind="ambtelijk", held_on=date(2024, 11, 7))
    assert told(officers, Source.ESCALATED) == []
    ((_title, note),) = told(officers, Source.QUESTION)
    assert note == f"**{cast.association}** asks: Bel met de netbeheerder."


def test_every_question_comes_also_of_a_light_that_does_not_escalate(cast, meeting, round):
    ProgressUpdateFactory(action=cast.action, round=round, party=cast.association, amber=True, ask="Wie betaalt dit?")
    assert told(meeting, Source.ESCALATED) == []
    ((_title, note),) = told(meeting, Source.QUESTION)
    assert "Wie betaalt dit?" in note


def test_a_question_that_the_last_report_does_not_ask_any_more_is_none(cast, meeting, round):
    ProgressUpdateFactory(action=cast.action, round=round, party=cast.association, amber=True, ask="Wie betaalt dit?")
    later = datetime(2024, 10, 15, 9, tzinfo=UTC)
    ProgressUpdateFactory(action=cast.action, round=round, party=cast.association, submitted_at=later)
    assert told(meeting, Source.QUESTION) == []


def test_a_question_that_was_returned_is_none_until_it_is_asked_again(cast, meeting, round):
    update = ProgressUpdateFactory(action=cast.action, round=round, party=cast.association, amber=True, ask="Wie betaalt dit?")
    ReviewFactory(update=update, outcome="returned", reason="Zeg om hoeveel het gaat.")
    assert told(meeting, Source.QUESTION) == []


def test_a_question_about_which_a_meeting_decided_since_is_answered(cast, meeting, round):
    ProgressUpdateFactory(action=cast.action, round=round, party=cast.association, amber=True, ask="Wie betaalt dit?")
    earlier = MeetingFactory(agreement=cast.agreement, kind="ambtelijk", held_on=date(2024, 10, 20))
    DecisionFactory(meeting=earlier, action=cast.action)
    assert told(meeting, Source.QUESTION) == []


def test_what_is_asked_about_a_dropped_action_is_not_asked(cast, meeting, round):
    ProgressUpdateFactory(action=cast.action, round=round, party=cast.association, amber=True, ask="Wie betaalt dit?")
    type(cast.action).objects.filter(pk=cast.action.pk).update(dropped_on=date(2024, 10, 1), drop_reason="Verkocht.")
    assert told(meeting, Source.QUESTION) == []


def test_an_action_of_which_the_moment_falls_before_the_meeting_comes_unless_it_is_done(cast, meeting, round):
    type(cast.agenda).objects.filter(pk=cast.agenda.pk).update(state=TextState.ADOPTED, adopted_on=date(2024, 1, 1))
    within = due(cast, "Het plan ligt er.", "2024-10-31")
    due(cast, "Later.", "2024-11-08")
    due(cast, "Vroeger.", "2024-06-30")
    LeadFactory(action=within, party=cast.association)
    ((title, note),) = told(meeting, Source.MOMENT)
    assert (title, note) == ("Het plan ligt er.", "Agreed for 31 October 2024; nothing reported yet.")
    ProgressUpdateFactory(action=within, round=round, party=cast.association, judgement="done", phase="finished")
    assert told(meeting, Source.MOMENT) == []


# -- What waits


def test_a_decision_that_changes_the_text_comes_back_until_there_is_a_proposal_of_it(cast, meeting):
    earlier = MeetingFactory(agreement=cast.agreement, kind="ambtelijk", held_on=date(2024, 9, 1))
    DecisionFactory(meeting=earlier, action=cast.action, kind=Decision.Kind.ADJUST, text="De datum schuift op.")
    DecisionFactory(meeting=earlier, action=cast.action, kind=Decision.Kind.DISCUSS)
    ((title, note),) = told(meeting, Source.NOT_CARRIED_OUT)
    assert "flexwoningen" in title
    assert note == f"{earlier}: adjust. De datum schuift op."


def test_a_decision_that_was_corrected_does_not_come_back(cast, meeting):
    earlier = MeetingFactory(agreement=cast.agreement, held_on=date(2024, 9, 1))
    wrong = DecisionFactory(meeting=earlier, action=cast.action, kind=Decision.Kind.ADJUST, text="De datum schuift op.")
    DecisionFactory(meeting=earlier, action=cast.action, kind=Decision.Kind.DISCUSS, corrects=wrong)
    assert told(meeting, Source.NOT_CARRIED_OUT) == []


def test_what_two_parties_decided_stays_with_them(cast, meeting):
    between_two = MeetingFactory(agreement=cast.agreement, kind="bilateral", held_on=date(2024, 9, 1))
    DecisionFactory(meeting=between_two, action=cast.action, kind=Decision.Kind.ADJUST, text="De datum schuift op.")
    ActionPointFactory(meeting=between_two, party=cast.association)
    assert told(meeting, Source.NOT_CARRIED_OUT) == told(meeting, Source.ACTION_POINT) == []


def test_advice_comes_when_its_term_ends_before_the_meeting(cast, meeting):
    asking = {"agreement": cast.agreement, "party": cast.tenants, "asking_party": cast.municipality}
    AdviceFactory(subject="De huren", asked_on=date(2024, 9, 20), due_on=date(2024, 11, 1), **asking)
    AdviceFactory(subject="Later", asked_on=date(2024, 10, 1), due_on=date(2024, 11, 20), **asking)
    assert [title for title, _note in told(meeting, Source.ADVICE)] == [f"Advice of {cast.tenants}: De huren"]


def test_a_figure_that_is_overdue_comes_until_it_is_delivered(cast, meeting):
    indicator = IndicatorFactory(goal=cast.goal, name="Sociale huurwoningen")
    DataDeliveryFactory(indicator=indicator, party=cast.association, year=2024, due_on=date(2024, 10, 1))
    later = IndicatorFactory(goal=cast.goal, name="Wachttijd")
    DataDeliveryFactory(indicator=later, party=cast.association, year=2024, due_on=date(2024, 12, 1))
    assert [title for title, _note in told(meeting, Source.DELIVERY)] == [f"{cast.association}: Sociale huurwoningen of 2024"]
    MeasurementFactory(indicator=indicator, party=cast.association, measured_on=date(2024, 9, 30))
    assert told(meeting, Source.DELIVERY) == []


def test_a_provisional_target_of_this_year_or_the_next_comes_before_the_executives(cast, meeting):
    indicator = IndicatorFactory(goal=cast.goal, name="Wachttijd")
    for year in (2024, 2026):
        Target.objects.create(indicator=indicator, year=year, value=4, provisional=True)
    assert [title for title, _note in told(meeting, Source.FIGURE)] == ["Target of 2024: Wachttijd"]


def test_in_its_last_year_the_agreement_itself_comes_until_another_follows_it(cast, meeting):
    assert told(meeting, Source.HERIJKING) == []
    type(cast.agreement).objects.filter(pk=cast.agreement.pk).update(end_year=2024)
    assert [title for title, _note in told(meeting, Source.HERIJKING)] == ["The agreement ends with 2024: what comes after it?"]
    AgreementFactory(predecessor=cast.agreement, start_year=2025, end_year=2028)
    assert told(meeting, Source.HERIJKING) == []


# -- The meetings before


@pytest.fixture
def previous(cast):
    return MeetingFactory(agreement=cast.agreement, kind="bestuurlijk", held_on=date(2024, 9, 1))


def test_what_the_meeting_before_did_not_reach_comes_again_with_its_note(cast, meeting, previous):
    open_item = ItemFactory(meeting=previous, title="De wijkvisie", note="Zie de notitie.", minutes_needed=20)
    ItemFactory(meeting=previous, title="Besproken", discussed="Wij waren het eens.")
    ItemFactory(meeting=previous, title="Weg", left_out_on=date(2024, 8, 1), left_out_reason="Geen tijd.")
    ItemFactory(meeting=previous, title="Opening", source=Source.FIXED, origin="fixed-first:opening")
    decided = ItemFactory(meeting=previous, title="Besloten")
    record_decision(meeting=previous, item=decided, kind=Decision.Kind.OTHER, text="Akkoord.", by=cast.officer)
    (row,) = of(meeting, Source.LEFT_OVER)
    assert (row.title, row.note, row.minutes_needed, row.carried_from) == ("De wijkvisie", "Zie de notitie.", 20, open_item)


def test_what_was_decided_on_the_page_of_the_meeting_is_not_left_over(cast, meeting, previous):
    item = ItemFactory(meeting=previous, source=Source.ESCALATED, title="De flexwoningen", action=cast.action)
    record_decision(meeting=previous, action=cast.action, kind=Decision.Kind.DISCUSS, text="Het gaat door.", by=cast.officer)
    item.refresh_from_db()
    assert item.is_settled
    assert of(meeting, Source.LEFT_OVER) == []


def test_what_was_left_at_a_meeting_of_another_kind_stays_there(cast, meeting):
    officers = MeetingFactory(agreement=cast.agreement, kind="ambtelijk", held_on=date(2024, 9, 1))
    ItemFactory(meeting=officers, title="De wijkvisie")
    ActionPointFactory(meeting=officers, party=cast.association)
    assert told(meeting, Source.LEFT_OVER) == told(meeting, Source.ACTION_POINT) == []


def test_a_question_that_was_left_over_comes_once_and_names_where_it_was(cast, meeting, previous, round):
    ProgressUpdateFactory(action=cast.action, round=round, party=cast.association, amber=True, ask="Wie betaalt dit?")
    origin = f"question:{cast.action.pk}"
    left = ItemFactory(meeting=previous, title="De vraag", source=Source.QUESTION, origin=origin, action=cast.action)
    assert told(meeting, Source.LEFT_OVER) == []
    assert [row.carried_from for row in of(meeting, Source.QUESTION)] == [left]


def test_an_action_point_comes_back_until_it_is_done(cast, meeting, previous):
    point = ActionPointFactory(meeting=previous, party=cast.association, text="Vraag de netbeheerder.", due_on=date(2024, 10, 1))
    ((title, note),) = told(meeting, Source.ACTION_POINT)
    assert (title, note) == ("Vraag de netbeheerder.", f"{cast.association}, by 1 October 2024; promised at {previous}.")
    ActionPoint.objects.filter(pk=point.pk).update(done_on=date(2024, 10, 10))
    assert told(meeting, Source.ACTION_POINT) == []


@pytest.mark.parametrize("kind", ["ambtelijk", "bestuurlijk"])
def test_a_point_of_an_evaluation_comes_to_each_meeting_until_something_was_done_with_it(cast, kind):
    meeting = MeetingFactory(agreement=cast.agreement, kind=kind, held_on=date(2024, 11, 7))
    evaluation = EvaluationFactory(agenda=cast.agenda, opened=True, closed=True)
    point = EvaluationPointFactory(evaluation=evaluation, text="Wij spreken af wie telt.", action=cast.action, party=cast.tenants)
    (row,) = of(meeting, Source.EVALUATION)
    assert (row.title, row.note) == ("Wij spreken af wie telt.", f"{evaluation}. {cast.tenants} takes it up.")
    assert row.action == cast.action

    item = ItemFactory(meeting=meeting, source=Source.EVALUATION, origin=row.origin, title=row.title)
    assert origins_of([item], meeting)[item.pk].url == point.get_absolute_url()
    EvaluationPoint.objects.filter(pk=point.pk).update(settled_on=date(2024, 10, 15), settled_note="De gemeente telt.")
    assert of(meeting, Source.EVALUATION) == []
    assert origins_of([item], meeting)[item.pk].changed == "De gemeente telt."


# -- What is fixed, and the order


def test_every_agenda_has_the_usual_items_and_names_the_minutes_of_last_time(meeting, previous):
    titles = ["Opening and announcements", f"Minutes of {previous}", "Any other business and closing"]
    assert [title for title, _note in told(meeting, Source.FIXED)] == titles


def test_an_agreement_chooses_its_own_fixed_items(cast, meeting):
    FixedItem.objects.create(agreement=cast.agreement, title="Rondje langs de partijen", place="first", minutes_needed=15)
    (row,) = of(meeting, Source.FIXED)
    assert (row.title, row.minutes_needed) == ("Rondje langs de partijen", 15)


def test_decisions_come_first_and_what_is_fixed_stands_around_them(cast, meeting, previous, round):
    ProgressUpdateFactory(action=cast.action, round=round, party=cast.association, amber=True, ask="Wie betaalt dit?")
    ActionPointFactory(meeting=previous, party=cast.association)
    ItemFactory(meeting=previous, title="De wijkvisie")
    sources = [row.source for row in collect(meeting)]
    assert sources == [Source.FIXED, Source.FIXED, Source.QUESTION, Source.LEFT_OVER, Source.ACTION_POINT, Source.FIXED]


@pytest.mark.parametrize("kind", ["thematic", "bilateral"])
def test_a_meeting_on_one_theme_or_of_two_parties_gets_its_own_matters_alone(cast, round, kind):
    ProgressUpdateFactory(action=cast.action, round=round, party=cast.association, red=True)
    before = MeetingFactory(agreement=cast.agreement, kind=kind, title="Wonen en zorg", held_on=date(2024, 9, 1))
    ItemFactory(meeting=before, title="De wijkvisie")
    meeting = MeetingFactory(agreement=cast.agreement, kind=kind, title="Wonen en zorg", held_on=date(2024, 11, 7))
    assert {row.source for row in collect(meeting)} == {Source.FIXED, Source.LEFT_OVER}


def test_it_takes_as_many_queries_for_three_of_each_as_for_one(cast, meeting, previous, round):
    def add(number: int) -> None:
        action = due(cast, f"Woningen {number}.", "2024-10-25")
        LeadFactory(action=action, party=cast.association)
        ProgressUpdateFactory(action=action, round=round, party=cast.association, red=True)
        ActionPointFactory(meeting=previous, party=cast.association, text=f"Doe {number}.")
        ItemFactory(meeting=previous, title=f"Onderwerp {number}")
        DecisionFactory(meeting=previous, action=action, kind=Decision.Kind.ADJUST, text=f"Besluit {number}.")
        figure = IndicatorFactory(goal=cast.goal)
        DataDeliveryFactory(indicator=figure, party=cast.association, year=2024, due_on=date(2024, 10, 1))

    def count() -> int:
        found = Meeting.objects.select_related("agreement").get(pk=meeting.pk)
        with CaptureQueriesContext(connection) as asked:
            collect(found)
        return len(asked)

    add(1)
    few = count()
    add(2)
    add(3)
    assert count() == few <= 40


def test_meetings_of_all_bear_other_names_and_are_of_one_kind_still(cast, meeting):
    """«Bestuurlijk overleg na ronde 2» goes on where «Bestuurlijk overleg voorjaar» stopped."""
    earlier = MeetingFactory(agreement=cast.agreement, title="Bestuurlijk overleg voorjaar", held_on=date(2024, 9, 1))
    ItemFactory(meeting=earlier, title="De wijkvisie")
    assert [title for title, _note in told(meeting, Source.LEFT_OVER)] == ["De wijkvisie"]


def test_a_decision_to_drop_a_goal_is_carried_out_once_the_goal_is_dropped(cast, meeting):
    earlier = MeetingFactory(agreement=cast.agreement, held_on=date(2024, 9, 1))
    DecisionFactory(meeting=earlier, action=None, goal=cast.goal, kind=Decision.Kind.DROP, text="Te duur.")
    assert len(told(meeting, Source.NOT_CARRIED_OUT)) == 1
    type(cast.goal).objects.filter(pk=cast.goal.pk).update(dropped_from=2024, drop_reason="Te duur.")
    assert told(meeting, Source.NOT_CARRIED_OUT) == []


# -- Joined


def adopt_year(cast) -> None:
    type(cast.agenda).objects.filter(pk=cast.agenda.pk).update(state=TextState.ADOPTED, adopted_on=date(2024, 1, 1))


def test_what_is_on_schedule_takes_one_line_that_names_each_action(cast, meeting, round):
    adopt_year(cast)
    for number, judgement in enumerate(("on_track", "on_track", "at_risk"), start=1):
        action = due(cast, f"Plan {number}.", "2024-10-31")
        LeadFactory(action=action, party=cast.association)
        ProgressUpdateFactory(
            action=action, round=round, party=cast.association, judgement=judgement, **({} if number < 3 else {"amber": True})
        )
    late, fine = sorted(of(meeting, Source.QUESTION) + of(meeting, Source.MOMENT), key=lambda row: row.action is None)
    assert "Plan 3." in late.title
    assert fine.title == "2 actions are on schedule"
    assert fine.note == "- Plan 1: agreed for 31 October 2024\n- Plan 2: agreed for 31 October 2024"


def test_an_action_that_comes_for_two_reasons_is_one_item_that_says_both(cast, meeting, previous, round):
    ProgressUpdateFactory(action=cast.action, round=round, party=cast.association, amber=True, ask="Wie betaalt dit?")
    DecisionFactory(
        meeting=MeetingFactory(agreement=cast.agreement, kind="ambtelijk", held_on=date(2024, 9, 20)),
        action=cast.action,
        kind=Decision.Kind.ADJUST,
        text="De datum schuift op.",
    )
    (row,) = [row for row in collect(meeting) if row.action == cast.action]
    assert row.source == Source.QUESTION
    assert "Wie betaalt dit?" in row.note
    assert "**Decision not carried out**: " in row.note
    assert "De datum schuift op." in row.note


def test_a_question_that_was_left_over_and_was_answered_since_does_not_come_back(cast, meeting, previous, round):
    """Also where it was carried over twice: it is known by what it was at first."""
    origin = f"question:{cast.action.pk}"
    first = ItemFactory(
        meeting=MeetingFactory(agreement=cast.agreement, kind="bestuurlijk", held_on=date(2024, 6, 1)),
        title="De vraag",
        source=Source.QUESTION,
        origin=origin,
        action=cast.action,
    )
    again = {"source": Source.LEFT_OVER, "origin": f"item:{first.pk}", "carried_from": first, "action": cast.action}
    left = ItemFactory(meeting=previous, title="De vraag", **again)
    assert [row.action for row in collect(meeting) if row.source == Source.LEFT_OVER] == []
    ProgressUpdateFactory(action=cast.action, round=round, party=cast.association, amber=True, ask="Wie betaalt dit?")
    assert [row.carried_from for row in of(meeting, Source.QUESTION)] == [left]


def test_a_moment_that_was_left_over_comes_back_until_it_goes_well(cast, meeting, previous, round):
    action = due(cast, "Het plan ligt er.", "2024-08-31")
    LeadFactory(action=action, party=cast.association)
    ItemFactory(meeting=previous, title="Het plan", source=Source.MOMENT, origin=f"moment:{action.pk}", action=action)
    assert [title for title, _note in told(meeting, Source.LEFT_OVER)] == ["Het plan"]
    ProgressUpdateFactory(action=action, round=round, party=cast.association, judgement="on_track")
    assert told(meeting, Source.LEFT_OVER) == []


def test_advice_that_never_came_is_put_once_to_be_settled_and_then_no_more(cast, meeting, previous):
    asking = {"agreement": cast.agreement, "party": cast.tenants, "asking_party": cast.municipality}
    advice = AdviceFactory(subject="De huren", asked_on=date(2023, 6, 1), due_on=date(2023, 10, 1), **asking)
    ((title, note),) = told(meeting, Source.ADVICE)
    assert title == f"Settle or close: advice of {cast.tenants} on De huren"
    assert "1 October 2023" in note
    assert "This item does not come back by itself." in note
    ItemFactory(meeting=previous, title=title, source=Source.ADVICE, origin=f"advice-late:{advice.pk}", advice=advice)
    assert told(meeting, Source.ADVICE) == told(meeting, Source.LEFT_OVER) == []
