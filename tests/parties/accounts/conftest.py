"""Tess has a password, and what leaves by mail is caught."""

import re

import pytest
from django.core import mail

from tests.parties.accounts.signing_in import PASSWORD


@pytest.fixture
def tenant(cast):
    cast.tenant.set_password(PASSWORD)
    cast.tenant.save()
    return cast.tenant


@pytest.fixture(autouse=True)
def english(client):
    client.cookies["django_language"] = "en"


@pytest.fixture
def queue(settings):
    """The site's own queue, which Django's test runner replaces."""
    settings.EMAIL_BACKEND = "mailer.backend.DbBackend"


@pytest.fixture
def outbox(settings, queue):
    """What left by mail, through the queue."""
    settings.MAILER_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []
    return mail.outbox


@pytest.fixture
def link_in(outbox):
    """`link_in(message)`: the one address in a mail that is not the site itself."""

    def link_in(message) -> str:
        links = [link for link in re.findall(r"https?://\S+", message.body) if link.count("/") > 3]
        assert len(links) == 1, message.body
        return links[0]

    return link_in
