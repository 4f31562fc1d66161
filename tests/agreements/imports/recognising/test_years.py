"""Of which year a file is."""

import pytest

from agreements.imports.formats.source import Cell, Heading, Paragraph, Place, Row, Source, Table
from agreements.imports.recognising.years import other_year_in

HERE = Place("", 1)


def sheet(*cells: str) -> Source:
    return Source((Table("Blad 1", (Row(tuple(Cell(text) for text in cells), HERE),)),))


@pytest.mark.parametrize(
    ("source", "year"),
    [
        (sheet("Nr", "Doel", "Afspraak voor 2024", "Trekker"), 2024),
        (sheet("Nr", "Doel", "Actie 2024"), 2024),
        (sheet("Nr", "Doel", "Wat gaan we doen in 2024?"), 2024),
        (sheet("Nr", "Doel", "Afspraak voor 2025"), None),
        (sheet("Doel", "Actie 2024", "Actie 2025"), None),
        (sheet("Doel", "Actie", "Klaar in 2024"), None),
        (sheet("Doel", "In 2024 staan er tien woningen."), None),
        (Source((Heading("Uitvoeringsagenda 2024", 1, HERE),)), 2024),
        (Source((Heading("Afspraken 2024-2027", 1, HERE),)), None),
        (Source((Paragraph("Prestatie 2024: er staan tien woningen.", HERE),)), 2024),
        (Source((Paragraph("Tien woningen in 2024.", HERE),)), None),
    ],
)
def test_of_which_year_a_file_is_that_is_read_in_for_2025(source, year):
    assert other_year_in(source, "Prestatie {jaar}", 2025) == year
