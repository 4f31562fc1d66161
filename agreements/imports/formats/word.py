"""Word (.docx): the text as it would be printed with all tracked changes accepted.

Read from the XML itself: tracked changes, text boxes and merged cells are not in the object model of python-docx, and only the
parts that matter are unpacked. Nothing outside the file is ever asked for.
"""

from collections.abc import Iterator
from dataclasses import replace
from zipfile import ZipFile

from django.utils.translation import gettext as _

from agreements.imports.formats.colours import colours_in_words
from agreements.imports.formats.markdown_text import Line, join_lines, join_own_lines, join_whole_lines
from agreements.imports.formats.safety import LIMITS, MOST_COLUMNS, MOST_ROWS
from agreements.imports.formats.source import Block, Cell, Heading, Paragraph, Place, Row, Source, Table, UnreadableError
from agreements.imports.formats.word_beside import STRICT, empty_placeholders, notes_in, remarks_on
from agreements.imports.formats.word_numbering import Numbering, count_in, value_of, w
from agreements.imports.formats.word_paragraphs import Paragraphs, Styles, WordParagraph, addresses_in, is_on
from agreements.imports.words.spelling import struck_words, tidy, words_only
from parties.files.colours import colour_named, colours_that_tell, note_fill
from parties.files.office_files import Fault, RefusedError, read_xml

_FLOW = {w("sdt"), w("sdtContent"), w("ins"), w("moveTo"), w("customXml"), w("smartTag")}  # what stands in them counts


def read(package: ZipFile) -> Source:
    """The text of a document; RefusedError when it is damaged or too much, UnreadableError when it is no agenda."""
    names = set(package.namelist())
    content = read_xml(package, "word/document.xml", LIMITS)
    document = _parse(content)
    if document.tag.startswith(STRICT):
        raise RefusedError(Fault.STRICT)
    empty_placeholders(document)
    styles, numbering, relations = (
        _parse(read_xml(package, name, LIMITS, holds_words=False)) if name in names else None
        for name in ("word/styles.xml", "word/numbering.xml", "word/_rels/document.xml.rels")
    )
    body = document.find(w("body"))
    if body is None:
        raise RefusedError(Fault.DAMAGED)
    found = Styles(styles)
    if found.of_report:
        raise UnreadableError(
            _("This is a report on progress, not an agenda. Download the agenda itself in Word, and change that.")
        )
    paragraphs = Paragraphs(found, Numbering(numbering), addresses_in(relations), notes_in(package, names, _parse))
    reader = _Reader(paragraphs)
    blocks = tuple(reader.blocks(body))
    remarks = remarks_on(package, names, content, {**paragraphs.passed, "struck": reader.struck})
    sentences = () if found.are_ours and not paragraphs.passed["note"] else (*remarks, *dict.fromkeys(reader.colours))
    return Source(blocks, sentences, is_ours=found.are_ours)


def _parse(content: bytes):
    from docx.oxml import parse_xml

    try:
        return parse_xml(content)
    except SyntaxError as error:  # the parser's own error is one of these
        raise RefusedError(Fault.DAMAGED) from error


class _Reader:
    def __init__(self, paragraphs: Paragraphs):
        self._paragraphs = paragraphs
        self._tables = self._blocks = self._rows = 0
        self.struck: list[str] = []  # words of paragraphs
        self.colours: list[str] = []  # sentences on what stands behind cells

    def blocks(self, parent) -> Iterator[Block]:
        """The blocks of the body, in order; a text box comes after the paragraph that holds it."""
        for part in self._parts(parent):
            if isinstance(part, WordParagraph):
                yield from self._block(part.line, part.level)
                for box in part.boxes:
                    yield from self.blocks(box)
            else:
                self._tables += 1
                table = self._table(part, _("table %(number)s") % {"number": self._tables})
                if table.rows:  # else a tracked change took all of it
                    yield table

    def _parts(self, parent) -> Iterator:
        """The tables as elements, and the paragraphs as read; those that a tracked change joins are one."""
        waits: WordParagraph | None = None  # for the paragraph that it joins
        for element in _flow(parent):
            if element.tag == w("tbl"):
                yield from [waits] if waits else []
                waits = None
                yield element
            elif element.tag == w("p"):
                found = self._paragraphs.read(element)
                text = (waits.line.text if waits else "") + found.line.text
                found, waits = replace(found, line=replace(found.line, text=text)), None
                if found.joins_next:
                    waits = found if text else None  # of one that went as a whole nothing is left
                else:
                    yield found
        yield from [waits] if waits else []

    def _block(self, line: Line, level: int | None) -> Iterator[Block]:
        self._blocks += 1
        place = Place(row=self._blocks)
        if self._paragraphs.are_ours:
            if level is not None and not line.style and line.plain.strip():
                yield Heading(line.plain.strip(), level, place, line.lead_in)
            else:
                yield Paragraph(line.text, place, is_item=bool(line.marker), line=line)
            return
        if line.whole:
            self.struck.append(struck_words(line.whole, line.text))
        text = tidy("\n\n".join([line.marked, *line.notes]))
        if not tidy(line.text):
            if level is not None and line.whole:
                yield Heading(" ".join(words_only(line.whole).split()), level, place, is_struck=True)
            return
        if line.is_heading or (line.is_strong and not line.marker):
            yield Heading(" ".join(text.split()), level or 0, place)
        else:
            yield Paragraph(text, place, is_item=bool(line.marker))

    def _table(self, element, name: str) -> Table:
        rows: list[Row] = []
        fills: dict[tuple[int, int], str] = {}
        above: dict[int, Cell] = {}
        for number, row in enumerate((child for child in _flow(element) if child.tag == w("tr")), start=1):
            self._rows += 1
            if self._rows > MOST_ROWS:
                raise RefusedError(Fault.ROWS)
            properties = row.find(w("trPr"))
            if properties is not None and properties.find(w("del")) is not None:
                continue
            cells = self._cells(row, above)
            _note_fills(row, number, fills)
            above = dict(enumerate(cells))
            is_hidden = not self._paragraphs.are_ours and bool(is_on(properties, "hidden"))
            rows.append(Row(tuple(cells), Place(name, number), is_hidden))
        self.colours += _on_colours(rows, fills, name)
        return Table(name, tuple(rows))

    def _cells(self, row, above: dict[int, Cell]) -> list[Cell]:
        skipped = count_in(value_of(row.find(w("trPr")), "gridBefore", "0"), 0)
        cells = [Cell()] * min(skipped, MOST_COLUMNS)
        for element in (child for child in _flow(row) if child.tag == w("tc")):
            properties = element.find(w("tcPr"))
            merged = properties.find(w("vMerge")) if properties is not None else None
            width = min(count_in(value_of(properties, "gridSpan", "1"), 1), MOST_COLUMNS)
            if merged is not None and merged.get(w("val"), "continue") == "continue":
                before = above.get(len(cells), Cell())
                cell = replace(before, is_continued=True)
            else:
                cell = self._cell(element)
            cells += [cell, *[Cell(is_continued=True)] * (width - 1)]
        return cells[:MOST_COLUMNS]

    def _cell(self, element) -> Cell:
        lines = tuple(self._lines(element))
        if self._paragraphs.are_ours:
            return Cell(join_own_lines(lines), lines=lines)
        text, whole = join_lines(lines), join_whole_lines(lines)
        if notes := [note for line in lines for note in line.notes]:
            text = "\n\n".join([text, *notes])
            whole = whole and "\n\n".join([whole, *notes])
        return Cell(text, whole=whole)

    def _lines(self, cell) -> Iterator[Line]:
        for part in self._parts(cell):
            if isinstance(part, WordParagraph):
                yield part.line
                inside = part.boxes
            else:
                inside = part.iterfind(f"{w('tr')}/{w('tc')}")
            for inner in inside:
                yield from self._lines(inner)


def _note_fills(row, number: int, fills: dict[tuple[int, int], str]) -> None:
    column = 0
    for cell in (child for child in _flow(row) if child.tag == w("tc")):
        properties = cell.find(w("tcPr"))
        width = min(count_in(value_of(properties, "gridSpan", "1"), 1), MOST_COLUMNS)
        shade = properties.find(w("shd")) if properties is not None else None
        if shade is not None:
            note_fill(fills, number, range(column + 1, column + width + 1), colour_named(shade.get(w("fill"))))
        column += width


def _on_colours(rows: list[Row], fills: dict[tuple[int, int], str], name: str) -> Iterator[str]:
    filled = {row.place.row: len(row.filled) for row in rows} if fills else {}
    head = next((row for row in rows if len(row.filled) > 1), None)
    for colours in colours_that_tell(filled, fills) if fills else ():
        place = colours.column - 1
        heading = words_only(head.cells[place].text) if head and 0 <= place < len(head.cells) else ""
        yield colours_in_words(colours, heading or str(colours.column), name)


def _flow(parent) -> Iterator:
    """The children, and in their place those of whatever only wraps them."""
    for child in parent:
        if child.tag in _FLOW:
            yield from _flow(child)
        else:
            yield child
