"""History of every row: who changed what, when and why, with one id for all that was changed together.

docs/decisions/0003-history.md tells why it is kept this way.
"""

import contextvars
import uuid
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models, router
from django.db.models.base import ModelState
from django.db.models.deletion import Collector, ProtectedError, RestrictedError
from django.db.models.signals import post_init, pre_delete, pre_init
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords
from simple_history.signals import pre_create_historical_record

from parties.copied_keys import CopiedKey
from parties.history.checks import all_hold, is_asked
from parties.history.command_line import who_runs
from parties.history.write_rules import WriteKind, at_fields, refusals, write_of
from parties.texts import REASON


@dataclass(frozen=True)
class ChangeSet:
    """What one request, import or command changes together."""

    id: uuid.UUID = field(default_factory=uuid.uuid4)
    reason: str = ""
    user: models.Model | None = None
    answers: dict = field(default_factory=dict)  # what write rules looked up: a thousand rows ask once


_current: contextvars.ContextVar[ChangeSet | None] = contextvars.ContextVar("change_set", default=None)


@contextmanager
def change_set(*, reason: str = "", user: models.Model | None = None) -> Iterator[ChangeSet]:
    """Give all history written in the block one id, and the reason and user where it has none of its own."""
    opened = ChangeSet(reason=reason, user=user)
    token = _current.set(opened)
    try:
        yield opened
    finally:
        _current.reset(token)


def current_change_set() -> ChangeSet | None:
    return _current.get()


def acting_person(row: models.Model) -> models.Model | None:
    """The writer of the row: named on it, by the change set or by the request; None for the program."""
    current = _current.get()
    named = getattr(row, "_history_user", None) or (current.user if current else None)
    if named is not None:
        return named
    person = getattr(getattr(HistoricalRecords.context, "request", None), "user", None)
    return person if person is not None and person.is_authenticated else None


class ChangeSetMiddleware:
    """Open a change set for every request that may write."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method in {"GET", "HEAD", "OPTIONS"}:
            return self.get_response(request)
        with change_set():
            return self.get_response(request)


HISTORY_STAYS = _("History stays as it was written.")


class HistoryRow(models.Model):
    """What each row of history carries beside the columns of its model."""

    change_set = models.UUIDField(_("change set"), null=True, editable=False, db_index=True)
    is_history = True  # for LongText: what was longer before its maximum stays readable

    class Meta:
        abstract = True

    def save(self, *args, **kwargs) -> None:
        if not self._state.adding:
            raise ValidationError(HISTORY_STAYS)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise ValidationError(HISTORY_STAYS)


class OneHistoryManager(HistoryManager):
    """The manager behind `Model.history`; simple-history makes a class of it at each use, which a page would feel."""

    @classmethod
    @cache
    def from_queryset(cls, queryset_class, class_name=None):
        return super().from_queryset(queryset_class, class_name)


class History(HistoricalRecords):
    """HistoricalRecords with this project's settings: 64-bit ids, text reasons, change sets."""

    def __init__(self, **kwargs):
        kwargs.setdefault("history_id_field", models.BigAutoField())
        kwargs.setdefault("bases", (HistoryRow,))
        kwargs.setdefault("history_manager", OneHistoryManager)
        super().__init__(**kwargs)

    def fields_included(self, model):
        """Without what is copied from another row, which has it in its own history."""
        return [field for field in super().fields_included(model) if not isinstance(field, CopiedKey)]

    def get_meta_options(self, model):
        """With an index by which the last record of a row before a moment is one look (past.py), however many it has."""
        last = models.Index(fields=[model._meta.pk.attname, "-history_date", "-history_id"])
        return {**super().get_meta_options(model), "indexes": [last]}


@receiver(pre_create_historical_record)
def fill_from_change_set(sender, history_instance, **kwargs) -> None:
    if (current := _current.get()) is not None:
        history_instance.change_set = current.id
        if not history_instance.history_change_reason:
            history_instance.history_change_reason = str(current.reason)[:REASON] or None
        if not history_instance.history_user_id:
            history_instance.history_user = current.user
    if not history_instance.history_user_id and (command := who_runs()):
        reason = filter(None, [history_instance.history_change_reason, f"({command})"])
        history_instance.history_change_reason = " ".join(reason)[:REASON]


class TrackedModel(models.Model):
    """A model whose rows have a history: what simple-history adds to it and reads of it, by name."""

    history: ClassVar[Any]  # the manager of its rows of history; the model itself says `history = History()`
    _history_user: models.Model | None  # who saves or deletes the row; left out, it is whoever is signed in

    class Meta:
        abstract = True


def _is_made_otherwise(kind: type[models.Model]) -> bool:
    """Whether something happens when a row of it is made that goes further than its columns."""
    return bool(kind.__init__ is not models.Model.__init__ or pre_init.receivers or post_init.receivers)


class OwnedModel(TrackedModel):
    """A model whose fields have owners: every save and delete asks the rules of write_rules.py."""

    _read: tuple | None = None  # the names and values with which the row came from the database
    _is_asked = False  # whether the rules allowed what is about to be saved
    _may_go = False  # whether they allowed that it is deleted
    _checks_hold = False  # whether those asked in one query were found to hold, while the constraints are validated

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db, field_names, values):
        """As Django does it, but all columns at once: a page makes thousands of rows, and setting each field is most of that."""
        if _is_made_otherwise(cls):
            row = super().from_db(db, field_names, values)
        else:
            row = cls.__new__(cls)
            row._state = ModelState()
            row._state.adding, row._state.db = False, db
            row.__dict__ |= zip(field_names, values, strict=True)
        row._read = (field_names, values)
        return row

    def refresh_from_db(self, *args, **kwargs) -> None:
        super().refresh_from_db(*args, **kwargs)
        self._read = None

    def read_before(self, name: str):
        """What the column had when the row came from the database; None where it did not, or was saved since."""
        return dict(zip(*self._read, strict=True)).get(name) if self._read else None

    def before_coming_back(self, *, by: models.Model) -> None:
        """Clear what somebody else must say anew when this row alone is restored; put_back() calls it."""

    def full_clean(self, exclude=None, validate_unique=True, validate_constraints=True) -> None:
        super().full_clean(exclude=exclude, validate_unique=validate_unique, validate_constraints=validate_constraints)
        self._ask_rules(absent=set(exclude or ()))

    def clean_fields(self, exclude=None) -> None:
        """As Django does it, but whether a row exists that was read already is not asked again: the database holds that."""
        known = {field.name for field in _pointing(type(self)) if _is_at_hand(self, field)}
        super().clean_fields(exclude=known.union(exclude or ()))

    def validate_constraints(self, exclude=None) -> None:
        """As Django does it, with most of the constraints in one query; one by one only to say which of them fails."""
        self._checks_hold = all_hold(self, exclude)
        try:
            super().validate_constraints(exclude=exclude)
        finally:
            self._checks_hold = False

    def get_constraints(self):
        found = super().get_constraints()
        return [(model, [row for row in rows if not is_asked(row)]) for model, rows in found] if self._checks_hold else found

    def save(self, *args, **kwargs) -> None:
        """Raises ValidationError, keyed by field, when the person may not write what is different."""
        if not self._is_asked:
            self._ask_rules(absent=set(), only=kwargs.get("update_fields"))
        super().save(*args, **kwargs)
        self._is_asked, self._read = False, None

    def why_it_stays_here(self) -> list[str]:
        """The sentences that say why the person cannot delete the row: the rules, and what was recorded with it."""
        sentences = refusals(write_of(self, WriteKind.DELETE, by=acting_person(self)))
        return [*dict.fromkeys(sentences.values()), *_what_hangs_on(self)]

    def delete(self, *args, **kwargs):
        """Raises ValidationError when it may not go, before the database is asked what still points to it."""
        self._ask_rules(absent=set(), deleting=True)
        self._may_go = True
        try:
            return super().delete(*args, **kwargs)
        finally:
            self._may_go = False

    def _ask_rules(self, *, absent: set[str], deleting: bool = False, only: Collection[str] | None = None) -> None:
        kind = WriteKind.DELETE if deleting else WriteKind.ADD if self._state.adding else WriteKind.CHANGE
        if sentences := refusals(write_of(self, kind, by=acting_person(self), only=only)):
            raise ValidationError(at_fields(sentences, absent=absent))
        self._is_asked = not deleting


class CheckedModel(OwnedModel):
    """A model whose rules hold on every path: save() refuses what a form would, in the same sentences."""

    class Meta:
        abstract = True

    def save(self, *args, checked: bool = False, **kwargs) -> None:
        """Save after full_clean(); pass checked=True only where a form has just done that.

        Raises ValidationError, keyed by field, when the row breaks a rule or the person may not write it.
        """
        if not checked:
            self.full_clean()
        super().save(*args, **kwargs)


@cache
def _pointing(kind: type[models.Model]) -> list[models.ForeignKey]:
    """The fields that point to any row of another model, by its key."""
    pointing = [field for field in kind._meta.concrete_fields if isinstance(field, models.ForeignKey)]
    return [field for field in pointing if field.target_field.primary_key and not field.get_limit_choices_to()]


def _is_at_hand(row: models.Model, field: models.ForeignKey) -> bool:
    other = field.get_cached_value(row, default=None)
    return other is not None and not other._state.adding and other.pk == getattr(row, field.attname)


def _what_hangs_on(row: models.Model) -> list[str]:
    """The sentence of the database about rows that point to this one and stay; nothing when it can go."""
    collector = Collector(using=router.db_for_write(type(row)), origin=row)
    try:
        collector.collect([row])
    except ProtectedError as error:
        found = error.protected_objects
    except RestrictedError as error:
        found = error.restricted_objects
    else:
        return []
    kinds = ", ".join(sorted({str(other._meta.verbose_name_plural) for other in found}))
    return [_("“%(row)s” cannot be deleted, because of what was recorded with it: %(kinds)s.") % {"row": row, "kinds": kinds}]


@receiver(pre_delete)
def ask_before_deleting(sender, instance, origin, **kwargs) -> None:
    """On every path, also of a query set and the admin. Rows below go along: their parent was checked."""
    begins_here = origin is instance or getattr(origin, "model", None) is sender
    if begins_here and isinstance(instance, OwnedModel) and not instance._may_go:
        instance._ask_rules(absent=set(), deleting=True)


def may_always_change(row: models.Model, *, fields: Iterable[str] | None = None) -> str:
    """HistoryAdmin.why_not_change() for rows that nothing holds."""
    return ""


def refuse(**sentences: str) -> None:
    """Raise the ValidationError that puts each sentence at its field."""
    raise ValidationError(sentences)
