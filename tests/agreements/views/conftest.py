"""Visitors of the pages, and the two real documents."""

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.demo import FIXTURES, load_document
from tests.agreements.advice.conftest import adviser, asked, asker, right  # noqa: F401 (fixtures)
from tests.agreements.changes.conftest import scene, scene_as_made  # noqa: F401 (a fixture)
from tests.factories import UserFactory


@pytest.fixture
def visit(client):
    """`visit(person, address)`: the page as this person sees it, in English; None is someone who is not signed in."""

    def visit(person, address: str):
        client.logout()
        if person is not None:
            client.force_login(person)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        return client.get(address)

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


@pytest.fixture(scope="module")
def documents(module_rows):
    """Heumen and Heeze-Leende, loaded once because these tests only read them; rolled back after the last."""
    return [load_document(FIXTURES / name) for name in ("heumen.json", "heeze_leende.json")]


@pytest.fixture
def reader(db):
    """Someone who may see everything."""
    return UserFactory(is_superuser=True)
