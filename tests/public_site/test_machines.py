"""What programs read of published texts: data, catalogue, feeds, sitemap, and the picture for other websites."""

import json
import re
from html import unescape
from xml.etree import ElementTree

import pytest
from django.core.cache import caches

from agreements.models import PublicConsent
from agreements.publishing.workflow import disagree, publish, withdraw
from public_site.describing import WOO_COVENANT
from tests.public_site.conftest import SECRETS, show

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def fresh_pages():
    caches["public"].clear()


def data_of(client, address: str) -> dict:
    response = client.get(address)
    assert response.headers["Content-Type"] == "application/ld+json; charset=utf-8"
    return json.loads(response.content)


def test_a_text_is_told_in_the_words_of_schema_org(site, client):
    page = client.get(site.address).content.decode()
    address = re.search(r'<link rel="alternate" type="application/ld\+json" href="([^"]+)"', page)[1]
    found = data_of(client, address)
    assert (found["@context"], found["@type"], found["version"]) == ("https://schema.org", "DigitalDocument", 2)
    assert found["identifier"] == site.version.sha256
    assert found["temporalCoverage"] == "2024-01-01/2024-12-31"
    assert {row["@type"] for row in found["creator"] if row["name"] == site.cast.municipality.name} == {"GovernmentOrganization"}
    for part in found["hasPart"]:
        assert client.get(part["url"].removeprefix("http://127.0.0.1:8000")).status_code == 200


def test_the_catalogue_has_each_text_with_who_publishes_it_and_its_files(site, client):
    found = data_of(client, "/openbaar/catalogus.jsonld")
    [dataset] = found["dcat:dataset"]
    assert [row["foaf:name"] for row in dataset["dct:publisher"]] == [site.cast.association.name]
    assert len(dataset["dct:creator"]) == 3
    for row in dataset["dcat:distribution"]:
        response = client.get(row["dcat:accessURL"]["@id"].removeprefix("http://127.0.0.1:8000"))
        assert response.status_code == 200
        assert row["dcat:mediaType"]["@id"].endswith(response.headers["Content-Type"].partition(";")[0])


def test_another_publisher_gives_another_catalogue(site, client):
    before = client.get("/openbaar/catalogus.jsonld").headers["ETag"]
    publish(text=site.text, party=site.cast.municipality, by=site.cast.officer)
    assert client.get("/openbaar/catalogus.jsonld").headers["ETag"] != before


@pytest.mark.parametrize("is_shown", [False, True])
def test_the_category_of_the_woo_is_told_where_that_was_chosen(site, client, settings, is_shown):
    settings.WOO_CATEGORY_SHOWN = is_shown
    for address in ("/openbaar/catalogus.jsonld", f"{site.address}gegevens.jsonld"):
        assert (WOO_COVENANT in client.get(address).content.decode()) is is_shown


def entries(client, address: str) -> list[ElementTree.Element]:
    response = client.get(address)
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content).findall(f"{ATOM}entry")


@pytest.mark.parametrize("of_all", [True, False])
def test_a_feed_tells_of_each_version_and_of_what_was_taken_back(site, client, of_all):
    address = "/openbaar/wijzigingen.atom" if of_all else f"{site.address}wijzigingen.atom"
    assert len(entries(client, address)) == 2
    before = client.get(address).headers["ETag"]
    publish(text=site.text, party=site.cast.municipality, by=site.cast.officer)
    withdraw(publication=site.publication, by=site.coordinators[site.cast.association], reason="Dubbel werk.")
    found = entries(client, address)
    assert client.get(address).headers["ETag"] != before
    assert "Dubbel werk." in ElementTree.tostring(found[0], encoding="unicode")
    assert len({row.find(f"{ATOM}id").text for row in found}) == len(found)
    assert all(client.get(row.find(f"{ATOM}link").get("href").removeprefix("http://127.0.0.1:8000")).status_code for row in found)


def test_the_feed_of_all_still_says_that_a_text_was_taken_back(site, client):
    withdraw(publication=site.publication, by=site.coordinators[site.cast.association], reason="Er staat een naam in.")
    [row] = entries(client, "/openbaar/wijzigingen.atom")
    assert "Er staat een naam in." in ElementTree.tostring(row, encoding="unicode")
    assert client.get(f"{site.address}wijzigingen.atom").status_code == 410


def test_what_may_be_searched_is_public_alone(site, client):
    robots = client.get("/robots.txt")
    assert not robots.cookies
    lines = robots.content.decode().splitlines()
    assert "Allow: /openbaar/" in lines
    assert "Disallow: /" in lines
    sitemap = re.search(r"Sitemap: http://127.0.0.1:8000(\S+)", robots.content.decode())[1]
    places = re.findall(r"<loc>http://127.0.0.1:8000([^<]+)</loc>", client.get(sitemap).content.decode())
    assert places == [site.address, f"{site.address}versies/"]
    assert {client.get(place).status_code for place in places} == {200}


def test_a_page_says_which_address_is_its_own(site, client):
    def canonical(address: str) -> str:
        return re.search(r'<link rel="canonical" href="http://127.0.0.1:8000([^"]+)"', client.get(address).content.decode())[1]

    assert canonical("/openbaar/?naam=waterhoek") == "/openbaar/"
    assert canonical(site.address) == site.address
    assert canonical(f"{site.address}versies/?x=1") == f"{site.address}versies/"


def picture(client, site) -> ElementTree.Element:
    response = client.get(f"{site.address}stand.svg")
    assert response.headers["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert b"script" not in response.content
    return ElementTree.fromstring(response.content)


def test_the_picture_for_other_websites_says_how_it_stands_only_where_all_agree(site, client):
    name = site.cast.municipality.short_name
    assert name in picture(client, site).find(f"{SVG}title").text
    assert "Op schema" not in "".join(picture(client, site).itertext())
    show(site, PublicConsent.Kind.PROGRESS)
    assert "Op schema 1" in " ".join("".join(picture(client, site).itertext()).split())
    assert "op schema: 1" in picture(client, site).find(f"{SVG}title").text.lower()
    disagree(text=site.text, party=site.cast.tenants, kind="progress", by=site.coordinators[site.cast.tenants])
    assert "Op schema" not in "".join(picture(client, site).itertext())


def test_only_the_picture_may_stand_in_another_website(site, client):
    for page in ("", "voor-uw-website/", "gegevens.jsonld", "tekst.pdf"):
        assert client.get(site.address + page).headers["Cross-Origin-Resource-Policy"] == "same-origin", page


def test_the_line_to_copy_is_one_link_with_words(site, client):
    page = client.get(f"{site.address}voor-uw-website/").content.decode()
    line = unescape(re.search(r"<code>(.*?)</code>", page)[1])
    assert f'href="http://127.0.0.1:8000{site.address}"' in line
    assert re.search(r'alt="[^"]*Waterhoek[^"]*"', line)
    assert f"<p>{line}</p>".replace("http://127.0.0.1:8000", "") in page


def test_no_secret_and_no_name_of_a_person_is_in_what_programs_read(site, progress_shown, client):
    pages = ("gegevens.jsonld", "wijzigingen.atom", "stand.svg", "voor-uw-website/")
    places = [*("/openbaar/catalogus.jsonld", "/openbaar/wijzigingen.atom"), *(site.address + page for page in pages)]
    words = "\n".join(client.get(place).content.decode() for place in places)
    people = [site.cast.officer.name, site.cast.tenant.name, site.cast.officer.email, site.coordinators[site.cast.tenants].name]
    assert [secret for secret in (*SECRETS.values(), *people) if secret in words] == []
