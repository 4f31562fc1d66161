"""Sheets, or text with columns, as tables: what a cell shows, what a merged block covers."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from agreements.imports.formats.safety import MOST_COLUMNS, MOST_ROWS
from agreements.imports.formats.source import LONGEST_TEXT, MOST_LETTERS, Cell, Place, Row, Source, Table, UnreadableError
from parties.files.delimited import read_delimited
from parties.files.sheets import Extent, RawCell, RawRow, RawSheet, Tally, cell_name

EXTENT = Extent(MOST_ROWS, MOST_COLUMNS, LONGEST_TEXT, MOST_LETTERS)
CSV = "CSV"  # the name of the only table in one
_DAMAGED = re.compile("Ã[\x80-¿€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸ]|â‚¬|â€[™œ˜“”]|\ufffd")


def read_text(content: bytes) -> Source:
    """Text with columns; UnreadableError when its letters were damaged by the program that wrote them."""
    sheet = read_delimited(content, Tally(EXTENT), is_strict=False, name=CSV)
    if any(_DAMAGED.search(str(cell.value or "")) for row in sheet.rows for cell in row.cells):
        sentence = _("Letters in this file are damaged (such as «é»). Save it again as CSV with the character set UTF-8.")
        raise UnreadableError(sentence)
    return source_of([sheet])


def source_of(sheets: Iterable[RawSheet]) -> Source:
    """Each sheet with words as a table, and a remark on each that is hidden."""
    tables, remarks = [], []
    for sheet in sheets:
        if sheet.is_hidden:
            remarks.append(_("The hidden sheet «%(sheet)s» is not read.") % {"sheet": sheet.name})
        elif rows := tuple(_rows(sheet)):
            tables.append(Table(sheet.name, rows, whole_sheet=True))
    return Source(tuple(tables), tuple(remarks))


def _rows(sheet: RawSheet) -> Iterator[Row]:
    """The rows with words of their own; a covered cell shows the words above it, not those beside it."""
    words = dict.fromkeys(sheet.covers.values(), "")
    widths: dict[int, int] = {}
    for number, column in sheet.covers:
        widths[number] = max(column, widths.get(number, 0))
    for row in sheet.rows:
        cells = []
        for column in range(1, max(len(row.cells), widths.get(row.number, 0)) + 1):
            head = sheet.covers.get((row.number, column))
            if head is not None:
                cells.append(Cell(words[head] if head[0] < row.number else "", is_continued=True))
                continue
            cells.append(_cell(row, column, sheet))
            if (row.number, column) in words:
                words[row.number, column] = cells[-1].text
        if any(cell.text and not cell.is_continued for cell in cells):
            yield Row(_without_empty_end(cells), Place(sheet.name, row.number))


def _without_empty_end(cells: list[Cell]) -> tuple[Cell, ...]:
    last = max((place for place, cell in enumerate(cells, start=1) if cell.text or cell.is_continued), default=0)
    return tuple(cells[:last])


def _cell(row: RawRow, column: int, sheet: RawSheet) -> Cell:
    cell = row.cells[column - 1] if column <= len(row.cells) else RawCell()
    match cell.value:
        case None if cell.is_formula:
            sentence = _(
                "Cell %(cell)s of sheet «%(sheet)s» is a formula without a result. Open the file in Excel, save it and try again."
            )
            raise UnreadableError(sentence % {"cell": cell_name(row.number, column), "sheet": sheet.name})
        case bool() as answer:
            return Cell(_("yes") if answer else _("no"))
        case datetime() as moment:
            return Cell(moment.strftime("%d-%m-%Y"), moment.date())
        case date() as day:
            return Cell(day.strftime("%d-%m-%Y"), day)
        case int() | float() | Decimal() as number:
            return Cell(cell.text, float(number))
        case str() as text:
            return Cell(text)
    return Cell(cell.text)
