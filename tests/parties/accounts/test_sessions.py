"""Sessions end, by themselves and by hand."""

import time
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from tests.pages import words_of

from .signing_in import is_signed_in, sign_in

pytestmark = pytest.mark.django_db
START = "2026-11-24 08:00+01:00"


def visits(client, clock, *, every: timedelta, times: int) -> list[int]:
    statuses = []
    for _ in range(times):
        clock.shift(every)
        statuses.append(client.get("/").status_code)
    return statuses


def test_a_session_ends_twelve_hours_after_signing_in_however_busy(client, tenant):
    with time_machine.travel(START, tick=False) as clock:
        sign_in(client, tenant.email)
        assert visits(client, clock, every=timedelta(hours=1), times=13) == [200] * 11 + [302] * 2


def test_a_session_ends_after_two_hours_without_a_page(client, tenant):
    with time_machine.travel(START, tick=False) as clock:
        sign_in(client, tenant.email)
        assert visits(client, clock, every=timedelta(minutes=119), times=3) == [200] * 3
        assert visits(client, clock, every=timedelta(minutes=120), times=1) == [302]


def test_what_a_page_asks_by_itself_keeps_no_session_alive_and_gets_no_page_to_sign_in(client, tenant):
    address = "/afspraken/nergens/2026/schrijven/vers/"
    with time_machine.travel(START, tick=False) as clock:
        sign_in(client, tenant.email)
        statuses = []
        for _ in range(5):
            clock.shift(timedelta(minutes=30))
            statuses.append(client.get(address).status_code)
    assert statuses == [404, 404, 404, 401, 401]


def test_a_session_from_before_this_rule_starts_now(client, tenant):
    client.force_login(tenant)
    session = client.session
    del session["signed_in_at"], session["seen_at"]
    session.save()
    assert client.get("/").status_code == 200
    assert client.session["signed_in_at"] == pytest.approx(time.time(), abs=5)


def test_a_page_does_not_write_the_session_every_time(client, tenant, django_assert_num_queries):
    with time_machine.travel(START, tick=False) as clock:
        client.force_login(tenant)
        clock.shift(timedelta(minutes=4))
        with django_assert_num_queries(3):  # the session, the person, her roles
            client.get("/account/name/")


def test_where_one_is_signed_in_is_listed_and_ended(client, tenant):
    elsewhere = Client(headers={"user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) Version/26.0 Safari/604.1"})
    sign_in(elsewhere, tenant.email)
    sign_in(client, tenant.email)
    page = words_of(client.get("/account/sessions/"))
    assert "Safari, iPhone" in page
    assert page.count("this browser") == 1
    client.post("/account/sessions/")
    assert not is_signed_in(elsewhere)
    assert is_signed_in(client)
    assert "You are signed in here only." in words_of(client.get("/account/sessions/"))


def test_also_a_session_that_is_not_in_the_list_is_ended(client, tenant):
    elsewhere = Client()
    elsewhere.force_login(tenant)
    sign_in(Client(), tenant.email)
    sign_in(client, tenant.email)
    client.post("/account/sessions/")
    assert (is_signed_in(elsewhere), is_signed_in(client)) == (False, True)


def test_the_sessions_of_others_are_not_listed_nor_ended(client, cast, tenant):
    other = Client()
    other.force_login(cast.officer)
    sign_in(client, tenant.email)
    client.post("/account/sessions/")
    assert is_signed_in(other)


def test_what_was_sent_after_the_session_ended_is_said_to_be_safe(client, cast):
    sent = client.post(f"/acties/{cast.action.pk}/voortgang/", {"done": "Lange tekst."}, follow=True)
    assert "It is safe in this browser: sign in, and it stands in the form again." in words_of(sent)
    assert "safe" not in words_of(client.get(f"/acties/{cast.action.pk}/voortgang/", follow=True))
