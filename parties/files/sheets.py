"""What stands in a spreadsheet, whichever kind of file it is: the rows in which something stands, with their numbers.

xlsx.py, ods.py and delimited.py read them, each as a stream. All count here what they keep, before they keep it:
a file of 1.5 kB may say that a row has number 1,048,576, or that a text stands in a million cells.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from typing import NamedTuple

from parties.files.office_files import Fault, RefusedError

# For lxml: nothing outside the file is asked for, and what is no element is left out.
PARSER = {"resolve_entities": False, "no_network": True, "remove_comments": True, "remove_pis": True}
MOST_EMPTY_ROWS = 100_000  # of one file; a program writes one for each row with a height or a colour, and each takes time
MOST_DIGITS = 30  # before the comma: 1e999999999 is a number too, and writing it out takes all memory
CellValue = str | int | float | Decimal | date | time | bool | None
Block = tuple[int, int, int, int]  # merged cells: first row and column, last row and column, all from 1


class RawCell(NamedTuple):
    """value is what the file knows; text is what people see, where that is not the value itself.

    A formula has the value that the program last computed, None when it never did; an error has its words. live is the text
    without the words that are struck through, None where none are.
    """

    value: CellValue = None
    text: str = ""
    is_formula: bool = False
    is_error: bool = False
    live: str | None = None

    @property
    def is_empty(self) -> bool:
        return self.value == "" or (self.value is None and not self.is_formula)


EMPTY = RawCell()


@dataclass(frozen=True, slots=True)
class RawRow:
    """cells end with the last one that is not empty; times tells how often the row stands there."""

    number: int
    cells: tuple[RawCell, ...]
    times: int = 1
    is_hidden: bool = False


@dataclass(slots=True)
class RawSheet:
    """covers has for each cell under a merged block the cell with its words: (row, column), from 1.

    A hidden sheet is not read. hidden_columns count from 1. margin_notes tells how many stand beside the cells of the file,
    letters the character set where that had to be guessed, is_strict that the file is Strict Open XML. fills are the names
    of the colours behind cells.
    """

    name: str = ""
    rows: list[RawRow] = field(default_factory=list)
    covers: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    is_hidden: bool = False
    hidden_columns: set[int] = field(default_factory=set)
    fills: dict[tuple[int, int], str] = field(default_factory=dict)
    margin_notes: int = 0
    letters: str = ""
    is_strict: bool = False


@dataclass(frozen=True, slots=True)
class Extent:
    """How much of a file is read; more rows or text are refused, further columns are left out."""

    rows: int  # in which something stands, on all sheets together
    columns: int
    text: int  # letters of one cell
    letters: int  # of all cells together, as often as the file shows them


class Tally:
    """Counts what is read of one file, and raises RefusedError once it is more than may be."""

    def __init__(self, extent: Extent):
        self.extent = extent
        self._rows = self._empty_rows = self._letters = 0

    def row(self, sheet: RawSheet, number: int, cells: Sequence[RawCell], *, times: int = 1, is_hidden: bool = False) -> None:
        """Keep the row in the sheet, when something stands in it."""
        last = max((place for place, cell in enumerate(cells, start=1) if not cell.is_empty), default=0)
        if not last:
            self._empty_rows += 1
            if self._empty_rows > MOST_EMPTY_ROWS:
                raise RefusedError(Fault.EMPTY_ROWS)
            return
        self._rows += 1
        if self._rows > self.extent.rows:
            raise RefusedError(Fault.ROWS)
        sheet.rows.append(RawRow(number, tuple(cells[:last]), times, is_hidden))

    def whole_text(self, text: str, sheet: str, row: int) -> None:
        """Count a text that is in one piece."""
        self._letters += len(text)
        if len(text) > self.extent.text:
            raise RefusedError(Fault.LONG_TEXT, sheet=sheet, row=row)
        if self._letters > self.extent.letters:
            raise RefusedError(Fault.MUCH_TEXT)

    def text(self, pieces: Iterable[str], sheet: str, row: int) -> str:
        """The pieces of one text, each counted before it is kept."""
        parts, length = [], 0
        for piece in pieces:
            length += len(piece)
            self._letters += len(piece)
            if length > self.extent.text:
                raise RefusedError(Fault.LONG_TEXT, sheet=sheet, row=row)
            if self._letters > self.extent.letters:
                raise RefusedError(Fault.MUCH_TEXT)
            parts.append(piece)
        return "".join(parts)

    def cover(self, sheet: RawSheet, blocks: Sequence[Block]) -> None:
        """Note for cells in merged blocks which cell holds their words; real blocks do not overlap."""
        numbers = sorted(row.number for row in sheet.rows)
        left = len(numbers) * self.extent.columns
        for top, first, bottom, last in blocks:
            rows = numbers[bisect_left(numbers, top) : bisect_right(numbers, bottom)]
            columns = range(first, min(last, self.extent.columns) + 1)
            left -= len(rows) * len(columns)
            if left < 0:
                raise RefusedError(Fault.DAMAGED)
            sheet.covers |= {(row, column): (top, first) for row in rows for column in columns}
            sheet.covers.pop((top, first), None)


def let_go(element) -> None:
    """Free what was read of a stream: the element, and what stands before it."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def cell_name(row: int, column: int) -> str:
    """The name of a cell in a spreadsheet: "B12"."""
    return f"{column_letters(column)}{row}"


def column_letters(column: int) -> str:
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters
