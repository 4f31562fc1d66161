"""When a round is open for a party: days as people read them on a calendar in the Netherlands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
A_DAY = timedelta(days=1)


def start_of(day: date) -> datetime:
    """Midnight at which the day begins, in Europe/Amsterdam, as a moment in UTC: the clock never jumps over a midnight there."""
    return datetime.combine(day, time.min, tzinfo=AMSTERDAM).astimezone(UTC)


def day_of(moment: datetime) -> date:
    """The day that the calendar shows in Europe/Amsterdam at this moment."""
    return moment.astimezone(AMSTERDAM).date()


@dataclass(frozen=True)
class Window:
    """The days of a round, what a coordinator did, and until when which party has longer (its id and its last day)."""

    opens_on: date
    closes_on: date
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    extended: Mapping[int, date] = field(default_factory=dict)

    def last_day_of(self, party_id: int | None) -> date:
        """The last day on which the party may report; an extension never makes it earlier."""
        return max(self.closes_on, self.extended.get(party_id, self.closes_on))

    def is_open_for(self, party_id: int | None, moment: datetime) -> bool:
        """Whether the party may report at this moment: a coordinator has opened and not closed, and it is one of its days.

        The last day counts until its midnight. Closing ends every extension: then the position is frozen.
        """
        at = moment.astimezone(UTC)  # two moments of one time zone would be compared by their clocks, which repeat an hour
        has_begun = self.opened_at is not None and self.opened_at <= at and start_of(self.opens_on) <= at
        is_closed = self.closed_at is not None and self.closed_at <= at
        return has_begun and not is_closed and at < start_of(self.last_day_of(party_id) + A_DAY)
