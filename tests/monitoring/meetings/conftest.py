"""Meetings about an agreement of which 2024 is in force, with people of each party that may sign."""

from datetime import date

import pytest
from django.utils import translation

from monitoring.meetings.attending import Seat, record_attendance
from monitoring.meetings.minutes import send_minutes
from monitoring.meetings.workflow import record_decision
from monitoring.models import Decision, Meeting
from parties.models import Membership
from tests.agreements.changes.conftest import scene, scene_as_made  # noqa: F401 (fixtures)
from tests.factories import MeetingFactory

__all__ = ["meeting", "scene"]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def seats(scene, *parties, kind: str = "present", by: str = "") -> list[Seat]:
    """Who may sign for each of these parties."""
    people = Membership.objects.filter(user__in=[scene.signers[party] for party in parties])
    return [Seat(row.party_id, row.user_id, kind, by) for row in people]


class Table:
    """A meeting of executives in the scene, and what is done there."""

    def __init__(self, scene):
        self.scene = scene
        self.row = MeetingFactory(
            agreement=scene.cast.agreement, kind="bestuurlijk", held_on=date(2024, 11, 7), minutes="Wij spraken erover."
        )

    def present(self, *parties) -> None:
        record_attendance(meeting=self.row, seats=seats(self.scene, *parties), by=self.scene.coordinator)
        self.row.refresh_from_db()

    def decides(self, row, kind: str, text: str = "Het overleg besluit hiertoe.", **more) -> Decision:
        about = {row._meta.model_name: row}
        found = record_decision(meeting=self.row, kind=kind, text=text, by=self.scene.coordinator, **about, **more)
        return Decision.objects.get(pk=found.pk)

    def send(self) -> Meeting:
        send_minutes(meeting=self.row, by=self.scene.coordinator)
        return Meeting.objects.get(pk=self.row.pk)


@pytest.fixture
def meeting(scene) -> Table:
    return Table(scene)
