"""OpenDocument spreadsheets (.ods), read as a stream: a row that is repeated a million times costs one."""

from collections.abc import Iterator, Set
from datetime import datetime, time
from decimal import Decimal, InvalidOperation
from io import BytesIO
from zipfile import ZipFile

from lxml import etree

from parties.files.colours import colour_named, note_fill
from parties.files.office_files import Fault, Limits, RefusedError, read_xml
from parties.files.sheets import EMPTY, MOST_DIGITS, PARSER, Block, RawCell, RawSheet, Tally, let_go

OFFICE, TABLE, TEXT, STYLE = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("office", "table", "text", "style")
)
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
CONTENT = "content.xml"
NUMBERS = {"float", "currency", "percentage"}
MOST_FIGURES = 10  # of a count; one with more is not meant
_CELLS = {TABLE + "table-cell", TABLE + "covered-table-cell"}
_SIGNS = {TEXT + "tab": "\t", TEXT + "line-break": "\n"}
_NOT_TEXT = {OFFICE + "annotation", TEXT + "note", TEXT + "tracked-changes"}
_HIDDEN = {"collapse", "filter"}


def read_ods(package: ZipFile, limits: Limits, tally: Tally) -> Iterator[RawSheet]:
    """The sheets, in order; RefusedError when the file is damaged or too much."""
    content = read_xml(package, CONTENT, limits)
    tags = [TABLE + "table", TABLE + "table-row", TABLE + "table-column", STYLE + "style"]
    sheet, blocks, number, styles = RawSheet(), [], 0, _Styles()
    margin_notes = content.count(b"<office:annotation ") + content.count(b"<office:annotation>")
    try:
        for event, element in etree.iterparse(BytesIO(content), events=("start", "end"), tag=tags, **PARSER):
            if element.tag == TABLE + "table-row":
                if event == "end":
                    number += _read_row(element, number + 1, sheet, blocks, tally, styles)
                    let_go(element)
            elif element.tag == TABLE + "table-column":
                if event == "end":
                    styles.count_column(element, sheet, tally.extent.columns)
            elif element.tag == STYLE + "style":
                if event == "end":
                    styles.add(element)
            elif event == "start":
                name, style = element.get(TABLE + "name", ""), element.get(TABLE + "style-name", "")
                sheet, blocks, number = RawSheet(name, is_hidden=style in styles.hidden, margin_notes=margin_notes), [], 0
                margin_notes = styles.columns = 0
            else:
                tally.cover(sheet, blocks)
                yield sheet
    except (SyntaxError, ValueError, RecursionError) as error:  # also a thousand deep
        raise RefusedError(Fault.DAMAGED) from error


class _Styles:
    """The names of styles that strike letters through, hide a sheet or have a colour.

    columns counts those of the sheet that were met.
    """

    def __init__(self):
        self.struck: set[str] = set()
        self.fills: dict[str, str] = {}
        self.hidden: set[str] = set()
        self.columns = 0

    def add(self, style) -> None:
        name = style.get(STYLE + "name", "")
        for look in style:
            lines = {look.get(f"{STYLE}text-line-through-{kind}", "none") for kind in ("style", "type")}
            if lines != {"none"} and look.get(STYLE + "text-line-through-style") != "none":
                self.struck.add(name)
            if look.get(TABLE + "display") == "false":
                self.hidden.add(name)
            if fill := colour_named(look.get(FO + "background-color")):
                self.fills[name] = fill

    def count_column(self, element, sheet: RawSheet, most: int) -> None:
        times = _count(element, TABLE + "number-columns-repeated")
        if element.get(TABLE + "visibility") in _HIDDEN:
            sheet.hidden_columns |= set(range(self.columns + 1, min(self.columns + times, most) + 1))
        self.columns += times


def _count(element, name: str) -> int:
    written = element.get(name, "1")
    if not written.isdecimal():
        raise RefusedError(Fault.DAMAGED)
    return int(written) if len(written) <= MOST_FIGURES else 1


def _read_row(row, number: int, sheet: RawSheet, blocks: list[Block], tally: Tally, styles: _Styles) -> int:
    """Keep the row, and its merged blocks; tells how often it stands there."""
    cells: list[RawCell] = []
    for element in row:
        if element.tag not in _CELLS:
            continue
        room = tally.extent.columns - len(cells)
        if room <= 0:
            break
        cell = _cell_of(element, sheet, number, tally, styles)
        rows, columns = (_count(element, f"{TABLE}number-{name}-spanned") for name in ("rows", "columns"))
        if rows > 1 or columns > 1:
            blocks.append((number, len(cells) + 1, number + rows - 1, len(cells) + columns))
        times = min(_count(element, TABLE + "number-columns-repeated"), room)
        if styles.fills:
            fill = styles.fills.get(element.get(TABLE + "style-name", ""), "")
            note_fill(sheet.fills, number, range(len(cells) + 1, len(cells) + times + 1), fill)
        cells += [cell] * times
    times = _count(row, TABLE + "number-rows-repeated")
    group = row.getparent()
    is_hidden = row.get(TABLE + "visibility") in _HIDDEN or (group is not None and group.get(TABLE + "display") == "false")
    tally.row(sheet, number, cells, times=times, is_hidden=is_hidden)
    return times


def _cell_of(element, sheet: RawSheet, row: int, tally: Tally, styles: _Styles) -> RawCell:
    cell = _whole_cell(element, sheet, row, tally)
    if styles.struck and not cell.is_empty:
        is_struck = element.get(TABLE + "style-name") in styles.struck
        live = "" if is_struck else "".join(_lines(element, tally.extent.text, styles.struck))
        return cell if live == cell.text else cell._replace(live=live)
    return cell


def _whole_cell(element, sheet: RawSheet, row: int, tally: Tally) -> RawCell:
    text = tally.text(_lines(element, tally.extent.text), sheet.name, row)
    kind, is_formula = element.get(OFFICE + "value-type"), TABLE + "formula" in element.attrib
    if kind in NUMBERS:
        return RawCell(_number(element.get(OFFICE + "value")), text, is_formula)
    if kind == "date":
        return RawCell(_moment(element.get(OFFICE + "date-value", "")) or text, text, is_formula)
    if kind == "boolean":
        return RawCell(element.get(OFFICE + "boolean-value") == "true", text, is_formula)
    if is_formula:
        return RawCell(None if kind is None else text, text, is_formula=True)
    return RawCell(text, text) if text else EMPTY


def _number(written: str | None) -> int | Decimal:
    try:
        number = Decimal(written or "")
    except InvalidOperation as error:
        raise RefusedError(Fault.DAMAGED) from error
    if not number.is_finite() or number.adjusted() >= MOST_DIGITS:
        raise RefusedError(Fault.DAMAGED)
    return int(number) if number == number.to_integral_value() else number


def _moment(written: str):
    """A day, or a moment when it has a time; None when it is no date."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    return moment.date() if moment.time() == time() else moment


def _lines(cell, most: int, without: Set[str] = frozenset()) -> Iterator[str]:
    """The words of its paragraphs, in pieces; without what has one of these styles."""
    for place, paragraph in enumerate(cell.iterchildren(TEXT + "p")):
        if place:
            yield "\n"
        yield from _pieces(paragraph, most, without)


def _pieces(element, most: int, without: Set[str]) -> Iterator[str]:
    """The words of a paragraph, with its spaces, tabs and line breaks, without notes."""
    yield element.text or ""
    for child in element:
        if child.tag == TEXT + "s":
            yield " " * min(_count(child, TEXT + "c"), most + 1)
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag not in _NOT_TEXT and child.get(TEXT + "style-name") not in without:
            yield from _pieces(child, most, without)
        yield child.tail or ""
