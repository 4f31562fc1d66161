"""The clock of the demonstration: what it tells happened in the past, through the code that everyone uses.

All of Driehoek asks Django what time it is, also for the default of a field and in the history. That function reads the clock
of the machine in one place, and that place is what stands still here. It is so for every thread, so it is for a process that
does nothing but load the demonstration; tests/test_architecture.py holds who uses it.
"""

from datetime import datetime
from types import TracebackType
from typing import Self

from django.utils import timezone


class _EveryDatetime(type):
    def __instancecheck__(cls, value) -> bool:
        return isinstance(value, datetime)


class Clock:
    """While it is entered, Django's time is `moment`, which moves only when somebody sets it."""

    def __init__(self, moment: datetime):
        self.moment = moment

    def __enter__(self) -> Self:
        clock = self

        class Told(datetime, metaclass=_EveryDatetime):
            @classmethod
            def now(cls, tz=None) -> datetime:
                return clock.moment.astimezone(tz)

        self._real, timezone.datetime = timezone.datetime, Told
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        timezone.datetime = self._real
