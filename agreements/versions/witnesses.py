"""Whether the history says what the rows say on which versions rest: two witnesses of one thing, of which one may be changed."""

from collections.abc import Collection, Iterator
from typing import Any

from django.db import models
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.signals import post_create_historical_record

from agreements.models import (
    Action,
    Agenda,
    Agreement,
    Appendix,
    Assent,
    Goal,
    Indicator,
    Lead,
    MeetingRule,
    NeededAnswer,
    Participation,
    Project,
    Target,
    Theme,
    Version,
    VersionFile,
)
from parties.history.records import current_change_set
from parties.models import User
from parties.prepared import Prepared

# What a version prints, and what is recorded once with it: who had to answer, who answered, which files there are.
PRINTED = (Agreement, Agenda, Participation, Theme, Goal, Action, Lead, Project, Appendix, Indicator, Target, MeetingRule)
ONCE = (Version, VersionFile, NeededAnswer, Assent)
FOLLOWS = frozenset({"has_withheld", "words_from"})  # what the program notes of other rows


def faults_of_history(agreement: Agreement) -> Iterator[str]:
    """A sentence for each row that is otherwise than the last of its history, or that has none, or of which only that is left.

    Three queries for each kind of row, whatever there is of it.
    """
    for model in (*PRINTED, *ONCE):
        yield from _faults_of(model, agreement)


def _faults_of(model: type[Any], agreement: Agreement) -> Iterator[str]:
    columns = [field.attname for field in model._meta.concrete_fields]
    rows = (dict(zip(columns, row, strict=True)) for row in _rows_of.rows(agreement.pk, model=model))
    live = {row["id"]: row for row in rows}
    by_row = {record.id: record for record in _records(model, _last_of.rows(tuple(live), model=model) if live else [])}
    for pk, row in live.items():
        record = by_row.get(pk)
        words = {"kind": model._meta.verbose_name, "key": pk}
        if record is None:
            yield _("There is no history of %(kind)s %(key)s.") % words
        elif names := _otherwise(row, record):
            words["fields"] = ", ".join(names)
            yield _("The history of %(kind)s %(key)s does not say what stands there now: %(fields)s.") % words
    yield from _rewritten(model, tuple(live))
    for record in _gone(model, live, agreement):
        words = {"kind": model._meta.verbose_name, "key": record.id}
        yield _("%(kind)s %(key)s is gone, and its history does not say that it was deleted.") % words


@Prepared
def _rows_of(agreement: int, *, model: type[Any]) -> models.QuerySet:
    return model._base_manager.filter(**{model.agreement_path or "pk": agreement}).values_list(
        *(field.attname for field in model._meta.concrete_fields)
    )


@Prepared
def _last_of(keys: tuple[int, ...], *, model: type[Any]) -> models.QuerySet:
    return _last(model.history.model.objects.filter(id__in=keys))


def _last(records: models.QuerySet) -> models.QuerySet:
    """The key of the last of these records of each row."""
    return records.order_by().values("id").annotate(last=Max("history_id")).values_list("last")


def _records(model: type[Any], keys: list[tuple[int]]) -> list[Any]:
    return _records_of.models(tuple(key for (key,) in keys), model=model) if keys else []


@Prepared
def _records_of(keys: tuple[int, ...], *, model: type[Any]) -> models.QuerySet:
    return model.history.model.objects.filter(history_id__in=keys)


def _otherwise(row: dict[str, Any], record: Any) -> list[str]:
    """The fields that the two say otherwise; all of them where the history says that the row was deleted."""
    fields = [field for field in record.tracked_fields if field.name not in FOLLOWS]
    if record.history_type == "-":
        return [str(_("deleted"))]
    return [str(field.verbose_name) for field in fields if _differ(field, row[field.attname], getattr(record, field.attname))]


def _rewritten(model: type[Any], live: tuple[int, ...]) -> Iterator[str]:
    """What is recorded once has one row of history."""
    if model not in ONCE or not live:
        return
    for (pk,) in _changed_since.rows(live, model=model):
        yield _("%(kind)s %(key)s was changed after it was recorded.") % {"kind": model._meta.verbose_name, "key": pk}


@Prepared
def _changed_since(keys: tuple[int, ...], *, model: type[Any]) -> models.QuerySet:
    return model.history.model.objects.filter(id__in=keys).exclude(history_type="+").values_list("id").distinct()


def _gone(model: type[Any], live: Collection[int], agreement: Agreement) -> Iterator[Any]:
    """The last record of rows that are gone, while their history does not say that they were deleted."""
    last = _last_of_gone.rows(agreement.pk, *((tuple(live),) if live else ()), model=model)
    yield from (record for record in _records(model, last) if record.history_type != "-")


@Prepared
def _last_of_gone(agreement: int, live: tuple[int, ...] = (), *, model: type[Any]) -> models.QuerySet:
    ever = model.history.model.objects.filter(**{model.agreement_path or "id": agreement})
    return _last(ever.exclude(id__in=live))


def record_what_went(agreement: Agreement, *, by: User, reason: str) -> None:
    """Say in the history of printed rows that are gone that they were found to be; the administrator does, who sets rows back."""
    for model in PRINTED:
        live = list(model._base_manager.filter(**{model.agreement_path or "pk": agreement.pk}).values_list("pk", flat=True))
        for last in _gone(model, live, agreement):
            values = {field.attname: getattr(last, field.attname) for field in last.tracked_fields}
            current = current_change_set()
            record = type(last)(**values, history_type="-", history_date=timezone.now(), history_user=by)
            record.history_change_reason, record.change_set = reason, current.id if current else None
            record.save()
            post_create_historical_record.send(sender=type(last), instance=last.instance, history_instance=record)


def _differ(field: models.Field, row: Any, record: Any) -> bool:
    return str(row or "") != str(record or "") if isinstance(field, models.FileField) else row != record
