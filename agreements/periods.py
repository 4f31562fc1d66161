"""Dates as they were agreed: a day, a quarter, a year; and all that was agreed on time and money, in one line."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agreements.models.action import Action, Precision
from agreements.models.indicator import plain_number
from parties.dates import parse_day
from parties.numbers import parse_number

BETWEEN = "; "  # the parts of a line
MONTHS = {Precision.MONTH: 1, Precision.QUARTER: 3, Precision.TRIMESTER: 4, Precision.HALF_YEAR: 6, Precision.YEAR: 12}


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


def budget_line(budget: Decimal | None) -> str:
    """The budget as it is printed; empty where none was agreed."""
    return "" if budget is None else _("budget € %(amount)s") % {"amount": plain_number(budget)}


@dataclass(frozen=True, slots=True)
class When:
    """What was agreed on time and money for one action; names as those of its fields."""

    starts_on: date | None = None
    starts_precision: str = ""
    due_on: date | None = None
    due_precision: str = ""
    recurrence: str = ""
    budget: Decimal | None = None

    @property
    def phrase(self) -> str:
        """Of time alone: "kwartaal 3 van 2025, ieder halfjaar"."""
        return ", ".join(self._moments)

    @property
    def parts(self) -> tuple[str, ...]:
        """In words: from when until when, how often, for how much."""
        return tuple(filter(None, [*self._moments, budget_line(self.budget)]))

    @property
    def _moments(self) -> tuple[str, ...]:
        often = str(Action.Recurrence(self.recurrence).label) if self.recurrence else ""
        period = span_name(self.starts_on, self.starts_precision, self.due_on, self.due_precision)
        return tuple(filter(None, [period, often]))

    @property
    def line(self) -> str:
        return BETWEEN.join(self.parts)


def when_in_line(line: str) -> When | None:
    """What When.line says in the language of the documents; None for words that it does not give."""
    with translation.override(settings.LANGUAGE_CODE):
        found: dict = {}
        for part in filter(None, line.strip().split(BETWEEN.strip())):
            said = _part_in(part.strip())
            if said is None or found.keys() & said.keys():
                return None
            found |= said
        return When(**found)


def _part_in(words: str) -> dict | None:
    """The fields of which this part of a line speaks."""
    often = next((value for value, label in Action.Recurrence.choices if str(label) == words), None)
    if often:
        return {"recurrence": often}
    before, after = budget_line(Decimal(0)).split("0")
    if words.startswith(before):
        amount = parse_number(words.removeprefix(before).removesuffix(after))
        return None if amount is None or amount < 0 else {"budget": amount}
    return _span_in(words)


def _span_in(words: str) -> dict | None:
    between = (_("%(start)s through %(due)s") % {"start": "|", "due": "|"}).strip("|")
    since = _("from %(start)s") % {"start": ""}
    start, has_both, due = words.partition(between)
    if has_both:
        begins, ends = _period_in(start, is_start=True), _period_in(due)
        return {**begins, **ends} if begins and ends else None
    return _period_in(words.removeprefix(since), is_start=True) if words.startswith(since) else _period_in(words)


def _period_in(words: str, *, is_start: bool = False) -> dict | None:
    name = "starts" if is_start else "due"
    if day := parse_day(words):
        return {f"{name}_on": day, f"{name}_precision": Precision.DAY}
    years = [word for word in words.split() if word.isdecimal() and len(word) == 4]
    for day, precision in _periods_of(int(years[-1]), is_start=is_start) if years else ():
        if period_name(day, precision) == words:
            return {f"{name}_on": day, f"{name}_precision": precision}
    return None


def _periods_of(year: int, *, is_start: bool) -> Iterator[tuple[date, Precision]]:
    """The first or last day of every period of the year."""
    for precision, months in MONTHS.items():
        for last in range(months, 13, months):
            month = last - months + 1 if is_start else last
            yield date(year, month, 1 if is_start else calendar.monthrange(year, month)[1]), precision
