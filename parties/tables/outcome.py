"""What an import does or would do: which rows it adds and changes, and what is wrong with others."""

import hashlib
from dataclasses import dataclass

from django.db import models

from parties.history.changes import FieldChange


@dataclass(frozen=True)
class TableRowChange:
    """A row that is added or changed."""

    number: int
    is_new: bool
    name: str
    changes: tuple[FieldChange, ...]
    instance: models.Model


@dataclass(frozen=True)
class RowError:
    """What is wrong with a row: at a field, or with the row as a whole."""

    number: int
    heading: str
    sentence: str


@dataclass(frozen=True)
class Outcome:
    """What an import does, or would do."""

    changed: tuple[TableRowChange, ...]
    same: int
    errors: tuple[RowError, ...]
    sheet: str = ""  # the name of the sheet in the workbook, where there is one

    @property
    def added(self) -> list[TableRowChange]:
        return [row for row in self.changed if row.is_new]

    @property
    def updated(self) -> list[TableRowChange]:
        return [row for row in self.changed if not row.is_new]

    @property
    def digest(self) -> str:
        """The same for what was shown and what is saved, as long as nobody changed a row in between."""
        shown = [(row.number, row.is_new, row.changes) for row in self.changed]
        return hashlib.sha256(repr(shown).encode()).hexdigest()
