"""Minutes that were sent and decisions that were recorded stand: what was wrong is added below them."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from monitoring.meetings.minutes import add_to_minutes, send_minutes
from monitoring.meetings.workflow import change_meeting, record_decision
from monitoring.models import Decision, Meeting
from parties.history.records import change_set
from parties.refusals import NotAllowedNowError
from tests.factories import MeetingFactory, make_cast
from tests.races import needs_postgresql, race, staggers

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(cast):
    return MeetingFactory(agreement=cast.agreement, held_on=date(2024, 3, 12), minutes="Wij spraken over de flexwoningen.")


@pytest.fixture
def decision(cast, meeting):
    return record_decision(meeting=meeting, kind=Decision.Kind.DROP, text="Vervalt.", action=cast.action, by=cast.officer)


def test_sending_mails_those_who_coordinate_or_sign_and_lets_the_minutes_stand(cast, meeting):
    send_minutes(meeting=meeting, by=cast.officer)
    meeting.refresh_from_db()
    assert meeting.is_settled
    assert not any(cast.officer.email in address for message in mail.outbox for address in message.to)
    with pytest.raises(ValidationError):
        change_meeting(meeting=meeting, minutes="Anders.", by=cast.officer)


@pytest.mark.parametrize("person", ["officer", "admin"])
def test_minutes_that_were_sent_are_changed_in_no_way(cast, meeting, person):
    send_minutes(meeting=meeting, by=cast.officer)
    meeting.refresh_from_db()
    meeting.minutes = "Anders."
    with change_set(user=getattr(cast, person)), pytest.raises(ValidationError) as refused:
        meeting.save()
    assert set(refused.value.message_dict) == {"minutes"}


@pytest.mark.parametrize("person", ["officer", "admin"])
def test_who_had_read_the_meeting_before_the_minutes_were_sent_changes_nothing_either(cast, meeting, person):
    """Saving what was read a moment ago took back that they were sent, and put other words in their place."""
    read_before = Meeting.objects.get(pk=meeting.pk)
    send_minutes(meeting=meeting, by=cast.officer)
    read_before.minutes = "Anders."
    read_before._history_user = getattr(cast, person)
    with pytest.raises(ValidationError):
        read_before.save()
    meeting.refresh_from_db()
    assert (meeting.minutes, meeting.is_settled) == ("Wij spraken over de flexwoningen.", True)


def _send(pk: int, cast) -> bool:
    return bool(send_minutes(meeting=Meeting.objects.get(pk=pk), by=cast.officer))


def _change(pk: int, cast) -> bool:
    return bool(change_meeting(meeting=Meeting.objects.get(pk=pk), minutes="Anders.", by=cast.officer))


@pytest.mark.django_db(transaction=True)
@needs_postgresql
def test_minutes_that_are_sent_while_they_are_changed_are_those_that_were_mailed():
    cast = make_cast()
    for stagger in staggers(0.02):
        row = MeetingFactory(agreement=cast.agreement, title=f"Na {stagger}", held_on=date(2024, 3, 12), minutes="Zo was het")
        calls = [partial(call, row.pk, cast) for call in (_send, _change)]
        sent, changed = race(*calls, refusals=(ValidationError,), stagger=stagger)
        row.refresh_from_db()
        assert (sent.value, row.is_settled) == (True, True)
        assert row.minutes == ("Zo was het" if changed.refusal else "Anders.")
        moments = row.history.values_list("minutes", "minutes_sent_at")
        assert {minutes for minutes, sent_at in moments if sent_at} == {row.minutes}


def test_minutes_are_sent_once_when_there_are_any_and_the_meeting_was_held(cast, meeting):
    empty = MeetingFactory(agreement=cast.agreement, held_on=date(2024, 4, 2))
    ahead = MeetingFactory(agreement=cast.agreement, held_on=timezone.localdate() + timedelta(days=9), minutes="Alvast.")
    for refused in (empty, ahead):
        with pytest.raises(NotAllowedNowError):
            send_minutes(meeting=refused, by=cast.officer)
    send_minutes(meeting=meeting, by=cast.officer)
    with pytest.raises(NotAllowedNowError):
        send_minutes(meeting=meeting, by=cast.officer)


def test_what_was_wrong_is_added_below(cast, meeting):
    with pytest.raises(NotAllowedNowError):
        add_to_minutes(meeting=meeting, text="Te vroeg.", by=cast.officer)
    send_minutes(meeting=meeting, by=cast.officer)
    meeting.refresh_from_db()
    add_to_minutes(meeting=meeting, text="Het ging om 24 woningen.", by=cast.officer)
    assert [(row.text, row.by) for row in meeting.additions.all()] == [("Het ging om 24 woningen.", cast.officer)]


@pytest.mark.parametrize("person", ["association_officer", "tenant", "outsider"])
def test_only_a_coordinator_sends_and_adds(cast, meeting, person):
    with pytest.raises(PermissionDenied):
        send_minutes(meeting=meeting, by=getattr(cast, person))


@pytest.mark.parametrize("person", ["officer", "admin"])
def test_a_decision_that_was_recorded_stays(cast, decision, person):
    decision.text = "Gaat door."
    with change_set(user=getattr(cast, person)):
        with pytest.raises(ValidationError):
            decision.save()
        with pytest.raises(ValidationError):
            Decision.objects.filter(pk=decision.pk).delete()


def test_a_wrong_decision_gets_a_correction_below_it(cast, meeting, decision):
    right = record_decision(
        meeting=meeting, kind=Decision.Kind.OTHER, text="Gaat door.", action=cast.action, corrects=decision, by=cast.officer
    )
    assert list(decision.corrections.all()) == [right]
