"""Everyone can read the PDF, with a screen reader too, and can still read it in thirty years."""

from datetime import date
from io import BytesIO

import pikepdf
import pytest
from django.utils.timezone import localtime

from agreements.agenda.collect import collect_agenda
from agreements.exports.pdf.agenda import agenda_html, agenda_pdf
from agreements.exports.pdf.fetcher import static_fetcher
from tests.pdf_check import check


@pytest.fixture
def opened(either_pdf):
    with pikepdf.open(BytesIO(either_pdf)) as pdf:
        yield pdf


def elements(pdf, kind):
    """The structure elements of one kind, such as /TH."""
    return [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == kind]


def test_the_check_finds_nothing(either_pdf):
    assert check(either_pdf) == []


@pytest.mark.parametrize("layout", ["table", "document"])
def test_the_check_finds_nothing_in_whatever_people_write(agenda, add_goal, layout):
    agenda.agreement.layout = layout
    agenda.agreement.save()
    agenda.introduction_title, agenda.introduction = (
        "Vooraf",
        "### Koers\n\n1. een\n   - a\n   - b\n2. twee\n\n#### Verder\n\nTekst.",
    )
    agenda.save()
    add_goal("- alleen\n- een lijst", ("**Vet** en [een link](https://example.org).", "Zee"), ("# Kop\n\nTekst", "Duinstad"))
    add_goal("Zonder afspraak", number="2")
    add_goal("Vervallen", "Iets", number="3", dropped_on=date(2025, 1, 1), drop_reason="Daarom.")
    assert check(agenda_pdf(agenda, with_signatures=True)) == []


def test_the_check_sees_what_weasyprint_alone_leaves_out(heumen):
    from weasyprint import HTML

    html = agenda_html(collect_agenda(heumen))
    bare = HTML(string=html, url_fetcher=static_fetcher()).write_pdf(pdf_variant="pdf/a-3a")
    assert {fault.split()[0] for fault in check(bare)} == {"15-003", "01-004", "06-002", "PDF/A:", "the"}


def test_language_and_title_are_shown(opened, either_pdf):
    assert opened.Root.Lang == "nl"
    assert opened.Root.ViewerPreferences.DisplayDocTitle
    assert "2024" in str(opened.docinfo.Title)
    assert " en " in str(opened.docinfo.Author)


def test_the_date_of_the_file_is_that_of_the_last_change(heumen):
    changed_at = localtime(collect_agenda(heumen).changed_at)
    with pikepdf.open(BytesIO(agenda_pdf(heumen))) as pdf:
        assert f"{changed_at:%Y%m%d}" in str(pdf.docinfo.CreationDate)
        assert "/ModDate" not in pdf.docinfo


def test_every_page_is_tagged(opened):
    for page in opened.pages:
        assert page.Tabs == "/S"
        assert b"BDC" in page.Contents.read_bytes()


def test_header_cells_say_what_they_head(heumen_pdf):
    with pikepdf.open(BytesIO(heumen_pdf)) as pdf:
        scopes = [str(cell.A.Scope) for cell in elements(pdf, "/TH")]
        assert scopes.count("/Row") == 29
        assert scopes.count("/Column") == 3 * len(elements(pdf, "/Table"))
        # The goal stands under the heading that spans number and goal; each cell knows its column and its row.
        assert {len(cell.A.Headers) for cell in elements(pdf, "/TD")} == {2}


def test_all_letters_are_our_own(opened):
    names = {str(item.BaseFont) for item in opened.objects if isinstance(item, pikepdf.Dictionary) and "/BaseFont" in item}
    assert names
    assert all("Source-Sans-3" in name for name in names)


def test_letters_outside_western_europe_come_from_the_same_family(agenda, add_goal):
    add_goal("Overleg met Łukasz Dvořák en Şahin Yıldız.")
    with pikepdf.open(BytesIO(agenda_pdf(agenda))) as pdf:
        names = {str(item.BaseFont) for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/BaseFont" in item}
    assert all("Source-Sans-3" in name for name in names)
