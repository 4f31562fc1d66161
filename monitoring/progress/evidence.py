"""Files with an update, as evidence: added while it is a draft, read by everyone who may read the update."""

from collections.abc import Iterable
from functools import partial

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from monitoring.models import Attachment, ProgressUpdate
from monitoring.permissions import why_not_report
from monitoring.writes import demand, keep
from parties.history.write_rules import Act, act
from parties.models import User
from parties.models.party import REPORTED_PARTIES
from parties.refusals import NotAllowedNowError


def readable_evidence(user: User) -> QuerySet[Attachment]:
    """With what was submitted in the person's agreements; with a draft, for those who report for its party or entered it."""
    submitted = Q(update__submitted_at__isnull=False)
    own = Q(update__party__in=REPORTED_PARTIES.keys(user.pk)) | Q(update__reported_by=user)
    return Attachment.objects.visible_to(user).filter(submitted | own)


@act(Act.REPORT)
def check_files(files: Iterable[UploadedFile], *, by: User) -> tuple[list[Attachment], list[str]]:
    """The files that may come along, as attachments of no update yet; and a sentence for each other one. Stores nothing."""
    accepted, sentences = [], []
    for file in files:
        attachment = Attachment(file=file, added_by=by)
        try:
            attachment.full_clean(exclude={"update"})
            accepted.append(attachment)
        except ValidationError as refused:
            sentences += [f"{file.name}: {sentence}" for sentence in refused.messages]
    return accepted, sentences


@act(Act.REPORT)
def add_attachments(attachments: Iterable[Attachment], *, update: ProgressUpdate, by: User) -> None:
    """Store what check_files() accepted with a draft, by someone who may report on it: the caller has asked that."""
    for attachment in attachments:
        attachment.update = update
        keep(attachment, by=by, checked=True)


@transaction.atomic
@act(Act.REPORT)
def detach(*, attachment: Attachment, by: User) -> None:
    """Take a file off a draft again, and off the disk."""
    demand(why_not_report(by, attachment.update.action, attachment.update.party))
    if attachment.update.is_submitted:
        raise NotAllowedNowError(_("What was submitted stays as it was, with its attachments."))
    attachment._history_user = by
    attachment.delete()
    remove_from_disk([attachment])


def remove_from_disk(attachments: Iterable[Attachment]) -> None:
    """Delete the files of rows that are gone, once that is certain. Of what a superuser deletes they stay, to be put back."""
    for attachment in attachments:
        transaction.on_commit(partial(attachment.file.storage.delete, attachment.file.name), robust=True)
