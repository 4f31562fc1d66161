"""A decision of a meeting becomes a proposal with one click, and says what became of it."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from agreements.changes import workflow as changes
from agreements.consent.answering import withdraw
from agreements.models import Change, Proposal
from monitoring.meetings.page import decision_rows, meeting_for_page
from monitoring.meetings.proposing import newest_of, propose_decision
from monitoring.models import Decision
from parties.refusals import NotAllowedNowError
from tests.agreements.changes.conftest import adjust, in_days, now
from tests.factories import MeetingFactory, ProgressUpdateFactory, RoundFactory

pytestmark = pytest.mark.django_db


def test_a_draft_has_the_words_of_the_decision_and_the_level_of_the_meeting(scene, meeting):
    decision = meeting.decides(scene.cast.action, "drop", "De kavel is verkocht.")
    draft = propose_decision(decision=decision, by=scene.coordinator)
    (change,) = draft.changes.all()
    assert (draft.state, draft.level, draft.reason) == ("draft", "bestuurlijk", "De kavel is verkocht.")
    assert draft.subject.startswith("Drop: ")
    assert (change.kind, change.action) == (Change.Kind.DROP, scene.cast.action)
    assert change.becomes == {"dropped_on": "2024-11-07", "drop_reason": "De kavel is verkocht."}
    assert now(decision).proposal == draft
    assert now(decision).history.first().history_user == scene.coordinator


@pytest.mark.parametrize("about", ["action", "goal"])
def test_each_kind_of_decision_maps_to_a_kind_of_change(scene, meeting, about):
    found = {}
    for kind in Decision.CHANGING:
        draft = propose_decision(
            decision=meeting.decides(getattr(scene.cast, about), kind, "Er komen 10 woningen bij."), by=scene.coordinator
        )
        found[kind] = [(change.kind, change.about) for change in draft.changes.all()]
    own = {"drop": [("drop", about)], "add": [("add", "action")], "adjust": []}
    assert found == {**own, "carry_over": [("carry_over", "action")] if about == "action" else []}


def test_a_decision_to_adjust_takes_over_what_the_lead_proposed(scene, meeting):
    round = RoundFactory(agenda=scene.agenda(), opened=True)
    day = date(2025, 3, 1)
    ProgressUpdateFactory(
        action=scene.cast.action, round=round, proposal="other_date", proposal_date=day, submitted_at="2024-11-01T10:00:00Z"
    )
    draft = propose_decision(decision=meeting.decides(scene.cast.action, "adjust"), by=scene.coordinator)
    (change,) = draft.changes.all()
    assert change.becomes == {"due_on": "2025-03-01", "due_precision": "day"}


def test_of_a_decision_that_leaves_the_text_as_it_is_nothing_is_proposed(scene, meeting):
    decision = meeting.decides(scene.cast.action, "discuss")
    with pytest.raises(NotAllowedNowError, match="stays as it is"):
        propose_decision(decision=decision, by=scene.coordinator)
    (row,) = decision_rows(meeting_for_page(scene.coordinator, meeting.row.pk), [decision], scene.coordinator)
    assert (row.may_propose, row.became) == (False, "")


def test_only_who_writes_for_a_party_that_signs_makes_a_proposal(scene, meeting):
    decision = meeting.decides(scene.cast.action, "drop")
    reader = scene.signers[scene.cast.association]
    with pytest.raises(PermissionDenied):
        propose_decision(decision=decision, by=reader)
    (row,) = decision_rows(meeting_for_page(reader, meeting.row.pk), [decision], reader)
    assert not row.may_propose
    assert not Proposal.objects.filter(state=Proposal.State.DRAFT).exists()


def test_what_cannot_be_is_refused_and_leaves_no_draft(scene, meeting):
    decision = meeting.decides(scene.cast.action, "drop")
    scene.change({"kind": "drop", "about": "action", "row": scene.cast.action, "becomes": {"drop_reason": "Weg."}})
    with pytest.raises(ValidationError, match="dropped already"):
        propose_decision(decision=decision, by=scene.coordinator)
    assert not Proposal.objects.filter(state=Proposal.State.DRAFT).exists()


def became(meeting, decision, user) -> str:
    (row,) = decision_rows(meeting_for_page(user, meeting.row.pk), [now(decision)], user)
    return row.became


def test_the_decision_says_what_became_of_it_and_keeps_its_proposal(scene, meeting):
    decision, reader = meeting.decides(scene.cast.action, "drop"), scene.signers[scene.cast.tenants]
    draft = propose_decision(decision=decision, by=scene.coordinator)
    assert became(meeting, decision, reader) == "Gemeente Waterhoek is writing a proposal of it."
    with pytest.raises(NotAllowedNowError, match="already"):
        propose_decision(decision=now(decision), by=scene.coordinator)
    put = changes.open_changes(proposal=draft, by=scene.coordinator, deadline=in_days(14))
    assert "Put to the parties" in became(meeting, decision, reader)
    scene.answer(put, scene.cast.tenants, "refused", remark="Wij willen dit houden.")
    assert "was returned" in became(meeting, decision, reader)
    assert "Wij willen dit houden." in became(meeting, decision, reader)
    again = propose_decision(decision=now(decision), by=scene.coordinator)
    assert (again.renews, now(decision).proposal, [row.kind for row in again.changes.all()]) == (put, again, ["drop"])
    scene.agree(changes.open_changes(proposal=again, by=scene.coordinator, deadline=in_days(14)))
    assert "version 2 of" in became(meeting, decision, reader)
    assert now(scene.cast.action).is_dropped
    scene.all_is_well()


def test_another_party_begins_anew_where_the_first_took_it_back(scene, meeting):
    decision = meeting.decides(scene.cast.action, "drop")
    first = changes.open_changes(
        proposal=propose_decision(decision=decision, by=scene.coordinator), by=scene.coordinator, deadline=in_days(14)
    )
    withdraw(proposal=first, by=scene.coordinator)
    other = scene.cast.association_officer
    draft = propose_decision(decision=now(decision), by=other)
    assert (draft.party, draft.renews, draft.changes.count()) == (scene.cast.association, None, 1)


def test_what_was_renewed_by_the_program_is_followed(scene, meeting):
    decision = meeting.decides(scene.cast.action, "drop")
    draft = propose_decision(decision=decision, by=scene.coordinator)
    changes.open_changes(proposal=draft, by=scene.coordinator, deadline=in_days(14))
    scene.change(adjust(scene.cast.goal, text="De voorraad groeit met 90."))
    new = Proposal.objects.changing().open().get()
    assert newest_of([draft]) == {draft.pk: new}
    assert "Put to the parties" in became(meeting, decision, scene.coordinator)


def test_a_draft_is_linked_for_its_own_party_alone(scene, meeting):
    decision = meeting.decides(scene.cast.action, "drop")
    propose_decision(decision=decision, by=scene.coordinator)
    readable = [
        decision_rows(meeting_for_page(user, meeting.row.pk), [now(decision)], user)[0].is_readable
        for user in (scene.coordinator, scene.signers[scene.cast.tenants])
    ]
    assert readable == [True, False]


def test_a_goal_is_changed_in_the_year_of_the_meeting_or_the_nearest(scene):
    later = MeetingFactory(agreement=scene.cast.agreement, held_on=date(2026, 2, 1))
    decision = Decision(meeting=later, goal=scene.cast.goal, kind="adjust", text="Anders.")
    draft = propose_decision(decision=_kept(decision), by=scene.coordinator)
    assert draft.agenda == scene.agenda(2024)


def _kept(decision: Decision) -> Decision:
    decision.save()
    return decision
