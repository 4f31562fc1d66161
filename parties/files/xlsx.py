"""Excel workbooks (.xlsx), read as a stream: nothing is made of a row that is not there, a style, a rule or a comment.

openpyxl writes out every row that a file passes over, and makes an object of every style, so that a file of 1.5 kB may hold a
worker for ever. It still says what a number means as a date.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from io import BytesIO
from math import isfinite
from pathlib import PurePosixPath
from typing import NamedTuple
from zipfile import ZipFile

from lxml import etree

from parties.files.office_files import Fault, Limits, Refused, is_xml, read_xml
from parties.files.sheets import EMPTY, MOST_DIGITS, PARSER, Block, RawCell, RawSheet, Tally, let_go

WORKBOOK, RELATIONS, STRINGS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml"
ESCAPE = re.compile("_x005[Ff]_(?=x[0-9A-Fa-f]{4}_)")  # how a text says that "_x0041_" is no letter A
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_DECIMALS = re.compile(r"0\.(0{1,10})")
# What the parser and the library below trip over when a part breaks off or says what cannot be.
BROKEN = (ArithmeticError, AttributeError, IndexError, KeyError, TypeError, ValueError, SyntaxError)


class _Format(NamedTuple):
    """How a style shows a number, such as "0.00"; as a moment, or as how long something takes."""

    code: str = ""
    is_moment: bool = False
    is_duration: bool = False


@dataclass(slots=True)
class _Book:
    """What its cells refer to: texts, and how each style shows a number."""

    texts: list[str] = field(default_factory=list)
    formats: list[_Format] = field(default_factory=list)
    begins_1904: bool = False

    def format_of(self, cell) -> _Format:
        style = int(cell.get("s", "0"))
        return self.formats[style] if style < len(self.formats) else _Format()


def read_xlsx(package: ZipFile, limits: Limits, tally: Tally) -> Iterator[RawSheet]:
    """The sheets, in order; Refused when the workbook is damaged or too much."""
    for name in package.namelist():
        if is_xml(package, name):  # also what is not read below: another program may open it
            read_xml(package, name, limits, holds_words=name.startswith("xl/worksheets/") or name.endswith("sharedStrings.xml"))
    try:
        yield from _sheets(package, limits, tally)
    except BROKEN as error:
        raise Refused(Fault.DAMAGED) from error


def _sheets(package: ZipFile, limits: Limits, tally: Tally) -> Iterator[RawSheet]:
    workbook = _parse(read_xml(package, WORKBOOK, limits))
    relations = {relation.get("Id"): relation for relation in _parse(read_xml(package, RELATIONS, limits))}
    parts = {_kind_of(relation): _part_of(relation) for relation in relations.values()}
    properties = workbook.find("{*}workbookPr")
    book = _Book(begins_1904=properties is not None and properties.get("date1904") in {"1", "true"})
    strings = parts.get("sharedStrings", STRINGS)
    if strings in package.namelist():
        book.texts = [_text_of(element) for element in _stream(read_xml(package, strings, limits), "si")]
    if "styles" in parts:
        book.formats = _formats(_parse(read_xml(package, parts["styles"], limits)))
    found = False
    for element in workbook.iterfind("{*}sheets/{*}sheet"):
        relation = relations.get(next((value for name, value in element.items() if name.endswith("}id")), ""))
        if relation is None or _kind_of(relation) != "worksheet" or _part_of(relation) not in package.namelist():
            continue
        found = True
        sheet = RawSheet(element.get("name", ""), is_hidden=element.get("state", "visible") != "visible")
        if not sheet.is_hidden:
            _read_rows(read_xml(package, _part_of(relation), limits), sheet, book, tally)
        yield sheet
    if not found:
        raise Refused(Fault.DAMAGED)


def _parse(content: bytes):
    return etree.fromstring(content, etree.XMLParser(**PARSER))


def _stream(content: bytes, *names: str) -> Iterable:
    """The elements of these names, whole, one after the other; what was read is let go."""
    tags = [f"{{*}}{name}" for name in names]
    for _event, element in etree.iterparse(BytesIO(content), tag=tags, **PARSER):
        yield element
        let_go(element)


def _kind_of(relation) -> str:
    return relation.get("Type", "").rpartition("/")[2]


def _part_of(relation) -> str:
    target = relation.get("Target", "")
    return target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)


def _local(element) -> str:
    return element.tag.rpartition("}")[2]


def _text_of(element) -> str:
    """The words of a text, in pieces or not, without the signs that say how it is pronounced."""
    pieces = []
    for child in element:
        if _local(child) == "t":
            pieces.append(child.text or "")
        elif _local(child) == "r":
            pieces += [piece.text or "" for piece in child if _local(piece) == "t"]
    return ESCAPE.sub("_", "".join(pieces))


def _formats(styles) -> list[_Format]:
    """How each style of cells shows a number."""
    from openpyxl.styles.numbers import builtin_format_code, is_date_format, is_timedelta_format

    own = {found.get("numFmtId"): found.get("formatCode") for found in styles.iterfind("{*}numFmts/{*}numFmt")}
    numbers = [style.get("numFmtId", "0") for style in styles.iterfind("{*}cellXfs/{*}xf")]
    codes = {number: own.get(number) or builtin_format_code(int(number)) or "" for number in set(numbers)}
    formats = {number: _Format(code, is_date_format(code), is_timedelta_format(code)) for number, code in codes.items()}
    return [formats[number] for number in numbers]


# -- A sheet


def _read_rows(content: bytes, sheet: RawSheet, book: _Book, tally: Tally) -> None:
    blocks: list[Block] = []
    number = 0
    for element in _stream(content, "row", "mergeCell"):
        if _local(element) == "mergeCell":
            blocks.append(_block_of(element.get("ref", "")))
            continue
        number = int(element.get("r", number + 1))
        if len(element):
            tally.row(sheet, number, _cells_of(element, number, sheet, book, tally))
    tally.cover(sheet, blocks)


def _block_of(reference: str) -> Block:
    first, _colon, last = reference.partition(":")
    (top, left), (bottom, right) = _place_of(first), _place_of(last or first)
    return top, left, bottom, right


def _place_of(reference: str) -> tuple[int, int]:
    """(row, column) of "B12", both from 1."""
    letters, row = _PLACE.fullmatch(reference).groups()
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(row), column


def _cells_of(row, number: int, sheet: RawSheet, book: _Book, tally: Tally) -> list[RawCell]:
    cells: list[RawCell] = []
    column = 0
    for element in row:
        if _local(element) != "c":
            continue
        place = element.get("r")
        column = _place_of(place)[1] if place else column + 1
        if column > tally.extent.columns:
            continue
        cells += [EMPTY] * (column - len(cells))
        cells[column - 1] = cell = _cell_of(element, book)
        if isinstance(cell.value, str):
            tally.text((cell.value,), sheet, number)
    return cells


def _cell_of(element, book: _Book) -> RawCell:
    kind, parts = element.get("t", "n"), {_local(child): child for child in element}
    written = parts["v"].text if "v" in parts else None
    if kind == "inlineStr":
        cell = RawCell((_text_of(parts["is"]) if "is" in parts else "") or None)
    elif not written:  # an outcome that is an empty text is one
        cell = RawCell("") if kind == "str" and "f" in parts else EMPTY
    elif kind == "n":
        cell = _number_cell(written, book.format_of(element), book)
    else:
        cell = _KINDS[kind](written, book)
    return replace(cell, is_formula=True) if "f" in parts else cell


def _number_cell(written: str, shown_as: _Format, book: _Book) -> RawCell:
    from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

    number = float(written) if set(written) & set(".eE") else int(written)
    if not isfinite(number) or abs(number) >= 10**MOST_DIGITS:
        raise Refused(Fault.DAMAGED)
    if not shown_as.is_moment:
        return RawCell(number, _number_words(number, shown_as.code))
    try:
        return _moment_cell(from_excel(number, MAC_EPOCH if book.begins_1904 else WINDOWS_EPOCH, shown_as.is_duration))
    except (OverflowError, ValueError):
        return RawCell("#VALUE!", is_error=True)


def _moment_cell(moment) -> RawCell:
    """A day; a moment when it has a time, or a time alone. How long something takes is a text."""
    if isinstance(moment, datetime) and moment.time() == time():
        moment = moment.date()
    return RawCell(moment if isinstance(moment, date | time) else str(moment), str(moment))


def _iso_cell(written: str, _book: _Book) -> RawCell:
    from openpyxl.utils.datetime import from_ISO8601

    return _moment_cell(from_ISO8601(written))


_KINDS = {  # what is written in a cell of each kind
    "s": lambda written, book: RawCell(book.texts[int(written)] or None),
    "str": lambda written, _book: RawCell(ESCAPE.sub("_", written)),
    "e": lambda written, _book: RawCell(written, is_error=True),
    "b": lambda written, _book: RawCell(bool(int(written))),
    "d": _iso_cell,
}


def _number_words(number: float, shown_as: str) -> str:
    """The number as Excel shows it: with the decimals of its format, else as few as it has."""
    if decimals := _DECIMALS.fullmatch(shown_as):
        return f"{number:.{len(decimals[1])}f}"
    if shown_as.endswith("%"):
        return f"{number * 100:g}%"
    return str(int(number)) if number == int(number) else repr(number)
