"""Excel (.xlsx): the values as Excel last showed them; formulas are never computed here."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from django.utils.translation import gettext as _

from agreements.imports.formats.safety import MOST_TAGS, MOST_TAGS_BESIDE, is_xml, part_of
from agreements.imports.formats.source import Cell, Letters, Place, Row, Source, Table, Unreadable
from parties.tables.xlsx import ESCAPE

MOST_ROWS = 5000  # with words in them, over all sheets
MOST_COLUMNS = 60
MOST_EMPTY = 200  # rows in a row, after which a sheet is taken to have ended
# What the library trips over when a file breaks off or says what cannot be.
BROKEN = (
    ArithmeticError,
    AttributeError,
    IndexError,
    KeyError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
_LETTERS = re.compile(rb'<c r="([A-Z]{1,3})\d')
# Neither looks beyond its own tag, nor twice at the same letters: a sheet of one kind of tag may be 12 MB.
_MERGED = re.compile(rb'<mergeCell [^<>]*ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_NOT_COMPUTED = re.compile(
    rb'<c (?:[^<>r]|r(?!="))*+r="([A-Z]{1,3}\d{1,7})"[^<>]*+>\s*+<f(?:\s[^<>]*)?(?:/>|>[^<]*+</f>)\s*+'
    rb"(?:<v\s*+/>|<v>\s*+</v>)?\s*+</c>"
)
_DECIMALS = re.compile(r"^0\.(0{1,10})$")


def read(path: Path) -> Source:
    from openpyxl import load_workbook

    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if is_xml(package, name):  # refuses excess, entities and damage before anything is parsed
                has_words = name.startswith("xl/worksheets/") or name.endswith("sharedStrings.xml")
                part_of(package, name, MOST_TAGS if has_words else MOST_TAGS_BESIDE)
    try:
        with path.open("rb") as file:  # opened here: the library would look at the name of a path
            return _sheets(load_workbook(file, read_only=True, data_only=True, keep_links=False), path)
    except BROKEN as error:
        raise Unreadable(_("The file is damaged. Open it, save it again and try once more.")) from error


def _sheets(book, path: Path) -> Source:
    tables, remarks, left, letters = [], [], MOST_ROWS, Letters()
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            remarks.append(_("The hidden sheet «%(sheet)s» is not read.") % {"sheet": sheet.title})
            continue
        with zipfile.ZipFile(path) as package:
            content = part_of(package, sheet._worksheet_path.lstrip("/"))
        if b"<f" in content and (uncomputed := _NOT_COMPUTED.search(content)):
            sentence = _(
                "Cell %(cell)s of sheet «%(sheet)s» is a formula without a result. Open the file in Excel, save it and try again."
            )
            raise Unreadable(sentence % {"cell": uncomputed[1].decode(), "sheet": sheet.title})
        width = max((_column(letters) for letters in set(_LETTERS.findall(content))), default=1)
        rows = list(_rows(sheet, _covers(content), min(width, MOST_COLUMNS), left, letters))
        left -= len(rows)
        if rows:
            tables.append(Table(sheet.title, tuple(rows), whole_sheet=True))
    return Source(tuple(tables), tuple(remarks))


def _covers(content: bytes) -> dict[tuple[int, int], tuple[int, int]]:
    """For each cell that a merged block covers, the cell that holds its words; (row, column), both from 1."""
    covers = {}
    for match in _MERGED.finditer(content):
        first, last = (_column(match[1]), int(match[2])), (_column(match[3]), int(match[4]))
        for row in range(first[1], min(last[1], first[1] + MOST_ROWS) + 1):
            for column in range(first[0], min(last[0], MOST_COLUMNS) + 1):
                if (row, column) != (first[1], first[0]):
                    covers[row, column] = (first[1], first[0])
        if len(covers) > MOST_ROWS * MOST_COLUMNS:
            raise Unreadable(_("The file has more than %(count)s rows of tables.") % {"count": MOST_ROWS})
    return covers


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _rows(sheet, covers: dict, width: int, most: int, letters: Letters) -> Iterator[Row]:
    sheet.reset_dimensions()  # what the file says of its own size is often wrong
    texts: dict[tuple[int, int], str] = {}
    heads = set(covers.values())
    place = Place(sheet.title)
    empty = kept = 0
    for number, row in enumerate(sheet.iter_rows(max_col=width), start=1):
        for cell in row:
            if isinstance(cell.value, str):  # counted first: a file keeps a text once that it shows a thousand times
                letters.count(cell.value, Place(place.part, number))
        cells = tuple(
            _EMPTY if cell.value is None and not covers else _cell(number, column, cell, covers, texts)
            for column, cell in enumerate(row, start=1)
        )
        if heads:
            texts |= {(number, column): cell.text for column, cell in enumerate(cells, 1) if (number, column) in heads}
        if not any(cell.text and not cell.is_continued for cell in cells):
            empty += 1
            if empty > MOST_EMPTY:
                return
            continue
        empty, kept = 0, kept + 1
        if kept > most:
            raise Unreadable(_("The file has more than %(count)s rows of tables.") % {"count": MOST_ROWS})
        yield Row(_without_empty_end(cells), Place(place.part, number))


def _without_empty_end(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    last = max((place for place, cell in enumerate(cells, start=1) if cell.text or cell.is_continued), default=0)
    return cells[:last]


def _cell(row: int, column: int, cell, covers: dict, texts: dict) -> Cell:
    if covers and (row, column) in covers:
        above = covers[row, column]
        return Cell(texts.get(above, "") if above[0] < row else "", is_continued=True)
    match cell.value:
        case None:
            return _EMPTY
        case str() as text:
            return Cell(ESCAPE.sub("_", text))
        case bool() as answer:
            return Cell(_("yes") if answer else _("no"))
        case datetime() as moment:
            return Cell(moment.strftime("%d-%m-%Y"), moment.date())
        case date() as day:
            return Cell(day.strftime("%d-%m-%Y"), day)
        case int() | float() as number:
            return Cell(_number_words(number, cell.number_format), float(number))
    return Cell(str(cell.value))


_EMPTY = Cell()


def _number_words(number: float, shown_as: str | None) -> str:
    """The number as Excel shows it: with the decimals of its format, else as few as it has."""
    if decimals := _DECIMALS.match(shown_as or ""):
        return f"{number:.{len(decimals[1])}f}"
    if shown_as and shown_as.endswith("%"):
        return f"{number * 100:g}%"
    return str(int(number)) if number == int(number) else repr(number)
