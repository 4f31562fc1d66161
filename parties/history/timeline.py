"""What happened to a row and the rows below it: when, by whom, why, and what each field became."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from django.db import models
from django.db.models.options import Options
from django.utils.text import capfirst

from parties.history.changes import FieldChange, in_words
from parties.prepared import Prepared

ADDED, CHANGED, DELETED = "+", "~", "-"


@dataclass(frozen=True, slots=True)
class RowChange:
    """What happened to one row; name is empty for the row whose page this is."""

    kind: str
    opts: Options
    pk: int
    version: int
    label: str
    name: str
    changes: tuple[FieldChange, ...]
    gone: models.Model | None  # the row as it last was, after a deletion that still holds
    why_it_stays_away: str = ""  # why it cannot be put back, where the page asked


@dataclass(frozen=True, slots=True)
class HistoryMoment:
    """All that was changed together."""

    at: datetime.datetime
    person: str
    reason: str
    entries: tuple[RowChange, ...]


@dataclass(slots=True)
class _Version:
    """A row of history with the one before it; pointer is the field that leads to the row of the page."""

    model: type[models.Model]
    record: models.Model
    previous: models.Model | None
    pointer: str = ""
    is_last: bool = False


@dataclass(slots=True)
class ChangedTogether:
    versions: list[_Version] = field(default_factory=list)

    @property
    def last(self) -> models.Model:
        return max((version.record for version in self.versions), key=lambda record: (record.history_date, record.history_id))


def changes_of(model: type[models.Model], pk: int, below: Iterable[tuple[type[models.Model], str]]) -> list[ChangedTogether]:
    """Everything that happened to the row and to the rows below it, newest first, in one query per model.

    below names each model with its field that points to the row.
    """
    versions = _versions(model, model.history.filter(**{model._meta.pk.attname: pk}))
    for child, name in below:
        versions += _versions_below(child, child._meta.get_field(name), pk)
    together: dict[Hashable, ChangedTogether] = defaultdict(ChangedTogether)
    for version in versions:
        record = version.record
        together[record.change_set or (type(record), record.history_id)].versions.append(version)
    return sorted(together.values(), key=lambda changed: changed.last.history_date, reverse=True)


def describe(page: Sequence[ChangedTogether]) -> list[HistoryMoment]:
    """The moments of one page in words, in at most two queries per model that a field points to."""
    found = _pointed_to([version for changed in page for version in changed.versions])
    return [_moment(changed, found) for changed in page]


def values_of(record: models.Model) -> list[tuple[str, str]]:
    """All fields of one row of history with their labels, empty ones left out."""
    version = _Version(record.instance_type, record, None)
    found = _pointed_to([version])
    return [(change.label, change.becomes) for change in _changes(version, found)]


def fields_changed(
    records: Mapping[models.Model, models.Model | None],
    *,
    without: Callable[[models.Model], Collection[str]],
    unnamed: Mapping[type[models.Model], Collection[int]],
) -> dict[models.Model, tuple[FieldChange, ...]]:
    """What each row of history changed, beside the one before it (None: nothing), of rows of any kind; in at most two queries per
    model that a field points to. without(record) names fields that are not told, unnamed the rows of which not even the name is.
    """
    versions = [_Version(record.instance_type, record, before) for record, before in records.items()]
    found = _pointed_to(versions)
    for model, keys in unnamed.items():
        found[model] = {pk: "" if pk in keys else row for pk, row in found.get(model, {}).items()}
    return {version.record: _changes(version, found, without(version.record)) for version in versions}


def _versions(model, records) -> list[_Version]:
    last: dict[int, _Version] = {}
    versions = []
    for record in records.select_related("history_user").order_by("history_date", "history_id"):
        pk = getattr(record, model._meta.pk.attname)
        last[pk] = _Version(model, record, last[pk].record if pk in last else None)
        versions.append(last[pk])
    for version in last.values():
        version.is_last = True
    return versions


def _versions_below(child, pointer: models.ForeignKey, pk: int) -> list[_Version]:
    """The versions of rows that belonged to the row: a row that moved away is followed until it left."""
    key = child._meta.pk.attname
    ever = child.history.filter(**{pointer.attname: pk}).order_by().values(key)
    versions = _versions(child, child.history.filter(**{f"{key}__in": ever}))
    owned = [
        version
        for version in versions
        if pk in {getattr(record, pointer.attname) for record in (version.record, version.previous) if record is not None}
    ]
    for version in owned:
        version.pointer = pointer.name
    return owned


def _fields(version: _Version) -> list[models.Field]:
    return [row for row in version.record.tracked_fields if not row.primary_key]


def _pointed_to(versions: Iterable[_Version]) -> dict[type[models.Model], dict[int, models.Model]]:
    wanted: dict[type[models.Model], set[int]] = defaultdict(set)
    for version in versions:
        for row in _fields(version):
            if row.remote_field:
                for record in (version.record, version.previous):
                    wanted[row.remote_field.model].add(getattr(record, row.attname, None))
    return {model: _look_up(model, keys - {None}) for model, keys in wanted.items()}


def _look_up(model: type[models.Model], keys: set[int]) -> dict[int, models.Model]:
    """The rows by key, as they are now; a deleted row as it last was."""
    found = {row.pk: row for row in _with_pointers(model).models(tuple(keys))} if keys else {}
    gone = keys - found.keys()
    if gone and hasattr(model, "history"):
        for record in model.history.filter(**{f"{model._meta.pk.attname}__in": gone}).order_by("history_date", "history_id"):
            found[getattr(record, model._meta.pk.attname)] = record.instance
    return found


@cache
def _with_pointers(model: type[models.Model]) -> Prepared:
    """The rows of this kind with these keys, each with what it points to."""
    pointers = [row.name for row in model._meta.fields if row.remote_field]
    rows = model._base_manager.select_related(*pointers) if pointers else model._base_manager
    return Prepared(lambda keys: rows.filter(pk__in=keys))


def _moment(changed: ChangedTogether, found) -> HistoryMoment:
    last = changed.last
    entries = [_entry(version, found) for version in changed.versions]
    visible = [entry for entry in entries if entry.changes or entry.kind != CHANGED]
    return HistoryMoment(
        at=last.history_date,
        person=last.history_user.name_and_party if last.history_user_id and last.history_user else "",
        reason=last.history_change_reason or "",
        entries=tuple(visible),
    )


def _entry(version: _Version, found) -> RowChange:
    record, row = version.record, _instance(version, found)
    return RowChange(
        kind=record.history_type,
        opts=version.model._meta,
        pk=getattr(record, version.model._meta.pk.attname),
        version=record.history_id,
        label=capfirst(str(version.model._meta.verbose_name)),
        name=str(row) if version.pointer else "",
        changes=_changes(version, found),
        gone=row if version.is_last and record.history_type == DELETED else None,
    )


def _instance(version: _Version, found) -> models.Model:
    """The row as it was, with what it pointed to."""
    instance = version.record.instance
    for row in _fields(version):
        if row.remote_field and (target := found[row.remote_field.model].get(getattr(instance, row.attname))):
            version.model._meta.get_field(row.name).set_cached_value(instance, target)
    return instance


def _changes(version: _Version, found, without: Collection[str] = ()) -> tuple[FieldChange, ...]:
    """What each field was and became; of an added or deleted row all that was in it (becomes)."""
    changes = []
    is_whole = version.record.history_type in {ADDED, DELETED}
    for row in _fields(version):
        if (is_whole and row.name in {version.pointer, "position"}) or row.name in without:
            continue
        was = "" if version.previous is None or is_whole else _words(row, version.previous, found)
        becomes = _words(row, version.record, found)
        if was != becomes:
            is_text = isinstance(row, models.TextField)
            changes.append(FieldChange(capfirst(str(row.verbose_name)), was, becomes, is_text=is_text, column=row.name))
    return tuple(changes)


def _words(row: models.Field, record: models.Model, found) -> str:
    value = getattr(record, row.attname)
    return in_words(row, found[row.remote_field.model].get(value, value) if row.remote_field else value)
