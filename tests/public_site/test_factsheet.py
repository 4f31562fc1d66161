"""What was agreed on one page of A4: of a small text, and of the document of Heumen."""

from datetime import date

import pytest
from django.utils import translation
from time_machine import travel

from agreements.agenda.ground import Ground
from agreements.demo import FIXTURES, load_document
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


def test_the_document_of_heumen_is_one_page_and_accessible():
    """tests/monitoring/demo/test_lindermeer.py asks it of the years of the invented municipality."""
    heumen = load_document(FIXTURES / "heumen.json")
    Agenda.objects.filter(agreement=heumen).update(state="adopted", adopted_on="2024-01-01", version="1")
    agenda = Agenda.objects.select_related("agreement").get(agreement=heumen)
    with act(Act.TAKE_EFFECT):
        record_version(agenda, kind="adoption", in_force_from=date(2024, 1, 1), ground=Ground("earlier"))
    with translation.override("nl"), travel("2026-05-19 12:00", tick=False):
        sheet = factsheet_pdf(as_if_published(agenda))
    assert len(pages_of(sheet)) == 1
    assert check(sheet) == []
    assert words_over_each_other(sheet) == []


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
