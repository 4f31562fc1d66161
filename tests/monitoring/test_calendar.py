"""When a round is open for a party: by the minute around every midnight, also when the clock changes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.calendar import AMSTERDAM, Window, day_of, start_of

SOMEONE = 7
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
DAYS = st.dates(date(2023, 1, 1), date(2032, 12, 31))
CLOCK_CHANGES = [date(2024, 3, 31), date(2024, 10, 27), date(2025, 3, 30), date(2025, 10, 26)]
MOMENTS = st.datetimes(datetime(2022, 12, 1), datetime(2033, 6, 1), timezones=st.just(UTC))


def clock(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


@st.composite
def windows(draw) -> Window:
    first, last = sorted([draw(DAYS), draw(DAYS)])
    longer = draw(st.dictionaries(st.integers(1, 4), DAYS, max_size=3))
    return Window(first, last, LONG_AGO, draw(st.none() | MOMENTS), longer)


@given(window=windows(), party=st.integers(1, 4), moment=MOMENTS)
def test_a_round_is_open_on_exactly_its_days_on_the_dutch_calendar_until_it_is_closed(window, party, moment):
    last = max(window.closes_on, window.extended.get(party, window.closes_on))
    is_one_of_its_days = window.opens_on <= day_of(moment) <= last
    is_closed = window.closed_at is not None and moment >= window.closed_at
    assert window.is_open_for(party, moment) == (is_one_of_its_days and not is_closed)


@given(window=windows(), moment=MOMENTS)
def test_an_extension_of_one_party_changes_nothing_for_another(window, moment):
    without = Window(window.opens_on, window.closes_on, window.opened_at, window.closed_at)
    assert window.is_open_for(99, moment) == without.is_open_for(99, moment)


@given(window=windows(), party=st.integers(1, 4), moment=MOMENTS)
def test_an_extension_never_takes_time_away(window, party, moment):
    if window.is_open_for(None, moment):
        assert window.is_open_for(party, moment)


@given(window=windows(), party=st.integers(1, 4), moment=MOMENTS)
def test_the_time_zone_in_which_a_moment_is_told_does_not_matter(window, party, moment):
    assert window.is_open_for(party, moment) == window.is_open_for(party, moment.astimezone(AMSTERDAM))


@given(first=DAYS, moment=MOMENTS, opened=MOMENTS)
def test_nobody_reports_before_a_coordinator_has_opened(first, moment, opened):
    assert not Window(first, date.max - timedelta(days=1)).is_open_for(SOMEONE, moment)
    assert not Window(first, first, opened).is_open_for(SOMEONE, opened - timedelta(seconds=1))


@given(day=DAYS | st.sampled_from(CLOCK_CHANGES))
def test_the_last_day_counts_until_its_midnight_and_the_first_from_its_midnight(day):
    window = Window(day, day, LONG_AGO)
    moment, step = start_of(day), timedelta(microseconds=1)
    following = start_of(day + timedelta(days=1))
    assert [window.is_open_for(SOMEONE, at) for at in (moment - step, moment, following - step, following)] == [
        False,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(("day", "hours"), [("2024-03-31", 23), ("2024-10-27", 25), ("2024-10-28", 24)])
def test_a_day_on_which_the_clock_changes_is_an_hour_shorter_or_longer(day, hours):
    first = date.fromisoformat(day)
    assert start_of(first + timedelta(days=1)) - start_of(first) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2024-09-30 23:59:59", False),
        ("2024-10-01 00:00", True),
        ("2024-10-27 02:30", True),
        ("2024-10-31 23:59:59", True),
        ("2024-11-01 00:00", False),
    ],
)
def test_october_by_the_dutch_clock(moment, is_open):
    window = Window(date(2024, 10, 1), date(2024, 10, 31), LONG_AGO)
    assert window.is_open_for(SOMEONE, clock(moment)) is is_open


def test_an_extension_runs_through_its_last_day_for_that_party_alone():
    window = Window(date(2024, 10, 1), date(2024, 10, 31), LONG_AGO, extended={SOMEONE: date(2024, 11, 7)})
    assert [window.is_open_for(SOMEONE, clock(day)) for day in ("2024-11-07 23:59", "2024-11-08 00:00")] == [True, False]
    assert not window.is_open_for(8, clock("2024-11-01 00:00"))


def test_closing_ends_an_extension_too():
    closed = clock("2024-11-03 09:00")
    window = Window(date(2024, 10, 1), date(2024, 10, 31), LONG_AGO, closed, {SOMEONE: date(2024, 11, 7)})
    assert [window.is_open_for(SOMEONE, moment) for moment in (closed - timedelta(seconds=1), closed)] == [True, False]


def test_in_the_hour_that_comes_twice_the_order_of_moments_is_kept():
    """Both are 02:30 on the clock; the round was opened at the second."""
    twice = clock("2024-10-27 02:30")
    window = Window(date(2024, 10, 1), date(2024, 10, 31), twice.replace(fold=1))
    assert [window.is_open_for(SOMEONE, twice), window.is_open_for(SOMEONE, twice.replace(fold=1))] == [False, True]
