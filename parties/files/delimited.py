"""Text with columns (.csv): in the letters (letters.py) and with the separator that Dutch programs write."""

import csv
import io
import re
from itertools import islice

from parties.files.letters import decode
from parties.files.office_files import Fault, RefusedError
from parties.files.sheets import EMPTY, RawCell, RawSheet, Tally

SEPARATORS = ";,\t|"
LONGEST_START = 100_000  # letters among which the separator is looked for
LONGEST_FIELD = 10_000_000  # letters; how many are read, the extent says
FEW = 50  # rows by which it is judged
_GUARDED = re.compile(r"'+[=+\-@\t\r\n]")
FEWEST_COLUMNS = 4  # of a table in which a text with as many separators on one line is a row that was swallowed


def read_delimited(content: bytes, tally: Tally, *, name: str = "") -> RawSheet:
    """The table; RefusedError names the line of a quotation mark without its other half, which would swallow the rest."""
    text, letters = decode(content)
    sheet = RawSheet(name, letters=letters)
    csv.field_size_limit(LONGEST_FIELD)
    separator = _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begin, width = 1, 0
    try:
        for number, line in enumerate(reader, start=1):
            width = width or len(line)
            if reader.line_num > begin and any(_swallows(cell, separator, width) for cell in line):
                raise RefusedError(Fault.QUOTES, row=begin)
            begin = reader.line_num + 1
            if not any(line):
                continue
            words = [tally.text((remove_guard(cell),), name, number) for cell in line[: tally.extent.columns]]
            tally.row(sheet, number, [RawCell(text) if text else EMPTY for text in words])
    except csv.Error as error:
        raise RefusedError(Fault.QUOTES, row=begin) from error
    return sheet


def _swallows(cell: str, separator: str, width: int) -> bool:
    """Whether a text of several lines holds a line that is a row of the table itself."""
    if width < FEWEST_COLUMNS or "\n" not in cell.replace("\r", "\n"):
        return False
    return any(line.count(separator) >= width - 1 for line in cell.replace("\r", "\n").split("\n"))


def remove_guard(cell: str) -> str:
    """The text without the apostrophe that guards it in our own files."""
    return cell[1:] if _GUARDED.match(cell) else cell


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
