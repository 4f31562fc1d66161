"""Words of a file as Markdown that prints the same words."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from agreements.imports.formats.markdown_text import Line, escape, join_lines, text_of_sheet_cell
from agreements.imports.words.spelling import bare, words_only
from agreements.markdown import to_html


@example("__0__")
@given(st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=60))
@example("__dict__")
def test_no_sign_of_the_file_becomes_a_sign_of_markdown(text):
    html = to_html(escape(" ".join(text.split())))
    assert not re.search(r"<(?:strong|em|a|h\d)\b", html)


def test_paragraphs_lists_and_headings_of_a_cell():
    lines = [
        Line("Planning", is_strong=True),
        Line("Een", "-", depth=1),
        Line("Onder", "-", depth=2),
        Line("Slot"),
    ]
    assert join_lines(lines) == "### Planning\n\n- Een\n  - Onder\n\nSlot"
    assert join_lines([Line("Alles vet", is_strong=True)]) == "Alles vet"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Een\nTwee", "Een\n\nTwee"),
        ("Kop:\n• Een\n•Twee\nSlot", "Kop:\n\n- Een\n- Twee\n\nSlot"),
        ("Een\n\nTwee\nDrie", "Een\n\nTwee\nDrie"),
        ("- Een\n  - Onder", "- Een\n  - Onder"),
        ("  spaties  ", "spaties"),
        ("=SOM(A1)", "=SOM(A1)"),
    ],
)
def test_lines_of_a_sheet(text, found):
    assert text_of_sheet_cell(text) == found


def test_two_texts_are_compared_without_their_layout():
    assert words_only("### Kop\n\n- Een\n- **Twee**") == "Kop Een Twee"
    assert bare("  Coöperatie –  ‘Thús’ ") == "cooperatie - 'thus'"
