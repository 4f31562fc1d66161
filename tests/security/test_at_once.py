"""The same button pressed three times at one moment: one press does it, the others read why not, and none is an error of ours."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from agreements.models import Goal
from parties.mail_budget import count_mail
from parties.models import Invitation, MailCount, Membership, User
from parties.people.workflow import end_membership
from parties.refusals import NotAllowedNowError
from tests.factories import InvitationFactory, MembershipFactory, UserFactory, make_cast
from tests.pages import words_of

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time by itself"),
]
TIMES = 5
PASSWORD = "een lang wachtwoord"


@pytest.fixture
def cast():
    return make_cast()


def at_once(*calls: Callable) -> list:
    """What the calls give that begin at the same moment, each with a connection of its own."""
    start = Barrier(len(calls))

    def run(call: Callable):
        try:
            connection.ensure_connection()
            start.wait()
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def browser(user: User | None = None) -> Client:
    client = Client(raise_request_exception=False)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    if user:
        client.force_login(user)
    return client


def test_an_invitation_is_used_once_by_someone_new(cast):
    for number in range(TIMES):
        token = f"nieuw-{number}"
        invitation = InvitationFactory(token=token, party=cast.association)
        fields = {"name": "Nora Nieuw", "password": PASSWORD, "again": PASSWORD}
        clients = [browser() for _ in range(3)]
        answers = at_once(*(partial(client.post, reverse("invitation", args=[token]), fields) for client in clients))
        assert sorted(answer.status_code for answer in answers) == [302, 410, 410]
        sentences = [words_of(answer) for answer in answers if answer.status_code == 410]
        assert all("This invitation has been used." in sentence for sentence in sentences)
        assert Membership.objects.filter(user__email=invitation.email).count() == 1


def test_an_invitation_is_used_once_by_someone_who_is_signed_in(cast):
    for number in range(TIMES):
        person, token = UserFactory(), f"bekend-{number}"
        InvitationFactory(token=token, party=cast.association, email=person.email)
        clients = [browser(person) for _ in range(3)]
        answers = at_once(*(partial(client.post, reverse("invitation", args=[token])) for client in clients))
        assert sorted(answer.status_code for answer in answers) == [302, 410, 410]


def test_two_parties_invite_the_same_new_person(cast):
    for number in range(TIMES):
        email = f"nora{number}@test.example"
        for party in (cast.association, cast.tenants):
            InvitationFactory(token=f"{party.pk}-{number}", party=party, email=email)
        fields = {"name": "Nora Nieuw", "password": PASSWORD, "again": PASSWORD}
        addresses = [reverse("invitation", args=[f"{party.pk}-{number}"]) for party in (cast.association, cast.tenants)]
        answers = at_once(*(partial(browser().post, address, fields) for address in addresses))
        assert [answer.status_code for answer in answers].count(302) == 1
        assert {answer.status_code for answer in answers} <= {200, 302, 410}
        assert User.objects.filter(email=email).count() == 1
        assert Invitation.objects.waiting().filter(email=email).count() == 1


def messages_of(client: Client, address: str) -> str:
    return words_of(client.get(address))


def test_someone_who_left_is_taken_back_once(cast):
    for _ in range(TIMES):
        row = MembershipFactory(party=cast.municipality)
        key = row.pk
        end_membership(row, by=cast.officer)
        clients = [browser(cast.officer) for _ in range(3)]
        back = reverse("member_back", args=[cast.municipality.pk, key])
        answers = at_once(*(partial(client.post, back) for client in clients))
        told = [messages_of(client, answer["Location"]) for client, answer in zip(clients, answers, strict=True)]
        assert [answer.status_code for answer in answers] == [302, 302, 302]
        assert sum("Is back:" in page for page in told) == 1
        assert sum("belongs to the party already" in page or "is there again already" in page for page in told) == 2
        assert Membership.objects.filter(pk=key).count() == 1


def test_a_deleted_row_is_put_back_once(cast):
    address = reverse("admin:agreements_goal_put_back", args=[cast.goal.pk])
    for _ in range(TIMES):
        cast.action.delete() if cast.action.pk else None
        Goal.objects.get(pk=cast.goal.pk).delete()
        clients = [browser(cast.admin) for _ in range(3)]
        answers = at_once(*(partial(client.post, address) for client in clients))
        told = [messages_of(client, answer["Location"]) for client, answer in zip(clients, answers, strict=True)]
        assert [answer.status_code for answer in answers] == [302, 302, 302]
        assert sum("Put back:" in page for page in told) == 1
        assert sum("This is there again already." in page for page in told) == 2


def test_mails_at_one_moment_are_counted_one_by_one(cast, settings):
    settings.MAIL_PER_SENDER = (4, 100)

    def send(number: int) -> bool:
        try:
            count_mail(to=f"eva{number}@test.example", by=cast.officer)
        except NotAllowedNowError:
            return False
        return True

    for _ in range(TIMES):
        MailCount.objects.all().delete()
        cache.clear()
        assert sum(at_once(*(partial(send, number) for number in range(8)))) == 4
