"""Undoing what one did last on the page: each field that the step changed is again what it was before.

What somebody else did since to the same field, or below a row that was added, stands in the way; what they did elsewhere stays.
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.consent.lock import locks_of
from agreements.models import (
    Action,
    ActionLink,
    Agenda,
    Agreement,
    Appendix,
    Goal,
    GoalLink,
    GoalText,
    Indicator,
    Labelling,
    Lead,
    Project,
    Target,
    Theme,
    ThemeText,
    WritingStep,
)
from agreements.models.words import WordsPerYear
from agreements.versions.recording import hash_as_it_stands
from agreements.writing.order import positions_of, rows_beside
from agreements.writing.steps import StepWriter, step
from parties.history.write_rules import Act, act
from parties.models import User
from parties.refusals import NotAllowedNowError

# What a step writes, in an order in which it can be deleted.
WRITTEN: tuple[type[Any], ...] = (
    GoalLink,
    Labelling,
    Lead,
    ActionLink,
    Action,
    Target,
    Indicator,
    GoalText,
    Goal,
    ThemeText,
    Theme,
    Project,
    Appendix,
    Agenda,
    Agreement,
)
ORDERED = {Theme, Goal, Action, Indicator, Appendix}


class NotUndoneError(NotAllowedNowError):
    """Nothing is undone; the message says what stands in the way."""


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """What a step did to one row: as it was before (None: it was not there), and as it was after (None: it was gone)."""

    model: type[Any]
    pk: int
    before: Any
    after: Any

    @property
    def fields(self) -> list[models.Field]:
        """Those that the step changed."""
        if self.before is None or self.after is None:
            return []
        return [each for each in self.after.tracked_fields if _value(self.before, each) != _value(self.after, each)]

    @property
    def is_no_longer_dropped(self) -> bool:
        """Whether it is a goal that is in force again: its actions are only after it."""
        return self.model is Goal and bool(self.fields) and not self.before.dropped_from


def last_step(agenda: Agenda, user: User) -> WritingStep | None:
    """What this person did last here and did not undo. One query."""
    return undoable_by(user).filter(agenda=agenda).order_by("pk").last()


def undoable_by(user: User) -> QuerySet[WritingStep]:
    """What this person did and did not undo."""
    return WritingStep.objects.filter(by=user, undone_at=None)


def undo(*, agenda: Agenda, by: User) -> str:
    """Undo the last step of this person; gives what it was. NotUndoneError when something stands in the way."""
    last = last_step(agenda, by)
    if last is None:
        raise NotUndoneError(_("There is nothing of yours left to undo."))
    with step(agenda, by=by, what=_("Undone: %(what)s") % {"what": last.what}) as writer:
        found = WritingStep.objects.select_for_update().get(pk=last.pk)
        if found.undone_at:
            raise NotUndoneError(_("This was undone already."))
        agreed = {text: hash_as_it_stands(text) for text in locks_of(agenda.agreement_id).texts}
        try:
            with act(Act.KEEP_WORDS):
                rows = _written(found)
                _restore(rows)
            _settle(writer, rows)
            writer.wrote = False  # what is undone is no step
        except ValidationError as refused:
            raise NotUndoneError(_not_undone(" ".join(refused.messages))) from refused
        if any(hash_as_it_stands(text) != sha256 for text, sha256 in agreed.items()):
            raise NotUndoneError(_not_undone(_("A text that was adopted since reads it.")))
        found.undone_at = timezone.now()
        found.save()
    return last.what


def _not_undone(reasons: str) -> str:
    return _("This cannot be undone any more: %(reasons)s") % {"reasons": reasons}


def _written(found: WritingStep) -> list[WrittenRow]:
    rows = []
    for model in WRITTEN:
        records: dict[int, list[Any]] = {}
        for record in model.history.filter(change_set=found.change_set).order_by("history_id"):
            records.setdefault(record.id, []).append(record)
        for pk, own in records.items():
            before = model.history.filter(id=pk, history_id__lt=own[0].history_id).order_by("history_id").last()
            rows.append(
                WrittenRow(
                    model,
                    pk,
                    None if own[0].history_type == "+" else before,
                    None if own[-1].history_type == "-" else own[-1],
                )
            )
    return [row for row in rows if row.before is not None or row.after is not None]


def _restore(rows: list[WrittenRow]) -> None:
    """What was added goes, what stood below first; what went comes back, what it stands in first; the rest is as it was."""
    for row in reversed(rows):
        if row.after is None:
            _bring_back(row)
    for row in sorted(rows, key=lambda each: not each.is_no_longer_dropped):
        if row.before is not None and row.after is not None:
            _set_back(row)
    for row in rows:
        if row.before is None:
            _take_out(row)


def _settle(writer: StepWriter, rows: list[WrittenRow]) -> None:
    """No two rows at one place, where a colleague put another row there since."""
    for row in rows:
        now = row.model._base_manager.filter(pk=row.pk).first() if row.model in ORDERED else None
        if now is None:
            continue
        if isinstance(now, WordsPerYear):
            now.write_for(writer.agenda.year)
        for each, position in positions_of(rows_beside(now, writer.agenda)):
            each.position = position
            writer.save(each, fields=["position"])


def _bring_back(row: WrittenRow) -> None:
    if row.model._base_manager.filter(pk=row.pk).exists():
        raise ValidationError(_("It was put back already."))
    again = row.before.instance
    again._state.adding = True
    again.full_clean(exclude=["id"])
    again.save(checked=True, force_insert=True, **_as_it_was(again))


def _set_back(row: WrittenRow) -> None:
    now = row.model._base_manager.filter(pk=row.pk).first()
    if now is None:
        raise ValidationError(_("Somebody deleted it since."))
    fields = row.fields
    if any(_value(now, each) != _value(row.after, each) for each in fields if each.name != "position"):
        raise ValidationError(_("Somebody changed it since: %(row)s.") % {"row": _named(now)})
    for each in fields:
        setattr(now, each.attname, _value(row.before, each))
    if fields:
        now.save(**_as_it_was(now))


def _take_out(row: WrittenRow) -> None:
    now = row.model._base_manager.filter(pk=row.pk).first()
    if now is None:
        return  # it went along with what it stood in, or somebody deleted it
    if any(_value(now, each) != _value(row.after, each) for each in row.after.tracked_fields if each.name != "position"):
        raise ValidationError(_("Somebody changed it since: %(row)s.") % {"row": _named(now)})
    for relation in row.model._meta.related_objects:
        below = relation.related_model
        is_kept = relation.one_to_many and hasattr(below, "history")
        if is_kept and below._base_manager.filter(**{relation.field.name: now}).exists():
            raise ValidationError(_("Somebody added something to it since: %(row)s.") % {"row": _named(now)})
    now.delete()


def _value(row: Any, field: models.Field) -> Any:
    value = getattr(row, field.attname)
    return str(value or "") if isinstance(field, models.FileField) else value


def _named(row: Any) -> str:
    return str(row)[:60]


def _as_it_was(row: Any) -> dict[str, bool]:
    """The words of earlier years are put back as rows of their own."""
    return {"as_it_was": True} if isinstance(row, WordsPerYear) else {}
