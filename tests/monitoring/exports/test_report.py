"""The report on one position: who can read it, what stands where, and that it is always the same."""

import io
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pikepdf
import pytest
from django.utils import translation

from agreements.imports.formats.reading import read_source
from agreements.imports.formats.source import UnreadableError
from monitoring.exports.docx import report_docx
from monitoring.exports.files import report_file_name
from monitoring.exports.pdf import report_html, report_pdf
from monitoring.exports.tables import report_table
from parties.tables.files import read_table
from tests.monitoring.states import a_goal, a_report, a_theme, an_action
from tests.pdf_check import check
from tests.pdf_text import pages_of

pytestmark = pytest.mark.django_db
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


# -- As PDF


def test_the_check_for_accessibility_finds_nothing(pdf):
    assert check(pdf) == []


def test_every_picture_has_words(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        figures = [row for row in opened.objects if isinstance(row, pikepdf.Dictionary) and row.get("/S") == "/Figure"]
        assert {str(row.Alt) for row in figures} > {"Licht", "Alle afspraken", "Per partij"}


def test_each_page_says_what_it_is_of_which_day_and_how_far_one_is(pdf):
    pages = pages_of(pdf)
    for number, page in enumerate(pages, start=1):
        assert f"pagina {number} van {len(pages)}" in page
        assert "Tekst: Concept" in page
        assert "Voortgang Uitvoeringsagenda 2024" in page
        assert "stand van 30 juni 2024" in page or number == 1
    assert "Peildatum 30 juni 2024 · vastgelegde stand · Ronde 2 · bijgewerkt op 3 juli 2024" in pages[0]


def test_the_tables_lie_and_the_other_pages_stand(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        lies = [page.mediabox[2] > page.mediabox[3] for page in opened.pages]
    assert lies[0] is False
    assert True in lies
    assert sorted(lies[1:], reverse=True) == lies[1:]


def test_the_head_of_the_tables_returns_on_every_page_of_them(pdf):
    heads = [page for page in pages_of(pdf)[1:] if "Nr. Afspraak voor 2024 Trekker Hoe het ervoor staat Toelichting" in page]
    assert "Hotel is onbekend." in heads[-1]
    assert "Bravo is verkocht." in heads[0]


def test_a_dropped_action_keeps_its_words_and_says_why(pdf):
    [page] = [page for page in pages_of(pdf)[1:] if "India vervalt." in page and "Trekker" in page]
    assert "Vervallen op 1 mei 2024" in page
    assert "De grond is verkocht." in page


def test_a_goal_stands_on_one_page_with_its_first_action_and_a_heading_with_its_first_goal(with_themes):
    themes = []
    for number in range(1, 25):
        words = f"Begin{number}x " + "en zo gaat het door " * (number % 7 * 6) + f"Eind{number}x"
        goal = a_goal(an_action("on_track", text=f"Afspraak{number}x"), number=str(number), text=words)
        themes.append(a_theme(goal, heading=f"Hoofdstuk{number}x"))
    pages = pages_of(report_pdf(with_themes(*themes)))[1:]
    for number in range(1, 25):
        places = {
            next(place for place, page in enumerate(pages) if f"{word}{number}x" in page)
            for word in ("Hoofdstuk", "Begin", "Eind", "Afspraak")
        }
        assert len(places) == 1, number


def test_equal_reports_give_equal_bytes_of_every_kind(report, pdf):
    assert report_pdf(report) == pdf
    assert report_docx(report) == report_docx(report)
    assert report_table(report) == report_table(report)


def test_one_endless_text_of_before_the_maximum_breaks_no_file(with_themes):
    """A report of 240,000 characters once broke the Excel file of everyone, for good."""
    endless = a_report("off_track", done="woord " * 40_000)
    goal = a_goal(
        an_action("off_track", text="Lang.", report=endless), an_action("on_track", text="Gewoon."), number="1", text="Doel"
    )
    report = with_themes(a_theme(goal, heading="Wonen"))
    texts = [str(cell) for _number, cells in read_table(report_table(report)).rows for cell in cells]
    [shortened] = [text for text in texts if text.startswith("woord woord")]
    assert shortened.endswith("[Ingekort: in een cel past niet meer. De hele tekst, van 240.000 tekens, staat in Driehoek.]")
    assert "Gewoon." in texts
    assert report_docx(report)


def test_a_report_in_word_is_not_read_in_for_the_agenda_itself(report, tmp_path):
    path = tmp_path / "voortgang.docx"
    path.write_bytes(report_docx(report))
    with translation.override("nl"), pytest.raises(UnreadableError, match="een voortgangsrapportage, geen agenda"):
        read_source(path, "voortgang.docx")


def test_a_pdf_is_made_once(report, pdf, monkeypatch):
    report_pdf(report)
    monkeypatch.setattr("agreements.exports.pdf.writing.html_to_pdf", lambda html: pytest.fail("it was made again"))
    assert report_pdf(report) == pdf


def test_it_is_dutch_also_for_someone_who_reads_the_site_in_english(report):
    dutch = report_html(report)
    with translation.override("en"):
        assert report_html(report) == dutch


def test_the_file_is_named_after_the_agreement_and_the_day(report):
    assert report_file_name(report, "pdf") == "waterhoek-2023-2026-voortgang-2024-06-30.pdf"


# -- As a Word document


def test_headings_are_those_of_word_and_skip_no_level(word):
    levels = [int(row.style.name[-1]) for row in word.paragraphs if row.style.name.startswith("Heading")]
    assert {1, 2} <= set(levels)
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_table_has_a_row_of_headings_and_lists_are_lists(word):
    heads = [table._tbl.find(f"{W}tr").find(f"{W}trPr/{W}tblHeader") for table in word.tables]
    assert len(heads) > 3
    assert None not in heads
    asked = [row for row in word.paragraphs if row.text.startswith("Bravo vraagt geld.")]
    assert len(asked) == 2, "on the first page, and in full among all that must be decided"
    assert {(row.style.name, row._p.pPr.numPr is not None) for row in asked} == {("List Paragraph", True)}


def test_the_tables_lie_in_a_section_of_their_own(word):
    assert [section.page_width > section.page_height for section in word.sections] == [False, True, False]
    heads = [section.header.paragraphs[0].text for section in word.sections]
    assert heads == ["Voortgang Uitvoeringsagenda 2024, Prestatieafspraken Waterhoek\tVastgelegde stand van 30 juni 2024"] * 3


# -- As a workbook


def opened(report):
    from openpyxl import load_workbook

    return load_workbook(io.BytesIO(report_table(report)))


def sheets(report) -> dict[str, list[tuple]]:
    return {sheet.title: list(sheet.values) for sheet in opened(report)}


def test_the_workbook_has_everything_of_every_action(report):
    rows = [dict(zip(sheets(report)["Voortgang"][0], row, strict=True)) for row in sheets(report)["Voortgang"][1:]]
    assert [row["Afspraak voor 2024"] for row in rows] == [row.action.text for row in report.board.rows]
    alfa = rows[0]
    assert alfa["Klaar op"].date() == date(2024, 6, 29)
    assert (alfa["Licht"], alfa["Vraagt aandacht omdat"]) == (
        "Risico, bijsturing nodig",
        "risico, bijsturing nodig; datum verstreken",
    )
    assert (alfa["Oorzaak"], alfa["Vraag aan het overleg"]) == ("Alfa heeft oorzaak.", "Alfa vraagt geld.")
    charlie, india = rows[2], rows[-1]
    assert charlie["Andere kijk"] == "Huurdersraad: risico, bijsturing nodig. De buurt weet van niets."
    assert (india["Licht"], india["Vervallen op"].date()) == (None, date(2024, 5, 1))


def test_the_workbook_counts_as_the_dashboard_does(report):
    found = sheets(report)
    assert found["Per thema"][1:] == [
        ("Nieuwbouw", 1, 1, 3, 0, 0, 0, 0, 5, 0),
        ("Betaalbaarheid", 0, 0, 0, 1, 1, 1, 0, 3, 1),
    ]
    assert found["Per partij"][1:] == [
        ("Gemeente", 1, 0, 0, 0, 0, 0, 0, 1, 0),
        ("De Sleutel", 0, 1, 2, 1, 1, 0, 0, 5, 1),
        ("Huurdersraad", 0, 0, 0, 0, 0, 1, 0, 1, 0),
    ]


def test_the_workbook_has_the_indicators_with_their_newest_figure(report):
    head, on_line, behind = sheets(report)["Indicatoren"]
    found = dict(zip(head, behind, strict=True))
    assert (found["Gemeten"], found["Laatst gemeten op"].date()) == (Decimal(14), date(2024, 6, 30))
    assert found["Blijft achter terwijl alle afspraken op schema zijn"] == "ja"
    assert on_line[-1] is None


def test_the_counts_name_a_theme_in_full(with_themes):
    heading = "Hoofdstuk 3: Inzet op verduurzaming en een gezonde leefomgeving voor iedereen"
    found = with_themes(a_theme(a_goal(an_action("on_track")), heading=heading))
    assert f'<th scope="row" role="rowheader">{heading}</th>' in report_html(found)
    assert sheets(found)["Per thema"][1][0] == heading


def test_the_table_reads_back_as_a_table(report):
    assert len(read_table(report_table(report)).rows) == len(report.board.rows)


# -- Also when there is little or much to say


def test_what_was_reported_cannot_become_a_formula_or_markup(with_themes):
    text = '=HYPERLINK("http://example.org")<script>x</script>'
    told = a_report("off_track", cause=text, ask="Kom kijken.")
    found = with_themes(a_theme(a_goal(an_action("off_track", report=told))))
    [cell] = [cell for row in opened(found).worksheets[0] for cell in row if cell.value == text]
    assert cell.data_type == "s"
    assert "<script>" not in report_html(found)
    assert "&lt;script&gt;" in report_html(found)
