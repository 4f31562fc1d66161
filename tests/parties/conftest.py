"""The site in English."""

import pytest
from django.conf import settings


@pytest.fixture
def in_english(client):
    """The client reads the site in English, so that the tests do not hang on the translation."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client
