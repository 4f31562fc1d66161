"""Tables as Excel workbooks."""

import datetime
import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from math import ceil
from zipfile import BadZipFile

from django.utils.translation import gettext as _

from parties.tables.archive import opened, settled
from parties.tables.sheet import LONGEST_TEXT, Cell, Column, Found, NotReadable, Sheet, found_in, plain, shorten

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AMOUNT, DATE = '"€" #,##0.00', "dd-mm-yyyy"
A4 = 9  # in the file format
LINE, HIGHEST = 15, 405  # points
FIRST_DAY = datetime.date(1900, 3, 1)  # before this day Excel counts one day wrong
# Excel reads "_x0041_" as the letter A, unless its first line is written as a character of that kind itself.
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
ESCAPE = re.compile("_x005[Ff]_(?=x[0-9A-Fa-f]{4}_)")
INK, HEAD, HAIRLINE = "1A1D21", "E7F0F1", "D8D5CC"


def write_xlsx(sheets: Sequence[Sheet], *, title: str, author: str, at: datetime.datetime) -> bytes:
    """A workbook with a filter and a heading that stays in view; texts are texts, also where they begin with "="."""
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
    return settled(written.getvalue(), at=at)


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
        worksheet.row_dimensions[number].height = _height(row, sheet.columns)  # not every program measures the text itself
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


def read_xlsx(data: bytes, *, most_rows: int, most_columns: int) -> Found:
    """The first sheet of the workbook; raises NotReadable."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    opened(data)
    try:
        workbook = load_workbook(BytesIO(data), read_only=True, keep_links=False)
        worksheet = workbook.worksheets[0]
        worksheet.reset_dimensions()  # a file may say that it is smaller or larger than it is
        return found_in(list(_rows(worksheet, most_rows, most_columns)), sheet=worksheet.title)
    except NotReadable:
        raise
    except (InvalidFileException, BadZipFile, KeyError, IndexError, ValueError, TypeError, AttributeError, SyntaxError) as error:
        # What openpyxl and the parser below it raise for files that only look like a workbook.
        raise NotReadable(_("This file is damaged: it cannot be opened.")) from error


def _rows(worksheet, most_rows: int, most_columns: int) -> Iterable[tuple[int, list[Cell]]]:
    filled = 0
    for cells in worksheet.iter_rows(max_col=most_columns + 1):
        values = [_value(cell) for cell in cells]
        if all(value is None for value in values):
            continue
        filled += 1
        refuse_too_many(filled - 1, values, most_rows, most_columns)
        number = next(cell.row for cell in cells if cell.value is not None)
        yield number, values


def _value(cell) -> Cell:
    if cell.data_type in {"f", "e"}:
        where = {"cell": f"{cell.column_letter}{cell.row}"}
        if cell.data_type == "f":
            raise NotReadable(_("Cell %(cell)s holds a formula. Put its outcome there (paste as values) and try again.") % where)
        raise NotReadable(_("Cell %(cell)s holds an error of Excel. Repair it and try again.") % where)
    if isinstance(cell.value, datetime.datetime):
        return cell.value.date() if cell.value.time() == datetime.time() else cell.value
    return ESCAPE.sub("_", cell.value) if isinstance(cell.value, str) else cell.value


def refuse_too_many(rows: int, values: Sequence[Cell], most_rows: int, most_columns: int) -> None:
    """Raise NotReadable for a table that is larger than an import may be."""
    if rows > most_rows:
        sentence = _("There are more than %(rows)s rows in this file. Split it and import the parts.")
        raise NotReadable(sentence % {"rows": most_rows})
    if any(value is not None for value in values[most_columns:]):
        raise NotReadable(_("There are more than %(columns)s columns in this file.") % {"columns": most_columns})
