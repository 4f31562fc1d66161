"""What a table is, whatever kind of file it goes to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

Cell = str | int | float | Decimal | date | bool | None

LONGEST_TEXT = 32_767  # characters that Excel keeps in a cell; it drops the others and says nothing
LONGEST_TITLE = 31  # characters in the name of a sheet
# What XML cannot hold, so neither .xlsx nor .ods: control characters but tab and line feed, and halves.
_UNWRITABLE = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c]")
_NOT_IN_TITLE = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")


class NotReadableError(ValueError):
    """The file is no table that we can read; the message says in a sentence why and what to do."""


@dataclass(frozen=True, slots=True)
class Column:
    """A heading with the width of its column in characters, and how numbers in it are printed."""

    title: str
    width: int = 16
    is_amount: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A named table; every row has a cell for each column."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]

    @property
    def name(self) -> str:
        """The title as the name of a sheet, which may not be long and not have every character."""
        return _NOT_IN_TITLE.sub(" ", plain(self.title)).strip()[:LONGEST_TITLE].strip() or "Tabel"


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A table as read from a file: its headings, and its rows with their numbers in the file."""

    headings: list[str]
    rows: list[tuple[int, list[Cell]]]
    sheet: str = ""  # the name of the sheet, where the file has sheets


def plain(text: str) -> str:
    """The text with the line ends of the database, without characters that no file can hold."""
    return _UNWRITABLE.sub("", _LINE_ENDS.sub("\n", text))


def shorten(text: str, most: int = LONGEST_TEXT) -> str:
    """The text as a cell of Excel can hold it; where that is less than the text, it says so at its end."""
    if len(text) * 2 <= most or _units(text) <= most:
        return text
    words = {"length": number_format(len(text), force_grouping=True)}
    note = " … " + _("[Shortened: a cell holds no more. The whole text, of %(length)s characters, stands in Driehoek.]") % words
    room = most - _units(note)
    return text.encode("utf-16-le")[: 2 * room].decode("utf-16-le", errors="ignore").rstrip() + note


def _units(text: str) -> int:
    """The length as Excel counts it: an emoji is two."""
    return len(text.encode("utf-16-le")) // 2


def table_in(rows: Sequence[tuple[int, list[Cell]]], *, sheet: str = "") -> ReadTable:
    """The table: the first row with words has the headings, rows without words are left out."""
    filled = [(number, cells) for number, cells in rows if any(not _is_empty(cell) for cell in cells)]
    if not filled:
        raise NotReadableError(_("There is nothing in this file."))
    (_number, first), *others = filled
    headings = [" ".join(str(cell).split()) if cell is not None else "" for cell in first]
    while headings and not headings[-1]:
        headings.pop()
    width = len(headings)
    for number, cells in others:
        if any(not _is_empty(cell) for cell in cells[width:]):
            raise NotReadableError(_("Row %(row)s has more cells than there are headings.") % {"row": number})
    return ReadTable(headings, [(number, [*cells[:width], *[None] * (width - len(cells))]) for number, cells in others], sheet)


def _is_empty(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())
