"""Word (.docx): the text as it would be printed with all tracked changes accepted.

Read from the XML itself: tracked changes, text boxes and merged cells are not in the object model of python-docx, and only the
parts that matter are unpacked. Nothing outside the file is ever asked for.
"""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from agreements.imports.markdown_text import TYPED_BULLET, Line, escape, join_lines
from agreements.imports.safety import MOST_TAGS_BESIDE, count_in, part_of
from agreements.imports.source import Block, Cell, Heading, Paragraph, Place, Row, Source, Table, Unreadable
from agreements.imports.spelling import tidy
from agreements.imports.word_numbering import Numbering, value_of, w

MOST_ROWS = 5000
MOST_COLUMNS = 60
MOST_STYLES = 12  # that a style is based on, one after the other
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_GONE = {w("del"), w("moveFrom"), w("instrText"), w("delText"), w("pPr"), w("rPr"), _CHOICE + "Fallback"}
_OFF = {"0", "false", "off", "none"}
_HEADING = re.compile(r"(?:heading|kop|header|titre)\s*(\d)", re.IGNORECASE)
_LIST = re.compile(r"(?:list|lijst)[a-z ]*?(\d)$", re.IGNORECASE)
_FLOW = {w("sdt"), w("sdtContent"), w("ins"), w("moveTo"), w("customXml"), w("smartTag")}  # what stands in them counts


def read(path: Path) -> Source:
    with zipfile.ZipFile(path) as package:
        names = set(package.namelist())
        document = _parse(part_of(package, "word/document.xml"))
        styles = _parse(part_of(package, "word/styles.xml", MOST_TAGS_BESIDE)) if "word/styles.xml" in names else None
        numbering = _parse(part_of(package, "word/numbering.xml", MOST_TAGS_BESIDE)) if "word/numbering.xml" in names else None
    body = document.find(w("body"))
    if body is None:
        raise Unreadable(_("The file is damaged. Open it, save it again and try once more."))
    return Source(tuple(_Reader(_Styles(styles), Numbering(numbering)).blocks(body)))


def _parse(content: bytes):
    from docx.oxml import parse_xml

    try:
        return parse_xml(content)
    except SyntaxError as error:  # the parser's own error is one of these
        raise Unreadable(_("The file is damaged. Open it, save it again and try once more.")) from error


Said = tuple[int | None, bool, tuple[str, int] | None, int]  # level of heading, bold, (list, depth), depth by name of the style


class _Styles:
    """What the styles say of a paragraph: level of heading, bold, list."""

    def __init__(self, root):
        self._styles = {}
        for style in root.iterfind(w("style")) if root is not None else ():
            self._styles[style.get(w("styleId"))] = style
        self._known: dict[str, Said] = {}

    def of(self, name: str) -> Said:
        if name not in self._known:
            self._known[name] = self._look_up(name)
        return self._known[name]

    def _look_up(self, name: str) -> Said:
        level = bold = numbered = depth = None
        seen: set[str] = set()
        while name in self._styles and name not in seen and len(seen) < MOST_STYLES:
            seen.add(name)
            style = self._styles[name]
            properties = style.find(w("pPr"))
            heading = _HEADING.match(value_of(style, "name"))
            outline = value_of(properties, "outlineLvl")
            if level is None and heading:
                level = int(heading[1])
            elif level is None and value_of(style, "name").lower() in {"title", "titel"}:
                level = 1
            elif level is None and count_in(outline, 9) < 9:
                level = count_in(outline, 9) + 1
            bold = _is_on(style.find(w("rPr")), "b") if bold is None else bold
            numbered = numbered or _list_of(properties)
            depth = depth or _LIST.match(value_of(style, "name"))
            name = value_of(style, "basedOn")
        return level, bool(bold), numbered, int(depth[1]) - 1 if depth else 0


def _is_on(properties, name: str) -> bool | None:
    found = properties.find(w(name)) if properties is not None else None
    return None if found is None else found.get(w("val"), "1") not in _OFF


def _list_of(properties) -> tuple[str, int] | None:
    found = properties.find(w("numPr")) if properties is not None else None
    if found is None:
        return None
    return value_of(found, "numId"), count_in(value_of(found, "ilvl", "0"), 0)


class _Reader:
    def __init__(self, styles: _Styles, numbering: Numbering):
        self._styles, self._numbering = styles, numbering
        self._tables = self._paragraphs = self._rows = 0

    def blocks(self, parent) -> Iterator[Block]:
        """The blocks of the body, in order; what stands in a text box comes after the paragraph that holds it."""
        carried = ""
        for element in _flow(parent):
            if element.tag == w("tbl"):
                self._tables += 1
                yield self._table(element, _("table %(number)s") % {"number": self._tables})
            elif element.tag == w("p"):
                line, boxes, joins_next = self._paragraph(element)
                text, carried = carried + line.text, ""
                if joins_next:
                    carried = text
                    continue
                yield from self._block(Line(text, line.is_item, line.depth, line.is_strong, line.is_heading), element)
                for box in boxes:
                    yield from self.blocks(box)

    def _block(self, line: Line, element) -> Iterator[Block]:
        self._paragraphs += 1
        place = Place(row=self._paragraphs)
        text = tidy(line.text)
        if not text:
            return
        level = self._styles.of(value_of(element.find(w("pPr")), "pStyle"))[0]
        if line.is_heading or (line.is_strong and not line.is_item):
            yield Heading(" ".join(text.split()), level or 0, place)
        else:
            yield Paragraph(text, place, is_item=line.is_item)

    def _paragraph(self, element) -> tuple[Line, list, bool]:
        """The paragraph, the text boxes in it, and whether a tracked change joins it to the next one."""
        properties = element.find(w("pPr"))
        level, style_is_bold, numbered, style_depth = self._styles.of(value_of(properties, "pStyle"))
        boxes: list = []
        runs = list(self._runs(element, boxes, bool(style_is_bold)))
        spoken = [bold for text, bold in runs if text.strip()]
        is_strong = bool(spoken) and all(spoken)
        text = "".join(f"**{text}**" if bold and not is_strong else text for text, bold in _merged(runs))
        numbered = _list_of(properties) or numbered
        label = self._numbering.label(*numbered) if numbered else None
        joins_next = properties is not None and properties.find(f"{w('rPr')}/{w('del')}") is not None
        is_heading = level is not None and bool(text.strip())
        if label == "-" and text.strip():
            return Line(f"- {text.strip()}", True, numbered[1] or style_depth, is_strong), boxes, False
        if label and label != "-":
            return Line(f"{label} {text.strip()}".strip(), not is_heading, numbered[1], is_strong, is_heading), boxes, joins_next
        if TYPED_BULLET.match(text) and not is_heading:
            return Line(TYPED_BULLET.sub("- ", text), True, 0, is_strong), boxes, False
        return Line(text, False, 0, is_strong, is_heading), boxes, joins_next

    def _runs(self, element, boxes: list, bold: bool) -> Iterator[tuple[str, bool]]:
        for child in element:
            if child.tag in _GONE or not isinstance(child.tag, str):
                continue
            if child.tag == w("txbxContent"):
                boxes.append(child)
            elif child.tag == w("r"):
                properties = child.find(w("rPr"))
                if _is_on(properties, "vanish"):
                    continue
                own = _is_on(properties, "b")
                yield from self._runs(child, boxes, bold if own is None else own)
            elif child.tag == w("t"):
                yield escape(child.text or ""), bold
            elif child.tag in {w("br"), w("cr")}:
                yield ("\n" if child.get(w("type"), "textWrapping") == "textWrapping" else " "), bold
            elif child.tag == w("tab"):
                yield " ", bold
            elif child.tag == w("noBreakHyphen"):
                yield "-", bold
            else:
                yield from self._runs(child, boxes, bold)

    def _table(self, element, name: str) -> Table:
        rows: list[Row] = []
        above: dict[int, Cell] = {}
        for number, row in enumerate((child for child in _flow(element) if child.tag == w("tr")), start=1):
            self._rows += 1
            if self._rows > MOST_ROWS:
                raise Unreadable(_("The file has more than %(count)s rows of tables.") % {"count": MOST_ROWS})
            properties = row.find(w("trPr"))
            if properties is not None and properties.find(w("del")) is not None:
                continue
            cells = self._cells(row, above)
            above = dict(enumerate(cells))
            rows.append(Row(tuple(cells), Place(name, number)))
        return Table(name, tuple(rows))

    def _cells(self, row, above: dict[int, Cell]) -> list[Cell]:
        skipped = count_in(value_of(row.find(w("trPr")), "gridBefore", "0"), 0)
        cells = [Cell()] * min(skipped, MOST_COLUMNS)
        for element in (child for child in _flow(row) if child.tag == w("tc")):
            properties = element.find(w("tcPr"))
            merged = properties.find(w("vMerge")) if properties is not None else None
            width = min(count_in(value_of(properties, "gridSpan", "1"), 1), MOST_COLUMNS)
            if merged is not None and merged.get(w("val"), "continue") == "continue":
                cell = Cell(above[len(cells)].text if len(cells) in above else "", is_continued=True)
            else:
                cell = Cell(join_lines(self._lines(element)))
            cells += [cell, *[Cell(is_continued=True)] * (width - 1)]
        return cells[:MOST_COLUMNS]

    def _lines(self, cell) -> Iterator[Line]:
        carried = ""
        for element in _flow(cell):
            if element.tag == w("tbl"):
                for row in element.iterfind(w("tr")):
                    for inner in row.iterfind(w("tc")):
                        yield from self._lines(inner)
            elif element.tag == w("p"):
                line, boxes, joins_next = self._paragraph(element)
                text, carried = carried + line.text, ""
                if joins_next:
                    carried = text
                    continue
                yield Line(text, line.is_item, line.depth, line.is_strong, line.is_heading)
                for box in boxes:
                    yield from self._lines(box)


def _flow(parent) -> Iterator:
    """The children, and in their place those of whatever only wraps them."""
    for child in parent:
        if child.tag in _FLOW:
            yield from _flow(child)
        else:
            yield child


def _merged(runs: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Runs of the same weight as one, with the spaces outside the bold."""
    merged: list[tuple[str, bool]] = []
    for text, bold in runs:
        bold = bold and bool(text.strip())
        if merged and merged[-1][1] == bold:
            merged[-1] = (merged[-1][0] + text, bold)
        else:
            merged.append((text, bold))
    parts = []
    for text, bold in merged:
        if bold:
            inner = text.strip()
            before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
            parts += [(before, False), (inner, True), (after, False)]
        else:
            parts.append((text, bold))
    return [part for part in parts if part[0]]
