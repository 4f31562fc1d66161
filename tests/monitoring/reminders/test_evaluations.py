"""In the mail of the day: an evaluation that opens, one that closes soon, and one of which the time is over."""

from datetime import date

import pytest
from django.core import mail

from monitoring.evaluation.workflow import change_evaluation, close_evaluation, extend_evaluation, open_evaluation
from tests.monitoring.reminders.conftest import words_of

pytestmark = pytest.mark.django_db


def days(run, month: int, first: int = 1, last: int = 30) -> dict[int, list[str]]:
    """By day of that month who got mail."""
    told = {day: run(f"2024-{month:02}-{day:02}") for day in range(first, last + 1)}
    return {day: people for day, people in told.items() if people}


@pytest.fixture
def opened(cast, planned, at):
    at("2024-09-27 09:00")
    return open_evaluation(evaluation=planned, by=cast.officer)


def test_opened_ahead_it_is_mailed_on_its_first_day_and_before_the_end(cast, opened, run):
    both = ["Abel Bouwer", "Hetty Huur", "Olga Officier"]
    assert days(run, 9, 27) == {}
    assert days(run, 10) == dict.fromkeys([1, 22, 28, 30], both)
    assert run("2024-10-31") == both


def test_opened_on_its_first_day_it_was_told_at_once(cast, planned, at, run):
    at("2024-10-01 08:00")
    open_evaluation(evaluation=planned, by=cast.officer)
    assert run("2024-10-01") == []


def test_whoever_answered_is_left_in_peace_and_whoever_got_longer_is_asked_later(cast, opened, run, say, at):
    at("2024-10-02 12:00")
    say(opened, cast.association, cast.association_officer, "Ja.")
    say(opened, cast.municipality, cast.officer, "Ja.")
    extend_evaluation(evaluation=opened, party=cast.tenants, until=date(2024, 11, 14), reason="Om.", by=cast.officer)
    assert days(run, 10, 3) == {}
    mail.outbox.clear()
    assert days(run, 11, last=20) == {
        1: ["Olga Officier"],
        5: ["Hetty Huur"],
        11: ["Hetty Huur"],
        13: ["Hetty Huur"],
        14: ["Hetty Huur"],
    }
    first, second = mail.outbox[:2]
    assert first.subject == "De termijn van de evaluatie is voorbij"
    assert "Huurdersraad Waterhoek" in words_of(first)
    assert "Woonstichting" not in words_of(first)
    assert second.subject == "De evaluatie sluit op 14 november 2024"
    assert f"/evaluaties/{opened.pk}/" in words_of(second)


def test_nobody_is_asked_for_what_can_no_longer_be_given(cast, planned, run, at):
    """A weekend in which it opens and ends: on Monday there is only something to close."""
    at("2024-09-27 09:00")
    weekend = {"opens_on": date(2024, 10, 5), "closes_on": date(2024, 10, 6)}
    open_evaluation(evaluation=change_evaluation(evaluation=planned, by=cast.officer, **weekend), by=cast.officer)
    assert run("2024-10-07") == ["Olga Officier"]


def test_once_it_is_closed_there_is_nothing_to_tell(cast, opened, run, at):
    at("2024-10-08 12:00")
    close_evaluation(evaluation=opened, by=cast.officer)
    assert days(run, 10, 8) | days(run, 11, last=2) == {}
