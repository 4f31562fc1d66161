"""Six agendas with the traits of the country, without a hand on the columns: right or asked, never wrong without a word."""

import io
from collections.abc import Iterable
from datetime import date

import pytest

from agreements.imports.planning.plan import Status
from tests.documents.strangers import file_of, tables
from tests.documents.variants import saved, workbook

pytestmark = pytest.mark.django_db
ENOUGH = 0.98
Q1, Q2, Q3, Q4 = date(2024, 3, 31), date(2024, 6, 30), date(2024, 9, 30), date(2024, 12, 31)
TEN = range(1, 11)
# (theme, number, goal, action, leads, due)
Expected = list[tuple[str, str, str, str, tuple[str, ...], date | None]]


def several_associations() -> tuple[str, bytes, Expected]:
    """Two associations that each do their part, collective names, a federation that only advises."""
    lines = {
        "De Sleutel en Thús Wonen": ("De Sleutel", "Thús Wonen"),
        "corporaties": ("De Sleutel", "Thús Wonen"),
        "Gem. Waterhoek i.s.m. Thús Wonen": ("Gemeente Waterhoek", "Thús Wonen"),
        "De Sleutel; HV Zuid adviseert": ("De Sleutel",),
        "Welzijn Waterhoek": ("?",),
        "alle partijen": ("Gemeente Waterhoek", "De Sleutel", "Huurdersraad Waterhoek", "Thús Wonen", "HV Zuid"),
    }
    rows, expected = [["Nr.", "Raamafspraken 2023-2026", "Werkafspraken 2024", "Hoofdverantwoordelijke", "Streefdatum"]], []
    for number, (line, leads) in enumerate(lines.items(), start=1):
        rows.append([f"{number}.", f"Wij beloven zaak {number}.", f"In 2024 doen wij stap {number}.", line, "Q2"])
        expected.append(("Wonen", str(number), f"Wij beloven zaak {number}.", f"In 2024 doen wij stap {number}.", leads, Q2))
    return "verenigingen.docx", tables("Thema 1: Wonen", rows), expected


def letters_in_numbers() -> tuple[str, bytes, Expected]:
    numbers = ["A1", "A2", "A2a", "B.1", "B.2", "C-1", "1,1", "1,10", "2.b", "W3"]
    rows = [["Pijler", "Afspraaknr", "Ambitie", "Jaaractie 2024", "Actiehouder", "Planning"]]
    rows += [["Zorg", number, f"Ambitie {number}!", f"Actie {number}!", "De Sleutel", "uiterlijk in mei"] for number in numbers]
    expected = [
        ("Zorg", number.replace(",", "."), f"Ambitie {number}!", f"Actie {number}!", ("De Sleutel",), date(2024, 5, 31))
        for number in numbers
    ]
    return "letters.ods", file_of("ods", *rows), expected


def merged_themes() -> tuple[str, bytes, Expected]:
    """A theme and a goal beside several rows each, in a workbook."""
    rows = [["Thema", "Nr", "Doelstelling", "Maatregel", "Trekker", "Gereed"]]
    expected: Expected = []
    for number in TEN:
        goal = (number + 1) // 2
        theme = "Bouwen" if number <= 6 else "Energie"
        rows.append([theme, goal, f"Doel {goal}", f"Maatregel {number}", "Gemeente", "kwartaal 3"])
        expected.append((theme, str(goal), f"Doel {goal}", f"Maatregel {number}", ("Gemeente Waterhoek",), Q3))
    book = workbook({"Agenda": rows})
    for block in ("A2:A7", "A8:A11", *(f"{column}{row}:{column}{row + 1}" for column in "BC" for row in range(2, 11, 2))):
        book["Agenda"].merge_cells(block)
    return "samen.xlsx", saved(book), expected


def planning_with_crosses() -> tuple[str, bytes, Expected]:
    rows = [["Nr", "Hoofdlijn 2024-2027", "Uitwerking 2024", "Kartrekker", "Planning", "", "", ""]]
    rows = [["Thema 2: Energie"], *rows, ["", "", "", "", "Q1", "Q2", "Q3", "Q4"]]
    expected = []
    for number in TEN:
        crosses = ["x" if place == number % 4 else "" for place in range(4)]
        rows.append([str(number), f"Hoofdlijn {number}.", f"Stap {number}.", "De Sleutel", *crosses])
        due = (Q1, Q2, Q3, Q4)[number % 4]
        expected.append(("Energie", str(number), f"Hoofdlijn {number}.", f"Stap {number}.", ("De Sleutel",), due))
    return "kruisjes.xlsx", file_of("xlsx", *rows), expected


def columns_per_year() -> tuple[str, bytes, Expected]:
    rows = [["Thema", "Nr", "Doel", "2023", "2024", "2025", "Verantwoordelijk"]]
    rows += [
        ["Huur", str(number), f"Doel {number}", f"Toen {number}", f"Nu doen wij {number}", f"Straks {number}", "Gemeente"]
        for number in TEN
    ]
    expected = [("Huur", str(number), f"Doel {number}", f"Nu doen wij {number}", ("Gemeente Waterhoek",), None) for number in TEN]
    return "jaren.csv", file_of("csv", *rows), expected


def appendix_tables() -> tuple[str, bytes, Expected]:
    """Words, figures and projects behind the agenda, in tables as wide as that."""
    head = ["Nr", "Doel", "Afspraak", "Wie", "Wanneer"]
    rows = [[str(number), f"Doel {number}", f"Afspraak {number}", "De Sleutel", "31-12-2024"] for number in TEN]
    figures = [["Indicator", "2022", "2023", "2024", "Bron"], ["Sociale huur", "100", "110", "120", "CBS"]]
    words = [["DAEB", "Dienst van belang", "Woningwet", "art. 47", "ja"], ["WMO", "Steun", "Wet", "art. 1", "nee"]]
    content = tables(
        "Hoofdstuk 1: Wijken", [head, *rows[:5]], rows[5:], "Bijlage 1: cijfers", figures, "Bijlage 2: begrippen", words
    )
    expected = [("Wijken", str(number), f"Doel {number}", f"Afspraak {number}", ("De Sleutel",), Q4) for number in TEN]
    return "bijlagen.docx", content, expected


AGENDAS = [
    *(several_associations, letters_in_numbers, merged_themes),
    *(planning_with_crosses, columns_per_year, appendix_tables),
]


def cells_of(found, names: dict[int, str]) -> Iterable[tuple]:
    for goal in found.plan.goals:
        for action in goal.children:
            leads = tuple(names[lead.party_id] for lead in action.leads or ())
            asked = action.status == Status.UNCLEAR
            said = (goal.above.words, goal.number, goal.words, action.words, leads, action.values.get("due_on"))
            yield said, asked


@pytest.mark.parametrize("make", AGENDAS)
def test_nearly_every_cell_is_right_or_asked(make, cast, more_parties, look):
    name, content, expected = make()
    found = look(content, name, cast.agenda)
    parties = [cast.municipality, cast.association, cast.tenants, *more_parties]
    read = list(cells_of(found, {party.pk: party.short_name for party in parties}))
    assert len(read) == len(expected), "no row too many, none too few"
    pairs = [
        (cell, wanted, asked)
        for (cells, asked), row in zip(read, expected, strict=True)
        for cell, wanted in zip(cells, row, strict=True)
    ]
    wrong = [(cell, wanted) for cell, wanted, asked in pairs if cell != wanted and not (asked and wanted == ("?",))]
    assert len(wrong) <= (1 - ENOUGH) * len(pairs), wrong
    assert wrong == [] or found.plan.remarks, "never wrong without a word"


def test_an_agenda_without_headings_of_ours_is_read_in_as_csv_too(cast, look):
    _name, content, expected = columns_per_year()
    text = io.StringIO(content.decode()).read().replace(";", "\t")
    assert len(look(text.encode(), "jaren.csv", cast.agenda).plan.goals) == len(expected)
