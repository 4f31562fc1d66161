"""The events of a calendar as entries of an iCalendar file, each with how often and when it changed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Model
from django.utils import timezone

from monitoring.meetings.entries import entry_of
from monitoring.models import LegalStep, Meeting
from monitoring.year_calendar.events import EventState, YearEvent
from parties.calendar_file import Entry

LONG_AGO = datetime(2000, 1, 1, tzinfo=timezone.get_default_timezone())


def changes_of_rows(model: type[Model], rows: Iterable[Model]) -> dict[int, dict[str, Any]]:
    """By key how often each row was changed and when, of its own history. One query."""
    records = model.history.filter(id__in=[row.pk for row in rows]).order_by().values_list("id")
    told = records.annotate(Count("history_id"), Max("history_date"))
    return {pk: {"sequence": count - 1, "changed": at} for pk, count, at in told}


def entries_of(events: Iterable[YearEvent]) -> Iterator[Entry]:
    """What has a day, also what was cancelled. One query for each kind of row beside meetings."""
    shown = [event for event in events if event.on]
    by_model: dict[type[Model], list[Model]] = defaultdict(list)
    for event in shown:
        if event.row.pk and not _is_meeting(event):
            by_model[type(event.row)].append(event.row)
    told = {model: changes_of_rows(model, rows) for model, rows in by_model.items()}
    for change in told.get(LegalStep, {}).values():
        change["sequence"] += 1  # before the first change the usual day stood there
    for event in shown:
        if _is_meeting(event):
            yield entry_of(event.row)
            continue
        yield Entry(
            uid=event.uid,
            title=event.what,
            begins=event.on,
            note="\n".join(filter(None, [event.who, event.basis])),
            address=event.address,
            is_cancelled=event.state == EventState.OFF,
            **told.get(type(event.row), {}).get(event.row.pk, {"sequence": 0, "changed": LONG_AGO}),
        )


def _is_meeting(event: YearEvent) -> bool:
    """The meeting itself, which keeps what it is in calendars, and not a last day that hangs on it."""
    return isinstance(event.row, Meeting) and event.address == event.row.get_absolute_url()
