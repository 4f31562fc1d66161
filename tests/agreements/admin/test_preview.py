"""The preview of a text: as the site shows it, and safe whatever was typed."""

import pytest
from django.test import Client
from django.urls import reverse

from agreements.models import Agenda

from .posting import address

URL = "/beheer/preview/"


def preview(client, text: str) -> str:
    page = client.post(URL, {"preview_of": "introduction", "introduction": text, "text": "Another box."}).content.decode()
    return page.partition('<div lang="nl">')[2].partition("</div>")[0]


def test_markdown_is_shown_as_the_site_shows_it(cast, officer):
    assert reverse("admin:markdown_preview") == URL
    assert preview(officer, "**vet**\n\n- een\n- twee") == "<p><strong>vet</strong></p>\n<ul>\n<li>een</li>\n<li>twee</li>\n</ul>"


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))"])
def test_what_could_do_harm_comes_out_as_text(cast, officer, text):
    shown = preview(officer, text)
    assert "<script" not in shown
    assert "<img" not in shown
    assert "href" not in shown


def test_only_who_enters_the_admin_gets_a_preview(cast, officer):
    assert officer.get(URL).status_code == 405
    outside = Client()
    assert outside.post(URL, {"preview_of": "text", "text": "a"}).status_code == 302
    outside.force_login(cast.tenant)
    assert outside.post(URL, {"preview_of": "text", "text": "a"}).status_code == 302


def test_a_preview_needs_the_token_of_the_form(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.officer)
    assert client.post(URL, {"text": "a"}).status_code == 403


def test_every_box_for_agreed_text_offers_a_preview(cast, without_agenda, officer):
    for url in (*(address(row) for row in (cast.agreement, cast.theme, cast.goal)), address(Agenda, "add")):
        page = officer.get(url).content.decode()
        assert f'formaction="{URL}"' in page
        assert page.index("<button hidden>") < page.index('name="preview_of"'), "Enter presses the first button, which saves"
