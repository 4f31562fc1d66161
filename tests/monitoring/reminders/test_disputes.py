"""In the mail of the day: the four weeks of a written notice begin, end in a week, and end."""

from datetime import date, timedelta

import pytest
from django.core import mail

from monitoring.disputes.workflow import end_notice, give_notice
from tests.monitoring.reminders.conftest import words_of

pytestmark = pytest.mark.django_db
BOTH = ["Olga Officier", "Tess Huurder", "Wies Wethouder"]


def give(cast):
    return give_notice(
        agreement=cast.agreement,
        party=cast.municipality,
        parties=[cast.tenants],
        text="Melding.",
        goals=[cast.goal.pk],
        by=cast.officer,
    )


def days(run, first: date, number: int) -> dict[str, list[str]]:
    told = {str(day): run(str(day)) for day in (first + timedelta(days=count) for count in range(number))}
    return {day: people for day, people in told.items() if people}


def test_three_times_in_four_weeks(cast, at, run):
    at("2024-05-29 15:00")  # a Wednesday
    give(cast)
    assert days(run, date(2024, 5, 29), 32) == dict.fromkeys(["2024-05-30", "2024-06-19", "2024-06-26"], BOTH)
    assert "26 juni 2024" in words_of(mail.outbox[-1])


def test_what_falls_on_a_day_off_is_told_before_it_when_it_ends_and_after_it_when_it_begins(cast, at, run):
    at("2024-12-01 12:00")  # a Sunday; four weeks later is the Sunday after Christmas
    give(cast)
    assert days(run, date(2024, 12, 1), 32) == dict.fromkeys(["2024-12-02", "2024-12-20", "2024-12-27"], BOTH)


def test_once_it_ended_nobody_hears_of_it_again(cast, at, run):
    at("2024-05-29 15:00")
    notice = give(cast)
    end_notice(notice=notice, kind="withdrawn", text="Ingetrokken.", by=cast.officer)
    assert days(run, date(2024, 5, 29), 32) == {}
