"""Which proposals stand on the page of the next meeting."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from agreements.changes import workflow as changes
from agreements.consent.answering import expire_overdue
from monitoring.meetings.waiting import proposals_for
from tests.agreements.changes.conftest import adjust, in_days, now
from tests.factories import MeetingFactory

pytestmark = pytest.mark.django_db


def at(scene, days: int, kind="bestuurlijk"):
    return MeetingFactory(agreement=scene.cast.agreement, kind=kind, held_on=in_days(days))


def propose(scene, row, level: str, days: int = 14):
    draft = changes.start(text=scene.agenda(), by=scene.coordinator, subject=f"Over {level}", level=level)
    changes.put_change(proposal=draft, by=scene.coordinator, **adjust(row, text="Dit leest anders."))
    return changes.open_changes(proposal=draft, by=scene.coordinator, deadline=in_days(days))


def told(meeting) -> list:
    return [(row.proposal, row.unanswered) for row in proposals_for(meeting)]


def test_each_level_waits_for_the_next_meeting_of_its_kind_with_who_did_not_answer(scene):
    soon, later, officers, theme = at(scene, 5), at(scene, 50), at(scene, 3, "ambtelijk"), at(scene, 2, "thematic")
    high = propose(scene, scene.cast.action, "bestuurlijk")
    low = propose(scene, scene.cast.second, "ambtelijk")
    scene.answer(high, scene.cast.association)
    municipality, association, tenants = (str(scene.cast.municipality), str(scene.cast.association), str(scene.cast.tenants))
    assert told(soon) == [(high, (municipality, tenants))]
    assert told(officers) == [(low, (municipality, association, tenants))]
    assert told(later) == told(theme) == []


def test_what_names_no_level_goes_to_the_executives(scene):
    none = propose(scene, scene.cast.action, "")
    assert [row for row, _ in told(at(scene, 5))] == [none]
    assert told(at(scene, 3, "ambtelijk")) == []


def test_what_was_not_answered_in_time_stands_there_until_a_meeting_was_held_or_it_was_put_again(scene):
    proposal = propose(scene, scene.cast.action, "bestuurlijk", days=4)
    meeting = at(scene, 9)
    with time_machine.travel(timezone.now() + timedelta(days=5)):
        expire_overdue()
        assert now(proposal).state == "expired"
        assert [row for row, _ in told(meeting)] == [proposal]
    later = at(scene, 30)
    with time_machine.travel(timezone.now() + timedelta(days=10)):
        assert told(later) == [], "the meeting in between has seen it"
    later.delete()
    with time_machine.travel(timezone.now() + timedelta(days=6)):
        changes.propose_again(proposal=now(proposal), by=scene.coordinator)
        assert told(meeting) == []


def test_a_meeting_that_is_over_and_a_proposal_that_ended_say_nothing(scene):
    done = propose(scene, scene.cast.action, "bestuurlijk")
    meeting = at(scene, 5)
    scene.agree(done)
    assert told(meeting) == []
    propose(scene, scene.cast.second, "bestuurlijk")
    assert told(MeetingFactory(agreement=scene.cast.agreement, held_on=in_days(-1))) == []


@pytest.mark.parametrize("number", [1, 2])
def test_it_takes_as_many_queries_for_two_as_for_one(scene, number, django_assert_num_queries):
    for row in (scene.cast.action, scene.cast.second)[:number]:
        propose(scene, row, "bestuurlijk")
    meeting = at(scene, 5)
    with django_assert_num_queries(4):
        assert len([(str(row.proposal), row.proposal.title) for row in proposals_for(meeting)]) == number
