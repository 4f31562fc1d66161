"""Help, manuals and the texts of the organisation, linked under every page."""

import re

import pytest

from config.reading import all_manuals, plain
from tests.pages import headings_of, links_of, words_of

pytestmark = pytest.mark.django_db

LINKS = [f"/over/{name}/" for name in ("hulp", "handleiding", "toegankelijkheid", "privacy", "contact")]


def foot_of(response) -> list[str]:
    return [link for link in links_of(response) if link.startswith("/over/")]


def test_every_page_links_them_also_before_signing_in(client, cast):
    assert foot_of(client.get("/account/login/")) == LINKS
    assert foot_of(client.get("/nergens/")) == LINKS
    client.force_login(cast.tenant)
    assert foot_of(client.get("/")) == LINKS
    client.force_login(cast.officer)
    assert [link for link in links_of(client.get("/beheer/")) if link in LINKS] == LINKS


@pytest.mark.parametrize(("language", "title"), [("nl", "Toegankelijkheid"), ("en", "Accessibility")])
def test_the_texts_come_in_the_language_of_the_reader(client, language, title):
    client.cookies["django_language"] = language
    page = client.get("/over/toegankelijkheid/")
    assert headings_of(page)[0] == f"h1 {title}"
    assert "{" not in words_of(page)


def test_every_text_exists_and_leaves_no_name_of_a_setting(client, settings):
    settings.SITE_ORGANISATION, settings.SITE_CONTACT = "Gemeente Waterhoek", "hulp@waterhoek.example"
    for address in LINKS:
        assert client.get(address).status_code == 200
    assert "Gemeente Waterhoek is verantwoordelijk" in words_of(client.get("/over/privacy/"))
    assert "hulp@waterhoek.example" in words_of(client.get("/over/contact/"))
    assert client.get("/over/iets-anders/").status_code == 404


def test_an_organisation_puts_texts_of_its_own_in_a_folder(client, settings, tmp_path):
    settings.TEXTS_DIR = tmp_path
    (tmp_path / "privacy.md").write_text("# Uw gegevens\n\nWij bewaren **weinig**. <script>alert(1)</script>\n")
    page = client.get("/over/privacy/")
    assert (headings_of(page), "Wij bewaren weinig" in words_of(page)) == (["h1 Uw gegevens"], True)
    assert "<script>alert" not in page.content.decode()
    client.cookies["django_language"] = "en"
    assert headings_of(client.get("/over/privacy/")) == ["h1 Uw gegevens"], "rather its own words than other words in English"
    (tmp_path / "privacy.en.md").write_text("# Your data\n")
    assert headings_of(client.get("/over/privacy/")) == ["h1 Your data"]


def test_every_manual_is_a_page_that_lost_no_words_and_leads_nowhere_else(client):
    assert len(all_manuals()) > 10
    for row in all_manuals():
        page = client.get(f"/over/handleiding/{row.name}/")
        assert headings_of(page)[0] == f"h1 {row.title}"
        assert not re.search(r"\.md|~~|<ins>|!\[|\|", words_of(page)), row
        named = re.findall(r'href="[^"]*(/over/handleiding/[\w-]+/)', page.content.decode())
        assert {client.get(address).status_code for address in named} <= {200}
    assert client.get("/over/handleiding/geheim/").status_code == 404


def test_a_table_becomes_a_list():
    assert plain("| Wat | Hoe lang |\n| --- | --- |\n| Advies geven | zes weken |\n").strip() == "- Advies geven: zes weken"
