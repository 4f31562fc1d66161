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

from django.utils.translation import gettext as _

from parties.tables.sheet import Cell, Found, NotReadable, Sheet, found_in, plain
from parties.tables.xlsx import refuse_too_many

CONTENT_TYPE = "text/csv; charset=utf-8"
DELIMITERS = ";,\t"
_RISKY = re.compile(r"'*[=+\-@\t\r\n]")
_GUARDED = re.compile(r"'+[=+\-@\t\r\n]")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def write_csv(sheet: Sheet) -> bytes:
    """The sheet as UTF-8 with a mark by which Excel knows it; numbers have a decimal comma, dates are 2024-12-31."""
    written = StringIO()
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


def read_csv(data: bytes, *, most_rows: int, most_columns: int) -> Found:
    """The table, whichever of the usual separators and encodings it has; raises NotReadable."""
    text = _decoded(data)
    if "\x00" in text:
        raise NotReadable(_("This is not a table. Choose a file of the kind .xlsx, .ods or .csv."))
    csv.field_size_limit(10_000_000)
    reader = csv.reader(StringIO(text, newline=""), delimiter=_delimiter_of(text), strict=True)
    rows = []
    try:
        for number, cells in enumerate(reader, start=1):
            values = [unguarded(cell) if cell else None for cell in cells]
            if any(value is not None for value in values):
                refuse_too_many(len(rows), values, most_rows, most_columns)
                rows.append((number, values))
    except csv.Error as error:
        raise NotReadable(_("Row %(row)s has a quotation mark that is not closed.") % {"row": reader.line_num}) from error
    return found_in(rows)


def unguarded(cell: str) -> str:
    """The text without the apostrophe that guards it."""
    return cell[1:] if _GUARDED.match(cell) else cell


def _decoded(data: bytes) -> str:
    """The text: UTF-8 where it can be, UTF-16 where the file says so, and else what Windows writes in the Netherlands."""
    if data.startswith(_UTF16):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _delimiter_of(text: str) -> str:
    """What stands between the headings, outside quotation marks."""
    first = re.sub(r'"[^"]*"', "", text.lstrip()).split("\n", 1)[0]
    counts: Sequence[tuple[int, str]] = [(first.count(sign), sign) for sign in DELIMITERS]
    most = max(count for count, _sign in counts)
    return next(sign for count, sign in counts if count == most)
