"""What the crosses of a row say of its action: when, and who leads."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from agreements.imports.formats.source import Cell, Row
from agreements.imports.recognising.cells import laid_out_cell
from agreements.imports.recognising.columns import RecognisedColumn, Role
from agreements.imports.recognising.crosses import gaps_in, marks_in, periods_in
from agreements.imports.recognising.draft import ActionDraft

Columns = Sequence[RecognisedColumn]


def with_crosses(draft: ActionDraft, row: Row, columns: Columns, year: int) -> ActionDraft:
    """With the periods and the parties that have a cross, where no column of their own tells those."""
    if draft.due is None and (marked := _marked(row, columns, Role.PERIOD)):
        begins, ends = periods_in(marked, year)
        draft = replace(draft, starts=draft.starts or begins or None, due=ends or None)
        if gaps_in(row, [place for place, column in enumerate(columns) if column.role == Role.PERIOD]):
            note = _("There are gaps between the crosses; this is taken as one period, from the first to the last.")
            draft = replace(draft, notes=(*draft.notes, note))
    if draft.lead_line is None and (marked := _marked(row, columns, Role.PARTY)):
        marks = marks_in(marked, are_tasks=_has_action(columns))
        notes = [_("«%(words)s» is not taken for a lead.") % {"words": words} for words in marks.others]
        draft = replace(draft, lead_line=marks.line or None, notes=(*draft.notes, *notes))
    return draft


def actions_of_parties(row: Row, columns: Columns) -> list[ActionDraft]:
    """What each party does, in a table with a column for each of them and none for what they all do."""
    if _has_action(columns):
        return []
    marked = _marked(row, columns, Role.PARTY)
    texts = {heading: laid_out_cell(cell).text for heading, cell in marked}
    tasks = marks_in(marked, are_tasks=False).tasks
    return [ActionDraft(texts[heading], row.place, lead_line=heading) for heading, _words in tasks]


def _marked(row: Row, columns: Columns, role: Role) -> list[tuple[str, Cell]]:
    """The cells in the columns of quarters or parties, with their headings."""
    return [(column.heading, cell) for column, cell in zip(columns, row.cells, strict=False) if column.role == role]


def _has_action(columns: Columns) -> bool:
    return any(column.role == Role.ACTION for column in columns)
