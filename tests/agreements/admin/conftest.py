"""Everyone of the cast who enters the admin, signed in; in English, so that the tests do not hang on the translation."""

import pytest
from django.conf import settings
from django.test import Client


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.fixture
def admin(cast):
    return signed_in(cast.admin)


@pytest.fixture
def officer(cast):
    return signed_in(cast.officer)


@pytest.fixture
def outsider(cast):
    return signed_in(cast.outsider)


@pytest.fixture
def without_agenda(cast):
    """An agreement for which no year is there yet, so that no page writes its themes and goals."""
    cast.action.delete()
    cast.agenda.delete()
