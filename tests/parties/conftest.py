"""The site in English, and a mail server."""

import pytest
from django.conf import settings

from tests.mail_server import letterbox, port, queued  # noqa: F401 (fixtures)


@pytest.fixture
def in_english(client):
    """The client reads the site in English, so that the tests do not hang on the translation."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client
