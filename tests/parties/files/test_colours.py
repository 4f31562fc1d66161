"""Which colours behind cells may stand for something."""

import pytest

from parties.files.colours import colour_named, colours_that_tell

THREE = {1: 3, 2: 3, 3: 3, 4: 3}  # rows with three cells each, of which the first holds the headings


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("FF92D050", "green"),
        ("FFC6EFCE", "green"),  # what Excel calls "good", "neutral" and "bad"
        ("FFFFEB9C", "yellow"),
        ("FFFFC7CE", "red"),
        ("#ffc000", "orange"),
        ("FFFFFFFF", ""),
        ("FFD9D9D9", ""),
        ("FFDDEBF7", ""),  # the pale blue of headings
        ("auto", ""),
        (None, ""),
    ],
)
def test_names_of_colours(written, name):
    assert colour_named(written) == name


@pytest.mark.parametrize(
    "fills",
    [
        {(1, column): "green" for column in (1, 2, 3)},  # the headings
        {(row, 3): "yellow" for row in (2, 3, 4)},  # a whole column
        {(row, column): "green" for row in (2, 4, 6) for column in (1, 2, 3)},  # stripes
    ],
)
def test_what_only_makes_a_table_look_good_tells_nothing(fills):
    assert colours_that_tell(dict.fromkeys(range(1, 8), 3) if (6, 1) in fills else THREE, fills) == []


def test_the_cells_of_a_column_and_the_rows_are_counted():
    cells, rows = colours_that_tell(THREE, {(2, 3): "green", (3, 3): "red", **{(4, column): "red" for column in (1, 2, 3)}})
    assert (cells.column, cells.counts) == (3, {"green": 1, "red": 1})
    assert (rows.column, rows.counts) == (0, {"red": 1})
