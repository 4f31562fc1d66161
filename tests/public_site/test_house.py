"""Public pages in the colour and with the logo of the municipality."""

import re

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile

from agreements.publishing.workflow import withdraw
from parties.house_style import set_house_style
from parties.models import Party
from tests.factories import PNG

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_pages():
    caches["public"].clear()


def choose(site, colour: str = "#7a1f5c", logo: bytes = PNG) -> None:
    file = SimpleUploadedFile("logo.png", logo)
    set_house_style(party=site.cast.municipality, by=site.cast.officer, colour=colour, logo=file)


def test_the_pages_of_a_text_have_the_style_of_the_municipality_at_once(site, client):
    before = client.get(site.address)
    assert "huisstijl.css" not in before.content.decode()
    choose(site)
    after = client.get(site.address)
    assert after.headers["ETag"] != before.headers["ETag"]
    page = after.content.decode()
    style = client.get(re.search(r'href="(/openbaar/partijen/\d+/huisstijl.css)"', page)[1])
    assert style.headers["Content-Type"].startswith("text/css")
    assert "--accent: #7a1f5c;" in style.content.decode()
    logo = client.get(re.search(r'src="(/openbaar/partijen/\d+/logo)" alt="Gemeente Waterhoek"', page)[1])
    assert (logo.content, logo.headers["Content-Type"], logo.headers["X-Content-Type-Options"]) == (PNG, "image/png", "nosniff")
    assert not logo.cookies


def test_another_colour_gives_another_page_and_another_stylesheet(site, client):
    place = f"/openbaar/partijen/{site.cast.municipality.pk}/huisstijl.css"
    choose(site)
    one = client.get(place).headers["ETag"], client.get(site.address).headers["ETag"]
    choose(site, "#0b4f5c")
    assert client.get(place).headers["ETag"] != one[0]
    choose(site, "")
    assert client.get(site.address).headers["ETag"] != one[1]
    assert client.get(place).status_code == 404


def test_what_is_no_colour_gets_into_no_stylesheet(site, client):
    Party.objects.filter(pk=site.cast.municipality.pk).update(colour="red;}*{")
    assert client.get(f"/openbaar/partijen/{site.cast.municipality.pk}/huisstijl.css").status_code == 404


def test_the_style_of_another_party_is_for_its_own_page_alone(site, client):
    association = site.cast.association
    set_house_style(party=association, by=site.coordinators[association], colour="#7a1f5c", logo=None)
    assert "huisstijl.css" not in client.get(site.address).content.decode()
    assert "huisstijl.css" in client.get(f"/openbaar/partijen/{association.pk}/").content.decode()


def test_of_a_party_that_publishes_nothing_nothing_is_there(site, client):
    choose(site)
    withdraw(publication=site.publication, by=site.coordinators[site.cast.association], reason="Anders.")
    for page in ("huisstijl.css", "logo"):
        assert client.get(f"/openbaar/partijen/{site.cast.municipality.pk}/{page}").status_code == 404
