"""Excel workbooks (.xlsx), read as a stream: nothing is made of a row that is not there, a style or a rule.

openpyxl writes out every row that a file passes over, and makes an object of every style, so that a file
of 1.5 kB may hold a worker for ever. It still says what a number means as a date.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from functools import lru_cache
from io import BytesIO
from itertools import islice
from math import isfinite
from pathlib import PurePosixPath
from typing import NamedTuple
from zipfile import ZipFile

from lxml import etree

from parties.files.colours import colour_named, note_fill
from parties.files.office_files import Fault, Limits, RefusedError, is_xml, read_xml
from parties.files.sheets import EMPTY, MOST_DIGITS, PARSER, Block, RawCell, RawSheet, Tally, let_go

WORKBOOK, RELATIONS, STRINGS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml"
# How a text says that "_x0041_" is no letter A, and how it holds a sign that XML cannot: the end of a line, most of all.
ESCAPE = re.compile("_x005[Ff]_(?=x[0-9A-Fa-f]{4}_)|_x00(0[0-8BCEFbcef]|1[0-9A-Fa-f])_|_x000[AaDd]_\\n?|_x0009_")
STRICT = b"http://purl.oclc.org/ooxml/"
_LETTERS, _FIGURES = re.compile(r"[A-Z]{1,3}"), "0123456789"
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_TRUE = {"1", "true"}
_DECIMALS = re.compile(r"0\.(0{1,10})")
_OF_THEME = {"5": "orange", "7": "orange", "9": "green"}  # in the colours of Office itself; the others stand for nothing
# What the parser and the library below trip over when a part breaks off or says what cannot be.
BROKEN = (ArithmeticError, AttributeError, IndexError, KeyError, TypeError, ValueError, SyntaxError)


def read_xlsx(package: ZipFile, limits: Limits, tally: Tally) -> Iterator[RawSheet]:
    """The sheets, in order; RefusedError when the workbook is damaged or too much."""
    for name in package.namelist():
        if is_xml(package, name):  # also what is not read below: another program may open it
            read_xml(package, name, limits, holds_words=name.startswith("xl/worksheets/") or name.endswith("sharedStrings.xml"))
    try:
        book = _Book(package, limits, most_texts=tally.extent.rows * tally.extent.columns)
        for sheet, part in book.sheets():
            sheet.margin_notes, book.margin_notes = book.margin_notes, 0
            sheet.is_strict = book.is_strict
            if not sheet.is_hidden:
                book.read_rows(part, sheet, tally)
            yield sheet
    except BROKEN as error:
        raise RefusedError(Fault.DAMAGED) from error


class _Format(NamedTuple):
    """How a style shows a number, such as "0.00": as a moment, or as how long something takes; and whether it is struck."""

    code: str = ""
    is_moment: bool = False
    is_duration: bool = False
    is_struck: bool = False


class _Book:
    """A workbook with what its cells refer to: texts, and styles."""

    def __init__(self, package: ZipFile, limits: Limits, *, most_texts: int):
        self._package, self._limits = package, limits
        self._names = set(package.namelist())
        self.is_strict = STRICT in read_xml(package, WORKBOOK, limits)
        self.margin_notes = sum(
            read_xml(package, name, limits).count(b"<comment ") for name in self._names if name.startswith("xl/comments")
        )
        self._workbook = self._parse(WORKBOOK)
        self._parts = {
            link.get("Id"): (link.get("Type", "").rpartition("/")[2], _part_of(link)) for link in self._parse(RELATIONS)
        }
        parts = dict(self._parts.values())
        strings = parts.get("sharedStrings", STRINGS)
        self._texts = self._texts_in(strings, most_texts) if strings in self._names else []
        self._formats = _formats(self._parse(parts["styles"])) if "styles" in parts else []
        self._fills = _fills(self._parse(parts["styles"])) if "styles" in parts else {}
        self._strikes = any(look.is_struck for look in self._formats)
        properties = self._workbook.find("{*}workbookPr")
        self._begins_1904 = properties is not None and properties.get("date1904") in {"1", "true"}

    def sheets(self) -> Iterator[tuple[RawSheet, str]]:
        """Each sheet of cells with its part; no two of a real workbook share one."""
        left = set(self._names)
        for element in self._workbook.iterfind("{*}sheets/{*}sheet"):
            key = next((value for name, value in element.items() if name.endswith("}id")), "")
            kind, part = self._parts.get(key, ("", ""))
            if kind == "worksheet" and part in self._names:
                left.remove(part)
                yield RawSheet(element.get("name", ""), is_hidden=element.get("state", "visible") != "visible"), part
        if left == self._names:
            raise RefusedError(Fault.DAMAGED)

    def _parse(self, part: str):
        return etree.fromstring(read_xml(self._package, part, self._limits), etree.XMLParser(**PARSER))

    def _stream(self, part: str, *names: str) -> Iterator:
        """The elements of these names, whole, one after the other."""
        content = BytesIO(read_xml(self._package, part, self._limits))
        for _event, element in etree.iterparse(content, tag=[f"{{*}}{name}" for name in names], **PARSER):
            yield element
            let_go(element)

    def _texts_in(self, part: str, most: int) -> list[tuple[str, str | None]]:
        """The texts that cells show by their number; never more than there can be cells."""
        texts = [(_text_of(element), _live_text_of(element)) for element in islice(self._stream(part, "si"), most + 1)]
        if len(texts) > most:
            raise RefusedError(Fault.TOO_LARGE)
        return texts

    def read_rows(self, part: str, sheet: RawSheet, tally: Tally) -> None:
        blocks: list[Block] = []
        number = 0
        for element in self._stream(part, "row", "mergeCell", "col"):
            if _local(element) == "col":
                _note_hidden(element, sheet, tally.extent.columns)
                continue
            if _local(element) == "mergeCell":
                first, _colon, last = element.get("ref", "").partition(":")
                blocks.append((*_place_of(first), *_place_of(last or first)))
                continue
            number = int(element.get("r", number + 1))
            is_hidden = element.get("hidden") in _TRUE
            tally.row(sheet, number, self._cells(element, number, sheet, tally), is_hidden=is_hidden)
        tally.cover(sheet, blocks)

    def _cells(self, row, number: int, sheet: RawSheet, tally: Tally) -> list[RawCell]:
        cells: list[RawCell] = []
        column = 0
        for element in row.iterchildren("{*}c"):
            place = element.get("r")
            column = _column_of(place.rstrip(_FIGURES)) if place else column + 1
            if column > tally.extent.columns:
                continue
            if self._fills:
                note_fill(sheet.fills, number, (column,), self._fills.get(element.get("s", "0"), ""))
            cells += [EMPTY] * (column - len(cells))
            cells[column - 1] = cell = self._cell(element)
            if isinstance(cell.value, str):
                tally.whole_text(cell.value, sheet.name, number)
        return cells

    def _cell(self, element) -> RawCell:
        kind, style = element.get("t", "n"), element.get("s", "0")
        if not self._strikes and len(element) == 1 and (plain := self._plain_cell(kind, element[0])) is not None:
            return plain
        parts = {_local(child): child for child in element}
        written = parts["v"].text if "v" in parts else None
        if kind == "inlineStr":
            text = parts.get("is")
            cell = RawCell((_text_of(text) if text is not None else "") or None)
            cell = cell if text is None else _with_live(cell, _live_text_of(text))
        elif not written:  # an outcome that is an empty text is one
            cell = RawCell("") if kind == "str" and "f" in parts else EMPTY
        else:
            cell = self._cell_of_kind(kind, written, int(style))
        if self._strikes and not cell.is_empty and int(style) < len(self._formats) and self._formats[int(style)].is_struck:
            cell = cell._replace(live="")
        return cell._replace(is_formula=True) if "f" in parts else cell

    def _plain_cell(self, kind: str, part) -> RawCell | None:
        """A text of its own or by its number, as nearly every cell is; None for another."""
        if kind == "s" and part.text and _local(part) == "v":
            text, live = self._texts[int(part.text)]
            return _with_live(RawCell(text or None), live)
        if kind == "inlineStr" and len(part) == 1 and _local(part) == "is" and _local(part[0]) == "t":
            return RawCell(_without_escapes(part[0].text or "") or None)
        return None

    def _cell_of_kind(self, kind: str, written: str, style: int) -> RawCell:
        from openpyxl.utils.datetime import from_ISO8601

        match kind:
            case "s":
                text, live = self._texts[int(written)]
                return _with_live(RawCell(text or None), live)
            case "b":
                return RawCell(bool(int(written)))
            case "d":
                return _moment_cell(from_ISO8601(written))
            case "n":
                return self._number_cell(written, self._formats[style] if style < len(self._formats) else _Format())
        return RawCell(_without_escapes(written), is_error=kind == "e")

    def _number_cell(self, written: str, shown_as: _Format) -> RawCell:
        from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

        number = float(written) if set(written) & set(".eE") else int(written)
        if not isfinite(number) or abs(number) >= 10**MOST_DIGITS:
            raise RefusedError(Fault.DAMAGED)
        if not shown_as.is_moment:
            return RawCell(number, _number_words(number, shown_as.code))
        try:
            return _moment_cell(from_excel(number, MAC_EPOCH if self._begins_1904 else WINDOWS_EPOCH, shown_as.is_duration))
        except (OverflowError, ValueError):
            return RawCell("#VALUE!", is_error=True)


def _part_of(link) -> str:
    target = link.get("Target", "")
    return target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)


def _local(element) -> str:
    return _name_of(element.tag)


@lru_cache(maxsize=256)
def _name_of(tag: str) -> str:
    return tag.rpartition("}")[2]


def _text_of(element) -> str:
    """The words of a text, in pieces or not, without the signs that say how it is pronounced."""
    if len(element) == 1 and _local(element[0]) == "t":  # as nearly every text is
        return _without_escapes(element[0].text or "")
    pieces = [piece.text or "" for piece in element.iter("{*}t") if _local(piece.getparent()) != "rPh"]
    return _without_escapes("".join(pieces))


def _live_text_of(element) -> str | None:
    """The words that are not struck through, None where none are."""
    if len(element) == 1 and _local(element[0]) == "t":
        return None
    runs = [(run, run.find("{*}rPr/{*}strike")) for run in element.iter("{*}r")]
    if all(strike is None or strike.get("val", "1") not in _TRUE for _run, strike in runs):
        return None
    live = (run for run, strike in runs if strike is None or strike.get("val", "1") not in _TRUE)
    return _without_escapes("".join(piece.text or "" for run in live for piece in run.iter("{*}t")))


def _with_live(cell: RawCell, live: str | None) -> RawCell:
    return cell if live is None else cell._replace(live=live)


def _without_escapes(text: str) -> str:
    return ESCAPE.sub(_meant, text) if "_x" in text else text


def _meant(found: re.Match) -> str:
    """The sign that is meant; a sign that nobody can see is left out."""
    if found[0].lower().startswith("_x005f"):
        return "_"
    return "" if found[1] else "\t" if found[0] == "_x0009_" else "\n"


def _note_hidden(element, sheet: RawSheet, most: int) -> None:
    """Note which columns an element about columns hides."""
    if element.get("hidden") in _TRUE:
        first, last = int(element.get("min", "1")), int(element.get("max", "1"))
        sheet.hidden_columns |= set(range(first, min(last, most) + 1))


def _place_of(reference: str) -> tuple[int, int]:
    """(row, column) of "B12", both from 1."""
    letters, row = _PLACE.fullmatch(reference).groups()
    return int(row), _column_of(letters)


@lru_cache(maxsize=1024)
def _column_of(letters: str) -> int:
    column = 0
    for letter in _LETTERS.fullmatch(letters)[0]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column


def _formats(styles) -> list[_Format]:
    """How each style of cells shows a number."""
    from openpyxl.styles.numbers import builtin_format_code, is_date_format, is_timedelta_format

    own = {found.get("numFmtId"): found.get("formatCode") for found in styles.iterfind("{*}numFmts/{*}numFmt")}
    numbers = [style.get("numFmtId", "0") for style in styles.iterfind("{*}cellXfs/{*}xf")]
    codes = {number: own.get(number) or builtin_format_code(int(number)) or "" for number in set(numbers)}
    formats = {number: _Format(code, is_date_format(code), is_timedelta_format(code)) for number, code in codes.items()}
    fonts = [font.find("{*}strike") for font in styles.iterfind("{*}fonts/{*}font")]
    struck = {str(place) for place, strike in enumerate(fonts) if strike is not None and strike.get("val", "1") in _TRUE}
    if not struck:
        return [formats[number] for number in numbers]
    looks = [style.get("fontId") in struck for style in styles.iterfind("{*}cellXfs/{*}xf")]
    return [formats[number]._replace(is_struck=strike) for number, strike in zip(numbers, looks, strict=True)]


def _fills(styles) -> dict[str, str]:
    """The styles with a colour behind the words, and its name."""
    from openpyxl.styles.colors import COLOR_INDEX

    names = []
    for fill in styles.iterfind("{*}fills/{*}fill"):
        colour = fill.find("{*}patternFill[@patternType='solid']/{*}fgColor")
        look = {} if colour is None else colour.attrib
        theme, indexed = look.get("theme", ""), look.get("indexed", "")
        written = COLOR_INDEX[int(indexed)] if indexed.isdecimal() and int(indexed) < len(COLOR_INDEX) else look.get("rgb")
        names.append(_OF_THEME.get(theme, "") if theme else colour_named(written))
    looks = [style.get("fillId", "0") for style in styles.iterfind("{*}cellXfs/{*}xf")]
    known = {str(place): name for place, name in enumerate(names) if name}
    return {str(place): known[fill] for place, fill in enumerate(looks) if fill in known}


def _moment_cell(moment) -> RawCell:
    """A day; a moment when it has a time, or a time alone. How long something takes is a text."""
    if isinstance(moment, datetime) and moment.time() == time():
        moment = moment.date()
    return RawCell(moment if isinstance(moment, date | time) else str(moment), str(moment))


def _number_words(number: float, shown_as: str) -> str:
    """The number as Excel shows it: with the decimals of its format, else as few as it has."""
    if decimals := _DECIMALS.fullmatch(shown_as):
        return f"{number:.{len(decimals[1])}f}"
    if shown_as.endswith("%"):
        return f"{number * 100:g}%"
    return str(int(number)) if number == int(number) else repr(number)
