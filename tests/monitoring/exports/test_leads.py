"""An action that its leads see differently: every kind of file says who sees it how, and tells every answer with its party."""

import io
import re
from dataclasses import replace

import pytest

from monitoring.dashboard.deciding import questions_for
from monitoring.exports.formats import FORMATS
from monitoring.exports.note import note_of
from monitoring.exports.words import explanation, light_line, provenance
from tests.monitoring.exports.test_alike import words_in
from tests.monitoring.states import a_goal, a_split_action, a_theme, an_action
from tests.pdf_text import pages_of

pytestmark = pytest.mark.django_db

SPLIT = "Risico, bijsturing nodig (Gemeente) · op schema (De Sleutel)"


@pytest.fixture
def split(with_themes):
    report = with_themes(a_theme(a_goal(a_split_action(text="Alfa is opgeleverd."), an_action("on_track")), heading="Nieuwbouw"))
    questions = questions_for(report.board.rows)
    return replace(report, note=note_of(report.board, questions), questions=questions)


def test_the_pdf_and_the_word_document_say_who_sees_it_how(split):
    from docx import Document

    pdf = " ".join(" ".join(pages_of(FORMATS["pdf"].write(split))).split())
    word = words_in(Document(io.BytesIO(FORMATS["docx"].write(split))))
    assert SPLIT in word
    assert re.search(r"Risico, bijsturing nodig .{0,60}\(Gemeente\) .{0,60}op schema \(De Sleutel\)", pdf), "a line for each"
    for text in (pdf, word):
        for words in ("Oorzaak (Gemeente): Het net zit vol.", "Wat is er gedaan (De Sleutel): De fundering ligt er."):
            assert words in text
        assert text.index("Bel de netbeheerder.") < text.index("Meer tijd."), "what both ask, the worst first"


def test_the_workbook_has_the_lights_of_all_and_the_answers_of_the_other_leads(split):
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(FORMATS["xlsx"].write(split))).worksheets[0]
    heads, row = ([cell.value for cell in found] for found in list(sheet.rows)[:2])
    cells = dict(zip(heads, row, strict=True))
    assert (cells["Licht"], cells["Licht volgens een andere partij"]) == ("Risico, bijsturing nodig", "Op schema (De Sleutel)")
    assert cells["Antwoorden van de andere trekkers"] == (
        "De Sleutel: op schema, akkoord. Wat is er gedaan: De fundering ligt er. Vraag aan het overleg: Meer tijd."
    )


def test_every_line_names_its_party_only_where_several_answered(split):
    both, one = split.board.rows
    assert light_line(both.action.light, both.action.other_light, both.action.sides) == SPLIT[0].lower() + SPLIT[1:]
    assert provenance(both) == "Gemeente, 3 juli 2024 · De Sleutel, 3 juli 2024"
    assert [label for label, _text in explanation(one)] == []


def test_a_split_light_leaves_room_on_the_page_of_the_note(split):
    _asked, wrong, *_others = split.note
    (entry, *_rest) = wrong.entries
    assert entry.lines > replace(entry, sides=()).lines
