"""Visitors of the pages."""

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.monitoring.evaluation.conftest import asker, evaluation, planned, say  # noqa: F401 (fixtures)


@pytest.fixture
def visit(client):
    """`visit(person, address)`: the page as this person sees it, in English; with data it is posted."""

    def visit(person, address: str, data: dict | None = None):
        client.force_login(person)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        return client.get(address) if data is None else client.post(address, data)

    return visit


@pytest.fixture
def queries(visit, client):
    """`queries(person, address)`: how many queries the page takes for someone who is signed in."""

    def queries(person, address: str) -> int:
        visit(person, address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    return queries
