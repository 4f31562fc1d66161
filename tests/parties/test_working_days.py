"""Working days as people in the Netherlands count them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parties.working_days import is_working_day, working_day_from, working_days_after, working_days_before

days = st.dates(date(2015, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2024, 10, 11), True),  # a Friday
        (date(2024, 10, 12), False),  # a Saturday
        (date(2024, 4, 1), False),  # Easter Monday
        (date(2024, 4, 26), True),  # a Friday: King's Day is on the Saturday
        (date(2025, 4, 26), False),  # a Saturday
        (date(2024, 5, 9), False),  # Ascension Day
        (date(2024, 12, 25), False),
        (date(2024, 12, 24), True),
    ],
)
def test_weekends_and_dutch_holidays_are_no_working_days(day, expected):
    assert is_working_day(day) is expected


def test_before_a_weekend_or_a_holiday_the_days_are_counted_as_people_do():
    assert working_days_before(date(2024, 10, 31), 1) == date(2024, 10, 30)
    assert working_days_before(date(2024, 10, 28), 1) == date(2024, 10, 25)  # Monday: the Friday before
    assert working_days_before(date(2024, 10, 31), 7) == date(2024, 10, 22)
    assert working_days_before(date(2024, 12, 27), 1) == date(2024, 12, 24)  # over both days of Christmas
    assert working_day_from(date(2024, 12, 25)) == date(2024, 12, 27)


@given(days)
def test_from_any_day_the_next_working_day_is_the_nearest_one_that_is_not_before_it(day):
    found = working_day_from(day)
    between = [day + timedelta(days=step) for step in range((found - day).days)]
    assert is_working_day(found)
    assert not any(is_working_day(earlier) for earlier in between)


@given(days, st.integers(1, 30))
def test_counting_back_and_forth_passes_exactly_so_many_working_days(day, count):
    before, after = working_days_before(day, count), working_days_after(day, count)
    back = [before + timedelta(days=step) for step in range((day - before).days)]
    forth = [day + timedelta(days=step + 1) for step in range((after - day).days)]
    assert sum(map(is_working_day, back)) == sum(map(is_working_day, forth)) == count
    assert is_working_day(before)
    assert is_working_day(after)
