"""Deleted rows put back as they last were."""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from simple_history.models import HistoricalChanges

from parties.history.records import change_set, may_always_change
from parties.history.write_rules import Act, act
from parties.refusals import NotAllowedNowError


class PutBackError(NotAllowedNowError):
    """Why not, in a sentence for the person."""


def last_of(model: type[models.Model], pk: int | str) -> HistoricalChanges | None:
    """The row of history that tells of the deletion; None while the row is there, or when it never was."""
    record = model.history.filter(**{model._meta.pk.attname: pk}).order_by("history_date", "history_id").last()
    is_there = model._base_manager.filter(pk=pk).exists()
    return record if record and record.history_type == "-" and not is_there else None


@transaction.atomic
def put_back(
    record: HistoricalChanges,
    *,
    by: models.Model,
    reason: str = "",
    why_not_change: Callable[..., str] = may_always_change,
    is_part_of_step: bool = False,
) -> list[Any]:
    """Restore the deleted row with the rows below it that went along; all of it, or PutBackError.

    Each row keeps its key and goes through the rules of its model. why_not_change(row) gives a sentence for a row that may
    not come back: HistoryAdmin.why_not_change() for the person. Whoever puts back the same row at the same moment waits here, and
    then finds it there. is_part_of_step leaves it in the change set that is open, with its reason.
    """
    rows = []
    type(record)._base_manager.select_for_update().get(pk=record.pk)
    if last_of(record.instance_type, record.instance.pk) is None:
        raise PutBackError(_("This is there again already."))
    own = change_set(reason=": ".join(filter(None, [_("Put back"), reason])), user=by)
    with nullcontext() if is_part_of_step else own:
        for gone in _with_what_was_below(record):
            row, pk = gone.instance, gone.instance.pk
            row._state.adding = True
            row._history_user = by
            try:
                if why := why_not_change(row):
                    raise PutBackError(why)
                if not rows:
                    row.before_coming_back(by=by)
                row.pk = None  # the rules for a new row: with its key they would look for what stands below it
                with act(Act.COME_BACK_ALONG) if rows else nullcontext():
                    row.full_clean()
                    row.pk = pk
                    row.save(checked=True, force_insert=True)
            except ValidationError as error:
                reasons = " ".join(error.messages)
                raise PutBackError(_("This cannot be put back as it was: %(reasons)s") % {"reasons": reasons}) from error
            except ObjectDoesNotExist as error:
                sentence = _("This cannot be put back: what it stood in has been deleted too. Put that back first.")
                raise PutBackError(sentence) from error
            rows.append(row)
    return rows


def _with_what_was_below(record: HistoricalChanges) -> list[HistoricalChanges]:
    """The deletion and those of the same moment that hung below it, what stands above first."""
    found = [record]
    if not record.change_set:
        return found
    for above in found:  # grows while it is read
        model = above.instance_type
        for relation in model._meta.related_objects:
            child = relation.related_model
            if not hasattr(child, "history") or relation.many_to_many:
                continue
            pointer = {relation.field.attname: above.instance.pk}
            seen = {(type(row), row.history_id) for row in found}
            for gone in child.history.filter(change_set=record.change_set, history_type="-", **pointer):
                if (type(gone), gone.history_id) not in seen and last_of(child, gone.instance.pk):
                    found.append(gone)
    return _above_first(found)


def _above_first(records: list[HistoricalChanges]) -> list[HistoricalChanges]:
    """Every row after the rows that it points to."""
    waiting = {(record.instance_type, record.instance.pk): record for record in records}
    ordered = []
    while waiting:
        ready = [key for key, record in waiting.items() if not any(key in waiting for key in _points_to(record))]
        for key in ready or list(waiting):
            ordered.append(waiting.pop(key))
    return ordered


def _points_to(record: HistoricalChanges) -> list[tuple]:
    row = record.instance
    return [(field.remote_field.model, getattr(row, field.attname)) for field in row._meta.fields if field.remote_field]
