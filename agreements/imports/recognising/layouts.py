"""Tables that are laid out otherwise, as rows below one row of headings: a card per agreement, headings in two rows."""

import re
from collections.abc import Iterator
from dataclasses import replace

from agreements.imports.formats.source import Cell, Row, Table
from agreements.imports.recognising.columns import Labels, Role, columns_of, is_party, kind_of_heading
from agreements.imports.recognising.crosses import is_period
from agreements.imports.recognising.numbers import number_alone
from agreements.imports.words.spelling import words_only

WIDEST_CARD, SURE = 4, 0.7
MOST_LABELS = 0.6  # of the rows of a card, at least, begin with what their value is
SHORT = 40
_NUMBERED = re.compile(r"^\D{0,40}?\s*(\d+(?:[.,]\d+)*[a-z]?)\W*$")
Pair = tuple[Cell, Cell]


def laid_out(table: Table, labels: Labels, chosen: dict[str, str]) -> Table:
    """The table with its cards as rows, and one row of headings where it has two."""
    if cards := _cards(table, labels, chosen):
        return replace(table, rows=tuple(cards))
    return replace(table, rows=tuple(_with_one_head(table.rows, labels, chosen)))


# -- A card per agreement


def _cards(table: Table, labels: Labels, chosen: dict[str, str]) -> list[Row]:
    """The cards as a row of headings and a row of values each; empty when the table holds no cards."""
    width = max((len(row.cells) for row in table.rows), default=0)
    if width > WIDEST_CARD or width < 2 or any(columns_of(row, labels, chosen) for row in table.rows[:2]):
        return []
    pairs = [list(_pairs(row)) for row in table.rows]
    roles = [_role(label, labels) for row in pairs for label, _value in row]
    known = {role for role in roles if role}
    counted = [role for role in roles if role is not None]
    has_enough = len(known) >= 3 and known & {Role.GOAL, Role.ACTION} and len(counted) >= MOST_LABELS * max(len(roles), 1)
    return list(_as_rows(table.rows, pairs, labels)) if has_enough else []


def _pairs(row: Row) -> Iterator[Pair]:
    """What stands to the left with what stands to the right of it; none in a row across the table."""
    cells = [cell for cell in row.cells if not (cell.is_continued and not cell.text)]
    if len(cells) >= 2 and len(row.filled) >= 1 and words_only(cells[0].text):
        yield from ((cells[place], cells[place + 1]) for place in range(0, len(cells) - 1, 2) if cells[place].text)


def _role(label: Cell, labels: Labels) -> Role | None:
    """What a label says its value is; None for other words."""
    text = words_only(label.text)
    if not text or len(text) > SHORT or number_alone(label):
        return None
    role, confidence = kind_of_heading(text, labels)
    return role if confidence >= SURE else None


def _as_rows(rows: tuple[Row, ...], pairs: list[list[Pair]], labels: Labels) -> Iterator[Row]:
    card: list[Pair] = []
    begin, first = rows[0], ""
    for row, found in zip(rows, pairs, strict=True):
        name = words_only(found[0][0].text) if found else ""
        if not found or (card and name == first):
            yield from _card(card, begin)
            card, first = [], ""
        if not found:
            if numbered := _NUMBERED.match(words_only(row.filled[0].text)) if row.filled else None:
                card, begin, first = [(Cell("Nummer"), Cell(numbered[1]))], row, ""
            else:
                yield row
            continue
        if not card:
            begin = row
        first = first or name
        if _role(found[0][0], labels) is not None and any(_same(found[0][0], label) for label, _value in card):
            found = found[1:]
        card += found
    yield from _card(card, begin)


def _same(one: Cell, other: Cell) -> bool:
    return words_only(one.text).lower() == words_only(other.text).lower()


def _card(card: list[Pair], begin: Row) -> Iterator[Row]:
    if len(card) > 1:
        yield Row(tuple(replace(label, text=words_only(label.text)) for label, _value in card), begin.place)
        yield Row(tuple(value for _label, value in card), begin.place, begin.is_hidden)


# -- Two rows of headings


def _with_one_head(rows: tuple[Row, ...], labels: Labels, chosen: dict[str, str]) -> Iterator[Row]:
    place = 0
    while place < len(rows):
        below = rows[place + 1] if place + 1 < len(rows) else None
        if below is not None and _is_second(below, labels) and columns_of(rows[place], labels, chosen):
            yield _joined(rows[place], below)
            place += 1
        else:
            yield rows[place]
        place += 1


def _is_second(row: Row, labels: Labels) -> bool:
    """Whether all that stands in the row divides a heading above it: quarters, months, parties."""
    if any(len(cell.text) > SHORT and not cell.is_continued for cell in row.cells):
        return False  # first, because it passes over most rows
    own = [words_only(cell.text) for cell in row.filled]
    if len(own) < 2 or max(map(len, own)) > SHORT:
        return False
    return all(is_period(text) or (is_party(text, labels) and not text[0].isdigit()) for text in own)


def _joined(above: Row, below: Row) -> Row:
    width = max(len(above.cells), len(below.cells))
    cells = []
    for place in range(width):
        upper = above.cells[place] if place < len(above.cells) else Cell()
        lower = below.cells[place] if place < len(below.cells) else Cell()
        has_own = lower.text and not lower.is_continued
        cells.append(Cell(lower.text if has_own else "" if upper.is_continued else upper.text))
    return Row(tuple(cells), below.place)
