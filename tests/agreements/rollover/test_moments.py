"""Dates moved to the same moment of the next year."""

from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.models.action import Precision
from agreements.rollover.moments import Dates, dates_in, same_moment


@pytest.mark.parametrize(
    ("day", "precision", "becomes"),
    [
        (date(2024, 12, 31), "year", date(2025, 12, 31)),
        (date(2024, 9, 30), "quarter", date(2025, 9, 30)),
        (date(2024, 4, 30), "trimester", date(2025, 4, 30)),
        (date(2024, 6, 30), "half_year", date(2025, 6, 30)),
        (date(2024, 2, 29), "day", date(2025, 2, 28)),
        (date(2024, 2, 29), "month", date(2025, 2, 28)),
        (date(2024, 12, 24), "month", date(2025, 12, 24)),  # «voor de kerst»
        (date(2024, 6, 6), "day", date(2025, 6, 6)),
    ],
)
def test_the_same_moment_of_the_next_year(day, precision, becomes):
    assert same_moment(day, precision, day.year + 1) == becomes


def test_the_end_of_february_stays_the_end_in_a_leap_year_and_a_day_stays_that_day():
    assert same_moment(date(2027, 2, 28), "month", 2028) == date(2028, 2, 29)
    assert same_moment(date(2027, 2, 28), "day", 2028) == date(2028, 2, 28)


@given(day=st.dates(date(2000, 1, 1), date(2090, 12, 31)), precision=st.sampled_from(Precision.values))
def test_it_is_in_the_same_month_and_ends_what_it_ended(day, precision):
    moved = same_moment(day, precision, day.year + 1)
    assert (moved.year, moved.month) == (day.year + 1, day.month)
    if precision != "day" and day.day == monthrange(day.year, day.month)[1]:
        assert moved.day == monthrange(moved.year, moved.month)[1]


def test_a_start_moves_along_with_the_end_and_what_is_due_later_stays():
    both = Dates(date(2024, 1, 1), "quarter", date(2024, 9, 30), "quarter")
    assert dates_in(2025, both) == Dates(date(2025, 1, 1), "quarter", date(2025, 9, 30), "quarter")
    over_two_years = Dates(date(2023, 10, 1), "month", date(2024, 3, 31), "month")
    assert dates_in(2025, over_two_years) == Dates(date(2024, 10, 1), "month", date(2025, 3, 31), "month")
    for agreed in (Dates(), Dates(date(2024, 1, 1), "day"), Dates(None, "", date(2026, 12, 31), "year")):
        assert dates_in(2025, agreed) == agreed
    assert dates_in(2025, Dates(None, "", date(2025, 1, 2), "day")).due_on == date(2025, 1, 2)
    assert dates_in(2025, Dates(None, "", date(2022, 12, 31), "year")).due_on == date(2025, 12, 31)
