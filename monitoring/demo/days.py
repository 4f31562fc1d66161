"""The years of the demonstration, and when its rounds fall: arithmetic on the day on which it is loaded."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from monitoring.demo.script import worked_on
from parties.working_days import working_day_from

ASKED_DAYS_AGO, ANSWER_WITHIN = 7, 8  # the open round: since a week, and a week to go
MONTHS_BETWEEN = 3
MINUTES_AFTER = 29  # days after the reference date of a round that is closed


@dataclass(frozen=True)
class RoundDays:
    """A round and the meeting it serves. closed and minutes are None where that is still to come."""

    reference: date
    opens: date
    closes: date
    meeting: date
    closed: date | None = None
    minutes: date | None = None


@dataclass(frozen=True)
class Days:
    today: date

    @property
    def years(self) -> dict[str, int]:
        """The years by their names in the files: this is the year of today, end the last of the agreement."""
        this = self.today.year
        return {"before": this - 2, "last": this - 1, "this": this, "next": this + 1, "end": this + 2}

    @property
    def care_years(self) -> dict[str, int]:
        """Of the second agreement, which waits for answers: in the second half of a year it begins with the next."""
        first = self.today.year + (self.today.month > 6)
        return {"first": first, "until": first + 3}

    @property
    def rounds(self) -> dict[str, RoundDays]:
        """By the names in the file: last in the year before; first and open in this year, about a quarter apart."""
        opens = worked_on(self.ago(ASKED_DAYS_AGO))
        closes = self.today + timedelta(days=ANSWER_WITHIN)
        running = RoundDays(self._reference, opens, closes, meeting=worked_on(closes + timedelta(days=10)))
        return {"last": _closed_round(date(self.today.year - 1, 9, 30)), "first": self._first(before=opens), "open": running}

    @property
    def draft_begins(self) -> date:
        """When the text of next year is begun: after the summer, but never later than some weeks ago."""
        return min(date(self.today.year, 8, 25), self.ago(24))

    def ago(self, days: int) -> date:
        return self.today - timedelta(days=days)

    @property
    def _reference(self) -> date:
        """Of the open round: the last end of a month in this year; in January the second day of the year."""
        ends = [date(self.today.year, 1, 2), *(_end_of(self.today.year, month) for month in range(1, 13))]
        return max((day for day in ends if day <= self.today), default=ends[0])

    def _first(self, *, before: date) -> RoundDays:
        """The closed round, earlier than usual where the open one would otherwise begin before its minutes are there."""
        month = self._reference.month - MONTHS_BETWEEN
        reference = _end_of(self.today.year, month) if month > 0 else date(self.today.year, 1, 1)
        minutes = reference + timedelta(days=MINUTES_AFTER)
        return _closed_round(reference, earlier=max(minutes - (before - timedelta(days=3)), timedelta()))


def _closed_round(reference: date, *, earlier: timedelta = timedelta()) -> RoundDays:
    def after(days: int) -> date:
        return reference - earlier + timedelta(days=days)

    return RoundDays(
        reference,
        opens=working_day_from(after(1)),
        closes=after(14),
        closed=worked_on(after(16)),
        meeting=worked_on(after(24)),
        minutes=worked_on(after(MINUTES_AFTER)),
    )


def _end_of(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
