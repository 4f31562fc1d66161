"""The script of the demonstration: whatever was written down is done in the order of time, on working days, before today."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from monitoring.calendar import AMSTERDAM
from monitoring.demo.script import Script, worked_on
from parties.working_days import is_working_day

TODAY = date(2026, 1, 1)  # the days before it are a Wednesday, and Christmas with a weekend


def play(*steps: tuple[date, int]) -> list[tuple[int, datetime]]:
    """Which of the steps were done, by their place, and at what time it was then."""
    script, done = Script(today=TODAY), []
    for place, (day, hour) in enumerate(steps):
        script.on(day, lambda place=place: done.append((place, timezone.localtime())), hour=hour)
    script.play()
    return done


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2025, 12, day, hour, minute, tzinfo=AMSTERDAM)


def test_steps_are_done_in_the_order_of_time():
    assert play((date(2025, 12, 10), 9), (date(2025, 12, 8), 10)) == [(1, at(8, 10)), (0, at(10, 9))]


def test_what_is_planned_for_today_or_later_has_not_happened():
    assert play((TODAY, 0), (date(2025, 12, 31), 23), (date(2026, 2, 2), 9)) == [(1, at(31, 23))]
    assert play((TODAY, 9)) == []


def test_what_falls_on_a_free_day_is_done_on_the_working_day_before_in_the_same_order():
    friday, saturday, sunday = (date(2025, 12, day) for day in (12, 13, 14))
    assert play((sunday, 9), (saturday, 10), (friday, 16)) == [(2, at(12, 16)), (1, at(12, 16, 1)), (0, at(12, 16, 2))]
    assert worked_on(date(2025, 12, 28)) == date(2025, 12, 24)


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(0, 23)), min_size=1, max_size=12))
def test_the_clock_only_goes_forward_through_working_days(given_steps):
    done = play(*((TODAY - timedelta(days=ago), hour) for ago, hour in given_steps))
    moments = [moment for _place, moment in done]
    assert len(moments) == len(given_steps)
    assert moments == sorted(set(moments))
    assert all(is_working_day(moment.date()) for moment in moments)
