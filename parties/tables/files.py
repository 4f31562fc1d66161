"""Which kind of file a table goes to, and which kind one came from."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parties.files.delimited import read_delimited
from parties.files.ods import read_ods
from parties.files.office_files import BEGINS, Fault, Limits, RefusedError, kind_of, open_package
from parties.files.sheets import Extent, RawCell, RawSheet, Tally, cell_name
from parties.files.time_limit import TooSlowError, within
from parties.files.xlsx import read_xlsx
from parties.tables import csv, ods, xlsx
from parties.tables.sheet import Cell, NotReadableError, ReadTable, table_in

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS = 5_000, 100
MEGABYTE = 1024 * 1024
LIMITS = Limits(unpacked=60 * MEGABYTE, parts=1_000, xml=60 * MEGABYTE, tags=2_500_000)  # five thousand rows of a hundred cells
EXTENT = Extent(MOST_ROWS + 1, MOST_COLUMNS + 1, text=1_000_000, letters=20_000_000)

DAMAGED = gettext_lazy("This file is damaged: it cannot be opened.")
NO_TABLE = gettext_lazy("This is not a table. Choose a file of the kind .xlsx, .ods or .csv.")
OLD = gettext_lazy("This file has a password or is in an old kind of Excel. Save it without a password as .xlsx and try again.")
SENTENCES = {
    Fault.DAMAGED: DAMAGED,
    Fault.STRANGE: DAMAGED,
    Fault.TOO_LARGE: gettext_lazy("This file is too large once it is unpacked."),
    Fault.PASSWORD: gettext_lazy("This file has a password. Save it without one and try again."),
    Fault.OLD_WORD: OLD,
    Fault.OLD_EXCEL: OLD,
    Fault.OLD_OFFICE: OLD,
    Fault.ROWS: gettext_lazy("There are more than %(rows)s rows in this file. Split it and import the parts."),
    Fault.EMPTY_ROWS: gettext_lazy("The file has far too many empty rows. Copy the table to a new file, and try again."),
    Fault.LONG_TEXT: gettext_lazy("Row %(row)s has a text of more than %(letters)s letters. Take it out, or shorten it."),
    Fault.MUCH_TEXT: gettext_lazy("There is too much text in this file. Split it and import the parts."),
    Fault.LETTERS: NO_TABLE,
    Fault.STRICT: NO_TABLE,
    Fault.QUOTES: gettext_lazy("Row %(row)s has a quotation mark that is not closed."),
}


@dataclass(frozen=True)
class Kind:
    """A kind of file: its extension, its name, its content type, and the function that writes it."""

    extension: str
    label: str
    content_type: str
    write: Callable[..., bytes]


KINDS = {
    kind.extension: kind
    for kind in (
        Kind("xlsx", "Excel", xlsx.CONTENT_TYPE, xlsx.write_xlsx),
        Kind("ods", "OpenDocument", ods.CONTENT_TYPE, ods.write_ods),
        Kind("csv", "CSV", csv.CONTENT_TYPE, csv.write_csv),
    )
}


def read_table(data: bytes) -> ReadTable:
    """The table in the file by its content, not its name: the first sheet. Raises NotReadableError."""
    if len(data) > MOST_BYTES:
        raise NotReadableError(_("This file is larger than 10 MB."))
    try:
        return within(settings.READ_SECONDS, _read, data)
    except RefusedError as refused:
        words = {"rows": MOST_ROWS, "letters": EXTENT.text, **refused.where}
        raise NotReadableError(str(SENTENCES[refused.fault]) % words) from refused
    except TooSlowError as error:
        raise NotReadableError(_("Reading this file takes too long. Split it and import the parts.")) from error


def _read(data: bytes) -> ReadTable:
    sheet = _sheet_of(data)
    return table_in(list(_rows(sheet)), sheet=sheet.name)


def _sheet_of(data: bytes) -> RawSheet:
    """The first sheet that is not hidden."""
    tally = Tally(EXTENT)
    if not data.startswith(BEGINS):
        return read_delimited(data, tally)
    package = open_package(BytesIO(data), LIMITS)
    readers = {"xlsx": read_xlsx, "ods": read_ods}
    if (kind := kind_of(package)) not in readers:
        raise NotReadableError(str(NO_TABLE))
    return next((sheet for sheet in readers[kind](package, LIMITS, tally) if not sheet.is_hidden), RawSheet())


def _rows(sheet: RawSheet) -> Iterator[tuple[int, list[Cell]]]:
    count = 0
    for row in sheet.rows:
        if len(row.cells) > MOST_COLUMNS:
            raise NotReadableError(_("There are more than %(columns)s columns in this file.") % {"columns": MOST_COLUMNS})
        values = [_value(cell, row.number, column) for column, cell in enumerate(row.cells, start=1)]
        count += row.times
        if count > EXTENT.rows:
            raise RefusedError(Fault.ROWS)
        yield from ((row.number + place, values) for place in range(row.times))


def _value(cell: RawCell, row: int, column: int) -> Cell:
    where = {"cell": cell_name(row, column)}
    if cell.is_formula:
        raise NotReadableError(_("Cell %(cell)s holds a formula. Put its outcome there (paste as values) and try again.") % where)
    if cell.is_error:
        raise NotReadableError(_("Cell %(cell)s holds an error of Excel. Repair it and try again.") % where)
    return cell.value
