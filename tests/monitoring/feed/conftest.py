"""The calendar of a person without the steps of the year; tests/monitoring/views/test_year_calendar.py has them."""

import pytest

from monitoring.legal_steps import cycle


@pytest.fixture(autouse=True)
def steps_of_the_year(monkeypatch):
    monkeypatch.setattr(cycle, "CYCLE", ())
