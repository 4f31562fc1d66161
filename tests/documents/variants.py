"""Files as municipalities keep them: other headings, merged cells, tracked changes, a thousand rows. Made when a test asks."""

# ruff: noqa: TID253  (only tests and the benchmark read this module)

import csv
import io
import struct
import zipfile
import zlib
from datetime import date

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl import Workbook


def saved(document) -> bytes:
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def word(*tables: list[list[str]], before: str = "") -> bytes:
    """A Word file with a plain table for each list of rows; before is a heading above the first one."""
    document = Document()
    if before:
        document.add_heading(before, 1)
    for rows in tables:
        table = document.add_table(0, len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
        document.add_paragraph("")
    return saved(document)


def workbook(sheets: dict[str, list[list]]) -> Workbook:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return book


def excel(*rows: list, sheet: str = "Agenda") -> bytes:
    return saved(workbook({sheet: list(rows)}))


def associations() -> bytes:
    """Two associations and two tenants' organisations, other headings, extra columns, numbers before the text, umlauts."""
    head = ["Wie?", "Wat willen we bereiken", "Wat gaan we doen in 2024?", "Planning", "Resultaat", "Indicator", "Status"]
    chapter_1 = [
        head,
        ["Thús Wonen, De Sleutel", "1. Een gezonde, coöperatieve wijk", "Er is een plan.", "Q3 2024", "Plan", "1 plan", "loopt"],
        ["Corporaties en gemeente", "2. Geen geïsoleerde bewoners", "Doorlopend", "", "", "", ""],
        ["HV Zuid / Huurdersraad Waterhoek", "3. Huurders praten mee", "Er is overleg.", "31-12-2024", "", "", ""],
    ]
    chapter_2 = [
        head,
        [
            "Gem. Waterhoek (grond) – Thús Wonen (bouw)",
            "4 Ruimte om te bouwen",
            "Er is grond.",
            "na de zomer",
            "",
            "",
            "start",
        ],
        ["de huurdersorganisaties", "5) Een klacht is snel verholpen", "Klachten binnen een week.", "2024", "", "", ""],
    ]
    document = Document()
    for title, rows in (("Thema A – Wijken", chapter_1), ("Thema B – Bouwen", chapter_2)):
        document.add_heading(title, 2)
        table = document.add_table(0, len(head))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    return saved(document)


def merged_word() -> bytes:
    """A chapter across the table, a goal beside three actions, one lead for two of them, a nested list, bold in a cell."""
    document = Document()
    table = document.add_table(6, 4)
    rows = [
        ["Nr", "Doel", "Actie 2024", "Trekker"],
        ["Hoofdstuk 1: Bouwen", "", "", ""],
        ["1", "Meer woningen", "Eerste", "De Sleutel"],
        ["", "", "Tweede", ""],
        ["", "", "", "Gemeente"],
        ["2.", "Betaalbaar", "", "Gemeente"],
    ]
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(1, 3))
    for column in (0, 1):
        table.cell(2, column).merge(table.cell(4, column))
    table.cell(2, 3).merge(table.cell(3, 3))
    third = table.cell(4, 2)
    third.paragraphs[0].add_run("Derde ").bold = False
    third.paragraphs[0].add_run("vooral").bold = True
    third.add_paragraph("Een", style="List Bullet")
    third.add_paragraph("Onder een", style="List Bullet 2")
    third.add_paragraph("Twee", style="List Bullet")
    last = table.cell(5, 2)
    last.paragraphs[0].add_run("Huur").bold = True
    last.add_paragraph("De huur stijgt niet.")
    return saved(document)


def merged_sheet() -> bytes:
    """Numbers that Excel shortened, merged goals, dates and amounts of their own kind, a second and a hidden sheet."""
    rows = [
        ["Nr", "Doel", "Afspraak 2024", "Trekker", "Gereed", "Budget"],
        ["Pijler 1. Wonen"],
        *[[float(f"1.{n}"), f"Doel {n}", f"Actie {n}", "De Sleutel", None, None] for n in range(1, 10)],
        [1.1, "Doel tien", "Actie tien", "Gemeente", date(2024, 10, 1), 1250.5],
        [None, None, "Nog een actie", "Gemeente", None, "€ 3.000,-"],
    ]
    more = [rows[0], ["Pijler 2. Zorg"], ["2.1", "Zorg", "Er is zorg.", "Gemeente"]]
    book = workbook({"Wonen": rows, "Zorg": more, "Kladblok": [["x"]]})
    sheet = book["Wonen"]
    sheet.merge_cells("A2:F2")
    sheet.merge_cells("B12:B13")
    book["Kladblok"].sheet_state = "hidden"
    return saved(book)


def tracked_word() -> bytes:
    """Tracked changes (a word, a row, a paragraph that is gone), a comment, a text box with a table, a hidden word."""
    rows = [["Nr", "Doel", "Actie", "Trekker"], ["1", "Meer woningen", "", "De Sleutel"], ["2", "Weg", "Weg", "Weg"]]
    document = Document(io.BytesIO(word(rows)))
    table = document.tables[0]
    paragraph = table.cell(1, 2).paragraphs[0]
    for piece in (
        "<w:r {ns}><w:t xml:space='preserve'>Er staan </w:t></w:r>",
        "<w:del {ns} w:id='1' w:author='A'><w:r><w:delText>tien</w:delText></w:r></w:del>",
        "<w:ins {ns} w:id='2' w:author='A'><w:r><w:t>twaalf</w:t></w:r></w:ins>",
        "<w:commentRangeStart {ns} w:id='3'/>",
        "<w:r {ns}><w:t xml:space='preserve'> woningen.</w:t></w:r>",
        "<w:r {ns}><w:rPr><w:vanish/></w:rPr><w:t>geheim</w:t></w:r>",
    ):
        paragraph._p.append(parse_xml(piece.format(ns=nsdecls("w"))))
    table.rows[2]._tr.get_or_add_trPr().append(parse_xml(f"<w:del {nsdecls('w')} w:id='4' w:author='A'/>"))
    cells = "".join(
        f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text in ("3", "In een kader", "Ook dit telt.", "Gemeente")
    )
    box = (
        f"<w:r {nsdecls('w')} xmlns:v='urn:schemas-microsoft-com:vml'><w:pict><v:shape><v:textbox><w:txbxContent>"
        f"<w:tbl><w:tr>{cells}</w:tr></w:tbl></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    document.add_paragraph("")._p.append(parse_xml(box))
    return saved(document)


def flat_csv(*, encoding: str = "utf-8-sig", separator: str = ";") -> bytes:
    """One line per action with its theme and goal repeated, as a system exports it."""
    rows = [
        ["Thema", "Nr", "Meerjarenafspraak", "Prestatie 2024", "Verantwoordelijke", "Opmerkingen"],
        ["1 Wonen", "1.10", "Meer woningen voor iedereen", "Café is open\nMet terras", "De Sleutel", "n.v.t."],
        ["1 Wonen", "1.10", "Meer woningen voor iedereen", "Reünie is geweest", "Gemeente", ""],
        ["2 Zorg", "2.1", "Zorg dichtbij", "'=SOM is een tekst", "Gemeente", ""],
    ]
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode(encoding)


def unknown_headings() -> bytes:
    return excel(
        ["x", "Hierheen", "Daarmee", "Door"],
        [1, "Er zijn genoeg woningen voor ouderen.", "We bouwen tien woningen aan de Kade.", "De Sleutel"],
        [2, "Iedereen kan zijn huur betalen.", "We bellen wie niet betaalt.", "Gemeente en De Sleutel"],
        [3, "De wijk is schoon en veilig.", "We vegen elke week de stoep.", "Huurdersraad Waterhoek"],
    )


def counted_by_word() -> bytes:
    """Numbers that Word counts itself, so that they are nowhere in the text."""
    numbering = (
        f'<w:numbering {nsdecls("w")}><w:abstractNum w:abstractNumId="7"><w:multiLevelType w:val="multilevel"/>'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="Pijler %1."/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>'
        '<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2.%3"/></w:lvl>'
        '</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="7"/></w:num></w:numbering>'
    )
    document = Document()
    for depth, text in (
        (0, "Beschikbaarheid"),
        (1, "Nieuwbouw"),
        (2, "We bouwen woningen."),
        (None, "Prestatie 2024: er staan tien woningen."),
        (2, "We bouwen snel."),
        (None, "Prestatie 2024: De Sleutel bouwt in kwartaal 3 modulair."),
        (0, "Betaalbaarheid"),
        (1, "Huur"),
        (2, "De huur stijgt niet."),
        (None, "Dat geldt voor iedereen."),
    ):
        paragraph = document.add_paragraph(text)
        if depth is not None:
            properties = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="7"/></w:numPr>'
            paragraph._p.get_or_add_pPr().append(parse_xml(properties))
    return with_part(saved(document), "word/numbering.xml", numbering.encode())


def thousand_rows(rows: int = 1000) -> bytes:
    return excel(*_thousand_rows(rows))


def thousand_rows_in_word(rows: int = 1000) -> bytes:
    """The same rows as a Word table, written as XML: python-docx takes a minute to build it."""
    lines = [[str(text) for text in line] for line in _thousand_rows(rows)]
    cells = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    body = "".join(f"<w:tr>{''.join(cells.format(text.partition(chr(10))[0]) for text in line)}</w:tr>" for line in lines)
    document = f"<w:document {nsdecls('w')}><w:body><w:tbl><w:tblPr/><w:tblGrid/>{body}</w:tbl></w:body></w:document>"
    return with_part(word([["", ""]]), "word/document.xml", document.encode())


def _thousand_rows(rows: int) -> list[list]:
    """Ten chapters of a hundred goals, each with an action and its leads."""
    lines = [["Nr", "Doel", "Afspraak voor 2024", "Trekker", "Planning"]]
    leads = ["De Sleutel", "Gemeente Waterhoek en De Sleutel", "Huurdersraad Waterhoek", "Gezamenlijk"]
    for number in range(1, rows + 1):
        if number % 100 == 1:
            lines.append([f"Hoofdstuk {number // 100 + 1}: Wonen in wijk {number // 100 + 1}"])
        text = f"In straat {number} verbeteren we {number % 17 + 3} woningen, zodat de bewoners er prettig en betaalbaar wonen."
        done = f"De woningen in straat {number} zijn in 2024 verbeterd.\n• Plan\n• Uitvoering"
        lines.append([f"{number}.", text, done, leads[number % 4], f"Q{number % 4 + 1}"])
    return lines


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The package with one part added or replaced."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.namelist():
            if item != name:
                new.writestr(item, old.read(item))
        new.writestr(name, part)
    return packed.getvalue()


def part_of(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name)


def lying(content: bytes, name: str, *, megabytes: int) -> bytes:
    """The package with a part that says to be as small as it was, and unpacks to that and so many megabytes of spaces."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        said = old.read(name)
        for other in set(old.namelist()) - {name}:
            new.writestr(other, old.read(other))
        with new.open(name, "w") as part:
            part.write(said)
            for _megabyte in range(megabytes):
                part.write(b" " * 2**20)
    made = bytearray(packed.getvalue())
    entry = made.rfind(b"PK\x01\x02")  # of the part that was written last
    struct.pack_into("<I", made, entry + 16, zlib.crc32(said))
    struct.pack_into("<I", made, entry + 24, len(said))
    return bytes(made)
