"""OpenDocument sheets (.ods), read as a stream: a row that is repeated a million times costs nothing."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from agreements.imports.formats.safety import count_in, part_of
from agreements.imports.formats.source import Cell, Place, Row, Source, Table, Unreadable

MOST_ROWS = 5000
MOST_COLUMNS = 60
_OFFICE, _TABLE, _TEXT = (f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("office", "table", "text"))
_CELLS = {_TABLE + "table-cell", _TABLE + "covered-table-cell"}
_NOT_TEXT = {_OFFICE + "annotation", _TEXT + "note", _TEXT + "tracked-changes"}


def read(path: Path) -> Source:
    with zipfile.ZipFile(path) as package:
        content = part_of(package, "content.xml")
    from defusedxml.ElementTree import ParseError, iterparse

    try:
        return Source(tuple(_tables(iterparse(io.BytesIO(content), events=("start", "end")))))
    except (ParseError, ValueError, LookupError, RecursionError) as error:  # also unknown letters, and a thousand deep
        raise Unreadable(_("The file is damaged. Open it, save it again and try once more.")) from error


def _tables(events) -> Iterator[Table]:
    name, number, kept = "", 0, 0
    rows: list[Row] = []
    above: dict[int, Cell] = {}
    for event, element in events:
        if element.tag == _TABLE + "table":
            if event == "start":
                name, rows, above, number = element.get(_TABLE + "name", ""), [], {}, 0
            elif rows:
                yield Table(name, tuple(rows), whole_sheet=True)
        elif element.tag == _TABLE + "table-row" and event == "end":
            number += 1
            repeated = _count(element, "number-rows-repeated") - 1
            cells = _cells(element, above)
            above = dict(enumerate(cells))
            element.clear()
            if any(cell.text and not cell.is_continued for cell in cells):
                kept += 1
                if kept > MOST_ROWS:
                    raise Unreadable(_("The file has more than %(count)s rows of tables.") % {"count": MOST_ROWS})
                rows.append(Row(tuple(cells), Place(name, number)))
            number += repeated


def _count(element, name: str) -> int:
    return count_in(element.get(_TABLE + name, "1"), 1)


def _cells(row, above: dict[int, Cell]) -> list[Cell]:
    cells: list[Cell] = []
    for element in row:
        if element.tag not in _CELLS:
            continue
        if element.tag.endswith("}covered-table-cell"):
            before = above.get(len(cells), Cell())
            cell = Cell(before.text, is_continued=True)
        else:
            cell = _cell(element)
        cells += [cell] * min(_count(element, "number-columns-repeated"), MOST_COLUMNS - len(cells))
        if len(cells) >= MOST_COLUMNS:
            break
    while cells and not cells[-1].text and not cells[-1].is_continued:
        cells.pop()
    return cells


def _cell(element) -> Cell:
    kind = element.get(_OFFICE + "value-type", "")
    paragraphs = [_words(child) for child in element if child.tag == _TEXT + "p"]
    text = "\n".join(paragraphs)
    if kind == "date":
        try:
            day = date.fromisoformat(element.get(_OFFICE + "date-value", "")[:10])
        except ValueError:
            return Cell(text)
        return Cell(day.strftime("%d-%m-%Y"), day)
    if kind in {"float", "currency", "percentage"}:
        try:
            return Cell(text, float(element.get(_OFFICE + "value", "")))
        except ValueError:
            return Cell(text)
    return Cell(text)


def _words(element) -> str:
    """The words of a paragraph, with its spaces, tabs and line breaks, without notes."""
    parts = [element.text or ""]
    for child in element:
        if child.tag == _TEXT + "s":
            parts.append(" " * min(_spaces(child), 100))
        elif child.tag == _TEXT + "tab":
            parts.append("\t")
        elif child.tag == _TEXT + "line-break":
            parts.append("\n")
        elif child.tag not in _NOT_TEXT:
            parts.append(_words(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _spaces(element) -> int:
    return count_in(element.get(_TEXT + "c", "1"), 1)
