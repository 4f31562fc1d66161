"""What stands in one cell: how a value goes into a table, and comes back out of what people put there.

What a person cannot have meant is refused with a sentence.
"""

import datetime
import re
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from import_export import widgets

from parties.dates import DayField
from parties.files.sheets import MOST_DIGITS
from parties.numbers import parse_number
from parties.tables.sheet import Cell, plain

YES, NO = "ja", "nee"


def text_of(value: Cell) -> str:
    """A cell as the text that people see; ValueError when a spreadsheet made a number or date of it."""
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
    """In Dutch, whatever language the person uses: a table that one downloads, another imports."""
    with translation.override("nl"):
        return str(words)


class CellWidget(widgets.Widget):
    """A value that stands in its cell as it is; django-import-export would make it a text."""

    def render(self, value, obj=None, **kwargs):
        return value


class TextWidget(CellWidget):
    def clean(self, value, row=None, **kwargs):
        return text_of(value)


class ChoiceWidget(CellWidget):
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


class WholeNumberWidget(CellWidget):
    def clean(self, value, row=None, **kwargs):
        number = _number(value)
        if number is not None and not _is_whole(number):
            raise ValueError(_("“%(value)s” is not a whole number.") % {"value": value})
        return None if number is None else int(number)


class NumberWidget(CellWidget):
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


def _number(value: Cell) -> Decimal | None:
    """A number in Dutch notation: "350.000", "€ 1.250,50", "1250,5"; None for an empty cell."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, bool | datetime.date):
        raise ValueError(_("“%(value)s” is not a number.") % {"value": value})
    number = parse_number(value) if isinstance(value, str) else Decimal(str(value))
    if number is None or not number.is_finite():
        raise ValueError(_("“%(value)s” is not a number.") % {"value": value})
    if number.adjusted() >= MOST_DIGITS:
        raise ValueError(_("“%(value)s” is too large.") % {"value": str(value).strip()[:MOST_DIGITS]})
    return number


class DayWidget(CellWidget):
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
            raise ValueError(_("“%(value)s” is not a date. Write it as 7-12-2023.") % {"value": value.strip()}) from error


class TimeWidget(widgets.Widget):
    """A time of the day, written "14:30"."""

    PATTERN = re.compile(r"(\d{1,2})[:.u](\d{2})(?::(\d{2}))?(?:\s*uur)?", re.IGNORECASE)

    def clean(self, value, row=None, **kwargs):
        if isinstance(value, datetime.time):
            return value
        written = value.strip() if isinstance(value, str) else value
        if written in (None, ""):
            return None
        found = self.PATTERN.fullmatch(written) if isinstance(written, str) else None
        try:
            return datetime.time(*(int(part) for part in found.groups() if part))
        except (AttributeError, ValueError) as error:
            raise ValueError(_("“%(value)s” is not a time. Write it as 14:30.") % {"value": value}) from error

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else value.isoformat("auto" if value.second or value.microsecond else "minutes")


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
    """How the field stands in a table and how wide; None for one that has no place there: a file."""
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
        case models.TimeField():
            return TimeWidget(), 8
    return None


class NameWidget(widgets.Widget):
    """What only tells rows apart and is never typed: a token, or the moment at which something was said."""

    def render(self, value, obj=None, **kwargs):
        return str(value) if value is not None else ""
