"""A comparison in Word: accepted it is the later text, rejected the earlier one, and an import reads it as the later one."""

import copy
import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreements.agenda.collect import collect_agenda
from agreements.exports.docx import agenda as plain_docx
from agreements.exports.docx.comparison import comparison_docx
from agreements.exports.docx.look import new_document
from agreements.exports.docx.text import WordText
from agreements.exports.docx.tracking import Reworded, Tracking
from agreements.imports.formats import word
from tests.agreements.ten_changes import make_ten_changes
from tests.factories import ActionFactory, GoalFactory, LeadFactory, ThemeFactory


def qn(tag: str) -> str:
    return "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}" + tag.removeprefix("w:")


AT = datetime(2024, 12, 1, 14, 30, tzinfo=UTC)
CELL = "Wij bouwen:\n\n- in Oost\n- in **Zuid**\n\nEn [meer](https://waterhoek.example)."


def settled(element, *, accept: bool) -> list[str]:
    """The paragraphs as Word makes them when all changes are accepted, or rejected; without those that are empty."""
    dropped = "w:del" if accept else "w:ins"
    lines, joins = [], False
    for paragraph in copy.deepcopy(element).iter(qn("w:p")):
        for change in list(paragraph.iter(qn(dropped))):
            if change.getparent().tag != qn("w:rPr"):
                change.getparent().remove(change)
        text = "".join(
            "\n" if node.tag == qn("w:br") else node.text or "" for node in paragraph.iter(qn("w:t"), qn("w:delText"), qn("w:br"))
        )
        lines[-1:] = [lines[-1] + text] if joins else [*lines[-1:], text]
        joins = paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn(dropped)}") is not None
    return [line for line in lines if line.strip()]


def squeezed(lines) -> list[str]:
    return [found for line in lines if (found := "".join(line.split()))]


# -- One text


def written(text: str):
    """The text in a cell and in the body of a document."""
    document = new_document(is_table=False)
    words = WordText(document)
    words.tracking = Tracking(author="2025", at=AT)
    body = document.element.body
    words.text(body.sectPr.addprevious, text, "Normal")
    return body


def in_plain(text: str) -> list[str]:
    document = new_document(is_table=False)
    body = document.element.body
    WordText(document).text(body.sectPr.addprevious, text, "Normal")
    return squeezed(settled(body, accept=True))


PARTS = [
    "Er komen 12 woningen.",
    "De huur stijgt **niet**.",
    "- in Oost",
    "- in Zuid",
    "1. eerst",
    "2. dan",
    "Een\nregel.",
    "Slot.",
]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(PARTS), max_size=6), st.lists(st.sampled_from(PARTS), max_size=6))
def test_accepted_it_is_what_it_becomes_and_rejected_it_has_the_words_of_before(was, becomes):
    before, after = "\n\n".join(was), "\n\n".join(becomes)
    body = written(Reworded(after, before))
    assert squeezed(settled(body, accept=True)) == in_plain(after)
    rejected = "".join(squeezed(settled(body, accept=False))).replace("¶", "")
    assert rejected == "".join(in_plain(before))


def test_what_nobody_may_overlook_is_set_off_and_the_rest_is_as_it_was_written():
    body = written(Reworded("Er komen **21** woningen.", "Er komen **12** woningen niet."))
    gone, now = ("|".join(node.text.strip() for node in body.iter(qn(tag))) for tag in ("w:delText", "w:t"))
    assert (gone, "".join(now.split("|"))) == ("12|niet", "Er komen21woningen.")
    inserted = list(body.iter(qn("w:ins")))[-1]
    look = inserted.find(f"{qn('w:r')}/{qn('w:rPr')}")
    assert (look.find(qn("w:b")) is not None, look.find(qn("w:highlight")).get(qn("w:val"))) == (True, "yellow")
    assert (inserted.get(qn("w:author")), inserted.get(qn("w:date"))) == ("2025", "2024-12-01T14:30:00")


# -- A whole agenda


@pytest.fixture(params=["table", "document"])
def two_years(cast, request):
    """The ten changes, and a goal, a chapter and actions that came and went."""
    change(cast.agreement, layout=request.param)
    own = GoalFactory(theme=cast.theme, number="18", text="Dit doel gaat weg: 7 woningen.", end_year=2024)
    ActionFactory(goal=own, agenda=cast.agenda, text="En deze afspraak ook.")
    ActionFactory(goal=cast.goal, agenda=cast.agenda, text="Deze afspraak loopt af.", position=5)
    gone = ThemeFactory(agreement=cast.agreement, number="8", title="Voorbij", position=8)
    GoalFactory(theme=gone, number="81", text="Was er in 2024.", end_year=2024)
    draft = make_ten_changes(cast)
    theme = ThemeFactory(agreement=cast.agreement, number="9", title="Groen", position=9, introduction=CELL)
    goal = GoalFactory(theme=theme, number="91", text=CELL, start_year=2025)
    LeadFactory(action=ActionFactory(goal=goal, agenda=draft, text="Nieuw: 3 parken."), party=cast.tenants)
    ActionFactory(goal=cast.goal, agenda=draft, text="Ook nieuw.", position=0)
    return collect_agenda(fresh(cast.agenda)), collect_agenda(fresh(draft))


def change(row, **fields):
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()


def body_of(document: bytes):
    from docx import Document

    return Document(io.BytesIO(document)).element.body


def fresh(agenda):
    return type(agenda).objects.select_related("agreement").get(pk=agenda.pk)


def as_read(document: bytes) -> list:
    """What our import reads in it, without the places of the blocks, empty lines and the running lines of the opening."""
    found = []
    for block in word.read(zipfile.ZipFile(io.BytesIO(document))).blocks:
        if hasattr(block, "rows"):
            found.append([[(cell.text, cell.is_continued and cell.text != "") for cell in row.cells] for row in block.rows])
        elif block.text.strip():
            found.append((type(block).__name__, block.text, getattr(block, "level", None)))
    return found


@pytest.mark.django_db
def test_our_own_import_reads_the_later_text(two_years):
    was, becomes = two_years
    assert as_read(comparison_docx(was, becomes, author="2025", at=AT)) == as_read(plain_docx.render(becomes))


@pytest.mark.django_db
def test_word_shows_what_went_and_what_came(two_years):
    was, becomes = two_years
    body = body_of(comparison_docx(was, becomes, author="Agenda 2025", at=AT))
    gone, new = (" ".join(node.text or "" for node in body.iter(qn(tag))) for tag in ("w:delText", "w:t"))
    for words in ("12", "niet", "350.000", "1 juli 2025", "Dit doel gaat weg: 7 woningen.", "Was er in 2024.", "loopt af"):
        assert words in gone, words
        assert words not in new or words in {"12", "niet"}, words
    ids = [node.get(qn("w:id")) for node in body.iter(qn("w:ins"), qn("w:del"))]
    assert len(ids) == len(set(ids)) > 20
    assert {node.get(qn("w:author")) for node in body.iter(qn("w:ins"), qn("w:del"))} == {"Agenda 2025"}


@pytest.mark.django_db
def test_of_two_equal_texts_nothing_is_tracked(two_years):
    _was, becomes = two_years
    body = body_of(comparison_docx(becomes, replace(becomes), author="2025", at=AT))
    assert list(body.iter(qn("w:ins"), qn("w:del"))) == []


@pytest.mark.django_db
@pytest.mark.parametrize("layout", ["table", "document"])
def test_of_a_row_that_stands_elsewhere_a_comment_says_so_and_an_import_reads_the_later_text(cast, layout):
    cast.agreement.layout = layout
    cast.agreement.save()
    for number in ("18", "19"):
        goal = GoalFactory(theme=cast.theme, number=number, text=f"Doel {number} blijft.", position=int(number))
        ActionFactory(goal=goal, agenda=cast.agenda, text=f"Wij doen {number}.")
    cast.agenda.refresh_from_db()
    was = collect_agenda(cast.agenda)
    becomes = replace(was, themes=tuple(replace(theme, goals=(theme.goals[-1], *theme.goals[:-1])) for theme in was.themes))
    found = comparison_docx(was, becomes, author="2025", at=AT)
    with zipfile.ZipFile(io.BytesIO(found)) as archive:
        comments = archive.read("word/comments.xml").decode()
        body = archive.read("word/document.xml").decode()
    assert comments.count("Verplaatst: staat nu vooraan") == comments.count("<w:comment ") == 1
    assert 'w:author="2025"' in comments
    assert 'w:date="2024-12-01T15:30:00"' in comments
    commented = body.partition("<w:commentRangeStart")[2].partition("<w:commentRangeEnd")[0]
    assert "19" in commented or "Doel 19 blijft." in commented
    assert as_read(found) == as_read(plain_docx.render(becomes))
    assert found == comparison_docx(was, becomes, author="2025", at=AT)
