"""Minutes that were sent and decisions that were recorded stand: what was wrong is added below them."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from monitoring.meetings.workflow import add_to_minutes, change_meeting, record_decision, send_minutes
from monitoring.models import Decision
from parties.history.records import change_set
from parties.refusals import NotAllowedNowError
from tests.factories import MeetingFactory

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
