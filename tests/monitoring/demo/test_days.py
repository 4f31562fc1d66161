"""When the rounds of the demonstration fall: in a sensible order on every day of the year."""

from datetime import date, timedelta

import pytest

from monitoring.demo.days import Days
from parties.working_days import is_working_day

ADOPTED = (11, 19)  # the day on which this year's text has been adopted and its contacts chosen, the year before


def every_day(first: int, last: int):
    day = date(first, 1, 1)
    while day.year <= last:
        yield day
        day += timedelta(days=1)


@pytest.mark.parametrize("year", range(2025, 2030))
def test_on_every_day_one_round_of_this_year_is_closed_and_discussed_and_the_next_is_open(year):
    wrong = []
    for today in every_day(year, year):
        first, running = Days(today).rounds["first"], Days(today).rounds["open"]
        is_right = (
            date(year - 1, *ADOPTED) < first.opens < first.closed < first.meeting < first.minutes < running.opens
            and running.opens < today <= running.closes < running.meeting
            and (running.closed, running.minutes) == (None, None)
            and first.reference < running.reference
            and first.reference.year == running.reference.year == year
            and (running.reference <= today or today == date(year, 1, 1))
        )
        wrong += [] if is_right else [today]
    assert wrong == []


def test_nobody_meets_in_a_weekend_or_at_christmas():
    found = [Days(day).rounds.values() for day in every_day(2027, 2027)]
    days = {when for rounds in found for row in rounds for when in (row.opens, row.closed, row.meeting, row.minutes) if when}
    assert [day for day in days if not is_working_day(day)] == []


@pytest.mark.parametrize(
    ("today", "reference"),
    [
        (date(2027, 1, 1), date(2027, 1, 2)),
        (date(2027, 1, 30), date(2027, 1, 2)),
        (date(2028, 2, 29), date(2028, 2, 29)),
        (date(2026, 5, 19), date(2026, 4, 30)),
        (date(2026, 12, 31), date(2026, 12, 31)),
    ],
)
def test_the_open_round_asks_about_the_last_end_of_a_month(today, reference):
    assert Days(today).rounds["open"].reference == reference


def test_next_year_is_begun_after_the_summer_or_some_weeks_ago():
    assert Days(date(2026, 12, 31)).draft_begins == date(2026, 8, 25)
    assert Days(date(2026, 5, 19)).draft_begins == date(2026, 4, 25)


def test_the_second_agreement_begins_with_the_year_that_can_still_be_agreed_on():
    assert Days(date(2026, 6, 30)).care_years == {"first": 2026, "until": 2029}
    assert Days(date(2026, 7, 1)).care_years == {"first": 2027, "until": 2030}
