"""Hostile words in every text of the site: no page runs them, no file breaks on them, no spreadsheet calculates with them."""

import csv
import io
import re
import zipfile
from contextlib import suppress
from datetime import date
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.contrib import admin
from django.core import mail
from django.db import IntegrityError, models, transaction
from django.test import Client
from django.urls import reverse

from monitoring.position.collect import freeze
from parties.models import User
from tests import factories
from tests.access.site import make_site
from tests.crawl import crawl

pytestmark = pytest.mark.django_db

ENDLESS = 1_000_000
# Short enough for the smallest fields, and what fits only in a text. Control characters are what a form lets through.
SHORT = "=<i>\x1f\"'"
LONG = (
    "=1+1<img src=x onerror=alert(1)>\"'><script>alert(2)</script></textarea></title></style>\n\n"
    "- [een](javascript:alert(3)) [twee](data:text/html,x) [drie](JaVaScRiPt:alert(4)) [vier](&#106;avascript:alert(5))\n"
    '- [vijf](https://a.example/"onmouseover="alert) ![zes](javascript:alert(6)) <https://b.example> {{ 7|add:7 }} {% now %}\n\n'
    "\x0b\x1f\x7f\ufffe\u2028\u202e𝕏 &lt;script&gt;"
)
SCHEMES = {"", "https", "http", "mailto"}
ADDRESSES = {"href", "src", "action", "formaction", "data", "hx-get", "hx-post"}
LEFT_ALONE = {"password", "token_hash", "sha256", "content", "file_name", "code"}


class Dangers(HTMLParser):
    """What in the page would run, as a browser reads it: `found` is empty when all is well."""

    def __init__(self, page: str):
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        runs = [name for name in values if name.startswith(("on", "hx-on"))]
        runs += [name for name in ADDRESSES & values.keys() if urlsplit(values[name].strip()).scheme not in SCHEMES]
        is_inline = tag == "script" and "src" not in values and "json" not in values.get("type", "")
        if runs or is_inline or tag in {"iframe", "object", "embed", "base", "i"} or values.get("src") == "x":
            self.found.append(self.get_starttag_text())


def made_hostile(model: type[models.Model]) -> None:
    """Every text in the table and in its history, past the forms: what stands there may be older than the rules."""
    texts = [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and not isinstance(field, models.FileField | models.EmailField)
        if not field.choices and field.name not in LEFT_ALONE and not isinstance(field, models.SlugField | models.URLField)
    ]
    most = {field.name: field.max_length or ENDLESS for field in texts}
    for rows in (model._base_manager, *([model.history] if hasattr(model, "history") else [])):
        for key in rows.values_list("pk", flat=True):
            words = {field.name: LONG if (field.max_length or ENDLESS) >= len(LONG) + 9 else SHORT for field in texts}
            words |= {field.name: f"{words[field.name]}{key}" for field in texts if field.unique}
            for name, text in words.items():
                with suppress(IntegrityError), transaction.atomic():  # the reason of something that was not done has no place
                    rows.filter(pk=key).update(**{name: text[: most[name]]})


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield hostile_site()
        transaction.set_rollback(True)


def hostile_site():
    site = make_site()
    cast = site.cast
    round = factories.RoundFactory(agenda=cast.agenda, opened=True, reference_date=date(2024, 6, 30))
    update = factories.ProgressUpdateFactory(action=cast.action, round=round, red=True, proposal="drop", proposal_text="Weg.")
    factories.ReviewFactory(update=update, outcome="returned", reason="Waarom?")
    factories.DissentFactory(update=update, party=cast.tenants)
    factories.RoundExtensionFactory(round=round, party=cast.association)
    draft = factories.ProgressUpdateFactory(action=cast.action, round=round, draft=True, party=cast.association)
    factories.AttachmentFactory(update=draft)
    meeting = factories.MeetingFactory(agreement=cast.agreement, title="Extra overleg")
    factories.DecisionFactory(meeting=meeting, action=cast.action)
    indicator = factories.IndicatorFactory(goal=cast.goal)
    factories.TargetFactory(indicator=indicator)
    factories.MeasurementFactory(indicator=indicator, party=cast.association)
    factories.DataDeliveryFactory(indicator=indicator, party=cast.association)
    for about in ({"action": cast.action}, {"goal": cast.goal, "action": None}):
        factories.CommentFactory(party=cast.association, by=cast.association_officer, **about, is_own=True)
    factories.InvitationFactory(party=cast.association)
    dropped = factories.ActionFactory(goal=cast.goal, agenda=cast.agenda, dropped_on=date(2024, 5, 1), drop_reason="Om")
    factories.LeadFactory(action=dropped, party=cast.municipality, task="om")
    for model in {page.model for page in admin.site._registry.values()} | {type(indicator.targets.first()), type(cast.lead)}:
        made_hostile(model)
    for model in {type(row) for row in (meeting.decisions.first(), round.extensions.first())}:
        made_hostile(model)
    cast.agenda.refresh_from_db()
    freeze(agenda=cast.agenda, round=round, by=User.objects.get(pk=cast.officer.pk))
    return site


def starts(site) -> list[str]:
    asked = [f"{site.agenda}?zoek={part}" for part in ('"><script>alert(1)</script>', "<i>")]
    agreement = reverse("agreement", args=[site.cast.agreement.slug])
    pages = ["rondes/", "cijfers/", "herinneringen/", "overleggen/nieuw/", "2024/rondes/nieuw/", "herinneringen/opening/"]
    return ["/", *asked, *(agreement + page for page in pages), "/mijn-acties/", "/beheer/"]


class Watched:
    """A client that remembers what broke."""

    def __init__(self, client: Client):
        self.client, self.broke = client, []

    def get(self, address: str, **how):
        response = self.client.get(address, **how)
        if response.status_code >= 500:
            self.broke.append(address)
        return response


@pytest.mark.parametrize("role", ["coordinator", "other_editor", "superuser"])
def test_no_page_runs_what_someone_typed_and_no_file_breaks_on_it(site, role):
    client = Watched(site.clients[role])
    found = crawl(client, starts(site), leave_out=r"^/beheer/.*\?|/beheer/.*/(delete|add)/")
    assert client.broke == []
    assert len(found) > 25
    pages = {address: page for address, page in found.items() if "<html" in page and "agenda." not in address}
    assert {address: dangers for address, page in pages.items() if (dangers := Dangers(page).found)} == {}
    assert any("alert(2)" in page for page in pages.values()), "the words are there to be seen"
    files = {address.partition("?")[0].rpartition(".")[2] for address in found if "agenda." in address}
    assert files >= {"pdf", "docx", "xlsx", "ods", "csv"}


def test_every_table_calculates_with_nothing(site):
    client = site.clients["superuser"]
    addresses = [f"{site.agenda}agenda.csv"]
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


def test_no_mail_runs_it(site):
    client = site.clients["coordinator"]
    texts = reverse("reminder_text_test", args=[site.cast.agreement.slug, "opening"])
    body = re.sub("[ab].example", "127.0.0.1:8000", LONG.replace("{", "(").replace("}", ")"))  # no mail leads elsewhere
    client.post(texts, {"subject": f"Ronde {SHORT}", "body": body})
    party = site.cast.association
    client.post(reverse("invite", args=[party.pk]), {"email": "eva@test.example", "name": "<i>", "role": "reader"})
    assert len(mail.outbox) == 2
    for sent in mail.outbox:
        ((page, _kind),) = sent.alternatives
        assert Dangers(page).found == []
        assert "\n" not in sent.subject


def test_the_look_out_sees_what_would_run():
    for page in ("<p onclick=x>", "<script>x</script>", '<a href=" JavaScript:x">', "<a href=data:text/html,x>", "<iframe>"):
        assert Dangers(page).found == [page.partition(">")[0] + ">"]
