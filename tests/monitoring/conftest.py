"""The cast plays in every test of this app, in October 2024 when rounds are open."""

from datetime import datetime

import pytest
import time_machine
from django.conf import settings

from monitoring.calendar import AMSTERDAM
from tests.factories import IndicatorFactory, RoundFactory, TargetFactory


@pytest.fixture
def at():
    """`at("2024-10-31 23:59")`: from here on it is this time in the Netherlands."""
    travels = []

    def at(clock: str) -> None:
        travels.append(time_machine.travel(datetime.fromisoformat(clock).replace(tzinfo=AMSTERDAM), tick=False))
        travels[-1].start()

    yield at
    for travel in reversed(travels):
        travel.stop()


@pytest.fixture
def in_october(at):
    at("2024-10-10 12:00")


@pytest.fixture
def round(cast, in_october):
    """Ronde 1 of Waterhoek, open."""
    return RoundFactory(agenda=cast.agenda, name="Ronde 1", opened=True, opened_by=cast.officer)


@pytest.fixture
def indicator(cast):
    """At least 75 dwellings in 2023-2026, with its target."""
    found = IndicatorFactory(
        goal=cast.goal,
        name="Groei van de voorraad",
        per="period",
        delivered_by=cast.association,
        delivered_to="gemeente",
        delivered_when="in kwartaal 3",
    )
    TargetFactory(indicator=found, year=None, value=75)
    return found


@pytest.fixture
def visit(client):
    """`visit(person, address)`: the page as this person sees it, in English; with data it is posted."""

    def visit(person, address: str, data: dict | None = None):
        client.force_login(person)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        return client.get(address) if data is None else client.post(address, data)

    return visit
