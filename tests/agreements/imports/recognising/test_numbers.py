"""Numbers of goals and chapters, and what only looks like one."""

import pytest

from agreements.imports.formats.source import Cell
from agreements.imports.recognising.numbers import chapter_of, follow_on, number_alone, number_before
from agreements.imports.recognising.projects import split_projects


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.", "1"),
        ("29", "29"),
        ("1.1.1", "1.1.1"),
        ("**5)**", "5"),
        ("nr. 7", "7"),
        ("A.3", "A.3"),
        ("7-12-23", ""),
        ("30% van", ""),
        ("", ""),
    ],
)
def test_a_number_alone(text, number):
    assert number_alone(Cell(text)) == number


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1. Wij bouwen", ("1", "Wij bouwen", True)),
        (" 2.1.2 Wij bouwen", ("2.1.2", "Wij bouwen", True)),
        ("29 Behoefte", ("29", "Behoefte", False)),
        ("30% van de woningen", ("", "30% van de woningen", False)),
        ("Wij bouwen", ("", "Wij bouwen", False)),
    ],
)
def test_a_number_before_the_text(text, found):
    assert number_before(text) == found


@pytest.mark.parametrize(
    ("number", "before", "meant"),
    [("1.1", "1.9", "1.10"), ("1.2", "1.19", "1.20"), ("1.1", "1.0", "1.1"), ("1.2", "1.1", "1.2"), ("2.1", "1.9", "2.1")],
)
def test_a_number_that_a_spreadsheet_shortened(number, before, meant):
    assert follow_on(number, before) == meant


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hoofdstuk 2: Meer mogelijkheden", ("2", "Meer mogelijkheden")),
        ("Pijler 1. Beschikbaarheid", ("1", "Beschikbaarheid")),
        ("Spoor 4 – Zorg", ("4", "Zorg")),
        ("Hoofdstuk IV Wonen", ("IV", "Wonen")),
        ("Deelname aan het overleg", None),
        ("Hoofdstuk 1", None),
    ],
)
def test_a_chapter(text, found):
    assert chapter_of(text, "Spoor") == found


def test_names_of_projects_above_parts_of_a_cell():
    plain = "Kade\n\n- Start bouw\n\nHaven\n\n- Ontwerp\n\nPlein\n\nEr is overleg met de buurt."
    assert split_projects(plain, set()) == [
        ("Kade", "- Start bouw"),
        ("Haven", "- Ontwerp"),
        ("Plein", "Er is overleg met de buurt."),
    ]
    assert split_projects("### Kade\n\nWe bouwen.\n\n### Haven\n\nWe slopen.", set()) == [
        ("Kade", "We bouwen."),
        ("Haven", "We slopen."),
    ]
    assert split_projects("### Kade\n\nWe bouwen.", {"kade"}) == [("Kade", "We bouwen.")]


@pytest.mark.parametrize(
    "text",
    ["Voorlopige planning:\n\n- 2024\n\nDaarna:\n\n- 2025", "We bouwen.\n\n- Snel\n- Goed", "### Kop\n\nTekst.", "Doorlopend"],
)
def test_what_is_no_name_of_a_project(text):
    assert split_projects(text, set()) == [("", text)]
