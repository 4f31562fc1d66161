"""Dates as they were agreed: a day, a quarter, a year."""

from datetime import date

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agreements.models.action import Precision


def period_name(day: date, precision: str) -> str:
    """The period that the day stands for, in words: "kwartaal 3 van 2024"."""
    match precision:
        case Precision.MONTH:
            return date_format(day, "F Y")
        case Precision.QUARTER:
            return _("quarter %(number)s of %(year)s") % {"number": (day.month + 2) // 3, "year": day.year}
        case Precision.TRIMESTER:
            return _("four-month period %(number)s of %(year)s") % {"number": (day.month + 3) // 4, "year": day.year}
        case Precision.HALF_YEAR:
            name = _("first half of %(year)s") if day.month <= 6 else _("second half of %(year)s")
            return name % {"year": day.year}
        case Precision.YEAR:
            return str(day.year)
    return date_format(day, "j F Y")


def precision_in(day: date, words: str) -> str:
    """How exactly the day was agreed when period_name() gives these words in the language of the documents; empty for others."""
    with translation.override(settings.LANGUAGE_CODE):
        return next((precision.value for precision in Precision if period_name(day, precision) == words), "")


def span_name(starts_on: date | None, starts_precision: str, due_on: date | None, due_precision: str) -> str:
    """From when until when, in words; empty when neither was agreed."""
    start = period_name(starts_on, starts_precision) if starts_on else ""
    due = period_name(due_on, due_precision) if due_on else ""
    if start and due:
        return start if start == due else _("%(start)s through %(due)s") % {"start": start, "due": due}
    if start:
        return _("from %(start)s") % {"start": start}
    return due
