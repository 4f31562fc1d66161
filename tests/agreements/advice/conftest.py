"""The tenants of Waterhoek advise, with a coordinator; De Sleutel asks, with a coordinator; on days of the calendar."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone, translation

from agreements.advice.workflow import ask
from agreements.models import Participation
from agreements.models.advice_days import TERM
from tests.factories import MembershipFactory, UserFactory

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def at():
    """`at("2024-03-31 02:30")`: from here on it is this time in the Netherlands."""
    travels = []

    def at(clock: str) -> None:
        travels.append(time_machine.travel(datetime.fromisoformat(clock).replace(tzinfo=AMSTERDAM), tick=False))
        travels[-1].start()

    yield at
    for travel in reversed(travels):
        travel.stop()


@pytest.fixture
def right(cast) -> Participation:
    """The tenants only advise: a qualified right on everything."""
    row = cast.agreement.participations.get(party=cast.tenants)
    row.role, row.right_of_advice, row.advice_adds = "advisory", "qualified", "Afwijken alleen na een gesprek."
    row.save()
    return row


@pytest.fixture
def asker(cast):
    return MembershipFactory(user=UserFactory(name="Corry Corporatie"), party=cast.association, role="coordinator").user


@pytest.fixture
def adviser(cast):
    return MembershipFactory(user=UserFactory(name="Hans Huurder"), party=cast.tenants, role="coordinator").user


@pytest.fixture
def asked(cast, right, asker):
    """`asked()`: De Sleutel asks the tenants today, about the goal, with six weeks; or about something else, longer."""

    def asked(about=None, **fields):
        start = {"party": cast.tenants, "by": asker, "due_on": timezone.localdate() + TERM}
        words = {"subject": "De huren van 2025", "question": "Wij willen de huren met 3% verhogen."}
        return ask(about=about or cast.goal, **{**start, **words, **fields})

    return asked


def day(text: str) -> date:
    return date.fromisoformat(text)
