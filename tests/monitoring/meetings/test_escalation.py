"""What comes before the executives: derived from the rounds, said in words, and gone once it was discussed there."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from monitoring.escalating import RoundAnswer, reached
from monitoring.meetings.escalation import escalations
from monitoring.models import EscalationRule
from monitoring.position.collect import collect_state
from tests.factories import (
    ActionFactory,
    ActionLinkFactory,
    AgendaFactory,
    AgreementFactory,
    DecisionFactory,
    GoalFactory,
    LeadFactory,
    MeetingFactory,
    ProgressUpdateFactory,
    ReviewFactory,
    RoundFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db

AMBER, RED, GREEN, NOTHING = {"amber": True}, {"red": True}, {}, None


@pytest.fixture
def tell(cast):
    """`tell(AMBER, NOTHING)`: one closed round after another, each with this answer on the flexwoningen; three months apart."""

    def tell(*answers, action=None, agenda=None, start=datetime(2024, 3, 31, 10, tzinfo=UTC)):
        rounds = []
        for number, answer in enumerate(answers, start=1):
            moment = start + timedelta(days=91 * (number - 1))
            round = RoundFactory(
                agenda=agenda or cast.agenda,
                name=f"Ronde {number}",
                reference_date=moment.date(),
                opens_on=moment.date(),
                closes_on=moment.date() + timedelta(days=20),
                opened=True,
                opened_at=moment,
                closed=True,
                closed_at=moment + timedelta(days=21),
            )
            if answer is not None:
                ProgressUpdateFactory(
                    action=action or cast.action, round=round, submitted_at=moment + timedelta(days=5), **answer
                )
            rounds.append(round)
        return rounds

    return tell


def reasons(cast, **kwargs) -> list[str]:
    """What the page of a meeting tells; without one the states of the years, on which the dashboard stands, tell the same."""
    with translation.override("nl"):
        found = [row.reason for row in escalations(cast.agreement, **kwargs)]
        if not kwargs:
            assert sorted(_in_the_states(cast.agreement)) == sorted(found)
        return found


def _in_the_states(agreement) -> list[str]:
    states = [collect_state(agenda) for agenda in agreement.agendas.select_related("agreement")]
    return [action.escalated for state in states for action in state.actions if action.escalated]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([AMBER], []),
        ([AMBER, AMBER], ["Twee keer gemeld als risico: Ronde 1 en Ronde 2"]),
        ([AMBER, GREEN, AMBER], []),
        ([GREEN, AMBER, AMBER], ["Twee keer gemeld als risico: Ronde 2 en Ronde 3"]),
        ([AMBER, AMBER, GREEN], []),
        ([RED], ["Wordt niet gehaald: Ronde 1"]),
        ([AMBER, RED], ["Wordt niet gehaald: Ronde 2"]),
        ([RED, GREEN], []),
        ([NOTHING], []),
        ([NOTHING, NOTHING], ["Twee keer niet gerapporteerd: Ronde 1 en Ronde 2"]),
        ([NOTHING, AMBER], []),
    ],
)
def test_twice_amber_once_red_or_twice_not_reported(cast, tell, answers, expected):
    tell(*answers)
    assert reasons(cast) == expected


def test_the_agreement_may_have_a_rule_of_its_own(cast, tell):
    EscalationRule(agreement=cast.agreement, at_risk=3, off_track=None, not_reported=1).save()
    tell(AMBER, AMBER)
    assert reasons(cast) == []
    third = RoundFactory(agenda=cast.agenda, name="Ronde 3", reference_date="2024-09-30", closed=True)
    ProgressUpdateFactory(action=cast.action, round=third, amber=True)
    assert reasons(cast) == ["3 keer op rij risico: Ronde 1, Ronde 2 en Ronde 3"]


def test_a_round_that_is_open_counts_as_soon_as_it_has_an_answer(cast, tell):
    tell(AMBER)
    now = RoundFactory(agenda=cast.agenda, name="Ronde 2", opened=True)
    assert reasons(cast) == []
    ProgressUpdateFactory(action=cast.action, round=now, amber=True)
    assert reasons(cast) == ["Twee keer gemeld als risico: Ronde 1 en Ronde 2"]


def test_an_open_round_without_an_answer_takes_nothing_off_the_list(cast, tell):
    tell(AMBER, AMBER)
    RoundFactory(agenda=cast.agenda, name="Ronde 3", opened=True, reference_date="2024-09-30")
    assert reasons(cast) == ["Twee keer gemeld als risico: Ronde 1 en Ronde 2"]


def test_what_was_returned_and_not_resubmitted_counts_as_not_reported(cast, tell):
    for round in tell(RED, RED):
        ReviewFactory(update=round.progress_updates.get(), outcome="returned", reason="Hoezo?")
    assert reasons(cast) == ["Twee keer niet gerapporteerd: Ronde 1 en Ronde 2"]


def test_a_later_bestuurlijk_overleg_that_decides_takes_it_off_and_the_counting_starts_anew(cast, tell):
    rounds = tell(AMBER, AMBER)
    discussed = MeetingFactory(agreement=cast.agreement, held_on=rounds[-1].closed_at.date() + timedelta(days=7))
    DecisionFactory(meeting=discussed, action=cast.action)
    assert reasons(cast) == []
    third = RoundFactory(agenda=cast.agenda, name="Ronde 3", reference_date="2024-09-30", closed=True)
    ProgressUpdateFactory(action=cast.action, round=third, amber=True)
    assert reasons(cast) == []
    fourth = RoundFactory(agenda=cast.agenda, name="Ronde 4", reference_date="2024-10-05", closed=True)
    ProgressUpdateFactory(action=cast.action, round=fourth, amber=True)
    assert reasons(cast) == ["Twee keer gemeld als risico: Ronde 3 en Ronde 4"]


def test_a_bestuurlijk_overleg_on_the_very_day_of_the_answer_has_discussed_it(cast, tell):
    (round,) = tell(RED)
    meeting = MeetingFactory(agreement=cast.agreement, held_on=round.opens_on + timedelta(days=5))
    DecisionFactory(meeting=meeting, action=cast.action)
    assert reasons(cast) == []


@pytest.mark.parametrize(("kind", "days"), [("ambtelijk", 28), ("bestuurlijk", 4)], ids=["officers", "before the answer"])
def test_a_meeting_of_officers_or_one_before_the_answer_was_there_does_not_take_it_off(cast, tell, kind, days):
    (round,) = tell(RED)
    meeting = MeetingFactory(agreement=cast.agreement, kind=kind, held_on=round.opens_on + timedelta(days=days))
    DecisionFactory(meeting=meeting, action=cast.action)
    assert reasons(cast) == ["Wordt niet gehaald: Ronde 1"]


def test_what_a_meeting_decides_stays_on_its_own_list_with_the_decision(cast, tell):
    rounds = tell(RED)
    meeting = MeetingFactory(agreement=cast.agreement, held_on=rounds[-1].closed_at.date() + timedelta(days=7))
    decision = DecisionFactory(meeting=meeting, action=cast.action)
    (row,) = escalations(cast.agreement, meeting=meeting)
    assert (row.action, row.decisions, row.update.judgement) == (cast.action, (decision,), "off_track")
    later = MeetingFactory(agreement=cast.agreement, held_on=meeting.held_on + timedelta(days=90))
    assert reasons(cast, meeting=later) == []


def test_a_meeting_of_the_past_shows_what_was_known_then(cast, tell):
    rounds = tell(GREEN, RED)
    assert reasons(cast, meeting=MeetingFactory(agreement=cast.agreement, held_on=rounds[0].closed_at.date())) == []


def test_an_action_that_was_carried_over_takes_its_rounds_along(cast, tell):
    tell(AMBER, start=datetime(2024, 12, 31, 10, tzinfo=UTC))
    following = AgendaFactory(agreement=cast.agreement, year=2025)
    again = ActionFactory(goal=cast.goal, agenda=following, carried_from=cast.action)
    LeadFactory(action=again, party=cast.association)
    tell(AMBER, action=again, agenda=following, start=datetime(2025, 3, 31, 10, tzinfo=UTC))
    with translation.override("nl"):
        (row,) = escalations(cast.agreement)
        assert (row.action, row.reason) == (again, "Twee keer gemeld als risico: Ronde 1 (2024) en Ronde 1 (2025)")


@pytest.mark.parametrize("dropped", [{}, {"dropped_on": date(2024, 9, 9), "drop_reason": "Niet meer nodig."}])
def test_a_draft_of_the_next_year_takes_nothing_from_the_running_one(cast, tell, dropped):
    tell(AMBER, AMBER)
    following = AgendaFactory(agreement=cast.agreement, year=2025)
    ActionFactory(goal=cast.goal, agenda=following, carried_from=cast.action, text="Andere woorden.", **dropped)
    assert [row.action for row in escalations(cast.agreement)] == [cast.action]


def test_what_is_agreed_to_be_dropped_next_year_comes_no_more(cast, tell):
    tell(AMBER, AMBER)
    following = AgendaFactory(agreement=cast.agreement, year=2025, adopted=True)
    dropped = {"dropped_on": date(2024, 9, 9), "drop_reason": "Niet meer nodig."}
    ActionFactory(goal=cast.goal, agenda=following, carried_from=cast.action, **dropped)
    assert escalations(cast.agreement) == ()


@pytest.mark.parametrize("kind", ["carried", "split", "merged"])
def test_what_is_only_written_for_next_year_ends_nothing_of_this_year(cast, tell, kind):
    """Once it is in force, the escalation goes along, also over two borders."""
    tell(AMBER, AMBER)
    following = AgendaFactory(agreement=cast.agreement, year=2025)
    again = ActionFactory(goal=cast.goal, agenda=following)
    ActionLinkFactory(earlier=cast.action, later=again, kind=kind)
    assert [row.action for row in escalations(cast.agreement)] == [cast.action]
    following.state, following.adopted_on = "adopted", date(2024, 12, 14)
    following.save()
    assert [row.action for row in escalations(cast.agreement)] == [again]
    last = AgendaFactory(agreement=cast.agreement, year=2026)
    third = ActionFactory(goal=cast.goal, agenda=last, carried_from=again)
    RoundFactory(agenda=last, reference_date="2026-03-31", opened=True)
    assert [row.action for row in escalations(cast.agreement)] == [third]
    assert reasons(cast) == ["Twee keer gemeld als risico: Ronde 1 en Ronde 2"]


def test_of_two_actions_that_were_merged_one_round_counts_once_and_as_the_worst(cast, tell):
    (round,) = tell(AMBER)
    other = ActionFactory(goal=cast.goal, agenda=cast.agenda)
    LeadFactory(action=other, party=cast.association)
    ProgressUpdateFactory(action=other, round=round, amber=True)
    following = AgendaFactory(agreement=cast.agreement, year=2025)
    merged = ActionFactory(goal=cast.goal, agenda=following)
    for earlier in (cast.action, other):
        ActionLinkFactory(earlier=earlier, later=merged, kind="merged")
    RoundFactory(agenda=following, reference_date="2025-03-31", opened=True)
    assert reasons(cast) == []
    ProgressUpdateFactory(action=other, round=round, red=True, submitted_at=datetime(2024, 10, 11, tzinfo=UTC))
    assert reasons(cast) == ["Wordt niet gehaald: Ronde 1"]


def test_an_action_of_the_agreement_before_takes_its_rounds_along(cast, tell):
    tell(AMBER, AMBER)
    following = AgreementFactory(predecessor=cast.agreement, start_year=2025, end_year=2028)
    agenda = AgendaFactory(agreement=following, year=2025, state="adopted", adopted_on=date(2024, 12, 14))
    again = ActionFactory(goal=GoalFactory(theme=ThemeFactory(agreement=following)), agenda=agenda, carried_from=cast.action)
    assert [(row.action, len(row.rounds)) for row in escalations(following)] == [(again, 2)]
    assert [row.action for row in escalations(cast.agreement)] == [cast.action]


def test_a_dropped_action_and_another_agreement_are_not_on_the_list(cast, tell):
    tell(RED)
    cast.action.dropped_on, cast.action.drop_reason = date(2024, 6, 6), "De grond is verkocht."
    cast.action.save()
    assert (escalations(cast.agreement), escalations(cast.other_agreement)) == ((), ())


@given(
    keys=st.lists(st.sampled_from(["on_track", "at_risk", "off_track", "not_reported"]), max_size=8),
    limit=st.integers(1, 4),
)
def test_the_last_answers_alone_decide(keys, limit):
    told = [RoundAnswer(None, key, date(2024, 1, 1), None) for key in keys]
    found = reached(reversed(told), {"at_risk": limit, "off_track": None})
    is_reached = len(keys) >= limit and set(keys[-limit:]) == {"at_risk"}
    assert [answer.key for answer in found] == (["at_risk"] * limit if is_reached else [])


@pytest.mark.parametrize("actions", [1, 3])
def test_the_list_takes_the_same_number_of_queries_for_any_number_of_actions(cast, tell, actions, django_assert_num_queries):
    (round,) = tell(RED)
    for _ in range(actions - 1):
        action = LeadFactory(action=ActionFactory(goal=cast.goal, agenda=cast.agenda), party=cast.association).action
        ProgressUpdateFactory(action=action, round=round, red=True)
    meeting = MeetingFactory(agreement=cast.agreement)
    with django_assert_num_queries(9):
        rows = [(row.reason, row.light, row.update.ask) for row in escalations(cast.agreement, meeting=meeting)]
    assert len(rows) == actions


# -- Several leads, and who was asked


def test_the_worst_answer_of_the_leads_brings_it_there_with_all_that_is_asked(cast, tell):
    (round,) = tell(NOTHING)
    LeadFactory(action=cast.action, party=cast.tenants)
    red = ProgressUpdateFactory(action=cast.action, round=round, party=cast.tenants, red=True, ask="Stel uit.")
    amber = ProgressUpdateFactory(
        action=cast.action, round=round, party=cast.association, amber=True, submitted_at=red.submitted_at + timedelta(days=1)
    )
    (row,) = escalations(cast.agreement)
    assert (row.light.key, row.update, row.asks) == ("off_track", red, (red, amber))
    assert [(side.light.key, side.parties) for side in row.sides] == [
        ("off_track", "Huurdersraad Waterhoek"),
        ("at_risk", "De Sleutel"),
    ]


def test_a_round_that_closed_before_the_action_was_there_or_had_this_lead_does_not_count(cast, tell):
    first, second = tell(NOTHING, NOTHING)
    assert reasons(cast) == ["Twee keer niet gerapporteerd: Ronde 1 en Ronde 2"]
    first.asked = {}
    first.save()
    assert reasons(cast) == []
    first.asked = second.asked = {str(cast.action.pk): [cast.tenants.pk]}
    for round in (first, second):
        round.save()
    assert reasons(cast) == [], "the tenants left it, and lead it no more"
    LeadFactory(action=cast.action, party=cast.tenants)
    assert reasons(cast) == ["Twee keer niet gerapporteerd: Ronde 1 en Ronde 2"]
