"""Where each action stands in a round: derived, in a fixed number of queries."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.models import LeadException, ProgressUpdate
from monitoring.queries import ActionState, collect_round, state_of
from monitoring.rounds.workflow import close_round
from tests.factories import (
    ActionFactory,
    ActionLinkFactory,
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

    judgement = "on_track"

    def __init__(self, number: int, outcome: str, party_id: int = 1):
        self.pk, self.is_submitted, self.state, self.party_id = number, outcome != "draft", outcome, party_id
        self.submitted_at = NOON + timedelta(hours=number) if self.is_submitted else None


OUTCOMES = st.lists(st.sampled_from(["draft", "submitted", "returned", "accepted"]), max_size=6)
OF_PARTIES = st.lists(st.tuples(st.sampled_from(["draft", "submitted", "returned", "accepted"]), st.integers(1, 3)), max_size=6)


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


@given(outcomes=OF_PARTIES, order=st.randoms())
def test_of_several_leads_one_answer_reports_and_all_answers_must_be_accepted(outcomes, order):
    updates = [Told(number, outcome, party) for number, (outcome, party) in enumerate(outcomes)]
    last = {party: outcome for outcome, party in outcomes if outcome != "draft"}
    order.shuffle(updates)
    state = state_of(updates, is_closed=True)
    assert (state == "accepted") == (set(last.values()) - {"returned"} == {"accepted"})
    assert (state == "submitted") == ("submitted" in last.values())
    assert (state == "not_reported") == (not last)


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


def the_tenants_lead_too(cast):
    LeadFactory(action=cast.action, party=cast.tenants)


def test_answers_of_several_leads_stand_beside_each_other_and_the_light_is_the_worst(cast, round):
    the_tenants_lead_too(cast)
    amber = ProgressUpdateFactory(action=cast.action, round=round, party=cast.tenants, amber=True)
    green = ProgressUpdateFactory(action=cast.action, round=round, party=cast.association, submitted_at=NOON + timedelta(days=1))
    row = only(round)
    assert (row.answers, row.update, row.light.key, row.other_light.key) == ((amber, green), amber, "at_risk", "on_track")
    assert [(side.light.key, side.parties) for side in row.sides] == [
        ("at_risk", "Huurdersraad Waterhoek"),
        ("on_track", "De Sleutel"),
    ]


def test_an_answer_of_one_lead_replaces_its_own_alone(cast, round):
    the_tenants_lead_too(cast)
    ProgressUpdateFactory(action=cast.action, round=round, party=cast.tenants, red=True)
    better = ProgressUpdateFactory(action=cast.action, round=round, party=cast.tenants, submitted_at=NOON + timedelta(days=1))
    other = ProgressUpdateFactory(action=cast.action, round=round, party=cast.association)
    row = only(round)
    assert (set(row.answers), row.light.key, row.is_split, row.sides) == ({better, other}, "on_track", False, ())


def test_nothing_is_done_before_every_lead_that_answers_says_so(cast, round):
    the_tenants_lead_too(cast)
    for party, judgement in ((cast.tenants, "done"), (cast.association, "not_due")):
        ProgressUpdateFactory(action=cast.action, round=round, party=party, judgement=judgement, phase="finished")
    assert only(round).light.key == "not_due"


def test_what_was_returned_to_one_lead_leaves_the_answer_of_the_other(cast, round):
    the_tenants_lead_too(cast)
    returned = ProgressUpdateFactory(action=cast.action, round=round, party=cast.tenants, red=True)
    ReviewFactory(update=returned, outcome="returned", reason="Welke?")
    waits = [only(round).waits_for(party.pk) for party in (cast.tenants, cast.association)]
    assert waits == [True, True], "nobody answered"
    ReviewFactory(update=ProgressUpdateFactory(action=cast.action, round=round, party=cast.association))
    row = only(round)
    assert (row.state, row.light.key, row.is_split) == ("accepted", "on_track", False)
    assert [row.waits_for(party.pk) for party in (cast.tenants, cast.association)] == [True, False]


def test_what_a_former_lead_answered_counts_until_another_lead_answers(cast, round):
    LeadException(round=round, action=cast.action, reason="De Sleutel is gefuseerd.", by=cast.officer).save()
    red = ProgressUpdateFactory(action=cast.action, round=round, party=cast.association, red=True)
    the_tenants_lead_too(cast)
    cast.lead.delete()
    assert only(round).answers == (red,)
    green = ProgressUpdateFactory(action=cast.action, round=round, party=cast.tenants)
    assert only(round).answers == (green,)
    close_round(round=round, by=cast.officer)
    round.refresh_from_db()
    LeadFactory(action=cast.action, party=cast.association)
    assert only(round).answers == (green,), "who led when it closed stands"


def test_a_view_of_a_lead_that_answers_itself_gives_way_to_its_answer(cast, round):
    the_tenants_lead_too(cast)
    update = ProgressUpdateFactory(action=cast.action, round=round, party=cast.association)
    DissentFactory(update=update, party=cast.tenants, judgement="off_track")
    DissentFactory(update=update, party=cast.municipality, judgement="at_risk")
    ProgressUpdateFactory(action=cast.action, round=round, party=cast.tenants)
    assert [(side.light.key, side.parties) for side in only(round).sides] == [
        ("on_track", "Huurdersraad Waterhoek, De Sleutel"),
        ("at_risk", "Gemeente Waterhoek"),
    ]


# -- What was not asked yet


def test_a_round_that_closed_before_the_action_was_there_says_nothing_of_it(cast, round):
    close_round(round=round, by=cast.officer)
    round.refresh_from_db()
    later = LeadFactory(action=ActionFactory(goal=cast.goal, agenda=cast.agenda), party=cast.association).action
    assert [(row.action, row.light.key) for row in collect_round(round)] == [(cast.action, "not_reported")]
    assert collect_round(round, actions=[later]) == ()


def test_a_round_that_closed_before_a_party_led_it_says_nothing_of_that_party(cast, round):
    close_round(round=round, by=cast.officer)
    round.refresh_from_db()
    the_tenants_lead_too(cast)
    row = only(round)
    assert (row.light.key, row.of(cast.tenants.pk).light.key, row.of(cast.association.pk).light.key) == (
        "not_reported",
        "none_yet",
        "not_reported",
    )
    cast.lead.delete()
    assert collect_round(round) == ()


def test_another_view_splits_the_light_until_it_was_discussed(cast, round):
    update = ProgressUpdateFactory(action=cast.action, round=round)
    view = DissentFactory(update=update, party=cast.tenants, judgement="off_track")
    row = only(round)
    assert (row.is_split, row.light.key, row.other_light.key) == (True, "on_track", "off_track")
    view.discussed_in = MeetingFactory(agreement=cast.agreement)
    view.save()
    row = only(round)
    assert (row.is_split, row.light.key, row.other_light) == (False, "on_track", None)


def test_the_last_person_on_it_saved_submitted_or_reviewed_it_last(cast, round):
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
    ActionLinkFactory(earlier=first, later=cast.action)
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
