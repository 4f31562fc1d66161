"""A file of any of the four formats, as one kind of source."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.utils.translation import gettext as _

from agreements.imports.formats import word
from agreements.imports.formats.safety import CALC, EXCEL, LIMITS, TEXT, WORD, recognise_format, sentence_of
from agreements.imports.formats.sheets import EXTENT, read_text, source_of
from agreements.imports.formats.source import Source, Table, UnreadableError
from parties.files.ods import read_ods
from parties.files.office_files import RefusedError
from parties.files.sheets import Tally
from parties.files.time_limit import TooSlowError, within
from parties.files.xlsx import read_xlsx

Result = TypeVar("Result")
READERS = {
    WORD: lambda file: word.read(file.package),
    EXCEL: lambda file: source_of(read_xlsx(file.package, LIMITS, Tally(EXTENT))),
    CALC: lambda file: source_of(read_ods(file.package, LIMITS, Tally(EXTENT))),
    TEXT: lambda file: read_text(file.content),
}


def read_source(path: Path, name: str) -> Source:
    """Read the file after the check of its safety; name is its owner's. UnreadableError says what is wrong."""
    try:
        return in_time(_read, path, name)
    except RefusedError as refused:
        raise UnreadableError(sentence_of(refused)) from refused


def in_time(work: Callable[..., Result], *args) -> Result:
    """What the work makes of a file, without asking the database; UnreadableError when it takes too long."""
    try:
        return within(settings.READ_SECONDS, work, *args)
    except TooSlowError as error:
        raise UnreadableError(_("Reading this file takes too long. Put only the agenda in it, and try again.")) from error


def _read(path: Path, name: str) -> Source:
    file = recognise_format(path, name)
    source = READERS[file.kind](file)
    if not source.blocks:
        raise UnreadableError(_("There is no text and no table in this file."))
    tally = Tally(EXTENT)  # once more: a text in a merged block is looked at as often as it shows
    for block in source.blocks:
        if isinstance(block, Table):
            texts = [(cell.text, row.place) for row in block.rows for cell in row.cells]
        else:
            texts = [(block.text, block.place)]
        for text, place in texts:
            tally.whole_text(text, place.part, place.row)
    return source
