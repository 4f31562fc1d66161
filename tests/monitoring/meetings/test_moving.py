"""A meeting that moves, does not take place, or is shared; who was invited hears of it, and calendars follow."""

from datetime import date, time, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from icalendar import Calendar

from monitoring.meetings.attending import concerned_with, parties_at
from monitoring.meetings.entries import entry_of, file_of
from monitoring.meetings.invitations import invite_to
from monitoring.meetings.minutes import send_minutes
from monitoring.meetings.moving import cancel_meeting, restore_meeting, share_meeting
from monitoring.meetings.workflow import change_meeting, plan_meeting, record_decision
from monitoring.models import Attendance, Meeting
from parties.models import Membership
from parties.refusals import NotAllowedNowError
from tests.factories import MeetingFactory, MembershipFactory, ParticipationFactory, PartyFactory, RoundFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def speaker(cast):
    """Who coordinates the housing association; the officer coordinates the municipality."""
    return MembershipFactory(party=cast.association, role=Membership.Role.COORDINATOR).user


@pytest.fixture
def meeting(cast, speaker):
    day = timezone.localdate() + timedelta(days=30)
    return MeetingFactory(agreement=cast.agreement, held_on=day, starts_at=time(14), ends_at=time(16), place="Raadhuis")


def told() -> dict[str, tuple[str, int, str]]:
    """By address what the file of the newest mail does: method, sequence and status. The outbox is emptied."""
    found = {}
    for message in mail.outbox:
        ((_name, content, kind),) = message.attachments
        calendar = Calendar.from_ical(content)
        (event,) = calendar.walk("VEVENT")
        assert f"method={calendar['method']}" in kind
        assert event["attendee"].removeprefix("mailto:") in message.to[0]
        found[event["attendee"].removeprefix("mailto:")] = (calendar["method"], event["sequence"], event["status"])
    mail.outbox.clear()
    return found


def again(row) -> Meeting:
    return Meeting.objects.get(pk=row.pk)


def test_invited_moved_cancelled_and_back_each_with_a_higher_sequence_and_the_same_uid(cast, meeting, speaker):
    uids = [entry_of(meeting).uid]
    people = {user.email for user in concerned_with(meeting)}
    assert {cast.officer.email, speaker.email} <= people
    invite_to(meeting, by=cast.officer)
    assert told() == dict.fromkeys(people, ("REQUEST", 0, "CONFIRMED"))
    moved = change_meeting(meeting=again(meeting), by=cast.officer, held_on=meeting.held_on + timedelta(days=7))
    assert told() == dict.fromkeys(people, ("REQUEST", 1, "CONFIRMED"))
    cancelled = cancel_meeting(meeting=moved, reason="Te weinig om over te spreken.", by=cast.officer)
    assert told() == dict.fromkeys(people, ("CANCEL", 2, "CANCELLED"))
    back = restore_meeting(meeting=cancelled, by=cast.officer)
    assert told() == dict.fromkeys(people, ("REQUEST", 3, "CONFIRMED"))
    assert {entry_of(row).uid for row in (moved, cancelled, back)} == set(uids)
    assert (back.cancelled_on, back.cancel_reason) == (None, "")
    assert [row.cancel_reason for row in back.history.all() if row.cancelled_on] == ["Te weinig om over te spreken."]


def test_what_is_in_no_calendar_is_mailed_to_nobody(cast, meeting):
    change_meeting(meeting=again(meeting), by=cast.officer, place="Hal")
    assert told() == {}, "nobody was invited"
    invite_to(again(meeting), by=cast.officer)
    told()
    change_meeting(meeting=again(meeting), by=cast.officer, agenda_text="1. Opening")
    assert told() == {}
    assert again(meeting).sequence == 1


def test_the_file_of_a_meeting_passes_a_parser(meeting):
    (event,) = Calendar.from_ical(file_of(meeting)).walk("VEVENT")
    assert (event["location"], event.decoded("dtend") - event.decoded("dtstart")) == ("Raadhuis", timedelta(hours=2))
    Meeting.objects.update(starts_at=None, ends_at=None)
    (event,) = Calendar.from_ical(file_of(again(meeting))).walk("VEVENT")
    assert event.decoded("dtstart") == meeting.held_on, "the whole day where no hour is known"


def test_it_is_cancelled_once_with_a_reason_and_not_when_it_was_held(cast, meeting, speaker):
    with pytest.raises(PermissionDenied):
        cancel_meeting(meeting=meeting, reason="Zomaar.", by=cast.tenant)
    with pytest.raises(ValidationError):
        cancel_meeting(meeting=meeting, reason="", by=cast.officer)
    with pytest.raises(NotAllowedNowError):
        restore_meeting(meeting=meeting, by=cast.officer)
    seat = Attendance.objects.create(meeting=meeting, party=cast.municipality, user=cast.officer)
    with pytest.raises(NotAllowedNowError):
        cancel_meeting(meeting=meeting, reason="Zomaar.", by=cast.officer)
    seat.delete()
    cancel_meeting(meeting=meeting, reason="Ziek.", by=speaker)
    with pytest.raises(NotAllowedNowError):
        cancel_meeting(meeting=meeting, reason="Ziek.", by=cast.officer)
    with pytest.raises(NotAllowedNowError):
        invite_to(again(meeting), by=cast.officer)
    Meeting.objects.update(minutes="Wij waren er.")
    with pytest.raises(NotAllowedNowError):
        send_minutes(meeting=again(meeting), by=cast.officer)
    with pytest.raises(ValidationError):
        record_decision(meeting=again(meeting), kind="other", text="Toch.", action=cast.action, by=cast.officer)
    with pytest.raises(ValidationError):
        Attendance(meeting=again(meeting), party=cast.municipality, user=cast.officer).save()


def test_what_decided_something_was_held(cast, meeting):
    record_decision(meeting=meeting, kind="discuss", text="Besproken.", action=cast.action, by=cast.officer)
    with pytest.raises(NotAllowedNowError, match="it was held"):
        cancel_meeting(meeting=meeting, reason="Zomaar.", by=cast.officer)


def test_a_round_that_hangs_on_it_says_so(cast, meeting, client):
    found = RoundFactory(agenda=cast.agenda, meeting=meeting, opened=True)
    cancel_meeting(meeting=meeting, reason="Ziek.", by=cast.officer)
    client.force_login(cast.officer)
    for page in (found.get_absolute_url(), f"/afspraken/{cast.agreement.slug}/rondes/"):
        assert "gaat niet door" in client.get(page).content.decode(), page
    assert found.meeting_id == meeting.pk


# -- Who takes part


def test_a_party_that_left_keeps_its_history_and_is_not_invited_any_more(cast, meeting):
    old = MeetingFactory(agreement=cast.agreement, held_on=date(2023, 5, 4))
    row = Attendance.objects.create(meeting=old, party=cast.tenants, user=cast.tenant)
    cast.agreement.participations.filter(party=cast.tenants).update(to_year=2023)
    assert cast.tenants in parties_at(old)
    assert cast.tenants not in parties_at(meeting)
    assert not concerned_with(meeting).filter(memberships__party=cast.tenants).exists()
    assert Meeting.objects.visible_to(cast.tenant).filter(pk=old.pk).exists()
    assert row in old.attendances.all()


@pytest.fixture
def two(cast, speaker):
    day = timezone.localdate() + timedelta(days=20)
    parties = (cast.municipality, cast.association)
    return plan_meeting(
        by=cast.officer, agreement=cast.agreement, kind="bilateral", title="Locaties", held_on=day, parties=parties, invite=True
    )


def test_to_a_bilateral_meeting_only_its_parties_are_invited(cast, two, speaker):
    signer = MembershipFactory(party=cast.tenants, may_sign=True).user
    people = set(told())
    assert people == {user.email for user in concerned_with(two)}
    assert speaker.email in people
    assert signer.email not in people


def test_who_no_longer_takes_part_gets_it_out_of_the_calendar_and_who_is_new_gets_it_in(cast, two, speaker):
    extra = PartyFactory()
    ParticipationFactory(agreement=cast.agreement, party=extra)
    guest = MembershipFactory(party=extra, role=Membership.Role.COORDINATOR).user
    told()
    change_meeting(meeting=again(two), by=cast.officer, parties=[cast.municipality, extra])
    found = told()
    assert found[speaker.email][0] == "CANCEL"
    assert found[guest.email] == ("REQUEST", 0, "CONFIRMED")
    assert cast.officer.email not in found, "for the municipality nothing changed"
    assert not Meeting.objects.visible_to(speaker).filter(pk=two.pk).exists()


def test_it_is_shared_once_and_by_its_own_parties(cast, two, speaker):
    stranger = MembershipFactory(party=cast.tenants, role=Membership.Role.COORDINATOR).user
    with pytest.raises(PermissionDenied):
        share_meeting(meeting=two, by=stranger)
    share_meeting(meeting=two, by=speaker)
    assert Meeting.objects.visible_to(stranger).get() == two
    assert again(two).history.first().history_user == speaker
    with pytest.raises(NotAllowedNowError):
        share_meeting(meeting=two, by=speaker)


def test_minutes_of_a_bilateral_meeting_go_to_its_own_parties(cast, speaker):
    signer = MembershipFactory(party=cast.tenants, may_sign=True).user
    day = timezone.localdate() - timedelta(days=1)
    parties = (cast.municipality, cast.association)
    held = plan_meeting(by=cast.officer, agreement=cast.agreement, kind="bilateral", held_on=day, minutes="Ja.", parties=parties)
    send_minutes(meeting=held, by=cast.officer)
    to = " ".join(address for message in mail.outbox for address in message.to)
    assert speaker.email in to
    assert signer.email not in to
