"""The language of the site: Dutch, until someone presses the button for another."""

from io import BytesIO

import pytest
from django.conf import settings

pytestmark = pytest.mark.django_db

LOGIN = "/account/login/"


def language_of(response) -> tuple[str, bool]:
    """What the header says, and whether the page agrees."""
    language = response["Content-Language"]
    return language, f'<html lang="{language}">' in response.content.decode()


def test_the_site_is_dutch(client):
    response = client.get(LOGIN)
    assert language_of(response) == ("nl", True)
    assert "<h1>Inloggen</h1>" in response.content.decode()


def test_the_language_of_the_browser_is_not_asked(client):
    assert language_of(client.get(LOGIN, headers={"accept-language": "en-GB,en;q=0.9"})) == ("nl", True)


def test_the_button_chooses_another_language_that_stays(client):
    response = client.post("/taal/", {"language": "en", "next": LOGIN})
    assert (response.status_code, response["Location"]) == (302, LOGIN)
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    assert language_of(client.get(LOGIN)) == ("en", True)
    assert "<h1>Sign in</h1>" in client.get(LOGIN).content.decode()
    client.post("/taal/", {"language": "nl", "next": LOGIN})
    assert language_of(client.get(LOGIN)) == ("nl", True)


def test_the_button_offers_the_other_language_in_its_own_words_and_returns_to_the_same_page(client, cast):
    client.force_login(cast.tenant)
    address = f"{cast.agenda.get_absolute_url()}?soort=ongoing"
    page = client.get(address).content.decode()
    assert '<button class="bar__button" name="language" value="en" lang="en">English</button>' in page
    assert f'<input type="hidden" name="next" value="{address}">' in page


def test_the_choice_does_not_lead_to_another_site(client):
    response = client.post("/taal/", {"language": "en", "next": "https://elders.example/"})
    assert response["Location"] == "/"


@pytest.mark.parametrize("language", ["fr", "xx", "", "../../etc"])
def test_a_language_that_there_is_not_counts_as_dutch(client, language):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    assert language_of(client.get(LOGIN)) == ("nl", True)


def test_one_request_does_not_set_the_language_of_the_next_person(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.get(LOGIN)
    client.cookies.clear()
    assert language_of(client.get(LOGIN)) == ("nl", True)


# -- How much a stranger may send


class Unread:
    """A body that fails the test when anybody reads it."""

    def read(self, *args):
        raise AssertionError("The body was read.")

    readline = __iter__ = read


def send(client, path: str, size: int, body: object):
    form = {"CONTENT_TYPE": "application/x-www-form-urlencoded", "CONTENT_LENGTH": str(size), "wsgi.input": body}
    return client.generic("POST", path, **form)


@pytest.mark.parametrize("path", [LOGIN, "/account/password/reset/", "/uitnodiging/geheim/", "/beheer/", "/bestaat-niet/"])
@pytest.mark.parametrize("size", [65 * 1024, 10**30])
def test_a_large_body_of_a_stranger_is_refused_before_it_is_read(client, path, size):
    response = send(client, path, size, Unread())
    assert response.status_code == 413
    assert "<h1>Te groot</h1>" in response.content.decode()


def test_the_same_goes_for_a_session_that_is_over(client, cast):
    client.force_login(cast.tenant)
    session = client.session
    session["signed_in_at"] = 0
    session.save()
    assert send(client, "/account/name/", 65 * 1024, Unread()).status_code == 413


def test_what_a_stranger_fills_in_passes(client):
    body = b"login=tess%40huurdersraad.example&password=" + b"x" * 4096
    assert send(client, LOGIN, len(body), BytesIO(body)).status_code == 200


def test_someone_who_is_signed_in_may_send_more(client, cast):
    client.force_login(cast.tenant)
    body = b"name=Tess&more=" + b"x" * 100_000
    assert send(client, "/account/name/", len(body), BytesIO(body)).status_code == 302
