"""Who does what when: written down in any order, played in the order of time, as far as today."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from monitoring.calendar import AMSTERDAM, start_of
from monitoring.demo.clock import Clock
from parties.working_days import is_working_day

A_MINUTE, A_DAY = timedelta(minutes=1), timedelta(days=1)


def worked_on(day: date) -> date:
    """The day itself, or the last working day before it: nobody of the demonstration works in a weekend or at Christmas."""
    while not is_working_day(day):
        day -= A_DAY
    return day


@dataclass(order=True, frozen=True)
class ScriptStep:
    at: datetime
    place: int  # among steps of one moment
    do: Callable[[], object] = field(compare=False)


class Script:
    def __init__(self, *, today: date):
        self.today = today
        self.steps: list[ScriptStep] = []

    def on(self, day: date, do: Callable[[], object], *, hour: int = 10) -> None:
        """Let this be done on that day, or on the last working day before it; not at all when it is not before today."""
        self.steps.append(ScriptStep(datetime.combine(day, time(hour), tzinfo=AMSTERDAM), len(self.steps), do))

    def play(self) -> None:
        """Do all of it, each at its own moment. What was written down for today or later has not happened."""
        begin = start_of(self.today)
        with Clock(self._first) as clock:
            for step in sorted(step for step in self.steps if step.at < begin):
                planned = datetime.combine(worked_on(step.at.date()), step.at.timetz())
                clock.moment = max(planned, clock.moment + A_MINUTE)
                step.do()

    @property
    def _first(self) -> datetime:
        return datetime.combine(worked_on(min(self.steps).at.date()), time.min, tzinfo=AMSTERDAM)
