"""What waits for a person: the list, the counter, and why it is there."""

from datetime import date
from uuid import uuid4

import pytest
from django.utils import translation

from agreements.models import Agenda
from monitoring.progress.my_actions import (
    collect_my_actions,
    in_order_of_list,
    to_report_in,
    waiting_in,
)
from monitoring.progress.my_page import following_of, next_waiting
from monitoring.progress.waiting import number_waiting
from monitoring.queries import ActionState
from monitoring.rounds.workflow import close_round, extend
from parties.models import Party
from tests.factories import (
    ActionFactory,
    GoalFactory,
    LeadFactory,
    MembershipFactory,
    PartyFactory,
    PartyMemberFactory,
    ProgressUpdateFactory,
    ReviewFactory,
    RoundExtensionFactory,
    RoundFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def me(cast):
    return cast.association_officer


def more(cast, number: int, party=None):
    goal = GoalFactory(theme=cast.theme, number=str(30 + number), position=number)
    action = ActionFactory(goal=goal, agenda=cast.agenda, text=f"Complex {number} is verduurzaamd.", position=number)
    LeadFactory(action=action, party=party or cast.association)
    return action


def number_of_all(user) -> int:
    return sum(number_waiting(user).values())


def listed(user) -> list[tuple[str, str, bool]]:
    """Of everything in the list: its goal, its state, whether it waits."""
    rows = [row for mine in collect_my_actions(user) for row in mine.actions]
    return [(row.action.goal.number, row.progress.state, row.is_waiting) for row in rows]


def test_only_what_ones_own_party_leads_is_in_the_list_and_why(cast, round, me):
    more(cast, 2, party=cast.municipality)
    assert listed(me) == [("17", ActionState.NOTHING, True)]
    with translation.override("en"):
        [mine] = collect_my_actions(me)
    assert [row.why for row in mine.waiting] == [("De Sleutel leads this action",)]
    assert listed(cast.tenant) == listed(cast.outsider) == []


def test_what_one_is_the_contact_for_comes_first_and_says_so(cast, round, me):
    returned, mine = more(cast, 2), more(cast, 3)
    ReviewFactory(
        update=ProgressUpdateFactory(action=returned, round=round, party=cast.association), outcome="returned", reason="Welke?"
    )
    lead = mine.leads.get()
    lead.contact = me
    lead.save()
    with translation.override("en"):
        rounds = collect_my_actions(me)
    assert [(row.action.goal.number, row.why[0].partition(" ")[0]) for row in waiting_in(rounds)] == [
        ("33", "You"),
        ("32", "De"),
        ("17", "De"),
    ]
    assert next_waiting(me, rounds, mine, number_waiting(me)).action == cast.action


def test_someone_who_reports_for_a_member_of_a_working_group_finds_what_the_group_leads(cast, round, me):
    group = PartyFactory(name="Energiewerkgroep", kind=Party.Kind.UMBRELLA)
    PartyMemberFactory(umbrella=group, member=cast.association)
    more(cast, 2, party=group)
    with translation.override("en"):
        [mine] = collect_my_actions(me)
    assert mine.actions[1].why == ("your party is a member of Energiewerkgroep, which leads this action",)


def test_every_state_is_in_the_list_and_the_counter_gives_what_waits(cast, round, me):
    before = RoundFactory(agenda=cast.agenda, name="Ronde 0", reference_date=date(2024, 6, 30), closed=True)
    accepted_before, draft, submitted, returned, accepted = (more(cast, number) for number in range(2, 7))
    party = cast.association
    ReviewFactory(update=ProgressUpdateFactory(action=accepted_before, round=before, party=party))
    ProgressUpdateFactory(action=draft, round=round, party=party, draft=True)
    ProgressUpdateFactory(action=submitted, round=round, party=party)
    ReviewFactory(update=ProgressUpdateFactory(action=returned, round=round, party=party), outcome="returned", reason="Welke?")
    ReviewFactory(update=ProgressUpdateFactory(action=accepted, round=round, party=party))
    assert listed(me) == [
        ("17", "nothing", True),
        ("32", "nothing", True),
        ("33", "draft", True),
        ("34", "submitted", False),
        ("35", "returned", True),
        ("36", "accepted", False),
    ]
    rounds = collect_my_actions(me)
    assert [row.action.goal.number for row in waiting_in(rounds)] == ["35", "17", "32", "33"]
    assert waiting_in(rounds)[0].return_reason == "Welke?"
    assert number_of_all(me) == 4
    assert number_waiting(cast.tenant) == {}


def test_someone_who_reported_anew_after_a_return_is_waited_for_no_more(cast, round, me, at):
    ReviewFactory(update=ProgressUpdateFactory(action=cast.action, round=round), outcome="returned", reason="Welke?")
    assert number_of_all(me) == 1
    ProgressUpdateFactory(action=cast.action, round=round, token=uuid4(), submitted_at="2024-10-16T10:00:00Z")
    assert (number_of_all(me), waiting_in(collect_my_actions(me))) == (0, [])


def test_one_report_is_enough_and_a_co_lead_sees_it_and_may_add_its_own(cast, round, me):
    LeadFactory(action=cast.action, party=cast.tenants)
    theirs = ProgressUpdateFactory(action=cast.action, round=round, party=cast.tenants, amber=True)
    assert listed(me) == [("17", "submitted", False)]
    assert number_of_all(me) == 0
    [mine] = collect_my_actions(me)
    [row] = mine.reported
    assert (row.party, row.beside, row.own.state, row.is_open) == (cast.association, (theirs,), "nothing", True)
    ProgressUpdateFactory(action=cast.action, round=round, party=cast.association)
    [row] = collect_my_actions(me)[0].reported
    assert (row.beside, row.own.state, row.progress.light.key) == ((theirs,), "submitted", "at_risk")


def test_what_two_parties_of_a_person_lead_together_is_one_action(cast, round, me):
    MembershipFactory(user=me, party=cast.tenants, role="editor")
    LeadFactory(action=cast.action, party=cast.tenants)
    someone = type(me).objects.get(pk=me.pk)
    assert listed(someone) == [("17", "nothing", True)]
    assert number_waiting(someone) == {round.pk: 1}
    assert in_order_of_list(someone, round) == [(cast.action.pk, True)]


def test_an_own_answer_that_was_returned_waits_also_when_a_co_lead_answered(cast, round, me):
    LeadFactory(action=cast.action, party=cast.tenants)
    ProgressUpdateFactory(action=cast.action, round=round, party=cast.tenants)
    own = ProgressUpdateFactory(action=cast.action, round=round, party=cast.association)
    ReviewFactory(update=own, outcome="returned", reason="Welke?")
    [row] = waiting_in(collect_my_actions(me))
    assert (row.is_returned, row.return_reason, number_of_all(me)) == (True, "Welke?", 1)
    ProgressUpdateFactory(action=cast.action, round=round, party=cast.association, submitted_at="2024-10-11T10:00:00Z")
    assert (waiting_in(collect_my_actions(me)), number_of_all(me)) == ([], 0)


def test_what_was_returned_to_a_co_lead_waits_for_both_while_nobody_answered(cast, round, me):
    LeadFactory(action=cast.action, party=cast.tenants)
    theirs = ProgressUpdateFactory(action=cast.action, round=round, party=cast.tenants)
    ReviewFactory(update=theirs, outcome="returned", reason="Welke?")
    [row] = waiting_in(collect_my_actions(me))
    assert (row.is_returned, row.return_reason, number_of_all(me)) == (False, "", 1)


def test_unchanged_is_about_what_the_own_party_said_last(cast, round, me):
    LeadFactory(action=cast.action, party=cast.tenants)
    before = RoundFactory(agenda=cast.agenda, name="Ronde 0", reference_date=date(2024, 6, 30), closed=True)
    ProgressUpdateFactory(action=cast.action, round=before, party=cast.tenants, red=True)
    [mine] = collect_my_actions(me)
    assert "niet gehaald" in mine.actions[0].why_not_unchanged, "the own party said nothing yet"
    ProgressUpdateFactory(action=cast.action, round=before, party=cast.association)
    [mine] = collect_my_actions(me)
    assert (mine.actions[0].why_not_unchanged, mine.actions[0].previous_light.key) == ("", "on_track")


@pytest.mark.parametrize(
    ("clock", "waiting"),
    [("2024-09-30 23:59", None), ("2024-10-01 09:00", 1), ("2024-10-31 23:59", 1), ("2024-11-01 00:00", 0)],
)
def test_the_list_and_the_counter_follow_the_window(cast, round, me, at, clock, waiting):
    at(clock)
    assert len(waiting_in(collect_my_actions(me))) == (waiting or 0) == number_of_all(me)


def test_an_extension_keeps_it_waiting_for_that_party_alone(cast, round, me, at):
    more(cast, 2, party=cast.municipality)
    extend(round=round, party=cast.association, until=date(2024, 11, 7), reason="Cijfers komen later.", by=cast.officer)
    at("2024-11-05 12:00")
    [mine] = collect_my_actions(me)
    assert (mine.last_day, mine.is_extended, mine.is_over, number_of_all(me)) == (date(2024, 11, 7), True, False, 1)
    [theirs] = collect_my_actions(cast.officer)
    assert (theirs.is_over, len(theirs.missed), theirs.waiting, number_of_all(cast.officer)) == (True, 1, (), 0)


def test_of_two_rounds_under_way_at_once_each_counts_its_own_answers(cast, round, me):
    second = RoundFactory(agenda=cast.agenda, name="Ronde 2", opened=True)
    answered, returned = more(cast, 2), more(cast, 3)
    ProgressUpdateFactory(action=answered, round=round, party=cast.association)
    ReviewFactory(
        update=ProgressUpdateFactory(action=returned, round=second, party=cast.association), outcome="returned", reason="Welke?"
    )
    ProgressUpdateFactory(action=returned, round=round, party=cast.association)
    waiting = {mine.round.pk: len(mine.waiting) for mine in collect_my_actions(me)}
    assert number_waiting(me) == waiting == {round.pk: 1, second.pk: 3}
    for each in (round, second):
        [mine] = [mine for mine in collect_my_actions(me) if mine.round == each]
        assert in_order_of_list(me, each) == [(row.action.pk, row.is_waiting) for row in mine.actions]


def test_a_round_in_which_nothing_waits_is_not_told(cast, round, me):
    ProgressUpdateFactory(action=cast.action, round=round, party=cast.association)
    assert number_waiting(me) == {}


def test_a_round_to_report_in_lasts_as_long_as_for_the_own_leading_party_that_has_longest(cast, round, me):
    """Of another party, or of one that leads nothing here, more time is no reason to wait."""
    group = PartyFactory(name="Energiewerkgroep", kind=Party.Kind.UMBRELLA)
    PartyMemberFactory(umbrella=group, member=cast.association)
    [row] = to_report_in(me, number_waiting(me))
    assert (row.last_day, row.number) == (date(2024, 10, 31), 1)
    for party, day in ((cast.municipality, 21), (group, 20), (cast.association, 7), (cast.association, 5)):
        RoundExtensionFactory(round=round, party=party, until=date(2024, 11, day))
    more(cast, 2, party=cast.municipality)
    [row] = to_report_in(me, number_waiting(me))
    assert (row.last_day, row.number) == (date(2024, 11, 7), 1)
    more(cast, 3, party=group)
    [row] = to_report_in(me, number_waiting(me))
    assert (row.last_day, row.number) == (date(2024, 11, 20), 2)


def test_a_closed_round_and_a_dropped_action_ask_nothing(cast, round, me):
    dropped = more(cast, 2)
    dropped.dropped_on, dropped.drop_reason = date(2024, 10, 2), "Is niet meer nodig."
    dropped.save()
    assert (listed(me), number_of_all(me)) == ([("17", "nothing", True)], 1)
    close_round(round=round, by=cast.officer)
    assert (listed(me), number_of_all(me)) == ([], 0)


def test_a_revoked_year_asks_nothing(cast, round, me):
    Agenda.objects.filter(pk=cast.agenda.pk).update(state="revoked", adopted_on=date(2023, 12, 14))
    assert (listed(me), number_waiting(me), in_order_of_list(me, round)) == ([], {}, [])


def test_after_one_comes_the_next_and_after_the_last_what_was_left(cast, round, me):
    second, third = more(cast, 2), more(cast, 3)
    ProgressUpdateFactory(action=third, round=round, party=cast.association)
    rounds = collect_my_actions(me)
    assert next_waiting(me, rounds, cast.action, number_waiting(me)).action == second
    assert next_waiting(me, rounds, second, number_waiting(me)).action == cast.action
    assert following_of(me, cast.action, round, number_waiting(me)) == (second.pk, round.pk)
    assert following_of(me, second, round, number_waiting(me)) == (cast.action.pk, round.pk)
    ProgressUpdateFactory(action=second, round=round, party=cast.association)
    ProgressUpdateFactory(action=cast.action, round=round, party=cast.association)
    assert next_waiting(me, collect_my_actions(me), cast.action, number_waiting(me)) is None
    assert following_of(me, cast.action, round, number_waiting(me)) is None


def test_unchanged_is_offered_only_where_it_says_what_it_means(cast, round, me):
    before = RoundFactory(agenda=cast.agenda, name="Ronde 0", reference_date=date(2024, 6, 30), closed=True)
    amber, draft, returned, _new = more(cast, 2), more(cast, 3), more(cast, 4), more(cast, 5)
    ProgressUpdateFactory(action=cast.action, round=before, party=cast.association)
    ProgressUpdateFactory(action=amber, round=before, party=cast.association, amber=True)
    ProgressUpdateFactory(action=draft, round=round, party=cast.association, draft=True)
    ReviewFactory(
        update=ProgressUpdateFactory(action=returned, round=round, party=cast.association), outcome="returned", reason="Welke?"
    )
    [mine] = collect_my_actions(me)
    assert [row.action.goal.number for row in mine.actions if not row.why_not_unchanged] == ["17"]
