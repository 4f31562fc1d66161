"""A round of October 2024 with two actions of De Sleutel, and one of the tenants of whom nobody reports."""

import re
from datetime import date

import pytest

from monitoring.calendar import day_of
from monitoring.legal_steps import cycle
from monitoring.reminders.sending import send_reminders
from tests.factories import ActionFactory, LeadFactory, RoundFactory
from tests.mail_server import letterbox, port, queued  # noqa: F401 (fixtures)
from tests.monitoring.evaluation.conftest import asker, planned, say  # noqa: F401 (fixtures)


@pytest.fixture
def asked(cast, at):
    """Ronde 1, open from Tuesday 1 through Thursday 31 October; it is the morning of the first day."""
    second = ActionFactory(goal=cast.goal, agenda=cast.agenda, text="De wachttijd is korter dan vijf jaar.", position=2)
    LeadFactory(action=second, party=cast.association)
    at("2024-10-01 09:00")
    return RoundFactory(agenda=cast.agenda, name="Ronde 1", opened=True, opened_by=cast.officer)


@pytest.fixture(autouse=True)
def steps_of_the_year(monkeypatch):
    """None, for they would come along in every mail of spring and autumn; test_legal_steps.py has them."""
    monkeypatch.setattr(cycle, "CYCLE", ())


@pytest.fixture
def run(at):
    """`run("2024-10-08")`: the command on the morning of that day; gives the names of the people who got mail."""

    def run(day: str, time: str = "09:00") -> list[str]:
        at(f"{day} {time}")
        return [person.name for person in send_reminders(date.fromisoformat(day))]

    return run


def words_of(mail) -> str:
    """The text of a mail on one line."""
    return re.sub(r"\s+", " ", mail.body)


__all__ = ["day_of", "words_of"]
