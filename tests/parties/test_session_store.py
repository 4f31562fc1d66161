"""A session is read until it ends; one that cannot be written says why: the database is away, or somebody ended it meanwhile."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection
from django.utils import timezone

from parties.session_store import SessionStore

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    session = SessionStore()
    session["seen"] = "once"
    session.save()
    return session


def test_it_is_read_until_it_ends(session):
    assert SessionStore(session.session_key)["seen"] == "once"
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    ended = SessionStore(session.session_key)
    assert (ended.load(), ended.session_key) == ({}, None)


def goes_away(execute, sql, *more):
    if sql.startswith("UPDATE"):
        raise OperationalError("server closed the connection unexpectedly")
    return execute(sql, *more)


def test_a_database_that_goes_away_is_no_request_that_is_wrong(session):
    with connection.execute_wrapper(goes_away), pytest.raises(OperationalError):
        session.save()


def test_a_session_that_was_ended_meanwhile_is_told_as_that(session):
    Session.objects.all().delete()
    with pytest.raises(UpdateError):
        session.save()
    assert not Session.objects.exists()
