"""What one text says otherwise than another, as the page of an adoption lists it."""

import pytest
from django.utils import translation

from agreements.agenda.collect import collect_agenda
from agreements.versions.comparing import text_changes
from tests.factories import AgendaFactory

pytestmark = pytest.mark.django_db


def changes(cast, later) -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    with translation.override("en"):
        found = text_changes(collect_agenda(cast.agenda), collect_agenda(later))
        return [(row.kind, row.heading, [(change.label, change.was, change.becomes) for change in row.changes]) for row in found]


def test_a_goal_that_is_dropped_is_told_with_the_reason(cast):
    later = AgendaFactory(agreement=cast.agreement, year=2025)
    cast.goal.dropped_from, cast.goal.drop_reason = 2025, "Er is geen grond."
    cast.goal.save()
    assert changes(cast, later)[0] == (
        "changed",
        "Goal 17",
        [("Dropped from", "", "2025"), ("Dropped because", "", "Er is geen grond.")],
    )
