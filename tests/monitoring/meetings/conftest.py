"""Meetings about an agreement of which 2024 is in force, with people of each party that may sign."""

from datetime import date

import pytest
from django.utils import translation

from monitoring.meetings.minutes import send_minutes
from monitoring.meetings.workflow import record_decision, record_present
from monitoring.models import Decision, Meeting
from parties.models import Membership
from tests.agreements.changes.conftest import scene, scene_as_made  # noqa: F401 (fixtures)
from tests.factories import MeetingFactory

__all__ = ["meeting", "scene"]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


class Table:
    """A meeting of executives in the scene, and what is done there."""

    def __init__(self, scene):
        self.scene = scene
        self.row = MeetingFactory(
            agreement=scene.cast.agreement, kind="bestuurlijk", held_on=date(2024, 11, 7), minutes="Wij spraken erover."
        )

    def present(self, *parties) -> None:
        people = Membership.objects.filter(user__in=[self.scene.signers[party] for party in parties])
        record_present(meeting=self.row, people=people, by=self.scene.coordinator)

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
