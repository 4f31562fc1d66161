"""The line of each row of history: written with it, in the same transaction, and made anew for what was there before."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef

from agreements.models import Participation
from monitoring.history.bulk_lines import PLACE, insert_lines
from monitoring.history.places import TOLD, LinePlace, is_told, parties_of_person, place_of, which_are_told
from monitoring.models import Attachment, HistoryLine, ProgressUpdate
from parties.history.records import current_change_set


def write_line(sender: Any, instance: models.Model, history_instance: Any, **kwargs: Any) -> None:
    """After a row of history was written: say where it belongs, where the parties may read it."""
    for record in (history_instance, *_told_with(history_instance)):
        if record.instance_type in TOLD and is_told(record):
            row = instance if record is history_instance else record.instance
            _line(record, row).save(force_insert=True)


def _told_with(record: Any) -> Iterator[Any]:
    """Files of a report, which are told once it is submitted."""
    if record.instance_type is ProgressUpdate and record.submitted_at and record.history_type != "-":
        told = HistoryLine.objects.filter(model=Attachment._meta.label).values("record")
        yield from Attachment.history.filter(update=record.id, history_type="+").exclude(history_id__in=told)


def _line(record: Any, row: models.Model) -> HistoryLine:
    label = record.instance_type._meta.label
    place = place_of(row) or _place_before(label, record.instance.pk)
    return HistoryLine(
        model=label,
        record=record.history_id,
        row=record.instance.pk,
        change=record.history_type,
        kind=TOLD[record.instance_type],
        at=record.history_date,
        change_set=record.change_set,
        person=record.history_user_id,
        by_party=_party_of(record.history_user_id, place.agreement),
        **{name: getattr(place, name) for name in PLACE},
    )


def _place_before(label: str, row: int) -> LinePlace:
    """Where the row stood when its history was written before."""
    found = HistoryLine.objects.filter(model=label, row=row).order_by("-id").values(*PLACE).first()
    return LinePlace(**found) if found else LinePlace()


def _party_of(person: int | None, agreement: int | None) -> int | None:
    """For which party the person acts here: one that takes part, else the first; asked once within a change set."""
    if person is None:
        return None
    current = current_change_set()
    answers = current.answers if current else {}
    key = ("party of", person, agreement)
    if key not in answers:
        own = list(parties_of_person(person).values_list("party", flat=True))
        here = Participation.objects.filter(agreement=agreement, party__in=own) if agreement and len(own) > 1 else None
        taking_part = set(here.values_list("party", flat=True)) if here is not None else set()
        answers[key] = next((party for party in own if party in taking_part), own[0] if own else None)
    return answers[key]


def make_missing_lines() -> int:
    """A line for each row of history that has none, oldest first; gives how many. Done again it does nothing.

    All at once what hangs on rows that are there, then one by one what hung on those that are gone.
    """
    made = 0
    for model in TOLD:
        made += insert_lines(model)
        known = HistoryLine.objects.filter(model=model._meta.label, record=OuterRef("history_id"))
        told = model.history.filter(which_are_told(model), ~Exists(known)).order_by("history_id")
        for record in told.iterator():
            _line(record, record.instance).save(force_insert=True)
            made += 1
    return made
