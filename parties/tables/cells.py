"""The cells of a row: how a field of a model goes into a table, and comes back out of what people put there.

What a person cannot have meant is refused with a sentence; what a file cannot hold (control characters) counts as no change.
"""

import datetime
import re
import uuid
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from import_export import fields, widgets

from parties.admin_dates import DayField
from parties.tables.sheet import Cell, plain

DIVIDER = " | "  # between the parts of a name that takes several
YES, NO = "ja", "nee"
MOST_DIGITS = 30  # before the comma: 1e999999999 is a number too, and writing it out takes all memory
_THOUSANDS = re.compile(r"-?\d{1,3}(\.\d{3})+(,\d+)?")


def text_of(value: Cell) -> str:
    """A cell as the text that a person sees in it; raises ValueError for what a spreadsheet has made a number or a date of."""
    if isinstance(value, bool) or value is None:
        return {None: "", True: YES, False: NO}[value]
    if isinstance(value, float | Decimal) and not _is_whole(value):
        sentence = _("“%(value)s” is stored as a number. Make the column text in the spreadsheet: 1.10 becomes 1.1 otherwise.")
        raise ValueError(sentence % {"value": value})
    if isinstance(value, datetime.date):
        sentence = _("“%(value)s” is stored as a date. Make the column text in the spreadsheet and type it again.")
        raise ValueError(sentence % {"value": f"{value:%d-%m-%Y}"})
    return plain(value).strip() if isinstance(value, str) else str(int(value))


def _is_whole(number: float | Decimal) -> bool:
    exact = Decimal(number)
    return exact.is_finite() and exact.adjusted() < MOST_DIGITS and exact == int(exact)


def key_of(*values: Cell) -> tuple[str, ...]:
    """What people see as the same name is the same key: capitals and spaces do not count."""
    return tuple(" ".join(text_of(value).split()).casefold() for value in values)


def dutch(words) -> str:
    """Tables are Dutch, whatever language someone works in: a table that one person downloads, another imports."""
    with translation.override("nl"):
        return str(words)


class TextWidget(widgets.Widget):
    def clean(self, value, row=None, **kwargs):
        return text_of(value)

    def render(self, value, obj=None, **kwargs):
        return value or ""


class ChoiceWidget(widgets.Widget):
    """The words on the screen; the value in the database is taken as well."""

    def __init__(self, field: models.Field):
        super().__init__()
        self.labels = {value: capfirst(dutch(label)) for value, label in field.flatchoices}
        self.values = {key_of(value): value for value in self.labels}
        self.values |= {key_of(label): value for value, label in self.labels.items()}

    def clean(self, value, row=None, **kwargs):
        chosen = key_of(value)
        if chosen == ("",):
            return self.values.get(chosen, "")
        if chosen not in self.values:
            known = ", ".join(label for label in self.labels.values() if label)
            raise ValueError(_("“%(value)s” is not one of the choices: %(known)s.") % {"value": text_of(value), "known": known})
        return self.values[chosen]

    def render(self, value, obj=None, **kwargs):
        return self.labels.get(value, "") if value != "" else ""


class WholeNumberWidget(widgets.Widget):
    def clean(self, value, row=None, **kwargs):
        number = _number(value)
        if number is not None and not _is_whole(number):
            raise ValueError(_("“%(value)s” is not a whole number.") % {"value": value})
        return None if number is None else int(number)

    def render(self, value, obj=None, **kwargs):
        return value


class NumberWidget(widgets.Widget):
    def __init__(self, field: models.DecimalField):
        super().__init__()
        self.step = Decimal(1).scaleb(-field.decimal_places)

    def clean(self, value, row=None, **kwargs):
        number = _number(value)
        if number is None:
            return None
        try:
            exact = number.quantize(self.step)
        except InvalidOperation as error:
            raise ValueError(_("“%(value)s” is too large.") % {"value": value}) from error
        # A spreadsheet calculates with fractions of two: 0.1 + 0.2 is only nearly 0.3.
        return exact if isinstance(value, float) or exact == number else number

    def render(self, value, obj=None, **kwargs):
        return value


def _number(value: Cell) -> Decimal | None:
    """A number as people write it in the Netherlands: "350.000", "€ 1.250,50", "1250,5"; None for an empty cell."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, bool | datetime.date):
        raise ValueError(_("“%(value)s” is not a number.") % {"value": value})
    plainly = str(value).replace("€", "").strip()
    if isinstance(value, str) and _THOUSANDS.fullmatch(plainly):
        plainly = plainly.replace(".", "")
    try:
        number = Decimal(plainly.replace(",", "."))
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite():
        raise ValueError(_("“%(value)s” is not a number.") % {"value": value})
    if number.adjusted() >= MOST_DIGITS:
        raise ValueError(_("“%(value)s” is too large.") % {"value": plainly[:MOST_DIGITS]})
    return number


class DayWidget(widgets.Widget):
    def clean(self, value, row=None, **kwargs):
        if isinstance(value, datetime.datetime) or (value is not None and not isinstance(value, datetime.date | str)):
            raise ValueError(_("“%(value)s” is not a date. Write it as 7-12-2023.") % {"value": value})
        if not isinstance(value, str):
            return value
        try:
            return datetime.date.fromisoformat(value.strip())
        except ValueError:
            pass
        try:
            return DayField(required=False).clean(value)
        except ValidationError as error:
            raise ValueError(" ".join(error.messages)) from error

    def render(self, value, obj=None, **kwargs):
        return value


class YesNoWidget(widgets.Widget):
    WORDS = dict.fromkeys(["ja", "waar", "true", "1", "x"], True) | dict.fromkeys(["nee", "onwaar", "false", "0"], False)

    def clean(self, value, row=None, **kwargs):
        word = text_of(value).casefold()
        if word and word not in self.WORDS:
            raise ValueError(_("“%(value)s” is not yes or no: write ja or nee.") % {"value": text_of(value)})
        return self.WORDS.get(word)

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else (YES if value else NO)


def widget_for(field: models.Field) -> tuple[widgets.Widget, int] | None:
    """How the field stands in a table and how wide; None for what does not belong in one, such as a file."""
    match field:
        case models.BooleanField():
            return YesNoWidget(), 8
        case models.CharField() | models.IntegerField() if field.choices:
            return ChoiceWidget(field), 20
        case models.TextField():
            return TextWidget(), 60
        case models.CharField():
            return TextWidget(), 30 if (field.max_length or 0) > 20 else 12
        case models.IntegerField():
            return WholeNumberWidget(), 10
        case models.DecimalField():
            return NumberWidget(field), 14
        case models.DateField() if not isinstance(field, models.DateTimeField):
            return DayWidget(), 12
    return None


def comparable(cell: fields.Field, value: Cell) -> Cell:
    """A day in one notation, whether it comes from the database, from a spreadsheet or as people write it."""
    day = cell.widget.clean(value) if isinstance(cell.widget, DayWidget) else None
    return day.isoformat() if day else value


class NameWidget(widgets.Widget):
    """What only tells rows apart and is never typed: a token, or the moment at which something was said."""

    def render(self, value, obj=None, **kwargs):
        return str(value) if value is not None else ""


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
        super().__init__(attribute=look_up, widget=widgets.Widget(), readonly=True)

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
        wanted = key_of(*(row[column] for column in self.columns))
        if not instance._state.adding and wanted == self._current(instance, table):
            return
        if not any(self._own(wanted, table)):
            setattr(instance, self.attribute, None)
            return
        found = table.find(self, wanted, slug=key_of(table.slug_in(row))[0])
        if len(found) != 1:
            words = DIVIDER.join(text_of(row[name]) for name in self.columns)
            what = {"what": dutch(self.model_field.verbose_name), "value": words}
            if found:
                raise ValueError(_("There are several of these, so it is not clear which is meant: %(what)s “%(value)s”.") % what)
            raise ValueError(_("Not known here: %(what)s “%(value)s”.") % what)
        setattr(instance, self.attribute, found[0])

    def _current(self, instance, table) -> tuple[str, ...]:
        if self.parts:
            return key_of(*(table.fields[name].export(instance) for name in self.parts))
        return key_of(self.export(instance))

    def _own(self, wanted: tuple[str, ...], table) -> list[str]:
        """The words without the name of the agreement, which stands there for the row itself."""
        if not self.parts or len(self.parts) == 1:
            return list(wanted)
        return [word for word, name in zip(wanted, self.parts, strict=True) if not is_agreement(name)]

    def bind(self, table) -> None:
        """Once the columns of the table have their headings."""
        self.columns = [table.fields[name].column_name for name in self.parts] or [self.column_name]
        self.slug_of = table.slug_of


def is_agreement(look_up: str) -> bool:
    """Whether the look-up leads to what names the agreement itself."""
    return look_up == "slug" or look_up.endswith("agreement__slug")
