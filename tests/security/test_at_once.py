"""The same button pressed three times at one moment: one press does it, the others read why not, and none is an error of ours."""

from functools import partial

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from agreements.models import Goal
from parties.mail_budget import count_mail
from parties.models import Invitation, MailCount, Membership, User
from parties.people.workflow import end_membership
from parties.refusals import NotAllowedNowError
from tests.factories import InvitationFactory, MembershipFactory, UserFactory, make_cast
from tests.pages import words_of
from tests.races import TIMES, needs_postgresql, race

pytestmark = [pytest.mark.django_db(transaction=True), needs_postgresql]
PASSWORD = "een lang wachtwoord"


@pytest.fixture
def cast():
    cast = make_cast()
    browser(cast.admin).get(reverse("admin:agreements_goal_history", args=[cast.goal.pk]))  # loads here what each process needs
    return cast


def browser(user: User | None = None) -> Client:
    client = Client(raise_request_exception=False)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    if user:
        client.force_login(user)
    return client


def press(client: Client, address: str, fields: dict | None = None) -> tuple[int, str]:
    """The status of the answer, and what it says."""
    answer = client.post(address, fields)
    return answer.status_code, words_of(answer) if answer.status_code != 302 else ""


def press_and_read_on(client: Client, address: str) -> tuple[int, str]:
    """The same where everybody is led on: what the person reads on the next page."""
    answer = client.post(address)
    return answer.status_code, words_of(client.get(answer["Location"]))


def presses(*calls) -> tuple[list[int], list[str]]:
    """What the presses at one moment gave: the statuses in order, and the words."""
    answers = [outcome.value for outcome in race(*calls)]
    return sorted(status for status, _words in answers), [words for _status, words in answers]


def test_an_invitation_is_used_once_by_someone_new(cast):
    for number in range(TIMES):
        token = f"nieuw-{number}"
        invitation = InvitationFactory(token=token, party=cast.association)
        fields = {"name": "Nora Nieuw", "password": PASSWORD, "again": PASSWORD}
        statuses, told = presses(*(partial(press, browser(), reverse("invitation", args=[token]), fields) for _ in range(3)))
        assert statuses == [302, 410, 410]
        assert sum("This invitation has been used." in page for page in told) == 2
        assert Membership.objects.filter(user__email=invitation.email).count() == 1


def test_an_invitation_is_used_once_by_someone_who_is_signed_in(cast):
    for number in range(TIMES):
        person, token = UserFactory(), f"bekend-{number}"
        InvitationFactory(token=token, party=cast.association, email=person.email)
        statuses, _told = presses(*(partial(press, browser(person), reverse("invitation", args=[token])) for _ in range(3)))
        assert statuses == [302, 410, 410]


def test_two_parties_invite_the_same_new_person(cast):
    for number in range(TIMES):
        email = f"nora{number}@test.example"
        for party in (cast.association, cast.tenants):
            InvitationFactory(token=f"{party.pk}-{number}", party=party, email=email)
        fields = {"name": "Nora Nieuw", "password": PASSWORD, "again": PASSWORD}
        addresses = [reverse("invitation", args=[f"{party.pk}-{number}"]) for party in (cast.association, cast.tenants)]
        statuses, _told = presses(*(partial(press, browser(), address, fields) for address in addresses))
        assert statuses.count(302) == 1
        assert set(statuses) <= {200, 302, 410}
        assert User.objects.filter(email=email).count() == 1
        assert Invitation.objects.waiting().filter(email=email).count() == 1


def test_someone_who_left_is_taken_back_once(cast):
    browser(cast.officer).get(reverse("party", args=[cast.municipality.pk]))  # loads here what each process needs
    for _ in range(TIMES):
        row = MembershipFactory(party=cast.municipality)
        key = row.pk
        end_membership(row, takes_over="nobody", by=cast.officer)
        back = reverse("member_back", args=[cast.municipality.pk, key])
        statuses, told = presses(*(partial(press_and_read_on, browser(cast.officer), back) for _ in range(3)))
        assert statuses == [302, 302, 302]
        assert sum("Is back:" in page for page in told) == 1
        assert sum("belongs to the party already" in page or "is there again already" in page for page in told) == 2
        assert Membership.objects.filter(pk=key).count() == 1


def test_someone_who_leaves_while_saving_the_own_name_has_left(cast):
    for number in range(TIMES):
        row = MembershipFactory(party=cast.municipality)
        person, fields = row.user, {"name": f"Nora {number}"}
        save = partial(browser(person).post, "/account/name/", fields)
        _left, saved = race(
            partial(end_membership, row, takes_over="nobody", by=cast.officer), lambda save=save: save().status_code
        )
        assert saved.value in {200, 302}, "saved, or led to the page to sign in"
        after = User.objects.get(pk=person.pk)
        assert not after.is_active
        assert after.name in {person.name, fields["name"]}
        assert not Membership.objects.filter(pk=row.pk).exists()


def test_a_deleted_row_is_put_back_once(cast):
    address = reverse("admin:agreements_goal_put_back", args=[cast.goal.pk])
    for _ in range(TIMES):
        cast.action.delete() if cast.action.pk else None
        Goal.objects.get(pk=cast.goal.pk).delete()
        statuses, told = presses(*(partial(press_and_read_on, browser(cast.admin), address) for _ in range(3)))
        assert statuses == [302, 302, 302]
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
        assert sum(outcome.value for outcome in race(*(partial(send, number) for number in range(8)))) == 4
