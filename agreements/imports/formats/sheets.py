"""Sheets, or text with columns, as tables: what a cell shows, what a merged block covers."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.imports.formats.colours import colours_in_words
from agreements.imports.formats.safety import MOST_COLUMNS, MOST_ROWS
from agreements.imports.formats.source import LONGEST_TEXT, MOST_LETTERS, Cell, Place, Row, Source, Table, UnreadableError
from parties.files.colours import colours_that_tell
from parties.files.delimited import read_delimited
from parties.files.sheets import Extent, RawCell, RawRow, RawSheet, Tally, cell_name, column_letters

EXTENT = Extent(MOST_ROWS, MOST_COLUMNS, LONGEST_TEXT, MOST_LETTERS)
CSV = "CSV"  # the name of the only table in one
ERROR = re.compile(
    r"#(?:REF|VERW|N/A|N/B|VALUE|WAARDE|NAME|NAAM|DIV/0|DEEL/0|NUM|GETAL|NULL|LEEG|SPILL|OVERLOPEN|CALC|BEREKEN|FIELD|VELD"
    r"|GETTING_DATA|BLOCKED|CONNECT|BUSY|UNKNOWN)[!?]?|#{5,}|(?:Err|Fout):\d{3}",
    re.IGNORECASE,
)  # what a program shows where a formula has no outcome, or a column is too narrow for it
_DAMAGED = re.compile("Ã[\x80-¿€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸ]|â‚¬|â€[™œ˜“”]|\ufffd")


def read_text(content: bytes) -> Source:
    """Text with columns; UnreadableError when its letters were damaged by the program that wrote them."""
    sheet = read_delimited(content, Tally(EXTENT), name=CSV)
    if any(_DAMAGED.search(str(cell.value or "")) for row in sheet.rows for cell in row.cells):
        sentence = _("Letters in this file are damaged (such as «é»). Save it again as CSV with the character set UTF-8.")
        raise UnreadableError(sentence)
    return source_of([sheet])


def source_of(sheets: Iterable[RawSheet]) -> Source:
    """Each sheet with words as a table, and a remark on what was passed over."""
    tables: list[Table] = []
    remarks: list[str] = []
    for sheet in sheets:
        remarks += _remarks_on(sheet)
        if sheet.is_hidden:
            remarks.append(_("The hidden sheet «%(sheet)s» is not read.") % {"sheet": sheet.name})
        elif rows := tuple(_rows(sheet)):
            hidden = frozenset(column - 1 for column in sheet.hidden_columns)
            tables.append(Table(sheet.name, rows, whole_sheet=True, hidden_columns=hidden))
    return Source(tuple(tables), tuple(dict.fromkeys(remarks)))


def _remarks_on(sheet: RawSheet) -> Iterator[str]:
    if sheet.letters:
        yield _("The letters were read as %(set)s: look whether é, ë and € are right.") % {"set": sheet.letters}
    if sheet.is_strict:
        sentence = _("The file was saved as «Strict Open XML». If something is missing, save it as Excel workbook (.xlsx).")
        yield sentence
    if sheet.margin_notes:
        yield comments_in_words(sheet.margin_notes)
    filled = {row.number: sum(not cell.is_empty for cell in row.cells) for row in sheet.rows} if sheet.fills else {}
    for colours in colours_that_tell(filled, sheet.fills) if filled else ():
        yield colours_in_words(colours, _heading_of(colours.column, sheet, filled), sheet.name)


def _heading_of(column: int, sheet: RawSheet, filled: dict[int, int]) -> str:
    """The words above a column, or its letter."""
    head = next((row for row in sheet.rows if filled[row.number] > 1), None)
    words = head.cells[column - 1].value if head and column <= len(head.cells) else None
    return words if isinstance(words, str) and words else column_letters(column)


def comments_in_words(count: int) -> str:
    """That remarks in the margin are no text of the agenda."""
    sentence = ngettext("%(count)s comment is not taken over.", "%(count)s comments are not taken over.", count)
    return sentence % {"count": count}


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
        found = Row(_without_empty_end(cells), Place(sheet.name, row.number), row.is_hidden)
        if not found.is_empty:
            yield found


def _without_empty_end(cells: list[Cell]) -> tuple[Cell, ...]:
    filled = (place for place, cell in enumerate(cells, start=1) if cell.text or cell.is_continued or cell.whole or cell.error)
    last = max(filled, default=0)
    return tuple(cells[:last])


def _cell(row: RawRow, column: int, sheet: RawSheet) -> Cell:
    raw = row.cells[column - 1] if column <= len(row.cells) else RawCell()
    cell = _shown(raw, row, column, sheet)
    if raw.is_error or (cell.text[:1] in {"#", "E", "F", "e"} and ERROR.fullmatch(cell.text)):
        return Cell(error=cell.text)
    if raw.live is not None:
        return Cell(raw.live, whole=cell.text)
    return cell


def _shown(cell: RawCell, row: RawRow, column: int, sheet: RawSheet) -> Cell:
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
