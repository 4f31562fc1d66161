"""When a reminder falls due: arithmetic on working days, without the database."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from parties.working_days import working_day_from, working_days_after, working_days_before

LAST_RESORT = 1000  # intervals; a round that long has other troubles


@dataclass(frozen=True, slots=True, order=True)
class DueReminder:
    """On due_on, a working day, a reminder of this kind falls due."""

    due_on: date
    kind: str


@dataclass(frozen=True, slots=True)
class Rhythm:
    """After how many working days again, and how many working days before the end; nothing is never."""

    every: int | None = 5
    before: tuple[int, ...] = (7, 1)


def moments_of_round(opened_on: date, last_day: date, rhythm: Rhythm) -> list[DueReminder]:
    """The moments for one party, in order: at the opening, at intervals, and before its last day.

    What falls on the day of another moment gives way to the one nearer to the end; none lies before the opening or after the end.
    """
    opening = working_day_from(opened_on)
    found = {opening: DueReminder(opening, "opening")}
    for day in _intervals(opening, last_day, rhythm.every):
        found[day] = DueReminder(day, "waiting")
    for count in sorted(rhythm.before, reverse=True):
        day = working_days_before(last_day, count)
        if opening < day <= last_day:
            found[day] = DueReminder(day, "closing")
    return sorted(found.values())


def moments_of_delivery(due_on: date, today: date, *, days_ahead: int, every: int = 10) -> list[DueReminder]:
    """The moments for a figure that is owed: some days ahead, on its day, and from then on at intervals, through today."""
    days = [working_day_from(due_on - timedelta(days=days_ahead)), working_day_from(due_on)]
    days += _intervals(working_day_from(due_on), today, every)
    return [DueReminder(day, "delivery") for day in sorted(set(days))]


def moments_of_step(due_on: date, *, days_before: Iterable[int]) -> list[DueReminder]:
    """The moments for a step of the year: so many days before its day, or the first working day after that."""
    return [DueReminder(working_day_from(due_on - timedelta(days=days)), "legal_step") for days in days_before]


def latest_due(moments: Iterable[DueReminder], today: date, told_on: Iterable[date]) -> DueReminder | None:
    """The last moment that has come, unless something was told on or after it: what was missed is not caught up one by one."""
    due = [moment for moment in moments if moment.due_on <= today]
    latest = max(due, default=None)
    return latest if latest and all(day < latest.due_on for day in told_on) else None


def _intervals(first: date, last: date, every: int | None) -> Iterator[date]:
    if not every:
        return
    day = first
    for _ in range(LAST_RESORT):
        day = working_days_after(day, every)
        if day > last:
            return
        yield day
