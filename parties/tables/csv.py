"""Tables as text with semicolons, as the Dutch Excel opens them.

A text that a spreadsheet would take for a formula gets an apostrophe in front, and loses it again when it is read. A text
that has one there already gets a second, so that no text is ever changed.
"""

import csv
import datetime
import re
from collections.abc import Sequence
from decimal import Decimal
from io import StringIO

from parties.tables.sheet import Cell, Sheet, plain

CONTENT_TYPE = "text/csv; charset=utf-8"
_RISKY = re.compile(r"'*[=+\-@\t\r\n]")


def write_csv(sheets: Sequence[Sheet], *, title: str, author: str, at: datetime.datetime) -> bytes:
    """The first sheet as UTF-8 with the mark that Excel needs; decimal commas, dates as 2024-12-31."""
    sheet, written = sheets[0], StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow([_guard(column.title) for column in sheet.columns])
    for row in sheet.rows:
        writer.writerow([_text(value) for value in row])
    return written.getvalue().encode("utf-8-sig")


def _text(value: Cell) -> str:
    match value:
        case None:
            return ""
        case str():
            return _guard(plain(value))
        case datetime.date():
            return value.isoformat()
        case Decimal() | float():
            return str(value).replace(".", ",")
    return str(value)


def _guard(text: str) -> str:
    return "'" + text if _RISKY.match(text) else text
