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

# What a version prints, and what is recorded once with it: who had to answer, who answered, which files there are.
PRINTED = (Agreement, Agenda, Participation, Theme, Goal, Action, Lead, Project, Appendix, Indicator, Target, MeetingRule)
ONCE = (Version, VersionFile, NeededAnswer, Assent)
FOLLOWS = frozenset({"has_withheld", "words_from"})  # what the program notes of other rows


def faults_of_history(agreement: Agreement) -> Iterator[str]:
    """A sentence for each row that is otherwise than the last of its history, or that has none, or of which only that is left.

    Three queries for each kind of row, whatever there is of it.
    """
    for model in (*PRINTED, *ONCE):
        yield from _faults_of(model, model._base_manager.filter(**{model.agreement_path or "pk": agreement.pk}), agreement)


def _faults_of(model: type[Any], rows: models.QuerySet, agreement: Agreement) -> Iterator[str]:
    live = {row["id"]: row for row in rows.order_by().values()}
    history = model.history.model.objects.order_by()
    of_live = history.filter(id__in=live)
    last = history.in_bulk(list(of_live.values("id").annotate(last=Max("history_id")).values_list("last", flat=True)))
    by_row = {record.id: record for record in last.values()}
    for pk, row in live.items():
        record = by_row.get(pk)
        words = {"kind": model._meta.verbose_name, "key": pk}
        if record is None:
            yield _("There is no history of %(kind)s %(key)s.") % words
        elif names := _otherwise(row, record):
            words["fields"] = ", ".join(names)
            yield _("The history of %(kind)s %(key)s does not say what stands there now: %(fields)s.") % words
    yield from _rewritten(model, history.filter(id__in=live))
    for record in _gone(model, live, agreement):
        words = {"kind": model._meta.verbose_name, "key": record.id}
        yield _("%(kind)s %(key)s is gone, and its history does not say that it was deleted.") % words


def _otherwise(row: dict[str, Any], record: Any) -> list[str]:
    """The fields that the two say otherwise; all of them where the history says that the row was deleted."""
    fields = [field for field in record.tracked_fields if field.name not in FOLLOWS]
    if record.history_type == "-":
        return [str(_("deleted"))]
    return [str(field.verbose_name) for field in fields if _differ(field, row[field.attname], getattr(record, field.attname))]


def _rewritten(model: type[Any], records: models.QuerySet) -> Iterator[str]:
    """What is recorded once has one row of history."""
    if model not in ONCE:
        return
    for pk in records.exclude(history_type="+").values_list("id", flat=True).distinct():
        yield _("%(kind)s %(key)s was changed after it was recorded.") % {"kind": model._meta.verbose_name, "key": pk}


def _gone(model: type[Any], live: Collection[int], agreement: Agreement) -> Iterator[Any]:
    """The last record of rows that are gone, while their history does not say that they were deleted."""
    path = model.agreement_path or "id"
    ever = model.history.model.objects.order_by().filter(**{path: agreement.pk}).exclude(id__in=live)
    last = ever.values("id").annotate(last=Max("history_id")).values_list("last", flat=True)
    found = model.history.model.objects.in_bulk(list(last)).values()
    yield from (record for record in found if record.history_type != "-")


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
