"""Dates moved to the same moment of another year."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from agreements.models.action import Precision


@dataclass(frozen=True, slots=True)
class Dates:
    """From when until when, each with how exactly it was agreed."""

    starts_on: date | None = None
    starts_precision: str = ""
    due_on: date | None = None
    due_precision: str = ""


def same_moment(day: date, precision: str, year: int) -> date:
    """The day in that year: 29 February becomes the 28th, and where a period ends with its month it goes on doing so."""
    last = monthrange(year, day.month)[1]
    ends_a_period = precision != Precision.DAY and day.day == monthrange(day.year, day.month)[1]
    return date(year, day.month, last if ends_a_period else min(day.day, last))


def dates_in(year: int, agreed: Dates) -> Dates:
    """The dates of an action that goes on in that year, at the same moment of it.

    What is due in that year or later was agreed for then and stays. A start moves along with the end; alone it stays.
    """
    if agreed.due_on is None or agreed.due_on.year >= year:
        return agreed
    moved = year - agreed.due_on.year
    starts_on = agreed.starts_on
    if starts_on is not None:
        starts_on = same_moment(starts_on, agreed.starts_precision, starts_on.year + moved)
    due_on = same_moment(agreed.due_on, agreed.due_precision, year)
    return Dates(starts_on, agreed.starts_precision, due_on, agreed.due_precision)
