"""Hostile words in every text of the site: no page runs them, no file breaks on them, no spreadsheet calculates with them."""

import csv
import io
import re
import zipfile
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.contrib import admin
from django.core import mail
from django.urls import reverse

from tests.walk import LONG, SHORT

pytestmark = pytest.mark.django_db

SCHEMES = {"", "https", "http", "mailto"}
ADDRESSES = {"href", "src", "action", "formaction", "data", "hx-get", "hx-post", "data-hx-get", "data-hx-post"}


class Dangers(HTMLParser):
    """What in the page would run, as a browser reads it: `found` is empty when all is well."""

    def __init__(self, page: str):
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        runs = [name for name in values if name.startswith(("on", "hx-on", "data-hx-on"))]
        runs += [name for name in ADDRESSES & values.keys() if urlsplit(values[name].strip()).scheme not in SCHEMES]
        is_inline = tag == "script" and "src" not in values and "json" not in values.get("type", "")
        if runs or is_inline or tag in {"iframe", "object", "embed", "base", "i"} or values.get("src") == "x":
            self.found.append(self.get_starttag_text())


@pytest.mark.parametrize("role", ["coordinator", "other_coordinator", "superuser"])
def test_no_page_runs_what_someone_typed_and_no_file_breaks_on_it(walk_as, role):
    walk = walk_as(role)
    found = walk.found
    assert walk.broke == []
    assert len(found) > 25
    pages = {address: page for address, page in found.items() if "<html" in page and "agenda." not in address}
    assert {address: dangers for address, page in pages.items() if (dangers := Dangers(page).found)} == {}
    assert any("alert(2)" in page for page in pages.values()), "the words are there to be seen"
    files = {address.partition("?")[0].rpartition(".")[2] for address in found if "agenda." in address}
    assert files >= {"pdf", "docx", "xlsx", "ods", "csv"}


def test_every_table_calculates_with_nothing(full_site):
    client = full_site.clients["superuser"]
    addresses = [f"{full_site.agenda}agenda.csv"]
    for model, page in admin.site._registry.items():
        if page.has_table:
            export = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_export")
            addresses += [f"{export}?soort={kind}" for kind in ("csv", "xlsx", "ods")]
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200, address
        if address.endswith("csv"):
            cells = [cell for row in csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";") for cell in row]
            assert [cell for cell in cells if re.match(r"[=+@\t\r]|-(?!\d)", cell)] == [], address
        else:
            with zipfile.ZipFile(io.BytesIO(response.content)) as packed:
                sheet = b"".join(packed.read(name) for name in packed.namelist() if name.endswith((".xml", ".rels")))
            assert b"<f>" not in sheet
            assert b"table:formula" not in sheet
            assert b'TargetMode="External"' not in sheet


def test_no_mail_runs_it(full_site):
    client = full_site.clients["coordinator"]
    texts = reverse("reminder_text_test", args=[full_site.cast.agreement.slug, "opening"])
    body = re.sub("[ab].example", "127.0.0.1:8000", LONG.replace("{", "(").replace("}", ")"))  # no mail leads elsewhere
    client.post(texts, {"subject": f"Ronde {SHORT}", "body": body})
    party = full_site.cast.association
    client.post(reverse("invite", args=[party.pk]), {"email": "eva@test.example", "name": "<i>", "role": "reader"})
    assert len(mail.outbox) == 2
    for sent in mail.outbox:
        ((page, _kind),) = sent.alternatives
        assert Dangers(page).found == []
        assert "\n" not in sent.subject


def test_the_look_out_sees_what_would_run():
    for page in ("<p onclick=x>", "<script>x</script>", '<a href=" JavaScript:x">', "<a href=data:text/html,x>", "<iframe>"):
        assert Dangers(page).found == [page.partition(">")[0] + ">"]
