"""An error is mailed to the administrators without a secret or a name, and not without end."""

import logging
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.utils import timezone
from django.utils.log import configure_logging

from operations.watching.request_id import HEADER

pytestmark = pytest.mark.django_db


@pytest.fixture
def failing(client, cast, settings):
    """`failing()`: a page that ends in an error which holds a name and a key, with both in the request too."""
    cache.clear()  # which counts the mails of this hour, also those of tests whose rows stayed
    settings.SECRET_KEY = "geheime-sleutel-1953"
    settings.ROOT_URLCONF = "tests.operations.watching.failing_urls"
    client.raise_request_exception = False
    cast.officer.name = "Geertruida"
    cast.officer.save(update_fields=["name"])
    client.force_login(cast.officer)

    def failing(number: int = 0):
        return client.get(f"/faalt/Geertruida/{number}/?sleutel={settings.SECRET_KEY}", headers={"x-planted": "Geertruida"})

    return failing


def sent() -> list:
    """Mail about an error."""
    return [message for message in mail.outbox if "Planted" in message.subject]


def test_the_mail_says_what_and_where_and_with_which_number(failing, cast):
    response = failing()
    (message,) = sent()
    assert message.recipients() == [f"{cast.admin.name} <{cast.admin.email}>"]
    text = message.body + str(message.alternatives)
    assert message.subject == "Driehoek: fout tests.operations.watching.failing_urls.Planted0Error"
    assert response[HEADER] in text
    assert "GET /faalt/<str:word>/<int:number>/" in message.body
    assert "tests/operations/watching/failing_urls.py:" in text
    assert [word for word in ("Geertruida", "geheime-sleutel-1953") if word in text] == []


def test_it_comes_also_when_the_log_is_set_up_once_more(failing):
    configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)
    failing()
    assert len(sent()) == 1


def test_the_same_error_comes_once_an_hour(failing):
    failing()
    failing()
    assert len(sent()) == 1
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        failing()
    assert len(sent()) == 2


def test_no_more_than_so_many_come_in_an_hour(failing, settings):
    settings.ERROR_MAILS_PER_HOUR = 3
    with time_machine.travel(timezone.now().replace(minute=5), tick=False):
        for number in range(6):
            failing(number)
    assert len(sent()) == 3
    assert ["laatste mail over fouten" in message.body for message in sent()] == [False, False, True]


def test_what_is_not_an_error_is_not_mailed(client, cast):
    logging.getLogger("django.request").error("Not an exception")
    assert client.get("/bestaat-niet/").status_code == 404
    assert mail.outbox == []


def test_a_mail_that_cannot_be_stored_takes_nothing_with_it(failing, monkeypatch, log):
    from django.db import OperationalError

    def refuse(*args, **kwargs):
        raise OperationalError("Geertruida")

    monkeypatch.setattr("operations.watching.error_mail.post", refuse)
    assert failing().status_code == 500
    assert log.of("operations.watching.error_mail")[0]["message"] == "The mail about an error could not be stored."
    assert "Geertruida" not in log.text
