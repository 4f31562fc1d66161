"""Tables of our own: a cell means what it says, and an empty one means that nothing was agreed."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from agreements.imports.formats.source import Cell, Row, Table
from agreements.imports.recognising.cells import Cells, without_open_lead
from agreements.imports.recognising.columns import RecognisedColumn, Role
from agreements.imports.recognising.draft import ActionDraft, GoalDraft
from agreements.imports.recognising.own_text import added_in, own_actions, own_goal_text
from agreements.imports.recognising.rows import Rows


class OwnRows(Rows):
    def read(self, table: Table) -> None:
        self._current, self._goal, self._hidden = (), None, table.hidden_columns
        self._read(table)

    def _heads(self, row: Row) -> tuple[RecognisedColumn, ...] | None:
        return None if self._current else super()._heads(row)

    def _is_chapter(self, row: Row, following: Row | None) -> bool:
        return not self._current and super()._is_chapter(row, following)

    def _goal_in(self, row: Row) -> GoalDraft | None:
        return None

    def _cells_of(self, row: Row) -> Cells:
        empty = [Cell()] * (len(self._current) - len(row.cells))  # a sheet ends at its last word
        return {column.role: cell for column, cell in zip(self._current, [*row.cells, *empty], strict=False)}

    def _words(self, cell: Cell) -> str:
        return cell.plain.strip()

    def _said(self, words: str) -> str | None:
        return words

    def _actions_in(self, action: Cell, row: Row, cells: Cells) -> Iterable[ActionDraft]:
        if action.lines:
            when = cells.pop(Role.DUE, None)  # a document has the column "when", a sheet has one for each thing
            actions = list(own_actions(action.lines, row.place))
            return actions if when is None else [replace(found, when_line=when.plain.strip()) for found in actions]
        project = self._words(cells[Role.PROJECT]) if Role.PROJECT in cells else None
        draft = ActionDraft(action.text, row.place, project, is_ours=True)
        draft.says_if_dropped = Role.DROPPED_ON in cells
        draft.says_if_added, draft.says_if_it_goes_on = Role.ADDED_ON in cells, Role.GOES_ON_IN in cells
        return [draft]

    def _with_cells(self, draft: ActionDraft, cells: Cells) -> ActionDraft:
        if Role.LEAD in cells:
            cells = {**cells, Role.LEAD: without_open_lead(cells[Role.LEAD])}
        return super()._with_cells(draft, cells)

    def _names_again(self, goal: GoalDraft, number: str, text: str, words: Cell) -> bool:
        return not words.lines and (number, text) == (goal.number, goal.text)

    def _added_on(self, words: Cell) -> date | None:
        return added_in(words.lines)

    def _number_and_text(self, words: Cell, cells: Cells) -> tuple[str, str]:
        number = " ".join(cells.get(Role.NUMBER, Cell()).plain.split()).rstrip(".")
        return number, own_goal_text(words.lines) if words.lines else words.text
