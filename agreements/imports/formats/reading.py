"""A file of any of the four formats, as one kind of source."""

from pathlib import Path

from django.utils.translation import gettext as _

from agreements.imports.formats import delimited, excel, opendocument, word
from agreements.imports.formats.safety import CALC, EXCEL, TEXT, WORD, recognise_format
from agreements.imports.formats.source import Letters, Source, Table, Unreadable

READERS = {WORD: word.read, EXCEL: excel.read, CALC: opendocument.read, TEXT: delimited.read}


def read_source(path: Path, name: str) -> Source:
    """Read the file after it was found safe; name is how its owner called it. Unreadable says what is wrong."""
    source = READERS[recognise_format(path, name)](path)
    if not source.blocks:
        raise Unreadable(_("There is no text and no table in this file."))
    letters = Letters()
    for block in source.blocks:
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row.cells:
                    letters.count(cell.text, row.place)
        else:
            letters.count(block.text, block.place)
    return source
