"""The register reads what became of a proposal that a decision led to, through its renewals."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from agreements.models import Proposal
from monitoring.meetings.register import RegisterQuery, RegisterRow, RegisterStanding, register_of, rows_of
from monitoring.meetings.workflow import record_decision
from tests.agreements.changes.conftest import adjust
from tests.factories import MeetingFactory

pytestmark = pytest.mark.django_db
TODAY = date(2024, 11, 20)


def only_row(scene) -> RegisterRow:
    (row,) = rows_of(register_of(scene.cast.tenant, within=scene.cast.agreement, query=RegisterQuery(), today=TODAY))
    return row


@pytest.mark.parametrize(
    ("state", "standing"),
    [
        ({"state": "open"}, RegisterStanding.OPEN),
        ({"state": "open", "deadline": date(2024, 11, 1)}, RegisterStanding.OVERDUE),
        ({"state": "expired"}, RegisterStanding.OVERDUE),
        ({"state": "returned"}, RegisterStanding.OPEN),
        ({"state": "withdrawn"}, RegisterStanding.OPEN),
    ],
)
def test_what_the_parties_did_not_agree_to_stays_open(scene, state, standing):
    table = MeetingFactory(agreement=scene.cast.agreement, held_on=date(2024, 11, 7))
    proposal = scene.propose(adjust(scene.cast.action, text="Er staan 24 woningen."))
    record_decision(
        meeting=table, kind="adjust", text="Wordt 24.", action=scene.cast.action, proposal=proposal, by=scene.coordinator
    )
    Proposal.objects.filter(pk=proposal.pk).update(**{"deadline": date(2024, 12, 1), **state})
    assert only_row(scene).standing == standing


def test_it_follows_a_proposal_to_the_one_that_renewed_it(scene):
    table = MeetingFactory(agreement=scene.cast.agreement, held_on=date(2024, 11, 7))
    first = scene.propose(adjust(scene.cast.action, text="Er staan 24 woningen."))
    record_decision(
        meeting=table, kind="adjust", text="Wordt 24.", action=scene.cast.action, proposal=first, by=scene.coordinator
    )
    second = scene.propose(adjust(scene.cast.action, text="Er staan 25 woningen."))
    Proposal.objects.filter(pk=first.pk).update(state="superseded", ended_at=timezone.now())
    Proposal.objects.filter(pk=second.pk).update(renews=first, deadline=TODAY - timedelta(days=1))
    row = only_row(scene)
    assert (row.standing, row.brief.proposal) == (RegisterStanding.OVERDUE, second.pk)
