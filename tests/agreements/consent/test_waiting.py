"""A proposal that all agreed to and that waits for something else: open until that is there, and then in force."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone, translation

from agreements.consent import adoption, answering, waiting
from agreements.models import Agenda, Proposal, Version
from agreements.versions.checking import faults
from parties.models import Membership
from parties.refusals import NotAllowedNowError
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def reasons(monkeypatch) -> list[str]:
    """Why every proposal waits, as long as there is something in it."""
    found = ["Het advies wacht nog."]
    monkeypatch.setattr(waiting, "_rules", [])
    waiting.when_it_waits(lambda proposal: next(iter(found), ""))
    return found


@pytest.fixture
def answered(cast, reasons) -> Proposal:
    people = {party: UserFactory() for party in (cast.municipality, cast.association, cast.tenants)}
    for party, person in people.items():
        MembershipFactory(user=person, party=party, role=Membership.Role.READER, may_sign=True)
    proposal = adoption.propose(text=cast.agenda, by=cast.officer, deadline=timezone.localdate() + timedelta(days=9))
    for party, person in people.items():
        answering.answer(proposal=proposal, party=party, by=person, answer="agreed")
    return Proposal.objects.get(pk=proposal.pk)


def test_it_stays_open_with_all_answers_and_nothing_is_in_force(answered):
    assert (answered.state, answered.agenda.state) == (Proposal.State.OPEN, Agenda.State.PROPOSED)
    assert answering.take_effect_if_due(answered).is_open
    assert not Version.objects.exists()
    assert waiting.why_it_waits(answered) == "Het advies wacht nog."


def test_the_command_finishes_it_once_nothing_is_waited_for(cast, answered, reasons):
    call_command("settle_proposals")
    assert not Version.objects.exists()
    reasons.clear()
    call_command("settle_proposals")
    answered.refresh_from_db()
    assert (answered.state, Version.objects.get().content_sha256) == (Proposal.State.AGREED, answered.content_sha256)
    assert list(faults(cast.agreement)) == []


def test_it_does_not_expire_because_every_answer_is_in(answered, reasons, time_machine):
    time_machine.move_to(timezone.now() + timedelta(days=20))
    assert answering.expire_overdue() == []
    reasons.clear()
    assert [row.state for row in answering.finish_all_due()] == [Proposal.State.AGREED]


def test_another_text_than_was_agreed_to_does_not_take_effect_later_either(cast, answered, reasons):
    type(cast.goal).objects.filter(pk=cast.goal.pk).update(text="Iets anders.")
    reasons.clear()
    with translation.override("en"), pytest.raises(NotAllowedNowError, match="no longer what was proposed"):
        answering.take_effect_if_due(answered)
    assert answering.finish_all_due() == []
    assert not Version.objects.exists()
