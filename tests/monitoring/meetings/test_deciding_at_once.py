"""Where all agreed that the meeting decides, what it agreed to counts at once for the parties that were there."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from agreements.changes import workflow as changes
from agreements.models import Assent
from monitoring.meetings.attending import Seat, record_attendance
from monitoring.meetings.proposing import propose_decision
from monitoring.models import Attendance, Meeting
from parties.models import Membership
from tests.agreements.changes.conftest import Scene, adjust, in_days, made, now, scenes

from .test_deciding import answered, confirms, everyone, proposed

pytestmark = pytest.mark.django_db


def made_deciding() -> Scene:
    """All agreed that the meeting decides; that is agreed text."""
    scene = made()
    scene.change(adjust(scene.agreement, meeting_decides=True))
    assert now(scene.cast.agreement).meeting_decides
    return scene


@pytest.fixture(scope="module")
def scene_as_made(module_rows, django_db_blocker):
    with scenes(django_db_blocker, made_deciding) as fresh:
        yield fresh


@pytest.fixture
def deciding(scene):
    return scene


def test_nobody_is_asked_whose_answer_counts_at_once(deciding, meeting):
    meeting.present(deciding.cast.tenants, deciding.cast.association)
    decision = meeting.decides(deciding.cast.action, "drop")
    meeting.send()
    mail.outbox.clear()
    proposed(deciding, decision)
    asked = {letter.to[0].split("<")[1].strip(">") for letter in mail.outbox if "antwoord" in letter.subject}
    assert asked == {deciding.signers[deciding.cast.municipality].email, deciding.cast.executive.email}


def test_people_who_were_there_have_answered_where_the_meeting_decides(deciding, meeting):
    scene = deciding
    meeting.present(scene.cast.tenants, scene.cast.association)
    decision = meeting.decides(scene.cast.action, "drop")
    meeting.send()
    put = proposed(scene, decision)
    found = {assent.needed.party: assent for assent in Assent.objects.filter(needed__proposal=put)}
    assert set(found) == {scene.cast.tenants, scene.cast.association}
    assert found[scene.cast.tenants].by == scene.signers[scene.cast.tenants]
    assert found[scene.cast.tenants].history.get().history_user == scene.coordinator, "who sent the minutes recorded it"
    assert put.is_open
    scene.answer(put, scene.cast.municipality)
    assert now(put).state == "agreed"
    scene.all_is_well()


def test_with_everyone_there_it_takes_effect_at_once(deciding, meeting):
    meeting.present(*everyone(deciding))
    decision = meeting.decides(deciding.cast.action, "drop")
    meeting.send()
    assert proposed(deciding, decision).state == "agreed"
    assert now(deciding.cast.action).is_dropped
    deciding.all_is_well()


def test_it_counts_only_once_everyone_could_read_the_minutes(deciding, meeting):
    meeting.present(*everyone(deciding))
    decision = meeting.decides(deciding.cast.action, "drop")
    put = proposed(deciding, decision)
    assert answered(put) == 0
    meeting.send()
    assert now(put).state == "agreed"


@pytest.mark.parametrize("form", ["absent", "represented", "no quorum"])
def test_it_counts_only_for_who_was_there_and_with_the_quorum(deciding, meeting, form):
    meeting.present(*everyone(deciding))
    decision = meeting.decides(deciding.cast.action, "drop")
    put = proposed(deciding, decision)
    if form == "no quorum":
        Meeting.objects.update(quorum_missed=True)
    else:
        Attendance.objects.update(kind=form, represented_by="P. de Wit" if form == "represented" else "")
    meeting.row.refresh_from_db()
    meeting.send()
    assert answered(put) == 0


def test_what_was_recorded_after_the_minutes_does_not_count(deciding, meeting):
    meeting.present(*everyone(deciding))
    meeting.send()
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        decision = meeting.decides(deciding.cast.action, "drop")
        assert answered(proposed(deciding, decision)) == 0


def test_words_that_the_meeting_never_saw_do_not_count(deciding, meeting):
    meeting.present(*everyone(deciding))
    decision = meeting.decides(deciding.cast.action, "adjust")
    meeting.send()
    draft = propose_decision(decision=decision, by=deciding.coordinator)
    changes.put_change(proposal=draft, by=deciding.coordinator, **adjust(deciding.cast.action, text="Iets heel anders."))
    put = changes.open_changes(proposal=draft, by=deciding.coordinator, deadline=in_days(14))
    assert answered(put) == 0
    assert confirms(meeting, decision, deciding.signers[deciding.cast.tenants]) == [deciding.cast.tenants]


def test_nor_does_what_was_written_beside_the_decision(deciding, meeting):
    meeting.present(*everyone(deciding))
    decision = meeting.decides(deciding.cast.action, "drop")
    meeting.send()
    draft = propose_decision(decision=decision, by=deciding.coordinator)
    changes.put_change(proposal=draft, by=deciding.coordinator, **adjust(deciding.cast.second, text="Iets heel anders."))
    assert answered(changes.open_changes(proposal=draft, by=deciding.coordinator, deadline=in_days(14))) == 0


def test_a_meeting_of_officers_decides_nothing_at_once(deciding, meeting):
    Meeting.objects.filter(pk=meeting.row.pk).update(kind="ambtelijk")
    meeting.row.refresh_from_db()
    meeting.present(*everyone(deciding))
    decision = meeting.decides(deciding.cast.action, "drop")
    meeting.send()
    assert answered(proposed(deciding, decision)) == 0


def test_words_that_lay_there_before_the_meeting_count(deciding, meeting):
    put = deciding.propose(adjust(deciding.cast.action, text="Er staan 30 woningen."))
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        Meeting.objects.filter(pk=meeting.row.pk).update(held_on=timezone.localdate())
        meeting.row.refresh_from_db()
        meeting.present(*everyone(deciding))
        meeting.decides(deciding.cast.action, "adjust", proposal=put)
        meeting.send()
        assert now(put).state == "agreed"
    assert now(deciding.cast.action).text == "Er staan 30 woningen."


def test_who_was_there_and_may_not_sign_gives_no_answer(deciding, meeting):
    rows = Membership.objects.filter(user=deciding.coordinator)
    seats = [Seat(row.party_id, row.user_id) for row in rows]
    record_attendance(meeting=meeting.row, seats=seats, by=deciding.coordinator)
    decision = meeting.decides(deciding.cast.action, "drop")
    meeting.send()
    assert answered(proposed(deciding, decision)) == 0
