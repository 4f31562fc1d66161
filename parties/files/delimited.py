"""Text with columns (.csv): in the letters and with the separator that Dutch programs write."""

import csv
import io
import re
from itertools import islice

from parties.files.office_files import Fault, RefusedError
from parties.files.sheets import EMPTY, RawCell, RawSheet, Tally

SEPARATORS = ";,\t|"
LONGEST_START = 100_000  # letters among which the separator is looked for
LONGEST_FIELD = 10_000_000  # letters; how many are read, the extent says
FEW = 50  # rows by which it is judged
_GUARDED = re.compile(r"'+[=+\-@\t\r\n]")
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def read_delimited(content: bytes, tally: Tally, *, is_strict: bool, name: str = "") -> RawSheet:
    """The table; is_strict refuses a quotation mark without its other half, which would swallow the rest."""
    text = _decode(content)
    sheet = RawSheet(name)
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=is_strict)
    try:
        for number, line in enumerate(reader, start=1):
            if not any(line):
                continue
            words = [tally.text((remove_guard(cell),), name, number) for cell in line[: tally.extent.columns]]
            tally.row(sheet, number, [RawCell(text) if text else EMPTY for text in words])
    except csv.Error as error:
        raise RefusedError(Fault.QUOTES, row=reader.line_num) from error
    return sheet


def remove_guard(cell: str) -> str:
    """The text without the apostrophe that guards it in our own files."""
    return cell[1:] if _GUARDED.match(cell) else cell


def _decode(content: bytes) -> str:
    """The text in its own character set: UTF-8, UTF-16 or that of older Dutch Windows."""
    if content[:2] in _MARKS:
        sets = ["utf-16"]
    elif content[:200].count(0) > len(content[:200]) // 4:
        sets = ["utf-16-be" if content[0] == 0 else "utf-16-le"]
    else:
        sets = ["utf-8-sig", "cp1252"]
    for name in sets:
        try:
            text = content.decode(name)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise RefusedError(Fault.LETTERS)


def _separator(text: str) -> str:
    """The separator of the first rows: the sign with which most rows are as long as the first."""
    start = text[:LONGEST_START]

    def score(sign: str) -> tuple[int, int]:
        try:
            rows = [len(row) for row in islice(csv.reader(io.StringIO(start, newline=""), delimiter=sign), FEW) if row]
        except csv.Error:
            return (0, 0)
        return (rows.count(rows[0]), rows[0]) if rows and rows[0] > 1 else (0, 0)

    return max(SEPARATORS, key=score)
