"""Rounds, reviews, other views and meetings: who may, when it can, and that nothing that was said is overwritten."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from monitoring.meetings.workflow import change_meeting, plan_meeting, record_decision
from monitoring.models import Decision, Dissent, Meeting, ProgressUpdate, Review, Round
from monitoring.progress.reviewing import accept, accept_all, dissent, return_update
from monitoring.rounds.workflow import change_round, close_round, extend, open_round, plan_round
from parties.models import Membership
from parties.refusals import NotAllowedNowError
from tests.factories import (
    ActionFactory,
    LeadFactory,
    MeetingFactory,
    MembershipFactory,
    ProgressUpdateFactory,
    RoundFactory,
)

pytestmark = pytest.mark.django_db

WINDOW = {"reference_date": date(2024, 9, 30), "opens_on": date(2024, 10, 1), "closes_on": date(2024, 10, 31)}
NOT_COORDINATORS = ("association_officer", "tenant", "executive", "outsider", "admin")


@pytest.fixture
def update(cast, round):
    return ProgressUpdateFactory(action=cast.action, round=round, reported_by=cast.association_officer)


@pytest.fixture
def colleague(cast):
    """Coordinator of De Sleutel, which leads the action."""
    return MembershipFactory(party=cast.association, role=Membership.Role.COORDINATOR).user


def outcomes(update) -> list[tuple[str, str]]:
    return [(review.outcome, review.reason) for review in update.reviews.all()]


# -- The round


def test_a_round_is_planned_then_open_then_over_then_closed(cast, at):
    at("2024-09-20 09:00")
    round = plan_round(agenda=cast.agenda, name="Ronde 1", by=cast.officer, **WINDOW)
    states = [round.state]
    round = open_round(round=round, by=cast.officer)
    states.append(round.state)
    at("2024-10-01 00:00")
    states.append(round.state)
    at("2024-11-01 00:00")
    states.append(round.state)
    states.append(close_round(round=round, by=cast.officer).state)
    assert states == ["planned", "planned", "open", "ended", "closed"]
    found = Round.objects.get()
    assert (found.opened_by, found.closed_by) == (cast.officer, cast.officer)
    assert [row.history_user for row in Round.history.all()] == [cast.officer] * 3


@pytest.mark.parametrize("person", NOT_COORDINATORS)
def test_only_a_coordinator_of_a_party_that_signs_touches_a_round(cast, round, update, person):
    by = getattr(cast, person)
    attempts = [
        lambda: plan_round(agenda=cast.agenda, name="Ronde 2", by=by, **WINDOW),
        lambda: change_round(round=round, name="Anders", by=by),
        lambda: open_round(round=round, by=by),
        lambda: close_round(round=round, by=by),
        lambda: extend(round=round, party=cast.association, until=date(2024, 11, 7), reason="Later.", by=by),
        lambda: return_update(update=update, reason="Waarom?", by=by),
        lambda: accept(update=update, by=by),
        lambda: accept_all(updates=[update], by=by),
        lambda: plan_meeting(agreement=cast.agreement, held_on=date(2024, 11, 7), by=by),
        lambda: change_meeting(meeting=MeetingFactory(agreement=cast.agreement), minutes="Iets.", by=by),
    ]
    for attempt in attempts:
        with pytest.raises(PermissionDenied):
            attempt()
    assert (Round.objects.count(), Review.objects.count(), Round.objects.get().is_closed) == (1, 0, False)


def test_a_round_is_opened_once_and_only_when_there_is_something_to_ask(cast, round):
    with pytest.raises(NotAllowedNowError):
        open_round(round=round, by=cast.officer)
    empty = RoundFactory(agenda__agreement=cast.agreement, agenda__year=2025, reference_date=date(2025, 3, 31))
    with pytest.raises(NotAllowedNowError):
        open_round(round=empty, by=cast.officer)


def test_a_round_is_closed_once_after_it_was_opened_and_stays_as_it_was(cast, round):
    planned = RoundFactory(agenda=cast.agenda)
    with pytest.raises(NotAllowedNowError):
        close_round(round=planned, by=cast.officer)
    close_round(round=round, by=cast.officer)
    attempts = [
        lambda: close_round(round=round, by=cast.officer),
        lambda: change_round(round=round, name="Anders", by=cast.officer),
        lambda: extend(round=round, party=cast.association, until=date(2024, 11, 7), reason="Later.", by=cast.officer),
    ]
    for attempt in attempts:
        with pytest.raises(NotAllowedNowError):
            attempt()


def test_the_reference_date_stays_once_the_round_was_opened(cast, round):
    with pytest.raises(ValidationError) as refused:
        change_round(round=round, reference_date=date(2024, 8, 31), by=cast.officer)
    assert list(refused.value.message_dict) == ["reference_date"]


# -- Return and accept


def test_a_return_has_a_reason_that_stays(cast, update):
    with pytest.raises(ValidationError):
        return_update(update=update, reason="  ", by=cast.officer)
    review = return_update(update=update, reason="Welke fundering?", by=cast.officer)
    assert update.state == "returned"
    for change in (review.delete, Review.objects.all().delete, lambda: setattr(review, "reason", "Anders") or review.save()):
        with pytest.raises(ValidationError):
            change()
    assert outcomes(update) == [("returned", "Welke fundering?")]


def test_what_was_accepted_may_still_be_returned_but_not_the_other_way_round(cast, update):
    accept(update=update, by=cast.officer)
    return_update(update=update, reason="Toch niet duidelijk.", by=cast.officer)
    assert outcomes(update) == [("accepted", ""), ("returned", "Toch niet duidelijk.")]
    with pytest.raises(NotAllowedNowError):
        accept(update=update, by=cast.officer)


def test_only_the_latest_update_is_reviewed_and_only_when_it_was_submitted(cast, update, round):
    draft = ProgressUpdateFactory(action=cast.action, round=round, draft=True)
    with pytest.raises(NotAllowedNowError):
        accept(update=draft, by=cast.officer)
    ProgressUpdateFactory(action=cast.action, round=round)
    for attempt in (accept, lambda **who: return_update(reason="Waarom?", **who)):
        with pytest.raises(NotAllowedNowError):
            attempt(update=update, by=cast.officer)


def test_nothing_is_reviewed_once_the_round_is_closed(cast, update, round):
    close_round(round=round, by=cast.officer)
    for attempt in (accept, lambda **who: return_update(reason="Waarom?", **who)):
        with pytest.raises(NotAllowedNowError):
            attempt(update=update, by=cast.officer)
    assert outcomes(update) == []


@pytest.mark.parametrize(("light", "may"), [("red", False), ("amber", False), ("", True)])
def test_a_lead_does_not_accept_its_own_amber_or_red(cast, round, colleague, light, may):
    update = ProgressUpdateFactory(action=cast.action, round=round, **({light: True} if light else {}))
    if may:
        assert accept(update=update, by=colleague).outcome == "accepted"
    else:
        with pytest.raises(PermissionDenied):
            accept(update=update, by=colleague)
        assert accept(update=update, by=cast.officer).outcome == "accepted"


def test_someone_who_entered_a_risk_on_behalf_of_another_party_does_not_accept_it(cast, round, colleague):
    update = ProgressUpdateFactory(
        action=cast.action, round=round, amber=True, reported_by=cast.officer, on_behalf_by=cast.municipality
    )
    with pytest.raises(PermissionDenied):
        accept(update=update, by=cast.officer)


def test_accepting_all_is_accepting_each_and_leaves_ones_own_risks_for_another(cast, round, update, colleague):
    own_risk = ProgressUpdateFactory(
        action=LeadFactory(action=ActionFactory(goal=cast.goal, agenda=cast.agenda), party=cast.association).action,
        round=round,
        amber=True,
    )
    reviews, left = accept_all(updates=[update, own_risk], by=colleague)
    assert ([review.update for review in reviews], left) == ([update], [own_risk])
    assert (update.state, own_risk.state) == ("accepted", "submitted")


def test_accepting_all_is_all_or_nothing(cast, round, update):
    ProgressUpdateFactory(action=cast.action, round=round)
    other = ProgressUpdateFactory(
        action=LeadFactory(action=ActionFactory(goal=cast.goal, agenda=cast.agenda), party=cast.tenants).action, round=round
    )
    with pytest.raises(NotAllowedNowError):
        accept_all(updates=[other, update], by=cast.officer)
    assert Review.objects.count() == 0


# -- Another view


def test_another_party_records_that_it_sees_it_differently(cast, update):
    row = dissent(update=update, party=cast.municipality, judgement="at_risk", reason="Wij horen anders.", by=cast.officer)
    assert (row.discussed_in, str(row)) == (None, "Gemeente Waterhoek: risico, bijsturing nodig")


def test_a_party_speaks_for_itself_alone_through_its_editors_and_who_may_sign(cast, update):
    for party, person in [
        (cast.municipality, cast.association_officer),
        (cast.tenants, cast.association_officer),
        (cast.elsewhere, cast.outsider),
        (cast.municipality, cast.admin),
    ]:
        with pytest.raises(PermissionDenied):
            dissent(update=update, party=party, judgement="at_risk", reason="Nee.", by=person)
    assert Dissent.objects.count() == 0


def test_another_view_is_another_judgement_with_a_reason_and_not_of_the_reporter(cast, update):
    view = {"update": update, "party": cast.municipality, "judgement": "at_risk", "reason": "Nee.", "by": cast.officer}
    for change in (
        {"judgement": "on_track"},
        {"reason": ""},
        {"party": cast.association, "by": cast.association_officer},
    ):
        with pytest.raises(ValidationError):
            dissent(**{**view, **change})


def test_a_meeting_that_decides_about_the_action_discusses_the_other_views_and_those_stay(cast, update):
    view = dissent(update=update, party=cast.municipality, judgement="at_risk", reason="Nee.", by=cast.officer)
    meeting = MeetingFactory(agreement=cast.agreement)
    record_decision(meeting=meeting, action=cast.action, kind="discuss", text="Wij houden het zo.", by=cast.officer)
    view.refresh_from_db()
    assert view.discussed_in == meeting
    view.discussed_in = MeetingFactory(agreement=cast.agreement, title="Later")
    with pytest.raises(ValidationError):
        view.save()


# -- Meetings


def test_who_prepares_and_minutes_follows_from_the_agreement(cast):
    cast.agreement.meeting_rules.create(
        kind="bestuurlijk", frequency="twee keer per jaar", prepared_by=cast.municipality, minuted_by=cast.association
    )
    meeting = plan_meeting(agreement=cast.agreement, held_on=date(2024, 11, 7), by=cast.officer)
    assert (meeting.prepared_by, meeting.minuted_by) == (cast.municipality, cast.association)
    own = plan_meeting(agreement=cast.agreement, held_on=date(2024, 12, 7), prepared_by=cast.tenants, by=cast.officer)
    assert (own.prepared_by, own.minuted_by) == (cast.tenants, cast.association)


def test_a_meeting_is_prepared_by_a_party_of_the_agreement(cast):
    with pytest.raises(ValidationError) as refused:
        plan_meeting(agreement=cast.agreement, held_on=date(2024, 11, 7), minuted_by=cast.elsewhere, by=cast.officer)
    assert list(refused.value.message_dict) == ["minuted_by"]
    assert Meeting.objects.count() == 0


def test_a_decision_is_about_one_action_or_one_goal_of_this_agreement(cast):
    meeting = MeetingFactory(agreement=cast.agreement)
    for subject in (
        {},
        {"action": cast.action, "goal": cast.goal},
        {"action": cast.other_action},
        {"goal": cast.other_goal},
    ):
        with pytest.raises(ValidationError):
            record_decision(meeting=meeting, kind="other", text="Besloten.", by=cast.officer, **subject)
    record_decision(meeting=meeting, kind="drop", text="Vervalt.", by=cast.officer, action=cast.action)
    cast.action.refresh_from_db()
    assert (Decision.objects.count(), cast.action.is_dropped) == (1, False)


def test_an_earlier_rounds_acceptance_is_not_carried_into_this_one(cast, round, update):
    accept(update=update, by=cast.officer)
    later = RoundFactory(agenda=cast.agenda, reference_date=date(2024, 12, 31), opened=True)
    assert ProgressUpdate.objects.filter(round=later).count() == 0
