"""Which kind of file a table goes to, and which kind one came from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from parties.files.office_files import BEGINS
from parties.tables import csv, ods, xlsx
from parties.tables.archive import opened
from parties.tables.sheet import Found, NotReadable, Sheet

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS = 5_000, 100


@dataclass(frozen=True)
class Kind:
    """A kind of file: its extension, its name, its content type, and the function that writes it."""

    extension: str
    label: str
    content_type: str
    write: Callable[..., bytes]


def _write_csv(sheets: Sequence[Sheet], *, title: str, author: str, at: datetime) -> bytes:
    """A .csv is one table, so the first."""
    return csv.write_csv(sheets[0])


KINDS = {
    kind.extension: kind
    for kind in (
        Kind("xlsx", "Excel", xlsx.CONTENT_TYPE, xlsx.write_xlsx),
        Kind("ods", "OpenDocument", ods.CONTENT_TYPE, ods.write_ods),
        Kind("csv", "CSV", csv.CONTENT_TYPE, _write_csv),
    )
}


def read_table(data: bytes) -> Found:
    """The table in the file, whatever its name says that it is: the first sheet of a workbook; raises NotReadable."""
    if len(data) > MOST_BYTES:
        raise NotReadable(_("This file is larger than 10 MB."))
    return _reader_for(data)(data, most_rows=MOST_ROWS, most_columns=MOST_COLUMNS)


def _reader_for(data: bytes) -> Callable[..., Found]:
    if not data.startswith(BEGINS):
        return csv.read_csv
    names = opened(data).namelist()
    if "xl/workbook.xml" in names:
        return xlsx.read_xlsx
    if "content.xml" in names and "mimetype" in names:
        return ods.read_ods
    raise NotReadable(_("This is not a table. Choose a file of the kind .xlsx, .ods or .csv."))
