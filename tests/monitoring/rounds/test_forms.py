"""The days that are proposed for a round."""

from datetime import date

import pytest

from monitoring.models import Round
from monitoring.rounds.forms import next_round
from parties.working_days import is_working_day
from tests.factories import AgendaFactory

pytestmark = pytest.mark.django_db


def days(year: int, today: date) -> tuple[date, date]:
    planned = next_round(AgendaFactory(year=year, agreement__start_year=year, agreement__end_year=year), today)
    assert isinstance(planned, Round)
    return planned.opens_on, planned.closes_on


def test_a_round_opens_and_closes_on_a_working_day():
    assert days(2024, date(2024, 2, 1)) == (date(2024, 4, 2), date(2024, 4, 23)), "1 April 2024 is Easter Monday"
    assert days(2026, date(2026, 12, 4)) == (date(2027, 1, 4), date(2027, 1, 25)), "1 January is a holiday, and a weekend follows"
    # Three weeks after 6 April 2026 (Easter Monday is that day itself) comes King's Day.
    assert days(2026, date(2026, 4, 6)) == (date(2026, 7, 1), date(2026, 7, 22))


@pytest.mark.parametrize("year", range(2024, 2034))
def test_no_proposed_day_is_a_holiday_or_in_a_weekend(year):
    for today in (date(year, 1, 2), date(year, 3, 31), date(year, 6, 7), date(year, 12, 24)):
        assert all(map(is_working_day, days(year, today)))
