"""Tables as Excel workbooks."""

import datetime
import re
from collections.abc import Sequence
from io import BytesIO
from math import ceil

from parties.files.making import within_render_time
from parties.tables.archive import make_reproducible
from parties.tables.sheet import LONGEST_TEXT, Cell, Column, Sheet, plain, shorten

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AMOUNT, DATE = '"€" #,##0.00', "dd-mm-yyyy"
A4 = 9  # in the file format
LINE, HIGHEST = 15, 405  # points
FIRST_DAY = datetime.date(1900, 3, 1)  # before this day Excel counts one day wrong
# Excel reads "_x0041_" as the letter A, unless its first underscore is written in that way too.
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
INK, HEAD, HAIRLINE = "1A1D21", "E7F0F1", "D8D5CC"


@within_render_time
def write_xlsx(sheets: Sequence[Sheet], *, title: str, author: str, at: datetime.datetime) -> bytes:
    """A workbook with a filter and fixed headings; texts stay texts, also where they begin with "="."""
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    workbook.properties.title, workbook.properties.creator = plain(title), plain(author)
    workbook.properties.language = "nl-NL"
    styles = _named_styles()
    for style in styles.values():
        workbook.add_named_style(style)
    for sheet in sheets:
        _write_sheet(workbook, sheet)
    written = BytesIO()
    workbook.save(written)
    return make_reproducible(written.getvalue(), at=at)


def _named_styles() -> dict:
    from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

    top = Alignment(wrap_text=True, vertical="top")
    hairline = Border(bottom=Side(style="thin", color=HAIRLINE))
    font = {"name": "Calibri", "size": 11, "color": INK}
    shared = {"alignment": top, "border": hairline, "font": Font(**font)}
    return {
        "heading": NamedStyle(
            "Kop van tabel", font=Font(**font, bold=True), fill=PatternFill("solid", fgColor=HEAD), alignment=top, border=hairline
        ),
        "text": NamedStyle("Tekst in tabel", number_format="@", **shared),
        "number": NamedStyle("Getal in tabel", number_format="General", **shared),
        "amount": NamedStyle("Bedrag in tabel", number_format=AMOUNT, **shared),
        "date": NamedStyle("Datum in tabel", number_format=DATE, **shared),
    }


def _write_sheet(workbook, sheet: Sheet) -> None:
    from openpyxl.utils import get_column_letter

    worksheet = workbook.create_sheet(sheet.name)
    worksheet.freeze_panes = "A2"
    worksheet.print_title_rows = "1:1"
    worksheet.page_setup.orientation, worksheet.page_setup.paperSize = "landscape", A4
    worksheet.page_setup.fitToWidth, worksheet.page_setup.fitToHeight = 1, 0
    worksheet.sheet_properties.pageSetUpPr.fitToPage = True
    for number, column in enumerate(sheet.columns, start=1):
        worksheet.column_dimensions[get_column_letter(number)].width = column.width
    worksheet.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{len(sheet.rows) + 1}"
    worksheet.append([_cell(worksheet, column.title, column, "Kop van tabel") for column in sheet.columns])
    for number, row in enumerate(sheet.rows, start=2):
        worksheet.row_dimensions[number].height = _height(row, sheet.columns)  # some programs never measure it
        worksheet.append([_cell(worksheet, value, column) for value, column in zip(row, sheet.columns, strict=True)])


def _height(row: Sequence[Cell], columns: Sequence[Column]) -> float:
    """About as high as its longest text needs, in points."""
    texts = [(value, column.width) for value, column in zip(row, columns, strict=True) if isinstance(value, str)]
    lines = [sum(ceil(len(line) / width) or 1 for line in text.split("\n")) for text, width in texts]
    return min(HIGHEST, LINE * max([1, *lines]))


def _cell(worksheet, value: Cell, column: Column, style: str = ""):
    from openpyxl.cell import WriteOnlyCell

    if isinstance(value, datetime.date) and value < FIRST_DAY:
        value = value.isoformat()
    cell = WriteOnlyCell(worksheet)
    if isinstance(value, str):
        text = plain(value)
        signs_more = 6 * len(_ESCAPED.findall(text[:LONGEST_TEXT]))  # openpyxl cuts off what is longer with them
        cell.value = _ESCAPED.sub("_x005F_", shorten(text, LONGEST_TEXT - signs_more))
        cell.data_type = "s"  # openpyxl takes what begins with "=" for a formula
        cell.style = style or "Tekst in tabel"
    elif isinstance(value, datetime.date):
        cell.value, cell.style = value, "Datum in tabel"
    else:
        cell.value, cell.style = value, "Bedrag in tabel" if column.is_amount else "Getal in tabel"
    return cell
