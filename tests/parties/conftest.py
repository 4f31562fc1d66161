"""The cast plays in every test of this app that asks for it."""

import pytest
from django.conf import settings

from tests.factories import cast  # noqa: F401


@pytest.fixture
def in_english(client):
    """The client reads the site in English, so that the tests do not hang on the translation."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client
