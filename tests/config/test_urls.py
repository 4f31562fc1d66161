"""Signing in and out."""

import re

import pytest
from django.test import Client

from parties.models import User
from tests.pages import headings_of, words_of

pytestmark = pytest.mark.django_db

LOGIN = "/account/login/"
PASSWORD = "een lang wachtwoord"


@pytest.fixture
def tenant(cast):
    """Tess, who has a password now."""
    cast.tenant.set_password(PASSWORD)
    cast.tenant.save()
    return cast.tenant


@pytest.fixture(autouse=True)
def english(client):
    client.cookies["django_language"] = "en"


def sign_in(client, email: str, password: str = PASSWORD, **fields):
    return client.post(LOGIN, {"login": email, "password": password, **fields})


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


# -- In


def test_someone_who_signs_in_comes_at_the_start(client, tenant):
    response = sign_in(client, tenant.email)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert is_signed_in(client)


def test_capitals_in_the_address_do_not_matter(client, tenant):
    assert sign_in(client, tenant.email.upper()).status_code == 302


def test_someone_who_asked_for_a_page_comes_there_afterwards(client, tenant, cast):
    wanted = f"{cast.agenda.get_absolute_url()}?soort=ongoing"
    page = client.get(client.get(wanted)["Location"])
    assert "Sign in to go on to the page that you asked for." in words_of(page)
    response = sign_in(client, tenant.email, next=re.search(r'name="next" value="([^"]*)"', page.content.decode())[1])
    assert response["Location"] == wanted


@pytest.mark.parametrize(
    "elsewhere",
    ["https://elders.example/", "//elders.example/", "///elders.example", "http:\\\\elders.example", "javascript:alert(1)"],
)
def test_nobody_is_led_to_another_site(client, tenant, elsewhere):
    assert sign_in(client, tenant.email, next=elsewhere)["Location"] == "/"
    assert client.get(LOGIN, {"next": elsewhere})["Location"] == "/"


def test_a_wrong_password_is_told_at_the_top_and_the_address_stays(client, tenant):
    response = sign_in(client, tenant.email, "verkeerd")
    assert response.status_code == 200
    assert not is_signed_in(client)
    assert headings_of(response)[:2] == ["h1 Sign in", "h2 You are not signed in yet"]
    page = response.content.decode()
    assert 'role="alert"' in page
    assert f'value="{tenant.email}"' in page
    assert page.count('aria-invalid="true"') == 2
    assert "verkeerd" not in page


def test_the_page_that_was_asked_for_survives_a_wrong_password(client, tenant, cast):
    response = sign_in(client, tenant.email, "verkeerd", next=cast.agenda.get_absolute_url())
    assert f'name="next" value="{cast.agenda.get_absolute_url()}"' in response.content.decode()


def test_an_unknown_address_gets_the_same_answer_as_a_wrong_password(client, tenant):
    def answer(email: str) -> str:
        page = sign_in(client, email, "verkeerd").content.decode()
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page).replace(email, "")

    assert answer(tenant.email) == answer("niemand@huurdersraad.example")


def test_empty_fields_are_told_one_by_one(client):
    page = words_of(sign_in(client, "", ""))
    assert page.count("Fill this in.") == 4, "in the summary and at the field"


def test_someone_who_has_left_does_not_come_in(client, tenant):
    User.objects.filter(pk=tenant.pk).update(is_active=False)
    assert sign_in(client, tenant.email).status_code == 200
    assert not is_signed_in(client)


def test_someone_who_leaves_while_signed_in_is_out_at_the_next_page(client, tenant):
    sign_in(client, tenant.email)
    User.objects.filter(pk=tenant.pk).update(is_active=False)
    assert client.get("/").status_code == 302


def test_someone_who_is_signed_in_already_goes_on(client, tenant):
    sign_in(client, tenant.email)
    assert client.get(LOGIN)["Location"] == "/"


def test_without_the_token_of_the_form_nothing_happens(tenant):
    strict = Client(enforce_csrf_checks=True)
    assert sign_in(strict, tenant.email).status_code == 403
    assert not is_signed_in(strict)


# -- Out


def test_signing_out_is_a_button_and_not_a_link(client, tenant):
    sign_in(client, tenant.email)
    assert headings_of(client.get("/account/logout/")) == ["h1 Sign out"]
    assert is_signed_in(client)
    response = client.post("/account/logout/")
    assert (response.status_code, response["Location"]) == (302, LOGIN)
    assert not is_signed_in(client)


# -- Everywhere


def test_no_page_is_kept_or_framed_or_loads_from_elsewhere(client, tenant):
    for response in (client.get(LOGIN), client.get("/bestaat-niet/")):
        policy = response["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert response["X-Frame-Options"] == "DENY"
        assert response["Referrer-Policy"] == "same-origin"
        assert response["X-Content-Type-Options"] == "nosniff"


def test_a_missing_page_says_so_to_someone_who_is_not_signed_in(client):
    response = client.get("/bestaat-niet/")
    assert response.status_code == 404
    assert headings_of(response) == ["h1 Page not found"]
