"""The cells of a row: which fields of a model have a column, and how each is read into the row.

What a file cannot hold (control characters) counts as no change.
"""

import datetime
import uuid
from collections.abc import Sequence
from functools import reduce

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export import fields, widgets

from parties.tables.sheet import Cell, plain
from parties.tables.widgets import ChoiceWidget, DayWidget, NameWidget, dutch, key_of, text_of, widget_for

DIVIDER = " | "  # between the parts of a name that takes several
ROW_ID = "id"
ROW_ID_HEADING = gettext_lazy("Row id")


def comparable(cell: fields.Field, value: Cell) -> Cell:
    """A day in one notation and a choice by one word, from the database, from a spreadsheet or as people write it."""
    match cell.widget:
        case ChoiceWidget():
            return cell.widget.clean(value)
        case DayWidget():
            day = cell.widget.clean(value)
            return day.isoformat() if day else value
    return value


class FieldCell(fields.Field):
    """A field of the row itself."""

    def __init__(self, field: models.Field):
        widget, self.width = widget_for(field) or (NameWidget(), 36)
        self.model_field = field
        super().__init__(attribute=field.name, widget=widget)

    def heading(self) -> str:
        return capfirst(str(self.model_field.verbose_name))

    def is_in(self, row: dict) -> bool:
        return self.column_name in row

    def save(self, instance, row, is_m2m=False, **kwargs):
        value = self.clean(row, **kwargs)
        if value in (None, ""):
            if instance._state.adding and self.model_field.has_default():
                return
            value = "" if self._holds_text else (False if isinstance(self.model_field, models.BooleanField) else None)
        current = getattr(instance, self.attribute)
        if not (isinstance(current, str) and isinstance(value, str) and plain(current).strip() == value):
            setattr(instance, self.attribute, value)

    @property
    def _holds_text(self) -> bool:
        return isinstance(self.model_field, models.CharField | models.TextField)


class KeyCell(fields.Field):
    """A part of how people know the row that this row stands in: read there, and never written through this row."""

    width = 18

    def __init__(self, model: type[models.Model], look_up: str):
        self.model, self.look_up = model, look_up
        field = reduce(lambda above, name: above._meta.get_field(name).remote_field.model, look_up.split("__")[:-1], model)
        found = widget_for(field._meta.get_field(look_up.rpartition("__")[2]))
        is_written_otherwise = found and isinstance(found[0], ChoiceWidget | DayWidget)
        super().__init__(attribute=look_up, widget=found[0] if is_written_otherwise else widgets.Widget(), readonly=True)

    def heading(self) -> str:
        """ "Partij" where one field is the whole name, else "Doel: nummer"."""
        *path, last = self.look_up.split("__")
        relation, model = None, self.model
        for name in path:
            relation = model._meta.get_field(name)
            model = relation.remote_field.model
        whole = capfirst(str(relation.verbose_name))
        names = tuple(model.natural_key_fields)
        return whole if names == (last,) else f"{whole}: {model._meta.get_field(last).verbose_name}"

    def is_in(self, row: dict) -> bool:
        return self.column_name in row

    def export(self, instance, **kwargs):
        value = self.get_value(instance)
        if isinstance(self.widget, ChoiceWidget):
            return self.widget.render(value)
        return "" if value is None else str(value) if isinstance(value, uuid.UUID) else value


class ReferenceCell(fields.Field):
    """A field that points to another row, by how people know that row.

    parts are the cells of this table that together name it; without parts it has a column of its own.
    """

    width = 26

    def __init__(self, field: models.ForeignKey, parts: Sequence[str] = ()):
        self.model_field, self.parts = field, tuple(parts)
        super().__init__(attribute=field.name, widget=widgets.Widget())

    def heading(self) -> str:
        return capfirst(str(self.model_field.verbose_name))

    def is_in(self, row: dict) -> bool:
        return any(column in row for column in self.columns)

    def get_value(self, instance):
        return None if instance is None else getattr(instance, self.model_field.attname)

    def export(self, instance, **kwargs):
        target = getattr(instance, self.attribute) if self.get_value(instance) else None
        return "" if target is None else self.label(target, self.slug_of(instance))

    def label(self, target: models.Model, slug: str | None) -> str:
        """How people know the target: "17", "1 | Betaalbaar wonen | 17"; with its agreement only where that is another one."""
        values = target.natural_key()
        names = type(target).natural_key_fields
        is_whole = len(names) == 1
        named = zip(values, names, strict=True)
        parts = [value for value, name in named if is_whole or not is_agreement(name) or value != slug]
        return DIVIDER.join("" if part is None else str(part) for part in parts)

    def save(self, instance, row, is_m2m=False, *, table, **kwargs):
        missing = [column for column in self.columns if column not in row]
        if missing:
            raise ValueError(_("The column “%(column)s” is needed as well.") % {"column": missing[0]})
        wanted = self.key(table, [row[column] for column in self.columns])
        if not instance._state.adding and wanted == self._current(instance, table):
            return
        if not any(self._own(wanted, table)):
            setattr(instance, self.attribute, None)
            return
        found = table.find(self, wanted, slug=key_of(table.slug_in(row))[0])
        if len(found) != 1:
            raise ValueError(self._unknown(row, wanted, table, is_several=bool(found)))
        setattr(instance, self.attribute, found[0])

    def _unknown(self, row, wanted: tuple[str, ...], table, *, is_several: bool) -> str:
        words = DIVIDER.join(_as_seen(row[name]) for name in self.columns).rstrip(" |")
        what = {"what": dutch(self.model_field.verbose_name), "value": words}
        if is_several:
            return _("There are several of these, so it is not clear which is meant: %(what)s “%(value)s”.") % what
        if known := table.near(self, wanted):
            what["known"] = "; ".join(known)
            return _("Not known here: %(what)s “%(value)s”. What is known and resembles it: %(known)s.") % what
        return _("Not known here: %(what)s “%(value)s”.") % what

    def _current(self, instance, table) -> tuple[str, ...]:
        cells = [table.fields[name] for name in self.parts] or [self]
        return self.key(table, [cell.export(instance) for cell in cells])

    def key(self, table, values: Sequence[Cell]) -> tuple[str, ...]:
        """The values of its columns as one name, however each of them is written."""
        cells = [table.fields[name] for name in self.parts] or [self]
        return key_of(*(self._part(cell, value) for cell, value in zip(cells, values, strict=True)))

    def _part(self, cell: fields.Field, value: Cell) -> Cell:
        try:
            return comparable(cell, value)
        except ValueError as error:
            column = cell.column_name.removeprefix(f"{self.column_name}: ")  # the error is told below the name of this cell
            raise ValueError(f"{column}: {error}" if self.parts else str(error)) from error

    def _own(self, wanted: tuple[str, ...], table) -> list[str]:
        """The words without the name of the agreement, which stands there for the row itself."""
        if not self.parts or len(self.parts) == 1:
            return list(wanted)
        return [word for word, name in zip(wanted, self.parts, strict=True) if not is_agreement(name)]

    def bind(self, table) -> None:
        """Once the columns of the table have their headings."""
        self.columns = [table.fields[name].column_name for name in self.parts] or [self.column_name]
        self.slug_of = table.slug_of


def _as_seen(value: Cell) -> str:
    return f"{value:%d-%m-%Y}" if isinstance(value, datetime.date) else text_of(value)


class RowIdCell(fields.Field):
    """The number of the row in the database, by which it is found also when its name changes; empty for a new row."""

    width = 8

    def __init__(self):
        super().__init__(attribute="pk", widget=widgets.Widget(), readonly=True)

    def is_in(self, row: dict) -> bool:
        return False

    def export(self, instance, **kwargs):
        return None if instance._state.adding else instance.pk


def is_agreement(look_up: str) -> bool:
    """Whether the look-up leads to what names the agreement itself."""
    return look_up == "slug" or look_up.endswith("agreement__slug")


def names_of(model: type[models.Model]) -> tuple[str, ...]:
    """The look-ups by which people know a row; its id has a column of its own."""
    return tuple(name for name in model.natural_key_fields if name != "pk")


def cells_of(model: type[models.Model], *, leave_out: set[str]) -> dict[str, fields.Field]:
    """The id of a row, the names by which people know it, and its other fields in their order."""
    cells: dict[str, fields.Field] = {ROW_ID: RowIdCell()}
    keys = names_of(model)
    for look_up in keys:
        cells[look_up] = KeyCell(model, look_up) if "__" in look_up else FieldCell(model._meta.get_field(look_up))
    for field in model._meta.fields:
        if field.name in {*cells, *leave_out} or not field.editable or field.primary_key:
            continue
        if isinstance(field, models.ForeignKey):
            cells[field.name] = ReferenceCell(field, _parts(field, keys))
        elif widget_for(field):
            cells[field.name] = FieldCell(field)
    return cells


def _parts(field: models.ForeignKey, keys: tuple[str, ...]) -> list[str]:
    """The names of this row that name what the field points to; empty when they do not."""
    if not any(key.startswith(f"{field.name}__") for key in keys):
        return []
    shared = next((key for key in keys if is_agreement(key)), None)
    names = field.remote_field.model.natural_key_fields
    parts = [_part(field, name, keys, shared) for name in names]
    if None in parts:
        raise TypeError(f"{field}: natural_key_fields of {field.model} do not name all of {names}.")
    return parts


def _part(field: models.ForeignKey, name: str, keys: tuple[str, ...], shared: str | None) -> str | None:
    """The name of this row that is the name of what it points to: its own, or for the agreement the one they share."""
    own = f"{field.name}__{name}"
    return own if own in keys else (shared if is_agreement(name) else None)
