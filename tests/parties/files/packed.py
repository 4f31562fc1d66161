"""Small spreadsheets, written by hand: what a program writes, and what none does."""

import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument.spreadsheet"
NAMES = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text"))


def packed(parts: dict[str, str | bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return content.getvalue()


def xlsx(
    rows: str, *, after: str = "", styles: str = "", texts: str = "", workbook: str = "", sheet: str = "", main: str = MAIN
) -> bytes:
    """A workbook of one sheet with these rows; sheet is what stands in the element that names it, after what follows the rows."""
    relations = [
        ("rId1", "worksheet", "worksheets/sheet1.xml"),
        ("rId2", "styles", "styles.xml"),
        ("rId3", "sharedStrings", "sharedStrings.xml"),
    ]
    links = "".join(f'<Relationship Id="{key}" Type="{RELATIONS}/{kind}" Target="{to}"/>' for key, kind, to in relations)
    named = f'<sheets><sheet name="Blad" sheetId="1" {sheet} r:id="rId1"/></sheets>'
    kinds = [
        ("workbook", "sheet.main"),
        ("worksheets/sheet1", "worksheet"),
        ("styles", "styles"),
        ("sharedStrings", "sharedStrings"),
    ]
    types = "".join(f'<Override PartName="/xl/{name}.xml" ContentType="{CONTENT_TYPE}.{kind}+xml"/>' for name, kind in kinds)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}">{types}</Types>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{RELATIONS}">{workbook}{named}</workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData>{after}</worksheet>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}">{styles}</styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{main}">{texts}</sst>',
    }
    return packed(parts)


def ods(rows: str) -> bytes:
    """A spreadsheet of one table with these rows."""
    table = (
        f'<office:body><office:spreadsheet><table:table table:name="Blad">{rows}</table:table></office:spreadsheet></office:body>'
    )
    return packed(
        {"mimetype": OPEN_DOCUMENT, "content.xml": f"<office:document-content {NAMES}>{table}</office:document-content>"}
    )


def row(number: int | str, *cells: str) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def words(place: str, text: str) -> str:
    """A cell of a workbook that holds its own text."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def number(place: str, value: str, style: int = 0) -> str:
    return f'<c r="{place}" s="{style}"><v>{value}</v></c>'


def ods_row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def ods_cell(text: str, attributes: str = 'office:value-type="string"') -> str:
    return f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"
