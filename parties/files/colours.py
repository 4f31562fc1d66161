"""The colours behind cells, as far as they may stand for something: green, orange, red."""

import colorsys
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

Place = tuple[int, int]  # row and column, from 1
_HEX = re.compile(r"#?(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})")
_PALEST = 0.1  # saturation of a colour that is more than grey or white
# Where the hues end, in degrees. Blue and purple are the style of a house, and no status.
_HUES = ((20, "red"), (46, "orange"), (70, "yellow"), (170, "green"), (335, ""), (361, "red"))
MOST = 20_000  # cells with a colour of one sheet
_MOST_BANDS = 3  # rows with a colour that follow each other at the same distance are stripes


@dataclass(frozen=True, slots=True)
class Colours:
    """How many cells of a column, or whole rows where column is 0, have each colour."""

    column: int
    counts: Mapping[str, int]


def colour_named(written: str | None) -> str:
    """The name of a colour such as "FF92D050" or "#92d050"; empty for one that stands for nothing."""
    found = _HEX.fullmatch(written or "")
    if not found:
        return ""
    red, green, blue = (int(found[1][place : place + 2], 16) / 255 for place in (0, 2, 4))
    hue, saturation, value = colorsys.rgb_to_hsv(red, green, blue)
    if saturation < _PALEST or value < _PALEST:
        return ""
    return next(name for end, name in _HUES if hue * 360 < end)


def colours_that_tell(rows: Mapping[int, int], fills: Mapping[Place, str]) -> list[Colours]:
    """Where colours may say something that no word does: not those of headings, of stripes or of a whole column.

    rows has how many cells with words each row has, by its number; the first with two of them is that of the headings.
    """
    head = min((number for number, filled in rows.items() if filled > 1), default=0)
    body = [number for number in rows if number > head]
    by_row: dict[int, dict[int, str]] = defaultdict(dict)
    for (row, column), name in fills.items():
        if row > head:
            by_row[row][column] = name
    whole = {row for row, found in by_row.items() if len(set(found.values())) == 1 and len(found) >= max(2, rows.get(row, 0))}
    in_rows = {row: next(iter(by_row[row].values())) for row in sorted(whole) if rows.get(row, 0) > 1}
    by_column: dict[int, list[str]] = defaultdict(list)
    for row, found in by_row.items():
        for column, name in found.items() if row not in whole else ():
            by_column[column].append(name)
    found = [Colours(column, Counter(names)) for column, names in sorted(by_column.items()) if not _is_look(names, len(body))]
    if in_rows and not _are_stripes(in_rows):
        found.append(Colours(0, Counter(in_rows.values())))
    return found


def _is_look(names: list[str], rows: int) -> bool:
    """Whether the whole column has one colour."""
    return len(set(names)) == 1 and len(names) >= max(2, rows)


def _are_stripes(rows: Mapping[int, str]) -> bool:
    steps = {after - before for before, after in pairwise(rows)}
    return len(set(rows.values())) == 1 and len(rows) >= _MOST_BANDS and steps == {2}


def note_fill(fills: dict[Place, str], row: int, columns: Iterable[int], name: str) -> None:
    """Remember the colour of these cells, up to a number that no agenda has."""
    if name and len(fills) < MOST:
        fills |= {(row, column): name for column in columns}
