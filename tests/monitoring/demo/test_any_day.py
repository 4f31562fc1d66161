"""The invented municipality on days through the year: two of them always, all twelve with --all."""

from datetime import date, datetime, time

import pytest
import time_machine

from monitoring.calendar import AMSTERDAM
from monitoring.demo.lindermeer import lives_on, load_lindermeer
from tests.monitoring.demo import told

pytestmark = pytest.mark.django_db

DAYS = (
    "2027-01-01",
    "2027-01-02",
    "2027-01-31",
    "2027-02-28",
    "2028-02-29",
    "2027-03-31",
    "2027-06-30",
    "2027-07-01",
    "2027-09-30",
    "2027-11-15",
    "2027-12-24",
    "2027-12-31",
)
ALWAYS = ("2027-01-01", "2027-12-31")  # the year has just begun, or is as good as over


def pytest_generate_tests(metafunc):
    if "today" in metafunc.fixturenames:
        days = DAYS if metafunc.config.getoption("--all") else ALWAYS
        metafunc.parametrize("today", [date.fromisoformat(day) for day in days], ids=str)


def test_it_lives_on_any_day_of_a_year(today):
    load_lindermeer(today=today)
    year = today.year
    care = year + (today.month > 6)
    with time_machine.travel(datetime.combine(today, time(12), tzinfo=AMSTERDAM), tick=False):
        assert told.states() == [[(year - 1, "closed"), (year, "adopted"), (year + 1, "draft")], [(care, "proposed")]]
        assert told.rounds(year - 1) == [("closed", True)]
        assert told.rounds(year) == [("closed", True), ("open", False)]
        assert told.people_with_nothing_to_do() == []
    assert told.all_faults() == []
    assert told.written_from(today) == [], "all of it happened before that day"
    assert lives_on() == today
