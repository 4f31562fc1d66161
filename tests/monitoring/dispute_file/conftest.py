"""The scene of a text in force with what happens about it: reported, judged, seen differently, measured, decided, said."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.http import QueryDict
from django.utils import timezone, translation

from agreements.models import Comment
from monitoring.dispute_file.choice import FileForm
from monitoring.dispute_file.collect import DisputeFile, collect_file
from parties.history.write_rules import Act, act
from tests.agreements.changes.conftest import Scene, adjust, english, scene_as_made  # noqa: F401 (fixtures)
from tests.factories import (
    AttachmentFactory,
    DecisionFactory,
    DissentFactory,
    MeasurementFactory,
    MeetingFactory,
    ProgressUpdateFactory,
    ReviewFactory,
)
from tests.shared_rows import made_once


@dataclass(frozen=True)
class Story:
    scene: Any
    report: Any
    meeting: Any

    def choose(self, **asked) -> QueryDict:
        """About the goal of the cast, from last year through today, unless the test says otherwise."""
        today = timezone.localdate()
        found = QueryDict(mutable=True)
        values = {"doel": [self.scene.cast.goal.pk], "van": [date(today.year - 1, 1, 1)], "tot": [today]} | asked
        for name, rows in values.items():
            found.setlist(name, list(map(str, rows)))
        return found

    def file(self, **asked) -> DisputeFile:
        form = FileForm(self.choose(**asked), agreement=self.scene.agreement)
        assert form.is_valid(), form.errors
        return collect_file(form.choice)


@pytest.fixture(scope="module")
def story_as_made(scene_as_made, django_db_blocker):  # noqa: F811
    make = partial(make_story, scene_as_made)
    with translation.override("en"), made_once(django_db_blocker, make) as fresh:
        yield fresh


@pytest.fixture
def story(story_as_made, db) -> Story:
    return story_as_made()


def make_story(make_scene: Callable[[], Scene]) -> Story:
    scene = make_scene()
    cast = scene.cast
    report = ProgressUpdateFactory(action=cast.action, party=cast.association, draft=True, done="Het eerste blok staat.")
    AttachmentFactory(update=report, file=ContentFile(b"foto", name="foto van het blok.txt"))
    report.submitted_at = timezone.now()
    report.save()
    ReviewFactory(update=report, by=cast.officer)
    DissentFactory(update=report, party=cast.tenants, by=cast.tenant)
    with act(Act.REPORT):
        MeasurementFactory(indicator=cast.indicator, party=cast.association, recorded_by=cast.association_officer)
    meeting = MeetingFactory(agreement=cast.agreement)
    DecisionFactory(meeting=meeting, action=cast.action, text="Er wordt eerder gebouwd.")
    Comment.about(cast.action, year=2024, party=cast.tenants, by=cast.tenant, text="Wanneer dan?", is_own=False).save()
    scene.change(adjust(cast.action, text="De 21 flexwoningen aan de Kade zijn opgeleverd."))
    return Story(scene, report, meeting)
