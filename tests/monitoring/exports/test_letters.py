"""The report prints what was written, letter for letter, and breaks a long word within its column."""

import pytest

from monitoring.exports.pdf import report_pdf
from tests.letters import ADDRESS, LONG, NAMES
from tests.monitoring.states import a_goal, a_report, a_theme, an_action
from tests.pdf_letters import shown_letters, wrong_letters
from tests.pdf_text import text_of, words_over_each_other

pytestmark = pytest.mark.django_db


def everywhere(words, *, number):
    """A theme with these words in every text of a report."""
    texts = dict.fromkeys(("done", "next", "cause", "effect", "correction", "ask"), words)
    action = an_action(
        "off_track",
        id=1,
        number=number,
        text=f"{words} _{words}_",
        project=words,
        lead_line=words,
        report=a_report("off_track", **texts),
    )
    return a_theme(a_goal(action, number=number, text=f"{words} **{words}**"), heading=words)


def test_names_are_printed_as_written_wherever_they_stand(with_themes):
    document = report_pdf(with_themes(everywhere(NAMES, number="1")))
    assert wrong_letters(document) == []
    assert {style for style, _text, _right in shown_letters(document)} == {"", "Italic", "Semi-Bold", "Bold"}
    assert set(NAMES.split()) <= set(text_of(document).split())


def test_every_letter_of_a_report_with_every_case_is_drawn_as_itself(pdf):
    assert wrong_letters(pdf) == []


def test_a_long_word_breaks_within_its_column(with_themes):
    document = report_pdf(with_themes(everywhere(f"{LONG} {ADDRESS}", number="1234567890")))
    assert words_over_each_other(document) == []
