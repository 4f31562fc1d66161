"""What was agreed on one page of A4: of a small text, of the document of Heumen and of the invented municipality."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import translation
from time_machine import travel

from agreements.agenda.ground import Ground
from agreements.models import Agenda
from agreements.publishing.workflow import publish
from agreements.versions.recording import record_version
from parties.history.write_rules import Act, act
from public_site.factsheet import ROOMS, Factsheet, factsheet_html, factsheet_pdf, fitting
from public_site.reading import what_follows
from public_site.texts import as_if_published
from tests.agreements.publishing.conftest import in_force, in_force_once  # noqa: F401
from tests.pdf_check import check
from tests.pdf_text import pages_of, words_over_each_other

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def sheets(module_rows) -> dict[str, bytes]:
    """Of each year in force of the demonstration, by agreement and year."""
    call_command("load_demo", "--today", "2026-05-19", stdout=StringIO())
    heumen = Agenda.objects.select_related("agreement").get(agreement__slug="heumen-2023-2026")
    Agenda.objects.filter(pk=heumen.pk).update(state="adopted", adopted_on="2024-01-01", version="1")
    heumen.refresh_from_db(fields=["state", "adopted_on", "version"])
    with act(Act.TAKE_EFFECT):
        record_version(heumen, kind="adoption", in_force_from=date(2024, 1, 1), ground=Ground("earlier"))
    years = Agenda.objects.filter(state__in=["adopted", "closed"]).select_related("agreement")
    with translation.override("nl"), travel("2026-05-19 12:00", tick=False):
        return {f"{row.agreement.slug} {row.year}": factsheet_pdf(as_if_published(row)) for row in years}


def test_it_is_one_page_for_each_document_and_accessible(sheets):
    assert set(sheets) == {"heumen-2023-2026 2024", "lindermeer-2025-2028 2025", "lindermeer-2025-2028 2026"}
    for name, sheet in sheets.items():
        assert len(pages_of(sheet)) == 1, name
        assert check(sheet) == [], name
        assert words_over_each_other(sheet) == [], name


def test_it_says_what_who_when_and_which_version(sheets):
    [page] = pages_of(sheets["lindermeer-2025-2028 2026"])
    for words in (
        "Afgesproken door Gemeente Lindermeer",
        "Versie 2, overeengekomen wijziging, geldt vanaf 24 maart 2026",
        "Thema 3. Duurzame huizen 3 5 Elzenhof, Veldstee",
        "Opgeleverde sociale huurwoningen: ten minste 58 woningen in 2026",
        "Wat is het eerst klaar? • ",
        "Vóór 1 juli 2026",
        "/openbaar/lindermeer-2025-2028/2026/",
        "SHA-256",
    ):
        assert words in page, words


def test_what_does_not_fit_is_left_out_until_it_does(in_force):  # noqa: F811
    found = as_if_published(in_force.text)
    sheet = Factsheet(found)
    sheet.__dict__["themes"] = sheet.themes * 22
    assert "factsheet--small" in factsheet_html(sheet, ROOMS[-1])
    assert len(pages_of(fitting(sheet))) == 1


def test_it_is_there_for_everyone_and_known_by_its_etag(in_force, client):  # noqa: F811
    address = in_force.text.address("public_factsheet")
    assert client.get(address).status_code == 404
    publish(text=in_force.text, party=in_force.cast.municipality, by=in_force.cast.officer)
    response = client.get(address)
    assert response.content.startswith(b"%PDF")
    assert client.get(address, headers={"If-None-Match": response.headers["ETag"]}).status_code == 304


def test_what_follows_leaves_out_days_that_are_over(in_force, time_machine):  # noqa: F811
    found = as_if_published(in_force.text)
    counted = {}
    for day in (date(2024, 6, 30), date(2024, 7, 1), date(2024, 12, 15), date(2024, 12, 16)):
        time_machine.move_to(f"{day.isoformat()} 12:00", tick=False)
        counted[day.isoformat()] = len(what_follows(found))
    assert counted == {"2024-06-30": 3, "2024-07-01": 2, "2024-12-15": 2, "2024-12-16": 1}
