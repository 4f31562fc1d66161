"""One step of writing: one transaction under the lock of the text, who may asked, told in the history, and kept to be undone."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.contrib.messages import constants
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext as _

from agreements.consent.answerers import locked
from agreements.consent.lock import LockedError, demand_unlocked, why_not_change
from agreements.contacts.handover import TOLD, tell_contacts
from agreements.models import Agenda, Lead, WritingStep
from agreements.models.words import WordsPerYear
from agreements.writing.places import Once, anchor_of
from parties.history.records import change_set
from parties.models import User
from parties.refusals import NotAllowedNowError

R = TypeVar("R", bound=models.Model)


class StandsStillError(NotAllowedNowError):
    """The text is no draft any more; the message says why."""


class GoneError(NotAllowedNowError):
    """A colleague deleted the row."""


class MadeBeforeError(NotAllowedNowError):
    """This form did its step already; at is where the row stands that it made, if it made one."""

    def __init__(self, at: str):
        super().__init__(_("This was done already."))
        self.at = at


class OtherwiseError(NotAllowedNowError):
    """This form did its step before, with other words, or the step was undone since: with a new token it is another."""


class ConflictError(NotAllowedNowError):
    """A colleague changed what the person changed too: nothing is written. now has what stands there, by field."""

    level = constants.WARNING

    def __init__(self, sentence: str, now: dict):
        super().__init__(sentence)
        self.now = now


class StepWriter:
    """Saves and deletes within a step; each row asks the lock, for the year that is written."""

    def __init__(self, agenda: Agenda, by: User):
        self.agenda, self.by = agenda, by
        self.contacts: list[Lead] = []  # whose contact changed
        self.wrote = False
        self.made: models.Model | None = None  # the row where one goes on, also when the form is sent again
        self._known: dict = {}

    def save(self, row: R, *, fields: Collection[str] | None = None) -> R:
        """fields are those that change; none for a row that is new or goes elsewhere."""
        if isinstance(row, WordsPerYear):
            row.written_for = self.agenda.year
        is_new = row._state.adding
        demand_unlocked(row, fields=None if is_new else fields, known=self._known)
        row.save()
        self.wrote = True
        return row

    def why_not_change(self, row: models.Model) -> str:
        """What the lock says of a row that somebody else writes within this step."""
        if isinstance(row, WordsPerYear):
            row.written_for = self.agenda.year
        return why_not_change(row, known=self._known)

    def delete(self, row: models.Model) -> None:
        demand_unlocked(row, known=self._known)
        row.delete()
        self.wrote = True


def may_write(agenda: Agenda, user: User) -> bool:
    return user.is_active and Agenda.objects.editable_by(user).filter(pk=agenda.pk).exists()


@contextmanager
def step(agenda: Agenda, *, by: User, what: str, once: Once | None = None) -> Iterator[StepWriter]:
    """All that is written in the block is one step of this person, or nothing is written.

    MadeBeforeError when once did its step already; OtherwiseError when it said something else then, or was undone since.
    """
    with transaction.atomic():
        current = locked(agenda)
        if not may_write(current, by):
            raise PermissionDenied(_("Only editors and coordinators of the parties that sign or advise write this."))
        if why := why_not_change(current):
            raise StandsStillError(why)
        refuse_twice(once, by)
        writer = StepWriter(current, by)
        with change_set(reason=what, user=by) as together:
            try:
                yield writer
            except LockedError as refused:
                raise StandsStillError(str(refused)) from refused
            if writer.wrote:
                told = what[: WritingStep._meta.get_field("what").max_length]
                _remember(WritingStep(agenda=current, by=by, change_set=together.id, what=told), once, writer.made)
            if writer.contacts:
                leads = Lead.objects.filter(pk__in=[lead.pk for lead in writer.contacts])
                tell_contacts(leads.select_related(*TOLD), by=by)


def refuse_twice(once: Once | None, by: User) -> None:
    """As step() does it; also for who asks before the form is read, which may be about rows that the first time took away."""
    before = WritingStep.objects.filter(by=by, token=once.token).first() if once else None
    if once is None or before is None:
        return
    if before.undone_at:
        raise OtherwiseError(_("This was done, and you undid it since. Save again to do it once more."))
    if before.said != once.said:
        raise OtherwiseError(_("This was added before, with other words. Change it there, or save again to add this beside it."))
    raise MadeBeforeError(before.made)


def _remember(done: WritingStep, once: Once | None, made: models.Model | None) -> None:
    if once is not None:
        done.token, done.said, done.made = once.token, once.said, anchor_of(made) if made else ""
    done.save()
