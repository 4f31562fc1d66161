"""Statements on accessibility and privacy: whole sentences for everyone, what is to be filled in for the administrator alone."""

from datetime import date

import pytest
from django.core.exceptions import ImproperlyConfigured
from environ import Env

from config.statements import statements_in
from public_site.site_texts import filled_in, to_fill_in
from tests.pages import words_of

pytestmark = pytest.mark.django_db
PAGES = ("/openbaar/toegankelijkheid/", "/openbaar/privacy/")


@pytest.mark.parametrize("address", PAGES)
def test_everyone_reads_whole_sentences_without_a_cookie(client, address):
    response = client.get(address)
    assert not response.cookies
    words = words_of(response)
    assert "{" not in words
    assert "Nog in te vullen" not in words
    assert client.get(address, headers={"If-None-Match": response.headers["ETag"]}).status_code == 304


def test_what_is_filled_in_takes_the_place_of_what_says_that_it_is_not(client, settings):
    assert "nog geen toegankelijkheidsverklaring" in words_of(client.get(PAGES[0]))
    settings.ACCESSIBILITY_STATUS, settings.ACCESSIBILITY_TESTED_ON = "B", date(2026, 10, 1)
    words = words_of(client.get(PAGES[0]))
    assert "nog geen toegankelijkheidsverklaring" not in words
    assert "heeft status B, hij voldoet aan een deel van de eisen" in words
    assert "1 oktober 2026" in words
    assert "Het rapport" not in words


def test_only_the_administrator_reads_what_is_to_be_filled_in(client, cast, settings):
    for person, sees in ((None, False), (cast.officer, False), (cast.admin, True)):
        if person:
            client.force_login(person)
        words = words_of(client.get("/over/toegankelijkheid/"))
        assert ("ACCESSIBILITY_REPORT" in words) is sees
        assert ("SITE_ORGANISATION" in words) is sees
    settings.ACCESSIBILITY_REPORT, settings.SITE_ORGANISATION_KNOWN = "https://waterhoek.example/rapport", True
    words = words_of(client.get("/over/toegankelijkheid/"))
    assert "ACCESSIBILITY_STATUS" in words
    assert "ACCESSIBILITY_REPORT" not in words
    assert "SITE_ORGANISATION" not in words


def test_a_name_that_is_no_setting_stays_as_it_was_written():
    assert filled_in("Een {woord} van onszelf.") == "Een {woord} van onszelf."
    assert to_fill_in("Een {woord} van onszelf.") == []


@pytest.mark.parametrize(
    ("name", "value"),
    [("ACCESSIBILITY_STATUS", "goed"), ("ACCESSIBILITY_STATUS", "AB"), ("ACCESSIBILITY_TESTED_ON", "1-10-2026")],
)
def test_a_setting_that_makes_no_sense_stops_the_start(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=name):
        statements_in(Env())
