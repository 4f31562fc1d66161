"""A decision that is withdrawn: it stays with its reason, and nothing follows from it any more."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from agreements.changes.workflow import open_changes
from agreements.models import Proposal
from monitoring.meetings.deciding import prepared_answers_to
from monitoring.meetings.minuting import decide_on_item, withdraw_decision
from monitoring.meetings.proposing import propose_decision
from parties.refusals import NotAllowedNowError
from tests.agreements.changes.conftest import adjust, in_days
from tests.factories import ItemFactory, MeetingFactory

pytestmark = pytest.mark.django_db


def again(row):
    return type(row).objects.get(pk=row.pk)


@pytest.fixture
def decided(scene):
    """A decision to drop an action of a text in force, with who was there, and its proposal in words."""
    meeting = MeetingFactory(agreement=scene.cast.agreement, kind="bestuurlijk", held_on=date(2024, 11, 7))
    item = ItemFactory(meeting=meeting, action=scene.cast.action, title="De flexwoningen")
    decision = decide_on_item(item=item, by=scene.coordinator, kind="drop", text="De actie vervalt.")
    return again(decision)


def test_a_decision_that_is_withdrawn_stays_with_who_and_why(scene, decided):
    assert withdraw_decision(decision=decided, by=scene.coordinator, reason="Verkeerd begrepen.") is None
    row = again(decided)
    assert (row.is_withdrawn, row.withdrawn_by, row.withdrawn_reason) == (True, scene.coordinator, "Verkeerd begrepen.")
    assert row.text == "De actie vervalt."
    with pytest.raises(NotAllowedNowError, match="withdrawn already"):
        withdraw_decision(decision=row, by=scene.coordinator, reason="Nog eens.")
    with pytest.raises(NotAllowedNowError, match="This decision was withdrawn"):
        propose_decision(decision=row, by=scene.coordinator)


def test_only_those_who_minute_withdraw_and_never_past_the_page(scene, decided):
    with pytest.raises(PermissionDenied):
        withdraw_decision(decision=decided, by=scene.cast.association_officer, reason="Zomaar.")
    decided._history_user = scene.coordinator
    decided.withdrawn_at, decided.withdrawn_by, decided.withdrawn_reason = timezone.now(), scene.coordinator, "Zomaar."
    with pytest.raises(ValidationError, match="A decision is withdrawn on the page of its meeting"):
        decided.save()


def test_the_draft_that_was_made_of_it_goes_with_it(scene, decided):
    draft = propose_decision(decision=decided, by=scene.coordinator)
    withdrawn = withdraw_decision(decision=again(decided), by=scene.coordinator, reason="Verkeerd begrepen.")
    assert (withdrawn.pk, again(draft).state) == (draft.pk, Proposal.State.WITHDRAWN)


def test_a_proposal_without_answers_goes_with_it_and_the_parties_hear_why(scene, decided):
    draft = propose_decision(decision=decided, by=scene.coordinator)
    opened = open_changes(proposal=draft, by=scene.coordinator, deadline=in_days(14))
    withdraw_decision(decision=again(decided), by=scene.coordinator, reason="Verkeerd begrepen.")
    row = again(opened)
    assert (row.state, row.end_reason) == (Proposal.State.WITHDRAWN, "Verkeerd begrepen.")


def test_a_proposal_that_another_party_answered_goes_on(scene, decided):
    draft = propose_decision(decision=decided, by=scene.coordinator)
    opened = open_changes(proposal=draft, by=scene.coordinator, deadline=in_days(14))
    scene.answer(opened, scene.cast.tenants)
    assert withdraw_decision(decision=again(decided), by=scene.coordinator, reason="Verkeerd begrepen.") is None
    assert again(opened).is_open
    assert prepared_answers_to(opened) == {}


def test_what_was_decided_may_be_decided_again_in_the_same_words(scene, decided):
    withdraw_decision(decision=decided, by=scene.coordinator, reason="Te vroeg.")
    item = again(decided.item)
    anew = decide_on_item(item=item, by=scene.coordinator, kind="drop", text="De actie vervalt.")
    assert not anew.is_withdrawn


def test_a_proposal_that_lay_on_the_table_stays_when_the_decision_on_it_is_withdrawn(scene):
    proposal = scene.propose(adjust(scene.cast.action, text="De 30 flexwoningen zijn opgeleverd."))
    meeting = MeetingFactory(agreement=scene.cast.agreement, kind="bestuurlijk", held_on=date(2024, 11, 7))
    item = ItemFactory(meeting=meeting, proposal=proposal, title="Het voorstel")
    decision = decide_on_item(item=item, by=scene.coordinator, kind="adjust", text="Akkoord.")
    assert (decision.proposal, decision.action) == (proposal, scene.cast.action)
    assert withdraw_decision(decision=again(decision), by=scene.coordinator, reason="Toch niet.") is None
    assert again(proposal).is_open
