"""Small files as people complained about them, in every format that can hold the complaint. Made when a test asks."""

# ruff: noqa: TID253  (only tests read this module)

import csv
import io

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from tests.documents.variants import saved, with_part, word, workbook
from tests.parties.files.packed import packed

FORMATS = ("csv", "xlsx", "ods", "docx")
HEAD = ["Nr", "Thema", "Doel", "Afspraak", "Trekker", "Planning"]
SPACES = (
    " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "style"))
    + ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
)
STRUCK = '<style:style style:name="weg"><style:text-properties style:text-line-through-style="solid"/></style:style>'
UNSEEN = '<style:style style:name="uit"><style:table-properties table:display="false"/></style:style>'


def file_of(kind: str, *rows: list[str]) -> bytes:
    """The same plain cells in a file of that kind."""
    width = max(map(len, rows))
    rows = [[*row, *[""] * (width - len(row))] for row in rows]
    if kind == "csv":
        text = io.StringIO()
        csv.writer(text, delimiter=";").writerows(rows)
        return text.getvalue().encode()
    if kind == "ods":
        return ods("".join(ods_row("".join(ods_cell(text) for text in row)) for row in rows))
    return word(rows) if kind == "docx" else saved(workbook({"Agenda": [[cell or None for cell in row] for row in rows]}))


def tables(*parts: str | list[list[str]]) -> bytes:
    """A Word file: a text is a heading, a list of rows a table."""
    document = Document()
    for part in parts:
        if isinstance(part, str):
            document.add_heading(part, 1)
            continue
        table = document.add_table(0, len(part[0]))
        for row in part:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
        document.add_paragraph("")
    return saved(document)


def row(number: str, action: str, *, goal: str = "", lead: str = "De Sleutel", planning: str = "Q1") -> list[str]:
    return [number, "Wonen", goal or f"Doel {number}", action, lead, planning]


def ods(rows: str, *, before: str = "", columns: str = "", sheet: str = "", styles: str = "") -> bytes:
    content = (
        f"<office:document-content {SPACES}><office:automatic-styles>{STRUCK}{UNSEEN}{styles}</office:automatic-styles>"
        "<office:body>"
        f'<office:spreadsheet>{before}<table:table table:name="Agenda" {sheet}>{columns}{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})


def ods_row(cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{cells}</table:table-row>"


def ods_cell(text: str, attributes: str = "") -> str:
    plain = text if text.startswith("<") and text.endswith(">") else text.replace("&", "&amp;").replace("<", "&lt;")
    lines = "".join(f"<text:p>{line}</text:p>" for line in plain.split("\n"))
    return f'<table:table-cell office:value-type="string" {attributes}>{lines}</table:table-cell>'


def hidden(kind: str) -> bytes:
    """The second of three rows, and a last column, that nobody sees."""
    rows = [[*HEAD, "Intern"], [*row("1", "Bouwen"), "x"], [*row("2", "Geheim"), ""], [*row("3", "Slopen"), ""]]
    if kind == "ods":
        columns = '<table:table-column table:number-columns-repeated="6"/><table:table-column table:visibility="collapse"/>'
        attributes = ["", "", 'table:visibility="filter"', ""]
        cells = ["".join(map(ods_cell, line)) for line in rows]
        return ods("".join(map(ods_row, cells, attributes)), columns=columns)
    if kind == "docx":
        document = Document(io.BytesIO(word(rows)))
        document.tables[0].rows[2]._tr.get_or_add_trPr().append(parse_xml(f"<w:hidden {nsdecls('w')}/>"))
        return saved(document)
    book = workbook({"Agenda": rows})
    book["Agenda"].row_dimensions[3].hidden = True
    book["Agenda"].column_dimensions["G"].hidden = True
    return saved(book)


def struck(kind: str) -> bytes:
    """ "Vijftig woningen." struck through before "Veertig woningen."; and an action of which all is struck."""
    rows = [HEAD, row("1", ""), row("2", "Weg ermee")]
    if kind == "ods":
        words = '<text:span text:style-name="weg">Vijftig woningen. </text:span>Veertig woningen.'
        first = [*map(ods_cell, row("1", "")[:3]), _ods_part(words), *map(ods_cell, row("1", "")[4:])]
        second = [ods_cell(text, 'table:style-name="weg"' if text == "Weg ermee" else "") for text in rows[2]]
        return ods(ods_row("".join(map(ods_cell, HEAD))) + ods_row("".join(first)) + ods_row("".join(second)))
    if kind == "docx":
        document = Document(io.BytesIO(word(rows)))
        cell = document.tables[0].cell(1, 3).paragraphs[0]
        cell.add_run("Vijftig woningen. ").font.strike = True
        cell.add_run("Veertig woningen.")
        document.tables[0].cell(2, 3).paragraphs[0].runs[0].font.double_strike = True
        return saved(document)
    book = workbook({"Agenda": rows})
    part = TextBlock(InlineFont(strike=True), "Vijftig woningen. ")
    book["Agenda"]["D2"] = CellRichText(part, TextBlock(InlineFont(), "Veertig woningen."))
    book["Agenda"]["D3"].font = Font(strike=True)
    return saved(book)


def _ods_part(words: str) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{words}</text:p></table:table-cell>'


CHAPTERS = [
    *[HEAD[:1] + HEAD[2:], ["A. Wonen", "", "", "", ""], ["1", "Minder gas", "Isoleren", "De Sleutel", "Q1"]],
    *[["B. Bouwen", "", "", "", ""], ["2", "Meer huizen", "Bouwen", "De Sleutel", "Q2"]],
]


def chapter_in_doubt(kind: str, look: str) -> bytes:
    """Two chapters in rows of their own; the heading of the second is hidden or struck."""
    if kind == "ods":
        struck_style = 'table:style-name="weg"' if look == "struck" else ""
        rows = ["".join(ods_cell(text, struck_style if text == "B. Bouwen" else "") for text in row) for row in CHAPTERS]
        hidden_row = 'table:visibility="collapse"' if look == "hidden" else ""
        return ods("".join(ods_row(cells, hidden_row if place == 3 else "") for place, cells in enumerate(rows)))
    if kind == "docx":
        document = Document(io.BytesIO(word(CHAPTERS)))
        row = document.tables[0].rows[3]
        if look == "hidden":
            row._tr.get_or_add_trPr().append(parse_xml(f"<w:hidden {nsdecls('w')}/>"))
        else:
            row.cells[0].paragraphs[0].runs[0].font.strike = True
        return saved(document)
    book = workbook({"Agenda": [[cell or None for cell in row] for row in CHAPTERS]})
    if look == "hidden":
        book["Agenda"].row_dimensions[4].hidden = True
    else:
        book["Agenda"]["A4"].font = Font(strike=True)
    return saved(book)


STATUS = {"Isoleren": "92D050", "Bouwen": "FFC000", "Slopen": "FF0000"}


def coloured(kind: str, *, whole_rows: bool = False) -> bytes:
    """A last column without words, of which the colour tells the status; or that colour over the row. The heads are yellow."""
    rows = [[*HEAD, "Stand"], *([*row(str(place), words), ""] for place, words in enumerate(STATUS, start=1))]
    colours = ["FFFF00", *STATUS.values()]
    width = len(rows[0])
    painted = [range(width) if whole_rows or not place else [width - 1] for place in range(len(rows))]
    if kind == "ods":
        styles = "".join(_ods_fill(colour) for colour in colours)
        lines = [
            ods_row("".join(ods_cell(text, f'table:style-name="{colour}"' if at in where else "") for at, text in enumerate(row)))
            for row, colour, where in zip(rows, colours, painted, strict=True)
        ]
        return ods("".join(lines), styles=styles)
    if kind == "docx":
        document = Document(io.BytesIO(word(rows)))
        for cells, colour, where in zip(document.tables[0].rows, colours, painted, strict=True):
            for place in where:
                shade = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{colour}"/>'
                cells.cells[place]._tc.get_or_add_tcPr().append(parse_xml(shade))
        return saved(document)
    book = workbook({"Agenda": rows})
    for number, (colour, where) in enumerate(zip(colours, painted, strict=True), start=1):
        for place in where:
            book["Agenda"].cell(number, place + 1).fill = PatternFill("solid", fgColor=colour)
    return saved(book)


def _ods_fill(colour: str) -> str:
    look = f'<style:table-cell-properties fo:background-color="#{colour.lower()}"/>'
    return f'<style:style style:name="{colour}" style:family="table-cell">{look}</style:style>'


def commented(kind: str) -> bytes:
    rows = [HEAD, row("1", "Bouwen")]
    if kind == "ods":
        note = "<office:annotation><text:p>Let op</text:p></office:annotation>"
        cells = [*map(ods_cell, rows[1][:5]), f"<table:table-cell>{note}<text:p>Q1</text:p></table:table-cell>"]
        return ods(ods_row("".join(map(ods_cell, HEAD))) + ods_row("".join(cells)))
    if kind == "docx":
        comments = (
            f'<w:comments {nsdecls("w")}><w:comment w:id="1"><w:p><w:r><w:t>Let op</w:t></w:r></w:p></w:comment></w:comments>'
        )
        return with_part(word(rows), "word/comments.xml", comments.encode())
    book = workbook({"Agenda": rows})
    book["Agenda"]["D2"].comment = Comment("Let op", "A")
    return saved(book)


def in_cell(xml: str, *, text: str = "") -> bytes:
    """A Word file with this XML at the end of the paragraph of the action."""
    document = Document(io.BytesIO(word([HEAD, row("1", text)])))
    paragraph = document.tables[0].cell(1, 3).paragraphs[0]._p
    for run in parse_xml(f"<w:p {nsdecls('w')}>{xml}</w:p>"):
        paragraph.append(run)
    return saved(document)


def footnote() -> bytes:
    notes = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>-</w:t></w:r></w:p></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:t>Onder voorbehoud.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    xml = '<w:r><w:t>Bouwen</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>.</w:t></w:r>'
    return with_part(in_cell(xml), "word/footnotes.xml", notes.encode())
