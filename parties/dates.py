"""Dates as people write them ("7-12-2023", "7/12/23", "7 december 2023", "7 dec. 2023") and as systems do."""

import re
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

FIRST_YEAR, LAST_YEAR = 1990, 2100
MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
SHORT_MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
MONTH = "|".join([*MONTHS, *SHORT_MONTHS, "maa", "sept"])  # a pattern, for Dutch text in lower case
_NUMBERS = {name: number for names in (MONTHS, SHORT_MONTHS) for number, name in enumerate(names, start=1)}
_NUMBERS |= {"maa": 3, "sept": 9, "january": 1, "february": 2, "march": 3, "mar": 3, "may": 5, "june": 6, "july": 7}
_NUMBERS |= {"august": 8, "october": 10, "oct": 10}
_WRITTEN = re.compile(r"(\d{1,2})\s*[-/.\s]\s*(\d{1,2}|[^\W\d]{3,9})\.?\s*[-/.\s]\s*(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def month_number(name: str) -> int:
    """From 1, by its name or first letters in Dutch or English; 0 for what is no name of a month."""
    return _NUMBERS.get(name.lower(), 0)


def day_of(day: str, month: str, year: str) -> date | None:
    """The date, the month by number or name, a short year in this century; None for no date."""
    number = int(month) if month.isdecimal() else month_number(month)
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), number, int(day))
    except ValueError:
        return None


def parse_day(text: str) -> date | None:
    """The date that a text is and nothing else; None for any other text."""
    if written := _WRITTEN.fullmatch(text.strip()):
        return day_of(*written.groups())
    iso = _ISO.fullmatch(text.strip())
    return day_of(*reversed(iso.groups())) if iso else None


class DayField(forms.DateField):
    default_error_messages = {"invalid": _("Write the date as 7-12-2023.")}

    def to_python(self, value):
        day = parse_day(value) if isinstance(value, str) else super().to_python(value)
        if day is None and value not in self.empty_values:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            sentence = _("The year %(year)s cannot be right: write a date from %(first)s to %(last)s.")
            raise ValidationError(sentence, params={"year": day.year, "first": FIRST_YEAR, "last": LAST_YEAR})
        return day
