"""The indicator of the story: the growth of the stock, whose figure the association delivers."""

import pytest
from django.conf import settings

from tests.factories import IndicatorFactory, TargetFactory, cast  # noqa: F401


@pytest.fixture
def indicator(cast):  # noqa: F811
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
