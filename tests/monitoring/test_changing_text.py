"""Progress on a text that changes by consent: what was reported stays, and says of which words it was said."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from monitoring.meetings.escalation import escalations
from monitoring.models import Position, ProgressUpdate, Round
from monitoring.position.collect import collect_state
from monitoring.progress.my_actions import collect_my_actions
from monitoring.progress.reporting import submit_unchanged
from monitoring.progress.waiting import number_waiting
from monitoring.queries import ActionState, collect_round
from monitoring.rounds.workflow import close_round, open_round
from parties.models import Membership
from parties.refusals import NotAllowedNowError
from tests.agreements.changes.conftest import adjust, drop, in_days, now, scene, scene_as_made  # noqa: F401 (fixtures)
from tests.factories import MembershipFactory, ProgressUpdateFactory, RoundFactory, UserFactory

__all__ = ["scene"]
pytestmark = pytest.mark.django_db
LATER = timedelta(days=1)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def asked(scene):
    """A round about 2024 that is open today."""
    return opened(scene, "Ronde 1", "2024-12-31")


def opened(scene, name: str, day: str) -> Round:
    window = {"opens_on": in_days(-3), "closes_on": in_days(9)}
    return RoundFactory(agenda=scene.agenda(), name=name, reference_date=day, opened=True, **window)


def report(scene, asked, action=None, **kind) -> ProgressUpdate:
    return ProgressUpdateFactory(action=action or scene.cast.action, round=asked, submitted_at=timezone.now(), **kind)


def later(days: int = 1):
    return time_machine.travel(timezone.now() + timedelta(days=days))


def row_of(asked, action):
    rows = {row.action.pk: row for row in collect_round(Round.objects.select_related("agenda").get(pk=asked.pk))}
    return rows.get(action.pk)


def state_of(scene, action):
    found = collect_state(scene.agenda(), at=timezone.localdate())
    return {row.id: row for theme in found.themes for goal in theme.goals for row in goal.actions}.get(action.pk)


def reporter(scene, party):
    person = UserFactory()
    MembershipFactory(user=person, party=party, role=Membership.Role.EDITOR)
    return person


# -- New words


def test_a_round_whose_past_is_not_told_reads_it_where_an_action_reads_otherwise(scene):
    report(scene, opened(scene, "Ronde 1", "2024-06-30"))
    with later():
        round = Round.objects.select_related("agenda").get(pk=opened(scene, "Ronde 2", "2024-12-31").pk)
        rows = {row.action.pk: row for row in collect_round(round, past_is_told=False)}
        assert (rows[scene.cast.action.pk].before, rows[scene.cast.action.pk].reworded_on) == ((), None)
        scene.change(adjust(scene.cast.action, text="De 30 flexwoningen zijn opgeleverd."))
        rows = {row.action.pk: row for row in collect_round(round, past_is_told=False)}
        assert rows[scene.cast.action.pk].reworded_on == timezone.localdate()


def test_after_new_words_the_light_stays_and_says_since_when_the_text_is_another(scene, asked):
    report(scene, asked, red=True)
    with later():
        day = timezone.localdate()
        scene.change(adjust(scene.cast.action, text="De 30 flexwoningen zijn opgeleverd."))
        row, state = row_of(asked, scene.cast.action), state_of(scene, scene.cast.action)
        assert (row.light.key, row.reworded_on) == ("off_track", day)
        assert (state.light.key, state.reworded_on) == ("off_track", day)
        person = reporter(scene, scene.cast.association)
        (mine,) = collect_my_actions(person)
        assert [found.progress.reworded_on for found in mine.actions] == [day]
    with later(2):
        report(scene, asked)
        assert row_of(asked, scene.cast.action).reworded_on is None, "it was reported on as it reads now"
        assert state_of(scene, scene.cast.action).reworded_on is None


def test_a_report_of_an_earlier_round_is_of_the_words_of_then(scene, asked):
    report(scene, asked)
    with later():
        close_round(round=asked, by=scene.coordinator)
        scene.change(adjust(scene.cast.action, due_on=in_days(40), due_precision="day"))
        following = opened(scene, "Ronde 2", "2025-03-31")
        assert row_of(following, scene.cast.action).reworded_on == timezone.localdate()
        assert row_of(following, scene.cast.second).reworded_on is None


def test_a_typing_error_and_another_number_are_no_other_text(scene, asked):
    report(scene, asked)
    with later():
        scene.change(adjust(scene.cast.action, number="1.1a"))
        scene.change({**adjust(scene.cast.action, text="De 24 flexwoningen zijn opgeleverd."), "kind": "correct"})
        assert row_of(asked, scene.cast.action).reworded_on is None


def test_what_is_only_proposed_changes_nothing(scene, asked):
    report(scene, asked)
    with later():
        scene.propose(adjust(scene.cast.action, text="De 30 flexwoningen zijn opgeleverd."))
        assert row_of(asked, scene.cast.action).reworded_on is None


def test_a_report_keeps_the_version_that_it_answered(scene, asked):
    person = reporter(scene, scene.cast.association)
    fixed = {"action": scene.cast.action, "round": asked, "party": scene.cast.association, "by": person}
    before = RoundFactory(agenda=scene.agenda(), name="Ronde 0", reference_date="2024-06-30", closed=True)
    ProgressUpdateFactory(action=scene.cast.action, round=before)
    first = submit_unchanged(token="6e64b7c5-8a5c-4a5e-9a0d-3a4f5f6a7b81", **fixed)
    assert first.version.number == 1
    with later():
        scene.change(adjust(scene.cast.action, text="De 30 flexwoningen zijn opgeleverd."))
        assert now(first).version.number == 1
        other = now(first)
        other.version = None
        with pytest.raises(ValidationError):
            other.save()


# -- Dropped, split, merged, revoked


def test_what_was_dropped_is_asked_no_more_and_comes_before_no_meeting(scene, asked):
    report(scene, asked, red=True)
    assert [row.action for row in escalations(scene.agreement)] == [scene.cast.action]
    with later():
        scene.change(drop(scene.cast.action, "De kavel is verkocht."))
        assert escalations(scene.agreement) == ()
        assert row_of(asked, scene.cast.action) is None
        person = reporter(scene, scene.cast.association)
        assert (collect_my_actions(person), number_waiting(person)) == ((), {})
        with pytest.raises(NotAllowedNowError, match="dropped"):
            submit_unchanged(
                action=now(scene.cast.action),
                round=asked,
                party=scene.cast.association,
                by=person,
                token="6e64b7c5-8a5c-4a5e-9a0d-3a4f5f6a7b82",
            )
        closed = close_round(round=asked, by=scene.coordinator)
        assert str(scene.cast.action.pk) not in closed.asked


def split(scene) -> list:
    parts = [{"text": "De 12 woningen aan de Kade."}, {"text": "De 12 woningen aan het Plein."}]
    scene.change(drop(scene.cast.action, "In twee delen.", kind="split", parts=parts))
    return [link.later for link in now(scene.cast.action).later_links.order_by("pk")]


def test_what_was_split_begins_without_a_light_and_its_line_goes_on(scene, asked):
    report(scene, asked, red=True)
    close_round(round=asked, by=scene.coordinator)
    with later():
        parts = split(scene)
        assert escalations(scene.agreement) == (), "nobody has said anything of the parts"
        assert [row_of(asked, part) for part in parts] == [None, None], "the round closed before they were there"
        following = opened(scene, "Ronde 2", "2025-03-31")
        row, state = row_of(following, parts[0]), state_of(scene, parts[0])
        assert (row.state, row.previous.judgement) == (ActionState.NOTHING, "off_track")
        assert [step.light.key for step in state.earlier] == ["off_track"]
        assert state.light.key == "none_yet"
        report(scene, following, action=parts[0])
        close_round(round=following, by=scene.coordinator)
        third = opened(scene, "Ronde 3", "2025-06-30")
        assert third.is_under_way
        assert [step.light.key for step in state_of(scene, parts[0]).earlier] == ["off_track", "on_track"]


def test_a_part_comes_before_the_executives_for_what_was_said_of_itself(scene, asked):
    report(scene, asked, red=True)
    with later():
        first, _second = split(scene)
        assert escalations(scene.agreement) == ()
        report(scene, asked, action=first, red=True)
        assert [row.action for row in escalations(scene.agreement)] == [first]


def test_of_a_revoked_text_nothing_more_is_asked(scene, asked):
    report(scene, asked, red=True)
    person = reporter(scene, scene.cast.tenants)
    assert sum(number_waiting(person).values()) == 1
    planned = RoundFactory(agenda=scene.agenda(), name="Ronde 2", reference_date="2025-03-31")
    scene.change({"kind": "revoke", "about": "agenda", "row": None, "becomes": {}})
    assert (collect_my_actions(person), number_waiting(person), escalations(scene.agreement)) == ((), {}, ())
    fixed = {"action": scene.cast.second, "round": Round.objects.get(pk=asked.pk), "party": scene.cast.tenants, "by": person}
    with pytest.raises(NotAllowedNowError, match="revoked this text"):
        submit_unchanged(token="6e64b7c5-8a5c-4a5e-9a0d-3a4f5f6a7b83", **fixed)
    with pytest.raises(NotAllowedNowError, match="revoked"):
        open_round(round=Round.objects.get(pk=planned.pk), by=scene.coordinator)
    with pytest.raises(ValidationError, match="revoked"):
        Round(agenda=scene.agenda(), name="R3", reference_date="2024-12-31", opens_on=in_days(0), closes_on=in_days(1)).save()
    assert close_round(round=Round.objects.get(pk=asked.pk), by=scene.coordinator).asked == {}


# -- In the middle of a round


def test_other_leads_by_consent_are_asked_at_once_and_what_the_earlier_one_said_counts_until_then(scene, asked):
    report(scene, asked, amber=True)
    with later():
        scene.change(adjust(scene.cast.action, leads=[{"party": scene.cast.tenants.pk, "task": ""}]))
        row = row_of(asked, scene.cast.action)
        assert (row.asked, row.light.key, row.reworded_on) == (
            frozenset({scene.cast.tenants.pk}),
            "at_risk",
            timezone.localdate(),
        )
        former, new = reporter(scene, scene.cast.association), reporter(scene, scene.cast.tenants)
        assert collect_my_actions(former) == ()
        assert scene.cast.action.pk in {found.action.pk for mine in collect_my_actions(new) for found in mine.actions}
        report(scene, asked, party=scene.cast.tenants)
        assert row_of(asked, scene.cast.action).light.key == "on_track"


def test_a_position_that_was_frozen_never_changes(scene, asked):
    report(scene, asked, red=True)
    close_round(round=asked, by=scene.coordinator)
    frozen = Position.objects.get()
    with later():
        scene.change(adjust(scene.cast.second, text="Iets anders."))
        scene.change(drop(scene.cast.action))
    found = Position.objects.get()
    assert (found.content, found.sha256) == (frozen.content, frozen.sha256)
    assert '"reworded_on":null' in found.content


def test_an_escalation_says_which_proposal_there_is(scene, asked):
    report(scene, asked, red=True)
    put = scene.propose(drop(scene.cast.action))
    scene.propose(adjust(scene.cast.second, text="Iets anders."))
    (row,) = escalations(scene.agreement)
    assert row.proposals == (put,)
    scene.agree(put)
    assert escalations(scene.agreement) == ()
