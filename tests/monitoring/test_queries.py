"""Where each action stands in a round: derived, in a fixed number of queries."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.models import ProgressUpdate
from monitoring.queries import ActionState, collect_round, state_of
from monitoring.rounds.workflow import close_round
from tests.factories import (
    ActionFactory,
    AgendaFactory,
    DissentFactory,
    LeadFactory,
    MeetingFactory,
    ProgressUpdateFactory,
    ReviewFactory,
    RoundFactory,
)

pytestmark = pytest.mark.django_db

NOON = datetime(2024, 10, 10, 12, tzinfo=UTC)


class Told:
    """An update as state_of() reads it, without a database: a draft, or submitted with what the reviews made of it."""

    def __init__(self, number: int, outcome: str):
        self.pk, self.is_submitted, self.state = number, outcome != "draft", outcome
        self.submitted_at = NOON + timedelta(hours=number) if self.is_submitted else None


OUTCOMES = st.lists(st.sampled_from(["draft", "submitted", "returned", "accepted"]), max_size=6)


@given(outcomes=OUTCOMES, is_closed=st.booleans(), order=st.randoms())
def test_the_state_is_that_of_the_last_submission_whatever_the_order_in_which_rows_come(outcomes, is_closed, order):
    updates = [Told(number, outcome) for number, outcome in enumerate(outcomes)]
    submitted = [outcome for outcome in outcomes if outcome != "draft"]
    if submitted:
        expected = submitted[-1]
    elif is_closed:
        expected = "not_reported"
    else:
        expected = "draft" if outcomes else "nothing"
    order.shuffle(updates)
    assert state_of(updates, is_closed=is_closed) == expected


@given(outcomes=OUTCOMES)
def test_not_reported_exists_after_closing_alone_and_draft_before_it(outcomes):
    updates = [Told(number, outcome) for number, outcome in enumerate(outcomes)]
    assert state_of(updates, is_closed=False) != ActionState.NOT_REPORTED
    assert state_of(updates, is_closed=True) not in {ActionState.NOTHING, ActionState.DRAFT}


def only(round):
    (row,) = collect_round(round)
    return row


def test_from_nothing_to_accepted(cast, round):
    states = [only(round).state]
    draft = ProgressUpdateFactory(action=cast.action, round=round, draft=True)
    states.append(only(round).state)
    draft.submitted_at = NOON
    draft.save()
    states.append(only(round).state)
    ReviewFactory(update=draft, outcome="returned", reason="Hoezo?")
    states.append(only(round).state)
    again = ProgressUpdateFactory(action=cast.action, round=round, submitted_at=NOON + timedelta(days=1))
    states.append(only(round).state)
    ReviewFactory(update=again)
    states.append(only(round).state)
    assert states == ["nothing", "draft", "submitted", "returned", "submitted", "accepted"]


def test_an_acceptance_in_an_earlier_round_does_not_count_for_this_one(cast, round):
    before = RoundFactory(agenda=cast.agenda, reference_date="2024-06-30", closed=True)
    earlier = ReviewFactory(update__action=cast.action, update__round=before).update
    row = only(round)
    assert (row.state, row.light.key, row.previous) == ("nothing", "none_yet", earlier)
    close_round(round=round, by=cast.officer)
    round.refresh_from_db()
    assert (only(round).state, only(round).light.key) == ("not_reported", "not_reported")


def test_what_was_returned_and_never_resubmitted_has_no_light_of_its_own(cast, round):
    returned = ProgressUpdateFactory(action=cast.action, round=round)
    ReviewFactory(update=returned, outcome="returned", reason="Hoezo?")
    assert only(round).light.key == "none_yet"
    close_round(round=round, by=cast.officer)
    round.refresh_from_db()
    assert (only(round).state, only(round).light.key) == ("returned", "not_reported")


def test_of_several_leads_the_one_that_reported_last_is_shown(cast, round):
    LeadFactory(action=cast.action, party=cast.tenants)
    ProgressUpdateFactory(action=cast.action, round=round, party=cast.association)
    last = ProgressUpdateFactory(
        action=cast.action, round=round, party=cast.tenants, submitted_at=NOON + timedelta(days=1), amber=True
    )
    row = only(round)
    assert (row.update, row.update.party, row.light.key, len(row.leads)) == (last, cast.tenants, "at_risk", 2)


def test_another_view_splits_the_light_until_it_was_discussed(cast, round):
    update = ProgressUpdateFactory(action=cast.action, round=round)
    view = DissentFactory(update=update, party=cast.tenants, judgement="off_track")
    row = only(round)
    assert (row.is_split, row.light.key, row.other_light.key) == (True, "on_track", "off_track")
    view.discussed_in = MeetingFactory(agreement=cast.agreement)
    view.save()
    row = only(round)
    assert (row.is_split, row.light.key, row.other_light) == (False, "on_track", None)


def test_who_touched_it_last_is_who_saved_submitted_or_reviewed_it_last(cast, round):
    assert (only(round).touched_by, only(round).touched_at) == (None, None)
    update = ProgressUpdateFactory(action=cast.action, round=round, reported_by=cast.association_officer)
    assert only(round).touched_by == cast.association_officer
    review = ReviewFactory(update=update, by=cast.officer)
    assert (only(round).touched_by, only(round).touched_at) == (cast.officer, review.at)


def test_a_dropped_action_is_not_asked_for(cast, round):
    ActionFactory(goal=cast.goal, agenda=cast.agenda, dropped_on="2024-06-06", drop_reason="De grond is verkocht.")
    assert only(round).action == cast.action


def test_the_previous_answer_may_be_of_two_years_before(cast, django_assert_num_queries):
    first = ActionFactory(goal=cast.goal, agenda=AgendaFactory(agreement=cast.agreement, year=2023))
    LeadFactory(action=first, party=cast.association)
    cast.action.carried_from = first
    cast.action.save()
    now = AgendaFactory(agreement=cast.agreement, year=2025)
    ActionFactory(goal=cast.goal, agenda=now, carried_from=cast.action)
    then = RoundFactory(agenda=first.agenda, reference_date="2023-12-31", closed=True)
    update = ProgressUpdateFactory(action=first, round=then, submitted_at=datetime(2024, 1, 8, 9, tzinfo=UTC))
    round = RoundFactory(agenda=now, reference_date="2025-06-30")
    with django_assert_num_queries(5):
        assert only(round).previous == update


@pytest.mark.parametrize("actions", [1, 3, 50])
def test_any_number_of_actions_takes_five_queries(cast, round, actions, django_assert_num_queries):
    before = RoundFactory(agenda=cast.agenda, reference_date="2024-06-30", closed=True)
    for number in range(actions):
        action = cast.action if number == 0 else ActionFactory(goal=cast.goal, agenda=cast.agenda, position=number + 1)
        if number:
            LeadFactory(action=action, party=cast.association)
        ProgressUpdateFactory(action=action, round=before, token=uuid4())
        update = ProgressUpdateFactory(action=action, round=round)
        if number < 3:
            ReviewFactory(update=update)
            DissentFactory(update=update, party=cast.tenants)
    with django_assert_num_queries(5):
        rows = collect_round(round)
        shown = [
            (
                row.state,
                row.light,
                row.is_split,
                row.touched_by,
                [lead.party.short_name for lead in row.leads],
                row.previous.party,
            )
            for row in rows
        ]
    assert len(shown) == actions
    assert ProgressUpdate.objects.count() == 2 * actions
