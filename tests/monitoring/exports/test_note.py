"""The note of one page: the most serious first, and never more than fits."""

from datetime import date

import pytest
from django.utils import translation

from monitoring.dashboard.counts import dashboard
from monitoring.dashboard.deciding import questions_for
from monitoring.exports.note import NoteEntry, note_of
from monitoring.exports.pdf import report_pdf
from monitoring.exports.report import Length, Report
from tests.monitoring.states import a_goal, a_report, a_state, a_theme, an_action, an_indicator
from tests.pdf_check import check
from tests.pdf_text import pages_of

TODAY = date(2024, 7, 20)


@pytest.fixture(autouse=True)
def in_dutch():
    with translation.override("nl"):
        yield


def much(text: str, number: int, *, title: str = "Uitvoeringsagenda 2024"):
    """Everything in abundance, all of it in this text: exceptions, questions, hidden figures and changes."""
    report = a_report("off_track", cause=text, effect=text, correction=text, ask=text)
    common = {"text": text, "project": text[:100], "lead_line": text[:120], "period": "kwartaal 1 tot en met kwartaal 4 van 2024"}
    actions = [an_action("off_track", report=report, **common) for _number in range(number)]
    goals = [
        a_goal(an_action("on_track", text=text), text=text, indicators=(an_indicator("behind", text[:150], sentence=text),))
        for _number in range(number)
    ]
    before = a_state(
        a_theme(a_goal(*(an_action("on_track", id=row.id, **common) for row in actions))), reference_date=date(2024, 3, 31)
    )
    return dashboard(a_state(a_theme(a_goal(*actions, text=text), *goals), title=title), before=before, today=TODAY)


def reported(board, length=Length.FULL) -> Report:
    questions = questions_for(board.rows)
    labels = {"theme_label": "Thema", "goal_label": "Doel", "action_label": "Afspraak voor 2024"}
    return Report(board, None, note_of(board, questions), questions=questions, length=length, **labels)


ABUNDANCE = {
    "sentences": ("De woningen zijn in het derde kwartaal van 2024 opgeleverd en verhuurd aan mensen uit de gemeente. " * 8, 3),
    "wide letters": ("WONINGWETWONINGEN MOETEN WORDEN GEMAAKT. " * 12, 6),
    "many": ("Kort.", 12),
    "long words": ("Donaudampfschifffahrtsgesellschaftskapitän" * 8, 2),
}


def much_of(what: str):
    text, number = ABUNDANCE[what]
    return much(text, number, title=f"Uitvoeringsagenda 2024 {text[:60]}")


@pytest.mark.parametrize("what", ABUNDANCE)
def test_the_note_is_one_page_however_much_there_is(what):
    assert len(pages_of(report_pdf(reported(much_of(what), Length.SHORT)))) == 1


with_all = pytest.mark.with_all


@pytest.mark.parametrize(
    "what", ["sentences", "long words", pytest.param("wide letters", marks=with_all), pytest.param("many", marks=with_all)]
)
def test_before_the_whole_report_it_is_the_first_page(what):
    document = report_pdf(reported(much_of(what)))
    pages = pages_of(document)
    for heading in ("Wat een besluit vraagt", "Wat misgaat", "Veranderd sinds 31 maart 2024", "Komen de doelen dichterbij?"):
        assert heading in pages[0]
    assert "Nr. Afspraak voor 2024" in pages[1], "the tables begin on the second page"
    assert check(document) == []


def test_each_part_says_how_much_more_there_is():
    board = much("De woningen zijn opgeleverd en verhuurd aan mensen uit de gemeente. " * 3, 12)
    note = note_of(board, questions_for(board.rows))
    assert [len(part.entries) + part.more for part in note] == [12, 12, 24, 4]
    assert all(part.entries for part in note)
    assert note[0].more_words == f"en nog {note[0].more}"
    assert [bool(part.more) for part in note[:3]] == [True, True, True]


def test_no_part_pushes_another_from_the_page():
    """Many questions, which come first, leave room for the first of everything else."""
    board = much("Een afspraak met een gewone lengte, zoals er vele zijn. " * 2, 30)
    counts = [len(part.entries) for part in note_of(board, questions_for(board.rows))]
    assert (len(counts), min(counts) >= 1) == (4, True)
    assert counts[0] == max(counts) > 3


def test_every_question_stands_on_the_page_as_long_as_they_fit():
    rows = [
        an_action(
            "off_track", text="De woningen zijn opgeleverd.", report=a_report("off_track", ask=f"Besluit nummer {n} is nodig.")
        )
        for n in range(9)
    ]
    board = dashboard(a_state(a_theme(a_goal(*rows))), today=TODAY)
    asked, *_others = note_of(board, questions_for(board.rows))
    assert (len(asked.entries), asked.more) == (9, 0)


def test_what_fits_is_all_there_in_the_order_of_the_dashboard():
    rows = [an_action(light, text=f"{light} loopt.", leads=()) for light in ("on_track", "at_risk", "off_track")]
    [part] = note_of(dashboard(a_state(a_theme(a_goal(*rows, number="4"))), today=TODAY))
    assert [entry.words for entry in part.entries] == ["4 off_track loopt.", "4 at_risk loopt.", "4 on_track loopt."]
    assert part.more == 0
    assert {entry.beside for entry in part.entries} == {"Geen trekker"}


def test_a_year_without_trouble_says_so():
    board = dashboard(a_state(a_theme(a_goal(an_action("on_track")))), today=TODAY)
    assert note_of(board) == ()
    assert "Niets vraagt aandacht" in pages_of(report_pdf(reported(board)))[0]


def test_an_agenda_without_anything_is_a_report_too():
    board = dashboard(a_state(round=None), today=TODAY)
    pages = pages_of(report_pdf(reported(board)))
    assert "er is nog geen ronde gehouden" in pages[0]


def test_long_words_count_for_more_lines():
    assert NoteEntry("m" * 200).lines > NoteEntry("i" * 200).lines > NoteEntry("i" * 20).lines
