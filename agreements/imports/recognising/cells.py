"""What one cell says, and which rows are to be read."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache

from django.conf import settings
from django.utils import translation

from agreements.agenda.leads import no_lead_yet
from agreements.imports.formats.markdown_text import text_of_sheet_cell
from agreements.imports.formats.source import Cell, Row
from agreements.imports.recognising.columns import Role
from agreements.imports.words.moments import YEARS
from agreements.imports.words.spelling import bare
from agreements.models import Action

Cells = dict[Role, Cell]


def laid_out_cell(cell: Cell) -> Cell:
    """A cell of a sheet that somebody else made, with its paragraphs and lists set apart."""
    text = text_of_sheet_cell(cell.text)
    if text == cell.text and not cell.whole:
        return cell
    return replace(cell, text=text, whole=text_of_sheet_cell(cell.whole) if cell.whole else "")


def day_of_cell(cell: Cell) -> date | None:
    return cell.value if isinstance(cell.value, date) and cell.value.year in YEARS else None


def kind_named(text: str) -> str:
    """The kind of action by its name in Dutch; empty for any other words."""
    with translation.override(settings.LANGUAGE_CODE):
        return next((kind for kind, label in Action.Kind.choices if bare(str(label)) == bare(text)), "")


def with_next(rows: tuple[Row, ...]) -> Iterator[tuple[Row, Row | None]]:
    visible = [row for row in rows if not row.is_empty or any(cell.is_continued for cell in row.cells)]
    for place, row in enumerate(visible):
        yield row, visible[place + 1] if place + 1 < len(visible) else None


def year_alone(words: str) -> int | None:
    return int(words) if re.fullmatch(r"20\d\d", words.strip()) else None


def without_open_lead(cell: Cell) -> Cell:
    """The cell with the leads; an empty one where it says, as our own documents do, that there are none yet."""
    return Cell() if bare(cell.plain) == _no_lead_yet() else cell


@cache
def _no_lead_yet() -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return bare(no_lead_yet())


def lines_in(cells: Cells, role: Role) -> str | None:
    """What a cell says line by line; None where there is no such column."""
    return cells[role].plain.strip() if role in cells else None
