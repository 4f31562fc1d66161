"""Dates as people write them: "7-12-2023", "7/12/2023", "7.12.2023", "7 december 2023", "7 dec 2023"."""

import datetime
import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

FIRST_YEAR, LAST_YEAR = 1990, 2100
# The first letters tell the months apart, in Dutch and in English.
MONTHS = {"jan": 1, "feb": 2, "maa": 3, "mrt": 3, "mar": 3, "apr": 4, "mei": 5, "may": 5, "jun": 6, "jul": 7, "aug": 8}
MONTHS |= {"sep": 9, "okt": 10, "oct": 10, "nov": 11, "dec": 12}
NAMES = {
    *("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"),
    *("january", "february", "march", "may", "june", "july", "august", "october", "sept"),
}
WRITTEN = re.compile(r"(\d{1,2})\s*[-/.\s]\s*(\d{1,2}|[^\W\d]{3,9})\.?\s*[-/.\s]\s*(\d{4})")


class DayField(forms.DateField):
    default_error_messages = {"invalid": _("Write the date as 7-12-2023.")}

    def to_python(self, value):
        day = self._as_written(value) if isinstance(value, str) else None
        day = day or super().to_python(value)
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            sentence = _("The year %(year)s cannot be right: write a date from %(first)s to %(last)s.")
            raise ValidationError(sentence, params={"year": day.year, "first": FIRST_YEAR, "last": LAST_YEAR})
        return day

    def _as_written(self, value: str) -> datetime.date | None:
        written = WRITTEN.fullmatch(value.strip())
        if not written:
            return None
        day, month, year = written.groups()
        number = int(month) if month.isdecimal() else _month(month.lower())
        try:
            return datetime.date(int(year), number, int(day))
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


def _month(name: str) -> int:
    """0 for what is no name of a month."""
    return MONTHS.get(name[:3], 0) if len(name) == 3 or name in NAMES else 0
