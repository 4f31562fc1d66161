"""Agendas as numbered text: which numbers begin a goal, and which only stand in its words."""

from agreements.imports.formats.source import Heading, Paragraph, Place, Source
from agreements.imports.recognising.columns import Labels
from agreements.imports.recognising.numbered import NumberedReader

LABELS = Labels("Doel", "Prestatie 2024", "Pijler", 2024)


def read(*texts: str):
    """The draft of a text; one that begins with "# " is a heading."""
    blocks = [
        Heading(text[2:], 1, Place(row=row)) if text.startswith("# ") else Paragraph(text, Place(row=row))
        for row, text in enumerate(texts, start=1)
    ]
    return NumberedReader(LABELS, "Agenda").read(Source(tuple(blocks)))


def test_a_list_within_an_action_begins_no_goals():
    draft = read(
        "# Pijler 1. Wonen",
        "1. Wij bouwen meer woningen.",
        "Prestatie 2024: in deze volgorde:",
        "1. eerst het plan",
        "12. dan de rest",
        "2. Wij slopen minder.",
        "Prestatie 2024: geen sloop.",
        "# Pijler 2. Zorg",
        "1. Wij zorgen voor elkaar.",
    )
    assert [(goal.number, goal.text) for goal in draft.goals] == [
        ("1", "Wij bouwen meer woningen."),
        ("2", "Wij slopen minder."),
        ("1", "Wij zorgen voor elkaar."),
    ]
    assert draft.goals[0].actions[0].text == "in deze volgorde:\n\n1. eerst het plan\n\n12. dan de rest"


def test_an_amount_in_bold_begins_no_goal():
    draft = read("# Pijler 1. Wonen", "1. Wij bouwen.", "Prestatie 2024: meer.", "**30** woningen komen erbij.", "2. Wij slopen.")
    assert [goal.number for goal in draft.goals] == ["1", "2"]
    assert draft.goals[0].actions[0].text == "meer.\n\n**30** woningen komen erbij."


def test_a_number_that_was_skipped_is_no_reason_to_lose_a_goal():
    draft = read("# Pijler 1. Wonen", "1. Een.", "Prestatie 2024: doen.", "4. Vier.", "Prestatie 2024: ook doen.")
    assert [goal.number for goal in draft.goals] == ["1", "4"]
