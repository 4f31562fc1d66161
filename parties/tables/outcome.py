"""What an import does, or would do: which rows it adds and changes, in words, and what is wrong with the others."""

import hashlib
from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from import_export import resources
from import_export.results import RowResult

from parties.history.word_diff import Piece, word_changes
from parties.tables.widgets import dutch


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a row that the file changes, in words."""

    heading: str
    was: str
    becomes: str

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Word by word, where both are texts."""
        return word_changes(self.was, self.becomes) if self.was and self.becomes else ()


class Changes(resources.Diff):
    """What a row was and what it becomes, as words instead of HTML with styles in it."""

    def as_html(self) -> tuple[Change, ...]:
        before = [""] * len(self.right) if self.new else self.left
        pairs = zip([field.column_name for field in self.cells], before, self.right, strict=True)
        return tuple(Change(heading, was, becomes) for heading, was, becomes in pairs if was != becomes)

    def __init__(self, resource, instance, new):
        self.cells = [field for field in resource.shown_fields if field.attribute != "pk"]
        self.left, self.right, self.new = self._read(instance), [], new

    def compare_with(self, resource, instance):
        self.right = self._read(instance)

    def _read(self, instance) -> list[str]:
        return [_words(field.export(instance)) for field in self.cells]


def _words(value) -> str:
    if hasattr(value, "year") and hasattr(value, "day"):
        return date_format(value, "j F Y")
    return number_format(value) if isinstance(value, int | float) or hasattr(value, "quantize") else str(value or "")


@dataclass(frozen=True)
class RowChange:
    """A row that is added or changed."""

    number: int
    is_new: bool
    name: str
    changes: tuple[Change, ...]
    instance: models.Model | None = None


@dataclass(frozen=True)
class RowError:
    """What is wrong with a row: at a field, or with the row as a whole."""

    number: int
    heading: str
    sentence: str


@dataclass(frozen=True)
class Outcome:
    """What an import does, or would do."""

    changed: tuple[RowChange, ...]
    same: int
    errors: tuple[RowError, ...]
    reason_needed: str  # the sentence that says why a reason is needed before this is saved; empty when it may stay away
    sheet: str = ""  # the name of the sheet in the workbook, where there is one

    @classmethod
    def of(cls, table, result, *, sheet: str = "") -> "Outcome":
        changed, errors = [], []
        for error in result.base_errors:
            raise error.error  # none of ours: a mistake in the code must not look like one in the file
        numbered = zip(table.numbers, result.rows, strict=True)
        for number, row in numbered:
            for error in row.errors:
                raise error.error
            if row.validation_error:
                errors += [RowError(number, *told) for told in _told(table, row.validation_error)]
            elif row.import_type in {RowResult.IMPORT_TYPE_NEW, RowResult.IMPORT_TYPE_UPDATE}:
                is_new = row.import_type == RowResult.IMPORT_TYPE_NEW
                changed.append(RowChange(number, is_new, row.object_repr, row.diff, row.instance))
        same = result.totals[RowResult.IMPORT_TYPE_SKIP]
        return cls(tuple(changed), same, tuple(errors), table.reason_needed, sheet)

    @property
    def added(self) -> list[RowChange]:
        return [row for row in self.changed if row.is_new]

    @property
    def updated(self) -> list[RowChange]:
        return [row for row in self.changed if not row.is_new]

    @property
    def digest(self) -> str:
        """The same for what was shown and what is saved, as long as nobody changed a row in between."""
        shown = [(row.number, row.is_new, row.changes) for row in self.changed]
        return hashlib.sha256(repr(shown).encode()).hexdigest()


def _named(model: type[models.Model], name: str) -> str:
    """What the screen calls a field that has no column."""
    return capfirst(dutch(model._meta.get_field(name).verbose_name))


def _told(table, error: ValidationError) -> list[tuple[str, str]]:
    """Each sentence with the heading of the column that it is about."""
    if not hasattr(error, "error_dict"):
        return [("", sentence) for sentence in error.messages]
    told = []
    for name, errors in error.error_dict.items():
        field = table.fields.get(name)
        heading = field.column_name if field else "" if name == NON_FIELD_ERRORS else _named(table.model, name)
        told += [(heading, sentence) for each in errors for sentence in each.messages]
    return told
