"""The private address of a calendar: who knows it reads what its person reads, and nobody else learns anything."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from monitoring.models import CalendarAddress
from parties.canonical import hash_of
from parties.models import User
from parties.people.workflow import end_membership
from tests.factories import MeetingFactory, MembershipFactory

pytestmark = pytest.mark.django_db

PAGE = "/account/agenda/"


@pytest.fixture
def meeting(cast):
    return MeetingFactory(agreement=cast.agreement, held_on=timezone.localdate() + timedelta(days=9), title="Kwikstaart")


def made(client, person) -> str:
    """The address that is shown, as a path."""
    client.force_login(person)
    page = client.post(PAGE).content.decode()
    return re.search(r'value="https?://[^/"]+(/agenda/[\w-]+\.ics)"', page)[1]


def asked(address: str, **headers):
    return Client().get(address, headers=headers)


def test_it_is_shown_once_and_kept_as_a_hash(client, cast, meeting):
    address = made(client, cast.tenant)
    token = address.removeprefix("/agenda/").removesuffix(".ics")
    row = CalendarAddress.objects.get()
    assert (row.user, row.token_hash) == (cast.tenant, hash_of(token))
    assert token not in client.get(PAGE).content.decode()
    answer = asked(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert "Kwikstaart" in [str(event["summary"]) for event in Calendar.from_ical(answer.content).walk("VEVENT")]


def test_no_cookie_is_set_and_nobody_else_keeps_it(client, cast, meeting):
    answer = asked(made(client, cast.tenant))
    assert not answer.cookies
    assert answer["Cache-Control"] == "private, no-cache"
    assert (answer["Referrer-Policy"], answer["X-Robots-Tag"]) == ("no-referrer", "noindex")


def test_unchanged_it_is_not_sent_again(client, cast, meeting):
    address = made(client, cast.tenant)
    etag = asked(address)["ETag"]
    again = asked(address, if_none_match=etag)
    assert (again.status_code, again.content, again["Cache-Control"]) == (304, b"", "private, no-cache")
    meeting.place = "Hal"
    meeting.save()
    assert asked(address, if_none_match=etag).status_code == 200


def test_a_new_address_ends_the_old_one_and_a_withdrawn_one_is_of_no_use(client, cast, meeting):
    first, second = made(client, cast.tenant), made(client, cast.tenant)
    assert (asked(first).status_code, asked(second).status_code) == (404, 200)
    assert client.post(f"{PAGE}intrekken/").status_code == 302
    assert asked(second).status_code == 404
    assert not CalendarAddress.objects.exists()


def test_of_somebody_who_left_there_is_nothing(client, cast, meeting):
    membership = MembershipFactory(party=cast.tenants)
    address = made(client, membership.user)
    assert Calendar.from_ical(asked(address).content).walk("VEVENT")
    end_membership(membership, by=cast.admin)
    assert asked(address).status_code == 404
    User.objects.filter(pk=membership.user_id).update(is_active=True)
    assert Calendar.from_ical(asked(address).content).walk("VEVENT") == []


ODD = ["x", "x" * 42, "x" * 44, "x" * 5000, "%00" * 43, "é" * 43, "..%2f" * 9, "x" * 42 + "%0a", "'; DROP TABLE--".ljust(43, "x")]


@pytest.mark.parametrize("token", ODD, ids=range(len(ODD)))
def test_whatever_else_is_asked_there_is_no_such_page(token, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert asked(f"/agenda/{token}.ics").status_code == 404


def test_it_only_reads_and_remembers_when_a_calendar_asked(client, cast, meeting):
    address = made(client, cast.tenant)
    assert Client().post(address).status_code == 405
    assert CalendarAddress.objects.get().asked_at is None
    assert Client().head(address).status_code == 200
    first = CalendarAddress.objects.get().asked_at
    asked(address)
    assert CalendarAddress.objects.get().asked_at == first, "not at every question"
    assert first is not None


def test_somebody_signed_in_elsewhere_is_nobody_here(client, cast, meeting):
    """The address alone says whose it is."""
    address = made(client, cast.outsider)
    client.force_login(cast.tenant)
    found = Calendar.from_ical(client.get(address).content).walk("VEVENT")
    assert {event["URL"].split("/afspraken/")[1].split("/")[0] for event in found} == {cast.other_agreement.slug}


def test_who_asks_too_often_is_told_to_wait_and_an_unknown_address_counts_too(client, cast, meeting, settings):
    settings.FEED_RATE_LIMITS = {"calendar_feed": "100/m/ip,2/h/key"}
    address = made(client, cast.tenant)
    assert [asked(address).status_code for _time in range(3)] == [200, 200, 429]
    other = made(client, cast.officer)
    assert asked(other).status_code == 200, "another address has its own count"
    settings.FEED_RATE_LIMITS = {"calendar_feed": "3/m/ip"}
    unknown = f"/agenda/{'x' * 43}.ics"
    answers = [asked(unknown, x_forwarded_for="8.8.8.8").status_code for _time in range(4)]
    assert answers[-1] == 429
    assert asked(address)["Retry-After"] == "3600"
