"""The page behind the link of an invitation."""

from datetime import timedelta

import pytest
from django.utils import timezone

from parties.models import Invitation, User
from tests.factories import InvitationFactory
from tests.pages import words_of

pytestmark = pytest.mark.django_db

PASSWORD = "een lang wachtwoord"
FORM = {"name": "Nora Nieuw", "password": PASSWORD, "again": PASSWORD}
LINK = "/account/uitnodiging/geheim/"


@pytest.fixture
def invitation(cast):
    fields = {"email": "nora@waterhoek.example", "name": "Nora", "role": "editor"}
    return InvitationFactory(party=cast.municipality, invited_by=cast.officer, token="geheim", **fields)


@pytest.fixture
def of_tenant(cast):
    return InvitationFactory(party=cast.municipality, invited_by=cast.officer, token="geheim", email=cast.tenant.email)


def standing() -> str:
    return Invitation.objects.get().standing


def test_someone_who_opens_the_link_sees_who_invites_to_what_and_uses_nothing_up(in_english, invitation):
    for _look in range(3):
        page = in_english.get(LINK)
        in_english.head(LINK)
    words = words_of(page)
    assert "Work with Gemeente Waterhoek Olga Officier invites nora@waterhoek.example" in words
    assert "Your role: editor" in words
    assert 'value="Nora"' in page.content.decode()
    assert (standing(), User.objects.filter(email=invitation.email).exists()) == ("open", False)


def test_the_link_reaches_no_other_site_and_no_cache(client, invitation):
    page = client.get(LINK)
    assert page["Referrer-Policy"] == "same-origin"
    assert "no-store" in page["Cache-Control"]
    assert "https://" not in page.content.decode()


def test_a_name_and_a_password_and_one_is_in(client, invitation, cast):
    response = client.post(LINK, FORM, follow=True)
    assert response.redirect_chain == [("/", 302)]
    assert response.context["user"].email == "nora@waterhoek.example"
    assert client.get(cast.agreement.get_absolute_url()).status_code == 200
    assert standing() == "accepted"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Your name: Write your first and last name."),
        ({"again": "iets anders dan dit"}, "The same password again: This is not the same password as above."),
        ({"password": "kort", "again": "kort"}, "Choose a password: This password is too short."),
        ({"password": "nora@waterhoek", "again": "nora@waterhoek"}, "The password is too similar to the e-mail address."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_happens(in_english, invitation, wrong, sentence):
    page = in_english.post(LINK, {**FORM, **wrong})
    assert sentence in words_of(page)
    assert PASSWORD not in page.content.decode()
    assert (standing(), User.objects.filter(email=invitation.email).exists()) == ("open", False)


def test_someone_with_an_account_signs_in_first_and_comes_back(in_english, of_tenant, cast):
    page = in_english.get(LINK)
    assert "You have an account already. Sign in as tess@huurdersraad.example" in words_of(page)
    assert f'href="/account/login/?next={LINK}"' in page.content.decode()
    in_english.post(LINK, FORM)
    assert standing() == "open"
    in_english.force_login(cast.tenant)
    assert "Accept the invitation" in words_of(in_english.get(LINK))
    assert standing() == "open", "looking is not accepting"
    in_english.post(LINK)
    assert cast.tenant.memberships.filter(party=cast.municipality).exists()


@pytest.mark.parametrize("for_whom", ["someone with an account", "someone new"])
def test_someone_who_is_signed_in_as_someone_else_is_told_what_to_do_and_joins_nothing(in_english, cast, for_whom):
    email = cast.tenant.email if for_whom == "someone with an account" else "nora@waterhoek.example"
    InvitationFactory(party=cast.municipality, token="geheim", email=email)
    in_english.force_login(cast.outsider)
    for page in (in_english.get(LINK), in_english.post(LINK, FORM)):
        words = words_of(page)
        assert f"You are signed in as Bas Buiten, and this invitation is for {email}" in words
        assert "Sign out, and open the link in the mail again" in words
    assert standing() == "open"
    assert [row.party for row in cast.outsider.memberships.all()] == [cast.elsewhere]


def test_someone_who_comes_back_sets_a_password_and_signs_in_with_it(in_english, cast):
    from parties.people.workflow import end_membership

    end_membership(cast.executive.memberships.get(), takes_over="nobody", by=cast.officer)
    InvitationFactory(party=cast.municipality, token="geheim", email=cast.executive.email)
    response = in_english.post(LINK, FORM, follow=True)
    assert response.redirect_chain == [("/account/login/", 302)]
    assert not response.context["user"].is_authenticated
    assert "Your account works again. Sign in with your new password." in words_of(response)


CLOSED = {
    "expired": ({"expires_at": timezone.now() - timedelta(days=1)}, 410, "The time of this invitation is over."),
    "withdrawn": ({"withdrawn_at": timezone.now()}, 410, "This invitation has been withdrawn."),
    "used": ({"accepted_at": timezone.now()}, 410, "This invitation has been used."),
    "unknown": ({"token": "een ander"}, 404, "This link is not a working invitation."),
}


@pytest.mark.parametrize("why", CLOSED)
def test_a_link_that_does_not_work_says_why_in_one_sentence_and_nothing_else(in_english, cast, why):
    fields, status, sentence = CLOSED[why]
    fields = {**fields, **({"accepted_by": cast.tenant} if why == "used" else {})}
    InvitationFactory(**{"party": cast.municipality, "token": "geheim", "email": "nora@waterhoek.example", **fields})
    for page in (in_english.get(LINK), in_english.post(LINK, FORM)):
        words = words_of(page)
        assert (page.status_code, sentence in words) == (status, True)
        assert "Waterhoek" not in words
        assert "nora" not in words.lower()
    assert not User.objects.filter(email="nora@waterhoek.example").exists()


def test_the_form_is_guarded_against_other_sites(cast, invitation):
    from django.test import Client

    assert Client(enforce_csrf_checks=True).post(LINK, FORM).status_code == 403
    assert standing() == "open"
