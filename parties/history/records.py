"""History of every row: who changed what, when and why, with one id for all that was changed together.

docs/decisions/0003-history.md tells why it is kept this way.
"""

import contextvars
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from simple_history.signals import pre_create_historical_record


@dataclass(frozen=True)
class ChangeSet:
    """What one request, import or command changes together."""

    id: uuid.UUID = field(default_factory=uuid.uuid4)
    reason: str = ""
    user: models.Model | None = None


_current: contextvars.ContextVar[ChangeSet | None] = contextvars.ContextVar("change_set", default=None)


@contextmanager
def change_set(*, reason: str = "", user: models.Model | None = None) -> Iterator[ChangeSet]:
    """Give every row of history written inside the block the same id, and the reason and user where it has none of its own."""
    opened = ChangeSet(reason=reason, user=user)
    token = _current.set(opened)
    try:
        yield opened
    finally:
        _current.reset(token)


class ChangeSetMiddleware:
    """Open a change set for every request that may write."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method in {"GET", "HEAD", "OPTIONS"}:
            return self.get_response(request)
        with change_set():
            return self.get_response(request)


class HistoryRow(models.Model):
    """What each row of history carries beside the columns of its model."""

    change_set = models.UUIDField(_("change set"), null=True, editable=False, db_index=True)

    class Meta:
        abstract = True


class History(HistoricalRecords):
    """HistoricalRecords with this project's settings: 64-bit ids, text reasons, change sets."""

    def __init__(self, **kwargs):
        kwargs.setdefault("history_id_field", models.BigAutoField())
        kwargs.setdefault("bases", (HistoryRow,))
        super().__init__(**kwargs)


@receiver(pre_create_historical_record)
def fill_from_change_set(sender, history_instance, **kwargs) -> None:
    current = _current.get()
    if current is None:
        return
    history_instance.change_set = current.id
    if not history_instance.history_change_reason:
        history_instance.history_change_reason = current.reason or None
    if not history_instance.history_user_id:
        history_instance.history_user = current.user


class TrackedModel(models.Model):
    """A model whose rows have a history: what simple-history adds to it and reads of it, by name."""

    history: ClassVar[Any]  # the manager of its rows of history; the model itself says `history = History()`
    _history_user: models.Model | None  # who saves or deletes the row; left out, it is whoever is signed in

    class Meta:
        abstract = True


class CheckedModel(TrackedModel):
    """A model whose rules hold on every path: save() refuses what a form would refuse, with the same sentences."""

    class Meta:
        abstract = True

    def save(self, *args, checked: bool = False, **kwargs) -> None:
        """Save after full_clean(); pass checked=True only where a form has just done that.

        Raises ValidationError, keyed by field, when the row breaks a rule.
        """
        if not checked:
            self.full_clean()
        super().save(*args, **kwargs)


def may_always_change(row: models.Model, *, fields: Iterable[str] | None = None, reason: str = "") -> str:
    """HistoryAdmin.why_not_change() for rows that nothing holds."""
    return ""


def refuse(**sentences: str) -> None:
    """Raise the ValidationError that puts each sentence at its field."""
    raise ValidationError(sentences)
