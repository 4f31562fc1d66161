"""The cast plays in every test of this app, in October 2024 when rounds are open."""

from datetime import datetime

import pytest
import time_machine

from monitoring.windows import AMSTERDAM
from tests.factories import RoundFactory, cast  # noqa: F401


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
def round(cast, in_october):  # noqa: F811
    """Ronde 1 of Waterhoek, open."""
    return RoundFactory(agenda=cast.agenda, name="Ronde 1", opened=True, opened_by=cast.officer)
