"""The agenda in Word: every agreed word, in the structure that Word itself knows, to go on editing in."""

import io
import re
import zipfile
from datetime import date
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.agenda.collect import collect_agenda
from agreements.exports.docx.agenda import agenda_docx, render
from agreements.markdown import to_html
from agreements.models import Agenda, Agreement
from tests.factories import AppendixFactory, ThemeFactory
from tests.letters import CYRILLIC, EMOJI, GREEK, LATIN, NAMES, SIGNS

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def opened(data: bytes):
    from docx import Document

    return Document(io.BytesIO(data))


def fresh(agenda) -> Agenda:
    return Agenda.objects.select_related("agreement").get(pk=agenda.pk)


def paragraphs(document) -> list[tuple[str, str]]:
    return [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def all_words(data: bytes) -> list[str]:
    """What Word shows, in order: also in tables and links, where python-docx's own text does not look."""
    body = opened(data).element.body
    parts = [element for element in body.iter() if element.tag in {f"{W}{tag}" for tag in ("t", "p", "br", "tab")}]
    return words("".join(part.text or "" if part.tag == f"{W}t" else " " for part in parts))


@pytest.mark.parametrize("name", ["heumen", "heeze_leende"])
def test_the_words_of_the_document_are_all_there_in_order(request, name):
    agenda = request.getfixturevalue(name)
    content = collect_agenda(agenda)
    found = iter(all_words(agenda_docx(agenda)))
    for goal in content.goals:
        texts = [goal.text, *(action.text for action in goal.actions)]
        for word in words(" ".join(re.sub(r"<[^>]+>", " ", to_html(text)) for text in texts)):
            assert word in found, (goal.number, word)


def test_every_letter_and_sign_is_in_the_document_as_written(agenda, add_goal):
    letters = "".join(letter for letter in LATIN + GREEK + CYRILLIC + SIGNS + EMOJI if letter not in "<>&*_")
    add_goal(f"{NAMES} {letters}", ("Iets", "Zee"))
    (table,) = opened(agenda_docx(fresh(agenda))).tables
    assert table.rows[1].cells[1].text == f"{NAMES} {letters}"


def test_headings_have_their_levels(heeze_leende):
    levels = [int(style[-1]) for style, _text in paragraphs(opened(agenda_docx(heeze_leende))) if style.startswith("Heading")]
    assert levels[0] == 1
    assert all(deeper - level <= 1 for level, deeper in pairwise(levels))
    assert ("Title", heeze_leende.title) in paragraphs(opened(agenda_docx(heeze_leende)))


def test_a_table_repeats_its_head_and_says_what_it_is_about(heumen):
    document = opened(agenda_docx(heumen))
    for table in document.tables:
        head = table.rows[0]
        assert head._tr.trPr.find(f"{W}tblHeader") is not None
        assert [cell.text for cell in head.cells] == [
            "Nr.",
            "Doel meerjarige prestatieafspraken",
            "Afspraak voor 2024",
            "Trekker",
        ]
        assert table._tbl.tblPr.find(f"{W}tblCaption").get(f"{W}val").startswith(("Hoofdstuk", "Aanvullende"))


def test_every_action_has_a_row_and_its_goal_and_lead_span_them(agenda, add_goal):
    add_goal("Doel een", ("- een\n- twee", "Zee"), ("drie", "Zee"), ("vier", "Duinstad"))
    add_goal("Doel zonder afspraak", number="2")
    (table,) = opened(agenda_docx(fresh(agenda))).tables
    assert [[cell.text for cell in row.cells] for row in table.rows[1:]] == [
        ["1", "Doel een", "een\ntwee", "Zee"],
        ["1", "Doel een", "drie", "Zee"],
        ["1", "Doel een", "vier", "Duinstad"],
        ["2", "Doel zonder afspraak", "Geen afspraak in 2025", ""],
    ]


def test_lists_are_lists_and_markdown_is_formatting(agenda, add_goal):
    add_goal("**Vet** en *schuin* met [de wet](https://wetten.example/)", "- a\n  1. b\n  2. c\n- d\n\nRest")
    data = agenda_docx(fresh(agenda))
    (table,) = opened(data).tables
    goal, action = table.rows[1].cells[1:3]
    runs = [(run.text, run.bold, run.italic) for run in goal.paragraphs[0].runs]
    assert runs == [("Vet", True, None), (" en ", None, None), ("schuin", None, True), (" met ", None, None)]
    assert [(link.text, link.url) for link in goal.paragraphs[0].hyperlinks] == [("de wet", "https://wetten.example/")]
    listed = [
        (paragraph.text, paragraph._p.pPr.numPr.ilvl.val) for paragraph in action.paragraphs if paragraph._p.pPr.numPr is not None
    ]
    assert listed == [("a", 0), ("b", 1), ("c", 1), ("d", 0)]
    kinds = {paragraph.text: paragraph._p.pPr.numPr.numId.val for paragraph in action.paragraphs[:4]}
    assert kinds["a"] == kinds["d"] != kinds["b"] == kinds["c"]
    assert action.paragraphs[-1].text == "Rest"


def test_numbered_lists_each_begin_at_their_own_number(agenda, add_goal):
    add_goal("Doel", "1. een\n2. twee", "3. drie")
    numbering = opened(agenda_docx(fresh(agenda))).part.numbering_part.element
    starts = [start.get(f"{W}val") for start in numbering.iter(f"{W}startOverride")]
    assert starts == ["1", "3"]


def test_a_link_leads_only_where_a_page_would_let_it(agenda, add_goal):
    add_goal("[kwaad](file:///etc/passwd) en [post](mailto:a@b.example)", "x")
    relations = opened(agenda_docx(fresh(agenda))).part.rels.values()
    assert [relation.target_ref for relation in relations if relation.is_external] == ["mailto:a@b.example"]


def test_a_dropped_action_is_struck_and_says_why(agenda, add_goal):
    add_goal("Doel", "De brug ligt er.", dropped_on=date(2025, 3, 1), drop_reason="Te duur.")
    (table,) = opened(agenda_docx(fresh(agenda))).tables
    dropped, text, reason = table.rows[1].cells[2].paragraphs
    assert (dropped.text, dropped.style.name) == ("Vervallen op 1 maart 2025", "Vervallen")
    assert [run.font.strike for run in text.runs] == [True]
    assert (reason.text, reason.runs[0].font.strike) == ("Te duur.", None)


def test_the_document_layout_sets_the_actions_of_the_year_apart(agenda, add_goal):
    agreement = agenda.agreement
    agreement.layout, agreement.action_label = Agreement.Layout.DOCUMENT, "Prestatie {jaar}"
    agreement.save()
    add_goal("Doel een\n\nmeer", "doen we")
    AppendixFactory(agreement=agreement, number="1", title="Begrippen")
    found = paragraphs(opened(agenda_docx(fresh(agenda))))
    assert found[-5:] == [
        ("Doel", "1\tDoel een"),
        ("Doel vervolg", "meer"),
        ("Jaarafspraak", "Prestatie 2025: doen we"),
        ("Kop bijlagen", "Bijlagen"),
        ("List Paragraph", "Bijlage 1: Begrippen"),
    ]


def test_it_is_dutch_and_says_whose_it_is_and_of_when(agenda):
    data = agenda_docx(fresh(agenda))
    document = opened(data)
    properties = document.core_properties
    assert (properties.title, properties.author, properties.language) == (
        "Jaarplan 2025, Afspraken Duinstad",
        "Gemeente Duinstad en Stichting Zee",
        "nl-NL",
    )
    assert 'w:val="nl-NL"' in document.styles.element.xml
    section = document.sections[0]
    assert section.header.paragraphs[0].text == "Jaarplan 2025, Afspraken Duinstad\tConcept"
    foot = section.footer.paragraphs[0]
    assert foot.text.startswith("Tekst van ")  # what is still written has no version
    assert re.findall(r'w:instr="(\w+)"', foot._p.xml) == ["PAGE", "NUMPAGES"]


def test_what_word_cannot_hold_is_left_out_and_nothing_else(agenda, add_goal):
    add_goal("a\x01b\x0bc <w:p/> & 😀", "\ttab")
    row = opened(agenda_docx(fresh(agenda))).tables[0].rows[1]
    assert (row.cells[1].text, row.cells[2].text) == ("ab\nc <w:p/> & 😀", "tab")


def test_equal_content_gives_equal_bytes(agenda, add_goal):
    add_goal("Doel", "Afspraak")
    content = collect_agenda(fresh(agenda))
    assert render(content) == render(content)
    with zipfile.ZipFile(io.BytesIO(render(content))) as archive:
        assert {part.date_time[0] for part in archive.infolist()} == {1980}


def test_an_empty_agenda_says_so(agenda):
    assert ("Stand van de tekst", "In deze agenda staat nog niets") in paragraphs(opened(agenda_docx(fresh(agenda))))


def test_the_queries_do_not_grow(agenda, add_goal):
    def count():
        found = fresh(agenda)
        with CaptureQueriesContext(connection) as queries:
            agenda_docx(found)
        return len(queries)

    add_goal("Doel", "Afspraak")
    one = count()
    for number in "23":
        add_goal("Doel", "Afspraak", number=number)
        ThemeFactory(agreement=agenda.agreement)
    assert count() == one


# -- When


WHEN = {"due_on": date(2025, 9, 30), "due_precision": "quarter", "recurrence": "quarter", "budget": 350000}
LINE = "kwartaal 3 van 2025; ieder kwartaal; budget € 350.000"


def test_a_column_says_when_beside_each_action(agenda, add_goal):
    add_goal("Doel", ("Iets", "Zee"), ("Nog iets", "Zee"), **WHEN)
    agenda.when_printed = "column"
    agenda.save()
    (table,) = opened(agenda_docx(fresh(agenda))).tables
    assert [cell.text for cell in table.rows[0].cells] == ["Nr.", "Doel", "Afspraak voor 2025", "Wanneer", "Trekker"]
    assert [row.cells[3].text for row in table.rows[1:]] == [LINE, LINE]


@pytest.mark.parametrize("layout", ["table", "document"])
def test_a_line_under_the_action_says_when(agenda, add_goal, layout):
    add_goal("Doel", ("Iets", "Zee"), **WHEN)
    agenda.agreement.layout = layout
    agenda.agreement.save()
    agenda.when_printed = "line" if layout == "table" else "column"  # which running text has no place for
    agenda.save()
    document = opened(agenda_docx(fresh(agenda)))
    cells = [paragraph for table in document.tables for paragraph in table.rows[1].cells[2].paragraphs]
    assert [(row.text, row.style.name) for row in (cells or document.paragraphs)][-1] == (LINE, "Wanneer")
