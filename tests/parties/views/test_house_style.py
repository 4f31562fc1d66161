"""A coordinator chooses the colour and the logo of the public pages of the own party."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from parties.models import Party
from tests.factories import PNG
from tests.pages import words_of

pytestmark = pytest.mark.django_db
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def choose(client, cast, **what):
    client.force_login(cast.officer)
    return client.post(f"/partijen/{cast.municipality.pk}/huisstijl/", {"colour": "", **what})


@pytest.mark.for_postgresql
def test_colour_and_logo_are_kept_with_history(client, cast):
    assert choose(client, cast, colour="#0B4F5C", logo=SimpleUploadedFile("ons logo.png", PNG)).status_code == 302
    row = Party.objects.get(pk=cast.municipality.pk)
    assert (row.colour, row.logo_name) == ("#0b4f5c", "ons logo.png")
    assert row.logo.name.startswith("logos/")
    assert "ons" not in row.logo.name
    assert row.history.first().history_user == cast.officer
    assert row.history.first().history_change_reason


def test_a_logo_that_is_not_replaced_stays_until_it_is_taken_away(client, cast):
    choose(client, cast, logo=SimpleUploadedFile("logo.png", PNG))
    choose(client, cast, colour="#0b4f5c")
    assert Party.objects.get(pk=cast.municipality.pk).logo
    choose(client, cast, without_logo="on")
    row = Party.objects.get(pk=cast.municipality.pk)
    assert (row.colour, bool(row.logo), row.logo_name) == ("", False, "")


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("logo.svg", SVG, "kan een programma bevatten"),
        ("logo.png", SVG, "past niet bij"),
        ("logo.gif", b"GIF89a", "kan een programma bevatten"),
        ("logo.png", PNG + b"0" * 102_400, "groter dan 100 kB"),
    ],
)
def test_another_file_than_a_small_picture_is_refused_with_a_sentence(client, cast, name, data, sentence):
    response = choose(client, cast, logo=SimpleUploadedFile(name, data))
    assert response.status_code == 422
    assert sentence in words_of(response)
    assert not Party.objects.get(pk=cast.municipality.pk).logo


def test_a_colour_that_cannot_be_read_is_refused_with_its_numbers(client, cast):
    response = choose(client, cast, colour="#ffcc00")
    assert response.status_code == 422
    assert "te licht" in words_of(response)
    assert Party.objects.get(pk=cast.municipality.pk).colour == ""


def test_who_coordinates_another_party_does_not_choose(client, cast):
    client.force_login(cast.association_officer)
    assert client.post(f"/partijen/{cast.municipality.pk}/huisstijl/", {"colour": "#0b4f5c"}).status_code == 403
