"""Text with columns (.csv): in the letters and with the separator that Dutch programs write."""

import csv
import io
import re
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _

from agreements.imports.formats.source import Cell, Place, Row, Source, Table, Unreadable
from parties.tables.csv import unguarded

MOST_ROWS = 5000
MOST_COLUMNS = 60
MOST_LETTERS = 200_000  # of one cell
LONGEST_START = 100_000  # letters among which the separator is looked for
SEPARATORS = ";,\t|"
_DAMAGED = re.compile("Ã[\x80-¿€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸ]|â‚¬|â€[™œ˜“”]|\ufffd")


def read(path: Path) -> Source:
    text = _decode(path.read_bytes())
    if _DAMAGED.search(text):
        sentence = _("Letters in this file are damaged (such as «é»). Save it again as CSV with the character set UTF-8.")
        raise Unreadable(sentence)
    csv.field_size_limit(MOST_LETTERS)
    try:
        lines = list(_limited(csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))))
    except csv.Error as error:
        raise Unreadable(_("This is no text with columns, or a quotation mark is missing somewhere.")) from error
    rows = []
    for number, line in enumerate(lines, start=1):
        cells = tuple(Cell(unguarded(words)) for words in line[:MOST_COLUMNS])
        if any(cell.text for cell in cells):
            rows.append(Row(cells, Place("CSV", number)))
    return Source((Table("CSV", tuple(rows), whole_sheet=True),) if rows else ())


def _limited(reader):
    for number, line in enumerate(reader):
        if number >= MOST_ROWS:
            raise Unreadable(_("The file has more than %(count)s rows of tables.") % {"count": MOST_ROWS})
        yield line


def _decode(content: bytes) -> str:
    """The text in the character set that it was written in: UTF-8, UTF-16 or the one of older Dutch Windows."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
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
    raise Unreadable(_("The letters of this file cannot be read. Save it again as CSV with the character set UTF-8."))


def _separator(text: str) -> str:
    """The sign that sets the cells of the first rows apart: the one by which most rows are as long as the first."""
    start = text[:LONGEST_START]

    def score(sign: str) -> tuple[int, int]:
        try:
            rows = [len(row) for row in islice(csv.reader(io.StringIO(start, newline=""), delimiter=sign), 50) if row]
        except csv.Error:
            return (0, 0)
        return (rows.count(rows[0]), rows[0]) if rows and rows[0] > 1 else (0, 0)

    return max(SEPARATORS, key=score)
