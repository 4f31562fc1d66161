"""Headings that are hidden or struck through, and colours: said or asked, never lost without a word."""

# ruff: noqa: TID253  (only tests read this module)

import io

import pytest
from docx import Document
from openpyxl.styles import Font

from agreements.imports.forms import ChoicesForm
from agreements.imports.planning.plan import ADD, LEAVE_OUT
from agreements.imports.showing import sentence_of
from tests.agreements.imports.test_variants import told
from tests.documents import strangers, variants
from tests.documents.strangers import HEAD, row

pytestmark = pytest.mark.django_db
each_rich = pytest.mark.parametrize("kind", ["xlsx", "ods", "docx"])


# -- Headings of chapters that people do not see


@pytest.mark.parametrize("look_of", ["hidden", "struck"])
@each_rich
def test_what_stands_under_a_heading_that_nobody_sees_does_not_fall_under_the_one_before(kind, look_of, cast, look):
    content = strangers.chapter_in_doubt(kind, look_of)
    asked = look(content, f"a.{kind}", cast.agenda)
    (question,) = asked.plan.open_questions
    assert question.key.startswith(f"{look_of}:")
    assert [row[0] for row in told(asked)] == ["A. Wonen", "B. Bouwen"]
    kept = look(content, f"a.{kind}", cast.agenda, answers={question.key: ADD})
    assert (told(kept), kept.plan.open_questions) == (told(asked), [])
    left = look(content, f"a.{kind}", cast.agenda, answers={question.key: LEAVE_OUT})
    assert [row[0] for row in told(left)] == ["A. Wonen", ""]
    assert [question.key for question in left.plan.open_questions] == ["theme"]


def test_headings_in_a_hidden_column_are_asked(cast, look):
    rows = [["", *row] if row[1] else [row[0], *[""] * 5] for row in strangers.CHAPTERS]
    book = variants.workbook({"Agenda": [[cell or None for cell in row] for row in rows]})
    book["Agenda"].column_dimensions["A"].hidden = True
    found = look(variants.saved(book), "a.xlsx", cast.agenda)
    assert [question.key for question in found.plan.open_questions] == ["hidden_column:Agenda"]
    assert [row[0] for row in told(found)] == ["A. Wonen", "B. Bouwen"]


def test_a_hidden_column_with_themes_is_named_and_can_be_chosen_at_once(cast, look):
    book = variants.workbook({"Een": [HEAD, row("1", "Isoleren")], "Twee": [HEAD, row("2", "Bouwen", goal="Meer huizen")]})
    book["Twee"].column_dimensions["B"].hidden = True
    content = variants.saved(book)
    found = look(content, "a.xlsx", cast.agenda)
    assert [row[0] for row in told(found)] == ["Wonen", ""]
    assert [question.key for question in found.plan.open_questions] == ["theme"]
    assert "«Thema»" in sentence_of(found.plan, found.columns) or ChoicesForm(preview=found).guesses


def test_a_struck_heading_of_word_is_asked(cast, look):
    rows = [HEAD[:1] + HEAD[2:], ["1", "Minder gas", "Isoleren", "De Sleutel", "Q1"]]
    more = [HEAD[:1] + HEAD[2:], ["2", "Meer huizen", "Bouwen", "De Sleutel", "Q1"]]
    document = Document(io.BytesIO(strangers.tables("Wonen", rows, "Bouwen", more)))
    document.paragraphs[2].runs[0].font.strike = True
    found = look(variants.saved(document), "a.docx", cast.agenda)
    assert [question.key for question in found.plan.open_questions] == ["struck:bouwen"]
    assert [row[0] for row in told(found)] == ["Wonen", "Bouwen"]


@pytest.mark.parametrize("look_of", ["hidden", "struck"])
def test_a_goal_in_a_line_of_its_own_that_nobody_sees_is_asked(look_of, cast, look):
    rows = [["Nr", "Afspraak", "Wie"], ["Doel 1: Minder gas"], ["1.1", "Isoleren", "De Sleutel"]]
    book = variants.workbook({"Agenda": [*rows, ["Doel 2: Meer huizen"], ["2.1", "Bouwen", "De Sleutel"]]})
    if look_of == "hidden":
        book["Agenda"].row_dimensions[4].hidden = True
    else:
        book["Agenda"]["A4"].font = Font(strike=True)
    found = look(variants.saved(book), "a.xlsx", cast.agenda)
    assert f"{look_of}:" in "".join(question.key for question in found.plan.open_questions)
    assert [row[2:] for row in told(found)] == [("Minder gas", ["Isoleren"]), ("Meer huizen", ["Bouwen"])]


# -- Colours


@each_rich
def test_a_colour_that_stands_for_a_status_is_named(kind, cast, look):
    found = look(strangers.coloured(kind), f"a.{kind}", cast.agenda)
    sentence = "Kleuren van cellen zijn niet overgenomen: groen (1), oranje (1), rood (1) in de kolom «Stand»."
    assert found.plan.passed_over == [sentence]
    assert sentence in sentence_of(found.plan, found.columns)


@each_rich
def test_a_colour_over_whole_rows_is_named(kind, cast, look):
    (sentence,) = look(strangers.coloured(kind, whole_rows=True), f"a.{kind}", cast.agenda).plan.passed_over
    assert sentence.startswith("Kleuren van rijen zijn niet overgenomen: groen (1), oranje (1), rood (1) in «")
