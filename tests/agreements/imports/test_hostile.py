"""Files that were made to harm: each is read as far as it makes sense, or refused with one sentence, and within seconds."""

import io
import time
import zipfile
from datetime import date

import pytest
from django.utils import translation

from agreements.imports.formats import markdown_text
from agreements.imports.formats.source import Cell, Heading, Paragraph, Place, UnreadableError
from agreements.imports.formats.word_runs import Run, to_markdown
from agreements.imports.recognising import numbers
from agreements.imports.recognising.chapters import Chapters
from agreements.imports.recognising.columns import Labels
from agreements.imports.recognising.draft import Draft
from agreements.imports.recognising.own_text import OwnText
from agreements.imports.words import facts, leads, spelling
from agreements.imports.words.likeness import MOST, Candidates
from agreements.imports.words.moments import Moment, moment_in, moment_of_cell
from tests.agreements.imports.formats.test_safety import DAMAGED, SPACE, STRANGE, WORD, read, word_of
from tests.documents import variants
from tests.parties.files.packed import ods, ods_cell, ods_row, row, xlsx

DIGITS = "9" * 5000  # more than Python takes for a number
HEAD = ["Nr", "Doel", "Afspraak voor 2024", "Trekker"]
PLACE = Place("Agenda", 2)
LABELS = Labels("Doel", "Afspraak voor 2024", "Thema", 2024)


def with_garbage(content: bytes, name: str) -> bytes:
    """The package with a part whose packed bytes mean nothing."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        begin = package.getinfo(name).header_offset + 30 + len(name)
    return content[: begin + 5] + b"\xff" * 40 + content[begin + 45 :]


def encoded(name: str, codec: str, *, before: str = "") -> bytes:
    body = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Doel</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    xml = f'<?xml version="1.0" encoding="{name}"?>{before}<w:document {SPACE}><w:body>{body}</w:body></w:document>'
    return variants.with_part(WORD, "word/document.xml", xml.encode(codec))


SHOWN = "".join(row(number, f'<c r="A{number}" t="s"><v>0</v></c>') for number in range(1, 4000))  # the same text
DOCTYPE = '<!DOCTYPE a [<!ENTITY b "boem">]>'
LONG, FAR_MORE = "a text of more than 50000 letters", "There is far more text in this file"
REFUSED = {
    "a part that unpacks to more than it says": ("a.docx", variants.lying(WORD, "word/document.xml", megabytes=3), DAMAGED),
    "garbage where the document is": ("a.docx", with_garbage(WORD, "word/document.xml"), DAMAGED),
    "letters in which tags do not count": ("a.docx", encoded("UTF-7", "utf-8"), STRANGE),
    "letters of a mainframe": ("a.docx", encoded("IBM037", "cp037"), STRANGE),
    "entities in letters of two bytes": ("a.docx", encoded("UTF-16", "utf-16", before=DOCTYPE), STRANGE),
    "a declaration far from the beginning": (
        "a.docx",
        encoded("UTF-8", "utf-8", before=f"<!--{'x' * 3000}-->{DOCTYPE}"),
        STRANGE,
    ),
    "a cell of a whole book": ("a.csv", f"Doel;Actie\n{'woord ' * 9000};x\n".encode(), LONG),
    "a long text in every row": ("a.xlsx", xlsx(SHOWN, texts=f"<si><t>{'a' * 30_000}</t></si>"), FAR_MORE),
}


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused_in_one_sentence(case, tmp_path):
    name, content, sentence = REFUSED[case]
    with translation.override("en"), pytest.raises(UnreadableError) as refused:
        read(tmp_path, name, content)
    assert sentence in str(refused.value)


NUMBERED = '<w:p><w:pPr><w:numPr><w:ilvl w:val="{}"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>Doel</w:t></w:r></w:p>'


def numbered(level: str, *, start: str = "1", pattern: str = "%1.", asked: str = "0") -> bytes:
    xml = (
        f'<w:numbering {SPACE}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="{level}"><w:start w:val="{start}"/>'
        f'<w:lvlText w:val="{pattern}"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/>'
        f'<w:lvlOverride w:ilvl="x"><w:startOverride w:val="{start}"/></w:lvlOverride></w:num></w:numbering>'
    )
    return variants.with_part(word_of(NUMBERED.format(asked)), "word/numbering.xml", xml.encode())


def spanned(width: str) -> bytes:
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="{width}"/></w:tcPr><w:p><w:r><w:t>Doel</w:t></w:r></w:p></w:tc>'
    return word_of(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.ods", ods(ods_row(ods_cell("Doel", f'table:number-columns-repeated="{DIGITS}"')))),
        ("a.ods", ods(ods_row(ods_cell(f'Doel<text:s text:c="{DIGITS}"/>')))),
        ("a.docx", spanned(DIGITS)),
        ("a.docx", numbered("x")),
        ("a.docx", numbered(DIGITS, start=DIGITS, asked=DIGITS)),
        ("a.docx", numbered("1000000000", asked="1000000000")),
        ("a.docx", numbered("0", pattern="%1" * 1_000_000)),
    ],
)
def test_a_count_that_nobody_writes_does_not_count(name, content, tmp_path):
    begin = time.process_time()
    assert "Doel" in str(read(tmp_path, name, content).blocks)
    assert time.process_time() - begin < 2


# -- Words


NAMES = leads.Names(
    [
        leads.Participant(1, "De Sleutel", "housing_association", ("Woonstichting De Sleutel", "De Sleutel")),
        leads.Participant(2, "Gemeente", "municipality", ("Gemeente Waterhoek",)),
    ]
)


def in_chapters(text: str) -> None:
    chapters = Chapters(Draft(), "Thema", "Agenda")
    chapters.is_chapter(text)


def in_own_text(text: str) -> None:
    own = OwnText(Draft(), LABELS)
    own.heading(Heading(text, 1, PLACE))
    own.paragraph(Paragraph(text, PLACE, line=markdown_text.Line(text, style="Jaarafspraak", plain=text)))
    own.close()


@pytest.mark.parametrize(
    ("read_words", "text"),
    [
        (NAMES.read, "Trekker: " * 5000 + "Trek"),
        (NAMES.read, "i.s.m.en" * 5000 + "x"),
        (NAMES.read, "De Sleutel (" + "\n" * 50_000 + "x"),
        (NAMES.read, "De Sleutel (a) " * 3000),
        (spelling.words_only, "_a " * 20_000),
        (spelling.words_only, "\n" * 50_000),
        (markdown_text.escape, "\n" * 50_000),
        (markdown_text.escape, "[" * 50_000),
        (lambda text: facts.facts_of(text, 2024), "vervallen" + " " * 50_000 + "x"),
        (lambda text: numbers.number_alone(Cell(text)), "1" + " " * 50_000 + "x"),
        (numbers.titled, "1" + " " * 50_000),
        (in_chapters, "Hoofdstuk 1" + " " * 50_000),
        (in_own_text, "Thema " + "." * 50_000),
        (in_own_text, "- " * 25_000),
        (in_own_text, "a" + " " * 50_000 + "2024"),
    ],
)
def test_fifty_thousand_of_the_same_letters_are_read_at_once(read_words, text):
    begin = time.process_time()
    read_words(text)
    assert time.process_time() - begin < 1


@pytest.mark.parametrize(
    "runs",
    [
        [Run("a ", is_bold=place % 2 == 0) for place in range(30_000)],
        [Run(" ", is_bold=place % 2 == 0) for place in range(50_000)],
        [Run("a ", is_bold=place % 3 != 0, is_italic=place % 3 != 1) for place in range(30_000)],
    ],
)
def test_letters_that_change_their_look_all_the_time_are_read_in_seconds(runs):
    begin = time.process_time()
    to_markdown(runs)
    assert time.process_time() - begin < 5


def test_a_list_in_a_list_in_a_list_has_an_end():
    lines = [markdown_text.Line("x", "-", depth) for depth in range(5000)]
    assert len(markdown_text.join_lines(lines)) < 5000 * 25


def test_words_mean_what_they_meant():
    line = NAMES.read("Trekker: De Sleutel (bouw en\ngrond), i.s.m. Gemeente Waterhoek (geld en")
    assert [(lead.party_id, lead.task) for lead in line.leads] == [(1, "bouw en grond"), (2, "geld")]
    assert line.unknown == ()
    assert spelling.words_only("_Een woord_ met een_streep en \\_niets\\_") == "Een woord met een_streep en _niets_"
    assert markdown_text.escape("[klik](javascript:alert(1))") == "[klik\\](javascript:alert(1))"


@pytest.mark.parametrize("words", ["31-12-9999", "01-01-0001", "30 februari 2024", "1 januari 1900"])
def test_a_day_that_cannot_be_meant_is_no_date(words):
    assert moment_of_cell(words, None, 2024) is None


def test_a_period_that_ends_before_it_begins_is_none():
    assert moment_in("vanaf kwartaal 4 en klaar in Q1", 2024) == Moment()


# -- Many rows


def test_what_all_texts_share_is_not_compared_with_all():
    candidates = Candidates((number, f"Wonen in wijk {number}") for number in range(20_000))
    begin = time.process_time()
    assert candidates.best("Wonen in wijk 17", without=set()) == (17, 1.0)
    assert len(candidates.scores("Wonen in wijk")) == MOST
    assert time.process_time() - begin < 0.5


@pytest.mark.django_db
def test_two_thousand_themes_are_planned_in_seconds(cast, look):
    rows = "".join(f"Thema {row} x;{row % 900};Doel {row} van wonen;Iets {row};De Sleutel\n" for row in range(2000))
    begin = time.process_time()
    plan = look(f"Thema;{';'.join(HEAD)}\n{rows}".encode(), "a.csv", cast.agenda).plan
    assert time.process_time() - begin < 10
    assert len(plan.themes) == 2000


@pytest.mark.django_db
def test_a_number_that_the_chosen_theme_has_already_is_asked(cast, look):
    content = variants.excel(HEAD, [17, "Iedereen kan fietsen.", "Er is een pad.", "De Sleutel"])
    asked = look(content, "a.xlsx", cast.agenda, answers={"theme": str(cast.theme.pk)}).plan.open_questions
    assert [question.key.partition(":")[0] for question in asked] == ["double"]


@pytest.mark.django_db
def test_a_day_of_another_age_in_a_sheet_is_asked(cast, look):
    head, row = [*HEAD, "Planning"], [18, "Iedereen kan fietsen.", "Er is een pad.", "De Sleutel", date(9999, 12, 31)]
    plan = look(variants.excel(["Thema 1: Betaalbaar wonen"], head, row), "a.xlsx", cast.agenda).plan
    assert [question.words for question in plan.open_questions] == ["31-12-9999"]


@pytest.mark.django_db
def test_more_goals_than_an_agenda_has_are_refused(cast, look):
    paragraphs = "".join(f"<w:p><w:r><w:t>1.{row // 900 + 1}.{row % 900 + 1} doel</w:t></w:r></w:p>" for row in range(10_001))
    with translation.override("en"), pytest.raises(UnreadableError, match="more than 10000 goals and actions"):
        look(word_of(paragraphs), "a.docx", cast.agenda)
