"""Evidence on disk: gone with the draft that it was taken from, there as long as anybody may want it back."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from monitoring.models import Attachment
from monitoring.progress.evidence import detach
from monitoring.progress.reporting import discard_draft
from parties.refusals import NotAllowedNowError
from tests.factories import AttachmentFactory, ProgressUpdateFactory, RoundFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(cast):
    round = RoundFactory(agenda=cast.agenda, opened=True)
    return ProgressUpdateFactory(action=cast.action, round=round, party=cast.association, draft=True)


def on_disk(attachment: Attachment) -> bool:
    return Path(settings.MEDIA_ROOT, attachment.file.name).exists()


def test_what_is_taken_off_a_draft_is_taken_off_the_disk(cast, draft, django_capture_on_commit_callbacks):
    taken, other = AttachmentFactory(update=draft), AttachmentFactory(update=draft)
    with django_capture_on_commit_callbacks(execute=True):
        detach(attachment=taken, by=cast.association_officer)
    assert (on_disk(taken), on_disk(other)) == (False, True)


def test_a_draft_that_is_thrown_away_takes_its_evidence_along(cast, draft, django_capture_on_commit_callbacks):
    files = [AttachmentFactory(update=draft), AttachmentFactory(update=draft)]
    with django_capture_on_commit_callbacks(execute=True):
        discard_draft(draft=draft, by=cast.association_officer)
    assert list(map(on_disk, files)) == [False, False]


def test_not_before_it_is_certain(cast, draft, django_capture_on_commit_callbacks):
    taken = AttachmentFactory(update=draft)
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        detach(attachment=taken, by=cast.association_officer)
        transaction.set_rollback(True)
    assert on_disk(taken)
    assert Attachment.objects.exists()


def test_what_was_submitted_stays(cast, draft, django_capture_on_commit_callbacks):
    evidence = AttachmentFactory(update=draft)
    draft.submitted_at = draft.saved_at
    draft.save()
    evidence.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(NotAllowedNowError):
        detach(attachment=evidence, by=cast.association_officer)
    assert on_disk(evidence)


def test_a_file_that_is_gone_already_stops_nothing(cast, draft, django_capture_on_commit_callbacks):
    taken = AttachmentFactory(update=draft)
    Path(settings.MEDIA_ROOT, taken.file.name).unlink()
    with django_capture_on_commit_callbacks(execute=True):
        detach(attachment=taken, by=cast.association_officer)
    assert not Attachment.objects.exists()
