"""The cells of a row: which fields of a model have a column, and how each is read into the row.

What a file cannot hold (control characters) counts as no change.
"""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from difflib import get_close_matches
from functools import cached_property

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export import fields

from parties.tables.sheet import Cell, plain
from parties.tables.widgets import ChoiceWidget, DayWidget, NameWidget, dutch, key_of, text_of, widget_for

DIVIDER = " | "  # between the parts of a name that takes several
ROW_ID = "id"
ROW_ID_HEADING = gettext_lazy("Row id")
MOST_SEARCHES, MOST_NAMES = 20, 1_000  # for what resembles a name that is not known


class FieldCell(fields.Field):
    """A field of the row itself; with a look-up as its attribute of a row above it, which is only read."""

    has_column = True

    def __init__(self, field: models.Field, *, attribute: str = "", heading: str = ""):
        widget, self.width = widget_for(field) or (NameWidget(), 36)
        self.model_field = field
        super().__init__(attribute or field.name, heading or _heading_of(field), widget, readonly=bool(attribute))

    def save(self, instance, row, is_m2m=False, **kwargs):
        if self.readonly or self.column_name not in row:
            return
        value = self.clean(row)
        if value in (None, ""):
            if instance._state.adding and self.model_field.has_default():
                return
            value = self._empty
        current = getattr(instance, self.attribute)
        if not (isinstance(current, str) and isinstance(value, str) and plain(current).strip() == value):
            setattr(instance, self.attribute, value)

    @property
    def _empty(self) -> str | bool | None:
        match self.model_field:
            case models.CharField() | models.TextField():
                return ""
            case models.BooleanField():
                return False
        return None

    def comparable(self, value: Cell) -> Cell:
        """A day in one notation and a choice by one word, wherever it comes from."""
        match self.widget:
            case ChoiceWidget():
                return self.widget.clean(value)
            case DayWidget():
                day = self.widget.clean(value)
                return day.isoformat() if day else value
        return value


class RowIdCell(fields.Field):
    """The number of the row, by which it is found also when its name changes; empty for a new row."""

    width = 8
    has_column = True

    def __init__(self):
        super().__init__("pk", dutch(ROW_ID_HEADING), readonly=True)

    def export(self, instance, **kwargs):
        return None if instance._state.adding else instance.pk


class ReferenceCell(fields.Field):
    """A field that points to another row, by how people know that row.

    parts are the cells of this table that together name it; without parts it has a column of its own.
    """

    width = 26

    def __init__(self, field: models.ForeignKey, table, parts: Sequence[str]):
        super().__init__(field.name, _heading_of(field))
        self.model_field, self.table, self.parts = field, table, parts
        self.has_column = not parts

    @property
    def cells(self) -> list[fields.Field]:
        """The cells in which its name stands."""
        return [self.table.fields[name] for name in self.parts] or [self]

    def get_value(self, instance):
        return getattr(instance, self.model_field.attname)

    def export(self, instance, **kwargs):
        target = getattr(instance, self.attribute) if self.get_value(instance) else None
        return "" if target is None else self.label(target, self.table.scope_of(instance))

    def label(self, target: models.Model, scope: str | None) -> str:
        """How people know the target: "1 | Betaalbaar wonen | 17"; with its agreement where that differs."""
        names = type(target).natural_key_fields
        named = zip(names, target.natural_key(), strict=True)
        parts = [value for name, value in named if len(names) == 1 or not self.table.is_scope(name) or value != scope]
        return DIVIDER.join("" if part is None else str(part) for part in parts)

    # -- In

    def save(self, instance, row, is_m2m=False, **kwargs):
        missing = [cell.column_name for cell in self.cells if cell.column_name not in row]
        if len(missing) == len(self.cells):
            return
        if missing:
            raise ValueError(_("The column “%(column)s” is needed as well.") % {"column": missing[0]})
        wanted = self._key([row[cell.column_name] for cell in self.cells])
        if not instance._state.adding and wanted == self._key([cell.export(instance) for cell in self.cells]):
            return
        found = self._find(wanted, row) if any(self._without_scope(wanted)) else [None]
        if len(found) != 1:
            raise ValueError(self._sentence(wanted, row, is_several=bool(found)))
        setattr(instance, self.attribute, found[0])

    def comparable(self, value: Cell) -> Cell:
        return value

    def _key(self, values: Sequence[Cell]) -> tuple[str, ...]:
        """The values of its cells as one name, however each of them is written."""
        return key_of(*(self._part(cell, value) for cell, value in zip(self.cells, values, strict=True)))

    def _part(self, cell: fields.Field, value: Cell) -> Cell:
        try:
            return cell.comparable(value)
        except ValueError as error:
            column = cell.column_name.removeprefix(f"{self.column_name}: ")  # this name stands above the error
            raise ValueError(f"{column}: {error}") from error

    def _without_scope(self, wanted: tuple[str, ...]) -> list[str]:
        """The words without the name of the agreement, which stands there for the row itself."""
        if len(self.parts) < 2:
            return list(wanted)
        return [word for word, name in zip(wanted, self.parts, strict=True) if not self.table.is_scope(name)]

    def _find(self, wanted: tuple[str, ...], row: dict) -> list[models.Model]:
        """The rows within reach that the words may mean; first those that stand in the same agreement."""
        nearby = () if self.parts else self._names.get((*key_of(self.table.scope_in(row)), *wanted))
        return nearby or self._names.get(wanted) or []

    @cached_property
    def _names(self) -> dict[tuple[str, ...], list[models.Model]]:
        """The rows within reach by the names that this table may have for them."""
        names = defaultdict(list)
        choices = self.table.choices(self.model_field)
        if self.attribute in self.table.above:
            choices = choices.filter(pk__in=self.table.above[self.attribute].order_by().values("pk"))
        for target in choices:
            for name in self._names_of(target):
                names[name].append(target)
        return names

    def _names_of(self, target: models.Model) -> set[tuple[str, ...]]:
        """Part by part, or in one cell with and without its agreement."""
        if self.parts:
            return {self._key(target.natural_key())}
        scope = self.table.scope_of(target)
        return {key_of(self.label(target, None)), key_of(scope, self.label(target, scope))}

    def add_choice(self, target: models.Model) -> None:
        """A row that was saved just now may be meant further on in the file."""
        if isinstance(target, self.model_field.remote_field.model) and "_names" in self.__dict__:
            for name in self._names_of(target):
                if target not in self._names[name]:
                    self._names[name].append(target)

    def _sentence(self, wanted: tuple[str, ...], row: dict, *, is_several: bool) -> str:
        words = DIVIDER.join(_as_seen(row[cell.column_name]) for cell in self.cells).rstrip(" |")
        what = {"what": dutch(self.model_field.verbose_name), "value": words}
        if is_several:
            return _("There are several of these, so it is not clear which is meant: %(what)s “%(value)s”.") % what
        if alike := self._alike(wanted):
            what["known"] = "; ".join(alike)
            return _("Not known here: %(what)s “%(value)s”. What is known and resembles it: %(known)s.") % what
        return _("Not known here: %(what)s “%(value)s”.") % what

    def _alike(self, wanted: tuple[str, ...]) -> list[str]:
        """Rows within reach with similar names; for a few mistakes only, because searching is slow."""
        self.table.searches += 1
        if self.table.searches > MOST_SEARCHES:
            return []
        alike = ((name, rows[0]) for name, rows in self._names.items() if len(name) == len(wanted))
        named = {DIVIDER.join(name): target for name, target in alike}
        found = get_close_matches(DIVIDER.join(wanted), list(named)[:MOST_NAMES], n=3)
        return list(dict.fromkeys(self.label(named[name], None).rstrip(" |") for name in found))


def cells_of(table, *, leave_out: set[str]) -> dict[str, fields.Field]:
    """The id of a row, the names by which people know it, and its other fields in their order."""
    cells: dict[str, fields.Field] = {ROW_ID: RowIdCell()}
    for look_up in table.key_names:
        cells[look_up] = _key_cell(table.model, look_up)
    for field in table.model._meta.fields:
        if field.name in {*cells, *leave_out} or not field.editable or field.primary_key:
            continue
        if isinstance(field, models.ForeignKey):
            cells[field.name] = ReferenceCell(field, table, _parts_of(field, table))
        elif widget_for(field):
            cells[field.name] = FieldCell(field)
    return cells


def _key_cell(model: type[models.Model], look_up: str) -> FieldCell:
    """A part of how people know the row: "Partij" where one field is the name, else "Doel: nummer"."""
    *path, last = look_up.split("__")
    if not path:
        return FieldCell(model._meta.get_field(last))
    for name in path:
        relation = model._meta.get_field(name)
        model = relation.remote_field.model
    whole, field = _heading_of(relation), model._meta.get_field(last)
    heading = whole if tuple(model.natural_key_fields) == (last,) else f"{whole}: {dutch(field.verbose_name)}"
    cell = FieldCell(field, attribute=look_up, heading=heading)
    cell.width = 18
    return cell


def _parts_of(field: models.ForeignKey, table) -> list[str]:
    """The names of this row that also name what the field points to; empty when they do not."""
    if not any(key.startswith(f"{field.name}__") for key in table.key_names):
        return []
    names = field.remote_field.model.natural_key_fields
    own = {name: f"{field.name}__{name}" for name in names}
    parts = [own[name] if own[name] in table.key_names else table.scope if table.is_scope(name) else None for name in names]
    if None in parts:
        raise TypeError(f"{field}: natural_key_fields of {field.model} do not name all of {names}.")
    return parts


def _heading_of(field: models.Field) -> str:
    return capfirst(dutch(field.verbose_name))


def _as_seen(value: Cell) -> str:
    return f"{value:%d-%m-%Y}" if isinstance(value, datetime.date) else text_of(value)
