"""Who was there, was absent or was represented, and whether those were enough to decide."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from agreements.models import Participation
from monitoring.meetings.attending import Seat, concerned_with, parties_at, quorum_of, record_attendance
from monitoring.meetings.escalation import escalations
from monitoring.meetings.minutes import reacting_parties
from monitoring.meetings.workflow import record_decision
from monitoring.models import Attendance, Meeting, MeetingParty
from parties.refusals import NotAllowedNowError
from tests.factories import MeetingFactory, MeetingRuleFactory, MembershipFactory, ProgressUpdateFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(cast):
    return MeetingFactory(agreement=cast.agreement)


@pytest.fixture
def seats(cast):
    """Somebody of each party, by the word for it."""
    parties = {"municipality": cast.municipality, "association": cast.association, "tenants": cast.tenants}
    people = {name: MembershipFactory(party=party).user for name, party in parties.items()}

    def seats(**kinds: str) -> list[Seat]:
        by = {"represented": "P. de Wit"}
        return [Seat(parties[name].pk, people[name].pk, kind, by.get(kind, "")) for name, kind in kinds.items()]

    return seats


def test_each_is_recorded_changed_and_taken_away(cast, meeting, seats):
    record_attendance(meeting=meeting, seats=seats(municipality="present", association="absent"), by=cast.officer)
    record_attendance(meeting=meeting, seats=seats(association="represented", tenants="present"), by=cast.officer)
    found = {row.party: (row.kind, row.represented_by) for row in meeting.attendances.all()}
    assert found == {cast.association: ("represented", "P. de Wit"), cast.tenants: ("present", "")}
    changed = Attendance.history.filter(party=cast.association).order_by("history_id")
    assert [(row.history_type, row.kind) for row in changed] == [("+", "absent"), ("~", "represented")]
    with pytest.raises(PermissionDenied):
        record_attendance(meeting=meeting, seats=[], by=cast.tenant)
    with pytest.raises(ValidationError):
        record_attendance(meeting=meeting, seats=[Seat(cast.tenants.pk, cast.tenant.pk, "represented", "")], by=cast.officer)


def test_of_a_bilateral_meeting_only_its_own_parties_are_there(cast, meeting, seats):
    Meeting.objects.update(kind="bilateral")
    row = Meeting.objects.get()
    for party in (cast.municipality, cast.tenants):
        MeetingParty.objects.create(meeting=row, party=party)
    record_attendance(meeting=row, seats=seats(municipality="present"), by=cast.officer)
    with pytest.raises(ValidationError, match="in this meeting"):
        record_attendance(meeting=row, seats=seats(association="present"), by=cast.officer)


CASES = [
    ({"quorum": "number", "quorum_number": 2}, {"municipality": "present", "tenants": "represented"}, ""),
    ({"quorum": "number", "quorum_number": 2}, {"municipality": "present", "tenants": "absent"}, "1 party"),
    ({"quorum": "signatories"}, {"municipality": "present", "association": "present", "tenants": "present"}, ""),
    ({"quorum": "signatories"}, {"municipality": "present", "tenants": "present"}, "association"),
    ({"quorum": "kinds"}, {"municipality": "present", "association": "present", "tenants": "represented"}, ""),
    ({"quorum": "kinds"}, {"municipality": "present", "association": "absent", "tenants": "present"}, "housing association"),
]


@pytest.mark.parametrize(("form", "there", "missing"), CASES, ids=str)
def test_the_quorum_follows_from_the_rule_and_who_was_there(cast, meeting, seats, form, there, missing):
    MeetingRuleFactory(agreement=cast.agreement, kind="bestuurlijk", subject="", **form)
    assert not quorum_of(meeting).is_known
    record_attendance(meeting=meeting, seats=seats(**there), by=cast.officer)
    meeting.refresh_from_db()
    missing = cast.association.short_name if missing == "association" else missing
    standing = quorum_of(meeting)
    assert (standing.is_there, standing.missing, meeting.quorum_missed) == (not missing, missing, bool(missing))


def test_it_is_there_again_once_more_people_are_recorded(cast, meeting, seats):
    MeetingRuleFactory(agreement=cast.agreement, kind="bestuurlijk", subject="", quorum="number", quorum_number=2)
    for there, is_missed in (
        ({"tenants": "present"}, True),
        ({"tenants": "present", "association": "present"}, False),
        ({}, False),
    ):
        record_attendance(meeting=meeting, seats=seats(**there), by=cast.officer)
        meeting.refresh_from_db()
        assert meeting.quorum_missed is is_missed


def test_where_no_quorum_was_agreed_there_is_none_to_miss(cast, meeting, seats):
    record_attendance(meeting=meeting, seats=seats(tenants="present"), by=cast.officer)
    meeting.refresh_from_db()
    assert quorum_of(meeting) is None
    assert not meeting.quorum_missed


def test_what_was_decided_without_the_quorum_comes_back_before_the_executives(cast, round, meeting):
    ProgressUpdateFactory(action=cast.action, round=round, red=True)
    record_decision(meeting=meeting, kind="discuss", text="Besproken.", action=cast.action, by=cast.officer)
    assert escalations(cast.agreement) == ()
    Meeting.objects.update(quorum_missed=True)
    assert [row.action for row in escalations(cast.agreement)] == [cast.action]


def test_who_minutes_says_who_was_there_until_the_minutes_are_sent(cast, meeting, seats):
    MeetingRuleFactory(agreement=cast.agreement, kind="bestuurlijk", subject="", quorum="number", quorum_number=2)
    with pytest.raises(PermissionDenied):
        record_attendance(meeting=meeting, seats=seats(tenants="present"), by=cast.association_officer)
    Meeting.objects.filter(pk=meeting.pk).update(minuted_by=cast.association)
    now = Meeting.objects.get(pk=meeting.pk)
    record_attendance(meeting=now, seats=seats(tenants="present"), by=cast.association_officer)
    now.refresh_from_db()
    assert (now.attendances.count(), now.quorum_missed) == (1, True)


def test_of_a_cancelled_meeting_nobody_says_who_was_there(cast, meeting, seats):
    Meeting.objects.filter(pk=meeting.pk).update(cancelled_on=date(2024, 9, 1), cancel_reason="Te weinig mensen.")
    with pytest.raises(NotAllowedNowError, match="cancelled"):
        record_attendance(meeting=meeting, seats=seats(tenants="present"), by=cast.officer)


def test_a_party_that_left_after_it_was_planned_is_not_expected_any_more(cast, meeting, seats):
    MeetingRuleFactory(agreement=cast.agreement, kind="bestuurlijk", subject="", quorum="signatories")
    Meeting.objects.filter(pk=meeting.pk).update(minuted_by=cast.tenants, prepared_by=cast.tenants)
    Participation.objects.filter(agreement=cast.agreement, party=cast.tenants).update(to_year=2023)
    now = Meeting.objects.select_related("agreement").get(pk=meeting.pk)
    assert cast.tenants not in parties_at(now)
    assert cast.tenant not in concerned_with(now)
    assert Meeting.objects.minuted_by(cast.officer).filter(pk=now.pk).exists(), "a coordinator minutes in its place"
    record_attendance(meeting=now, seats=seats(municipality="present", association="present"), by=cast.officer)
    now.refresh_from_db()
    assert quorum_of(now).is_there
    assert not reacting_parties(now, cast.tenant).exists()
