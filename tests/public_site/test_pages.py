"""What a visitor without a login meets below /openbaar/: the published text and nothing else, without cookies."""

import json
import re
from dataclasses import replace
from datetime import date

import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import Goal, PublicConsent, Version, VersionFile
from agreements.publishing.workflow import disagree, publish, withdraw
from parties.canonical import hash_of
from parties.models import User
from public_site.badge import badge_of
from public_site.reading import reading_of
from public_site.texts import public_text
from tests.access.test_valid_html import errors_of
from tests.pages import words_of
from tests.pdf_text import text_of
from tests.public_site.conftest import SECRETS, crawl, show

pytestmark = pytest.mark.django_db
MOST_BYTES = 100_000


@pytest.fixture(autouse=True)
def fresh_pages():
    caches["public"].clear()


_met: dict[str, object] = {}


@pytest.fixture
def met(site, progress_shown) -> dict[str, object]:
    """Every answer that a visitor gets, by address; nobody walks twice, for each test begins with the same rows."""
    if not _met:
        _met.update(crawl())
    return _met


def everything(found: dict) -> str:
    pages = (response for response in found.values() if not response.streaming)
    return "\n".join(page.content.decode(errors="ignore") for page in pages)


def test_a_visitor_meets_every_kind_of_page_and_none_is_broken(site, met):
    kinds = {re.sub(r"\d+", "N", address.replace(site.address, "")) for address in met}
    assert kinds == {
        *("/openbaar/wijzigingen.atom", "/openbaar/catalogus.jsonld", "wijzigingen.atom", "gegevens.jsonld", "factsheet.pdf"),
        *("/openbaar/toegankelijkheid/", "/openbaar/privacy/"),
        *("voor-uw-website/", "/openbaar/", "/openbaar/partijen/N/", "", "doelen/N/", "acties/N/"),
        *("tekst.pdf", "voortgang/", "versies/"),
        *("versies/N/", "versies/N/inhoud.json", "versies/N/verschil/"),
    }
    assert {response.status_code for response in met.values()} == {200}


def test_nothing_is_there_that_was_not_published_or_accepted(met):
    words = everything(met)
    assert "De fundering ligt er." in words
    assert {name for name, secret in SECRETS.items() if secret in words} == set()


def test_no_page_names_a_person_nor_an_address_of_mail(met):
    words = everything(met)
    names = [person.name for person in User.objects.all()] + [person.email for person in User.objects.all()]
    assert len(names) > 10
    assert [name for name in names if name in words] == []


def test_no_answer_sets_or_reads_a_cookie_and_anyone_may_keep_it(met):
    for address, response in met.items():
        assert not response.cookies, address
        assert "Cookie" not in response.headers.get("Vary", ""), address
        assert response.headers["Cache-Control"] == "public, no-cache", address
        assert response.headers["X-Frame-Options"] == "DENY"
        assert "csrf" not in response.headers["Content-Type"]
        if response.headers["Content-Type"].startswith("text/html"):
            assert "<script" not in response.content.decode()
            assert "csrfmiddlewaretoken" not in response.content.decode()
            assert len(response.content) < MOST_BYTES


def test_who_is_signed_in_gets_the_very_same_page(site, client):
    before = client.get(site.address).content
    client.force_login(site.cast.officer)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    response = client.get(site.address)
    assert response.content == before
    assert response.headers["Content-Language"] == "nl"


def test_a_page_that_did_not_change_is_not_sent_again_nor_made_again(site, client):
    first = client.get(site.address)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        again = client.get(site.address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert len(asked) <= 3


def test_what_is_withheld_or_agreed_to_gives_another_etag(site, client):
    etags = {client.get(site.address).headers["ETag"]}
    show(site, PublicConsent.Kind.PROGRESS)
    etags.add(client.get(site.address).headers["ETag"])
    disagree(text=site.text, party=site.cast.tenants, kind="progress", by=site.coordinators[site.cast.tenants])
    etags.add(client.get(site.address).headers["ETag"])
    assert len(etags) == 2  # hidden again, the page is what it was


def test_taken_back_it_is_gone_at_once_with_the_reason_also_for_who_has_it(site, client):
    etag = client.get(site.address).headers["ETag"]
    by = site.coordinators[site.cast.association]
    withdraw(publication=site.publication, by=by, reason="Er staat een naam in.")
    for page in ("", "versies/", f"doelen/{site.cast.goal.pk}/", "tekst.pdf", "versies/1/inhoud.json"):
        gone = client.get(site.address + page, headers={"If-None-Match": etag})
        assert gone.status_code == 410, page
        assert "Er staat een naam in." in words_of(gone)
        assert "flexwoningen" not in gone.content.decode()
    assert client.get(f"/openbaar/partijen/{site.cast.association.pk}/").status_code == 404
    assert "Uitvoeringsagenda" not in client.get("/openbaar/").content.decode()


def test_published_by_two_it_stays_and_says_who_took_it_back(site, client):
    publish(text=site.text, party=site.cast.municipality, by=site.cast.officer)
    withdraw(publication=site.publication, by=site.coordinators[site.cast.association], reason="Dubbel werk.")
    response = client.get(site.address)
    assert response.status_code == 200
    assert "Dubbel werk." in words_of(response)


def test_what_nobody_published_is_not_there(site, client):
    for address in (
        "/openbaar/zandbergen-2023-2026/2024/",
        site.address.replace("2024", "2025"),
        "/openbaar/waterhoek-2023-2026/",
    ):
        assert client.get(address).status_code == 404


def test_progress_is_only_there_while_all_parties_agree(site, client):
    action = f"{site.address}acties/{site.cast.action.pk}/"
    assert client.get(f"{site.address}voortgang/").status_code == 404
    assert "De fundering ligt er." not in client.get(action).content.decode()
    show(site, PublicConsent.Kind.PROGRESS)
    page = words_of(client.get(action))
    assert "De fundering ligt er." in page
    assert "Op schema" in page
    assert "Wordt niet gehaald" not in page
    disagree(text=site.text, party=site.cast.tenants, kind="progress", by=site.coordinators[site.cast.tenants])
    assert client.get(f"{site.address}voortgang/").status_code == 404
    assert "De fundering ligt er." not in client.get(action).content.decode()


def test_a_theme_says_how_it_stands_and_an_action_who_is_responsible(site, client):
    def theme() -> str:
        page = client.get(site.address).content.decode()
        return page[page.index('<section class="theme"') :].partition("<article")[0]

    assert "Op schema" not in theme()
    show(site, PublicConsent.Kind.PROGRESS)
    assert re.search(r"Op schema</span> <strong>1</strong>", theme())
    assert "Verantwoordelijk: De Sleutel" in words_of(client.get(site.address))


def test_the_page_counts_what_was_not_dropped_as_the_picture_and_the_factsheet_do(site, client):
    assert reading_of(public_text(site.cast.agreement.slug, 2024))["number_of_actions"] == 1
    content = public_text(site.cast.agreement.slug, 2024)
    dropped = replace(content.content.goals[0].actions[0], dropped_on=date(2024, 7, 1))
    goal = replace(content.content.goals[0], actions=(dropped,))
    theme = replace(content.content.themes[0], goals=(goal,))
    content.__dict__["content"] = replace(content.content, themes=(theme,))
    assert reading_of(content)["number_of_actions"] == 0
    assert "0 afspraken" in badge_of(content).numbers


def test_who_looks_for_a_subject_reads_where_that_stands(client, db):
    assert "Een onderwerp, zoals duurzaamheid" in words_of(client.get("/openbaar/", {"naam": "duurzaamheid"}))


def test_homes_are_kept_apart_and_figures_have_their_source_and_chart(site, progress_shown, client):
    response = client.get(f"{site.address}voortgang/")
    page = words_of(response)
    for words in ("Gepland", "In aanbouw", "Opgeleverd", "6 20 4", "Bouwlijst", "Groei", "12 woningen", "Jaarverslag", "Telling"):
        assert words in page
    assert '<svg class="chart__picture"' in response.content.decode()


def test_the_page_shows_the_version_and_not_the_rows(site, client):
    Goal.objects.filter(pk=site.cast.goal.pk).update(text="Stiekem gewijzigd.")
    caches["public"].clear()
    assert "Stiekem gewijzigd." not in client.get(site.address).content.decode()
    assert "De sociale voorraad groeit met 75 woningen." in words_of(client.get(site.address))


def test_earlier_versions_and_what_changed_between_them(site, client):
    assert "De 24 flexwoningen" in words_of(client.get(f"{site.address}versies/1/"))
    assert "De 30 flexwoningen" in words_of(client.get(site.address))
    page = client.get(f"{site.address}versies/2/verschil/").content.decode()
    assert re.search(r"<del[^>]*>.*?24.*?</del>", page, re.DOTALL)
    assert client.get(f"{site.address}versies/1/verschil/").status_code == 404


def test_without_the_choice_for_earlier_versions_only_the_one_in_force_is_there(site, client):
    withdraw(publication=site.publication, by=site.coordinators[site.cast.association], reason="Anders.")
    publish(text=site.text, party=site.cast.association, by=site.coordinators[site.cast.association])
    assert client.get(f"{site.address}versies/2/").status_code == 200
    assert client.get(f"{site.address}versies/1/").status_code == 404
    assert client.get(f"{site.address}versies/2/verschil/").status_code == 404


def test_anyone_can_compute_the_hash_anew(site, client):
    content = client.get(f"{site.address}versies/2/inhoud.json").content.decode()
    assert hash_of(content) == site.version.content_sha256
    assert site.version.content_sha256 in client.get(f"{site.address}versies/").content.decode()
    json.loads(content)


def test_the_pdf_has_the_text_and_nobody_who_signed(site, client):
    words = text_of(client.get(f"{site.address}tekst.pdf").content)
    assert "30 flexwoningen" in words
    assert "Tess Huurder" not in words


def test_signed_files_and_names_are_there_when_all_parties_agree(site, client):
    version = Version.objects.get(pk=site.first_version.pk)
    file = VersionFile(version=version, kind="signed", file_name="getekend.pdf", sha256="abc", party=site.cast.tenants)
    file.file.save("getekend.pdf", ContentFile(b"%PDF-1.7 getekend"), save=False)
    VersionFile.objects.bulk_create([file])
    file = VersionFile.objects.get(sha256="abc")
    address = f"{site.address}versies/1/bestand/{file.pk}/"
    assert client.get(address).status_code == 404
    assert "Tess Huurder" not in client.get(f"{site.address}versies/").content.decode()
    show(site, PublicConsent.Kind.SIGNERS)
    assert b"getekend" in b"".join(client.get(address).streaming_content)
    page = client.get(f"{site.address}versies/").content.decode()
    assert "Tess Huurder" in page
    assert "getekend.pdf" in page


def test_a_municipality_or_party_is_found_by_name(site, client):
    def found(words: str) -> bool:
        return "Uitvoeringsagenda 2024" in words_of(client.get("/openbaar/", {"naam": words}))

    assert {words: found(words) for words in ("waterhoek", "SLEUTEL", "huurdersraad water", "zandbergen", "Olga", "\0")} == {
        "waterhoek": True,
        "SLEUTEL": True,
        "huurdersraad water": True,
        "zandbergen": False,
        "Olga": False,
        "\0": True,
    }


def test_every_page_is_valid_html(met, tmp_path):
    pages = [row.content for row in met.values() if row.headers["Content-Type"].startswith("text/html")]
    for number, page in enumerate(pages):
        (tmp_path / f"{number}.html").write_bytes(page)
    assert [message["message"] + message.get("extract", "") for message in errors_of(tmp_path)] == []
