"""What every test may count on."""

from pathlib import Path

import pytest
from django.core.cache import caches

from tests.words_guard import watch_words

BROWSER = Path(__file__).parent / "browser"


def pytest_collection_modifyitems(items):
    for item in items:
        if BROWSER in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session", autouse=True)
def words_are_asked_for():
    """Every test is one of this rule: no page, mail or file reads the words of a row past agreements/agenda/words.py."""
    watch_words()


@pytest.fixture(autouse=True)
def empty_caches():
    """No test finds what another one left in a cache."""
    yield
    for cache in caches.all(initialized_only=True):
        cache.clear()
