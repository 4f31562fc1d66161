"""The rows of one table after the other: goals with their actions, below the headings of the columns."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from agreements.imports.formats.markdown_text import escape
from agreements.imports.formats.source import NO_CELL, Cell, Heading, Paragraph, Row, Table
from agreements.imports.recognising.cells import Cells, day_of_cell, kind_named, laid_out_cell, lines_in, with_next, year_alone
from agreements.imports.recognising.chapters import Chapters
from agreements.imports.recognising.columns import Labels, RecognisedColumn, Role, columns_of
from agreements.imports.recognising.content_columns import columns_by_content, fill_in
from agreements.imports.recognising.doubtful import as_if_shown, doubts_on, goal_in_doubt, heading_in_doubt, struck_beside
from agreements.imports.recognising.draft import HIDDEN, STRUCK, ActionDraft, Doubt, Draft, GoalDraft, Remark
from agreements.imports.recognising.goal_lines import goal_line
from agreements.imports.recognising.marked import actions_of_parties, with_crosses
from agreements.imports.recognising.numbers import follow_on, number_alone, number_before
from agreements.imports.recognising.projects import split_projects
from agreements.imports.words.moments import moment_of_cell, recurrence_named
from agreements.imports.words.spelling import bare, struck_words, words_only
from agreements.models.action import Precision

SHORT = 150  # characters; a longer row of one cell is text, not a heading
SAYS_NOTHING = {"", "-", "n.v.t.", "nvt"}  # in a column of dates, leads or amounts
ENOUGH = 0.5  # of the cells that say what they are, in a table that goes on without headings


@dataclass(slots=True)
class Rows:
    """Tables that somebody else made: what is meant is guessed, and an empty cell says nothing.

    What is read goes into the draft, and the columns that were met into columns. by_content: where no headings are known, what
    stands below tells what a column is.
    """

    draft: Draft
    labels: Labels
    chosen: dict[str, str]
    chapters: Chapters
    columns: list[tuple[RecognisedColumn, ...]]
    projects: Collection[str] = ()
    is_lead: Callable[[str], bool] = bool
    by_content: bool = False
    _current: tuple[RecognisedColumn, ...] = ()  # empty above the first headings
    _goal: GoalDraft | None = None
    _goal_above: GoalDraft | None = None  # in a line of its own
    _hidden: frozenset[int] = frozenset()
    _is_sheet: bool = False

    def read(self, table: Table) -> None:
        """A table without headings continues the one before it, as it does over the foot of a page."""
        self._hidden, self._is_sheet = table.hidden_columns, table.whole_sheet
        if not self._goes_on(table):
            self._current, self._goal = (), None
        elif self.chapters.is_waiting:
            self.chapters.begin()
            self._goal = None
        guessed = columns_by_content(table.rows, self.labels, self.chosen, self.is_lead) if self.by_content else None
        if guessed:
            self._current = guessed.columns
            self.columns.append(guessed.columns)
            self.chapters.begin()
            table = replace(table, rows=tuple(row for row in table.rows if row is not guessed.head))
        self._read(table)

    def goal_line(self, goal: GoalDraft | None) -> None:
        """A line above the table names the goal of what follows; None where a chapter begins."""
        self._goal, self._goal_above = None, goal

    def _goes_on(self, table: Table) -> bool:
        if not table.rows or len(table.rows[0].cells) != len(self._current):
            return False
        fits = [fit for row in table.rows for fit in self._fits(row)]
        return sum(fits) >= ENOUGH * len(fits) if fits else not self.chapters.is_waiting

    def _fits(self, row: Row) -> Iterator[bool]:
        """For each cell under a number, lead or date whether it is one."""
        for column, cell in zip(self._current, row.cells, strict=False):
            if cell.text and not cell.is_continued and column.role in {Role.NUMBER, Role.LEAD, Role.DUE}:
                words = words_only(cell.text)
                is_moment = moment_of_cell(words, day_of_cell(cell), self.labels.year) is not None or bool(
                    recurrence_named(words)
                )
                yield bool(number_alone(cell)) if column.role == Role.NUMBER else is_moment or self.is_lead(words)

    def _read(self, table: Table) -> None:
        for place, (row, following) in enumerate(visible := list(with_next(table.rows))):
            if columns := self._heads(row):
                columns = fill_in(columns, [below for below, _next in visible[place + 1 :]], self.chosen, self.is_lead)
                self._current, self._goal = columns, None
                self.columns.append(columns)
                self.chapters.begin()
                if any(column.is_hidden and Role.THEME in column.kinds and column.role == Role.IGNORE for column in columns):
                    self.chapters.unknown(row.place)
            elif goal := self._goal_in(shown := as_if_shown(row)):
                self.goal_line(replace(goal, doubts=heading_in_doubt(row)))
            elif self._is_chapter(shown, following):
                self._chapter(row, shown, following)
            elif not self._current:
                self._line_before_table(row, table)
            elif not row.is_empty:
                self.draft.remarks += struck_beside(row, self._current)
                self._row(row, self._cells_of(row))

    def _chapter(self, row: Row, shown: Row, following: Row | None) -> None:
        title = " ".join(words_only(shown.filled[0].text).split())
        self.goal_line(None)
        if doubts := heading_in_doubt(row, self._hidden):
            self.chapters.in_doubt(title, row.place, doubts)
            return
        if whole := shown.filled[0].whole:
            words = struck_words(whole, shown.filled[0].text)
            self.draft.remarks.append(Remark(row.place, words, _("It is struck through.")))
        self.chapters.heading(Heading(title, 0, row.place))
        if self._current and not self._is_head(following):
            self.chapters.begin()

    def _goal_in(self, row: Row) -> GoalDraft | None:
        """The goal in a row of its own, where no column holds goals."""
        if not self._has_no_goals or len(row.filled) != 1 or self.chapters.is_chapter(words_only(row.filled[0].text)):
            return None
        return goal_line(row.filled[0].text, row.place, self.labels.goal)

    def _heads(self, row: Row) -> tuple[RecognisedColumn, ...] | None:
        return columns_of(row, self.labels, self.chosen, self._hidden)

    def _is_head(self, row: Row | None) -> bool:
        return row is not None and columns_of(row, self.labels, self.chosen) is not None

    def _is_chapter(self, row: Row, following: Row | None) -> bool:
        filled = row.filled
        if len(filled) != 1 or len(filled[0].text) > SHORT:
            return False
        text = words_only(filled[0].text)
        if self.chapters.is_chapter(text) or self._is_head(following):
            return True
        place = row.cells.index(row.filled[0])
        across = sum(cell.is_continued and not cell.text for cell in row.cells)
        is_merged = place == 0 and across >= max(2, len(row.cells) - 2)
        role = self._current[place].role if place < len(self._current) else None
        if place == 0 and place in self._hidden and self._current:
            return True
        return bool(self._current) and (is_merged or (role == Role.NUMBER and not number_alone(row.filled[0])))

    def _line_before_table(self, row: Row, table: Table) -> None:
        if table.whole_sheet and len(row.filled) == 1:
            self.chapters.paragraph(Paragraph(row.filled[0].text, row.place))
        elif row.filled:
            words = " | ".join(words_only(cell.text) for cell in row.filled)
            self.draft.remarks.append(Remark(row.place, words, _("There is no row of headings above it.")))

    # -- A row below the headings

    def _row(self, row: Row, cells: Cells) -> None:
        self._theme(row, cells)
        goal = self._goal_of(row, cells)
        if goal is None:
            words = " | ".join(words_only(cell.text) for cell in row.filled)
            self.draft.remarks.append(Remark(row.place, words, _("There is no goal in this row or above it.")))
            return
        action = cells.get(Role.ACTION, NO_CELL)
        is_told_above = action.is_continued and goal is self._goal and goal.actions
        self._goal = goal
        doubts = doubts_on(row, cells)
        if is_told_above:
            return
        drafts = list(self._actions_in(action, row, cells)) if action.text or action.whole or action.error else []
        drafts += actions_of_parties(row, self._current)
        extras = self._extras(row)
        for draft in drafts:
            draft.text = "\n\n".join(filter(None, [draft.text, *extras])) if extras else draft.text
            draft.doubts = doubts
            goal.actions.append(self._complete(draft, row, cells))

    def _theme(self, row: Row, cells: Cells) -> None:
        theme = cells.get(Role.THEME, NO_CELL)
        if (theme.text and row.is_hidden) or (theme.whole and not theme.text and not theme.is_continued):
            self._theme_in_doubt(theme, row)
        elif theme.text:
            label = next(column.heading for column in self._current if column.role == Role.THEME)
            paragraph = cells.get(Role.PARAGRAPH, NO_CELL)
            self.chapters.named(self._words(theme), row.place, self._words(paragraph), label)

    def _theme_in_doubt(self, theme: Cell, row: Row) -> None:
        """The theme of a hidden row, or one that is struck through."""
        words = theme.text or theme.whole
        doubt = Doubt(HIDDEN, "", "", row.place) if row.is_hidden else Doubt(STRUCK, words_only(words), words, row.place)
        self.chapters.in_doubt(self._words(replace(theme, text=words)), row.place, (doubt,))

    def _goal_of(self, row: Row, cells: Cells) -> GoalDraft | None:
        """The goal of the row: a new one, or that of the rows above where nothing else is said."""
        if Role.GOAL not in cells and self._has_no_goals:
            return self._goal_in_line(row, cells)
        words, number_cell = cells.get(Role.GOAL, NO_CELL), cells.get(Role.NUMBER, NO_CELL)
        words, doubts = goal_in_doubt(words, row)
        number, text = self._number_and_text(words, cells)
        is_above = words.is_continued or number_cell.is_continued or not (text or number)
        if self._goal and self.chapters.is_same(self._goal) and (is_above or self._names_again(self._goal, number, text, words)):
            return self._goal
        if not (text or number) or (not text and not {Role.ACTION, Role.PARTY} & cells.keys()):
            return None
        references, added_on = lines_in(cells, Role.GOAL_REFERENCES), self._added_on(words)
        goal = GoalDraft(number, text or None, row.place, added_on=added_on, doubts=doubts, references=references)
        self.chapters.theme(row.place).goals.append(goal)
        if number_cell.text and not number:
            reason = _("This is no number of a goal that can be kept.")
            self.draft.remarks.append(Remark(row.place, words_only(number_cell.text), reason))
        return goal

    @property
    def _has_no_goals(self) -> bool:
        return not any(column.role == Role.GOAL for column in self._current)

    def _goal_in_line(self, row: Row, cells: Cells) -> GoalDraft | None:
        """The goal in the line above, else one that only holds the actions of the row."""
        action = cells.get(Role.ACTION, NO_CELL)
        if above := self._goal_above:
            if not self.chapters.is_same(above):
                self.chapters.theme(row.place).goals.append(above)
            return above
        if action.is_continued and self._goal:
            return self._goal
        has_words = action.text or action.whole or action.error or any(cells.get(role, NO_CELL).text for role in (Role.PARTY,))
        if not has_words:
            return None
        number = number_alone(cells.get(Role.NUMBER, NO_CELL))
        same = self._goal is not None and number and self._goal.number == number and self.chapters.is_same(self._goal)
        if same:
            return self._goal
        goal = GoalDraft(number, None, row.place, is_missing=True)
        self.chapters.theme(row.place).goals.append(goal)
        return goal

    def _extras(self, row: Row) -> list[str]:
        """Columns that people chose to add to the text, each with its heading."""
        pairs = zip(self._current, row.cells, strict=False)
        return [
            f"**{column.heading}:** {escape(words_only(cell.text), is_part=True)}" if column.heading else laid_out_cell(cell).text
            for column, cell in pairs
            if column.role == Role.APPEND and cell.text
        ]

    def _complete(self, draft: ActionDraft, row: Row, cells: Cells) -> ActionDraft:
        """With what the other columns say of the action."""
        return with_crosses(self._with_cells(draft, cells), row, self._current, self.labels.year)

    def _with_cells(self, draft: ActionDraft, cells: Cells) -> ActionDraft:
        starts, due, dropped = (cells.get(role, NO_CELL) for role in (Role.STARTS, Role.DUE, Role.DROPPED_ON))
        lead_text = self._words(cells[Role.LEAD_TEXT])[:300] if Role.LEAD_TEXT in cells else None
        said = {
            "lead_line": self._said(cells[Role.LEAD].plain) if Role.LEAD in cells else draft.lead_line,
            "starts": self._said_in(cells, Role.STARTS),
            "starts_date": day_of_cell(starts),
            "starts_words": words_only(cells.get(Role.STARTS_WORDS, NO_CELL).text),
            "due": self._said_in(cells, Role.DUE),
            "due_date": day_of_cell(due),
            "due_words": words_only(cells.get(Role.DUE_WORDS, NO_CELL).text),
            "recurrence": self._said_in(cells, Role.RECURRENCE),
            "budget": self._said_in(cells, Role.BUDGET),
            "kind": kind_named(cells[Role.KIND].text) if Role.KIND in cells else "",
            "lead_text": lead_text,
            "dropped_on": draft.dropped_on or self._day_in(dropped),
            "added_on": draft.added_on or self._day_in(cells.get(Role.ADDED_ON, NO_CELL)),
            "goes_on_in": draft.goes_on_in or year_alone(words_only(cells.get(Role.GOES_ON_IN, NO_CELL).text)),
            "drop_reason": cells[Role.DROP_REASON].text.strip() if Role.DROP_REASON in cells else draft.drop_reason,
            "number": self._number_of_action(cells),
            "references": lines_in(cells, Role.REFERENCES),
            "contributions": lines_in(cells, Role.CONTRIBUTIONS),
        }
        for name, value in said.items():  # making the draft anew costs more than all that is read into it
            setattr(draft, name, value)
        return draft

    def _number_of_action(self, cells: Cells) -> str | None:
        """Its own number; below a goal in a line of its own, that of the row."""
        if Role.ACTION_NUMBER in cells:
            return self._said(self._words(cells[Role.ACTION_NUMBER]))
        if self._goal_above and Role.NUMBER in cells:
            return number_alone(cells[Role.NUMBER]) or None
        return None

    def _said_in(self, cells: Cells, role: Role) -> str | None:
        return self._said(words_only(cells[role].text)) if role in cells else None

    def _day_in(self, cell: Cell) -> date | None:
        moment = moment_of_cell(words_only(cell.text), day_of_cell(cell), self.labels.year)
        return moment.due_on if moment and moment.due_precision == Precision.DAY else None

    # -- What is guessed

    def _cells_of(self, row: Row) -> Cells:
        cells = {column.role: cell for column, cell in zip(self._current, row.cells, strict=False)}
        for role in (Role.GOAL, Role.ACTION) if self._is_sheet else ():
            if role in cells:
                cells[role] = laid_out_cell(cells[role])
        return cells

    def _words(self, cell: Cell) -> str:
        return words_only(cell.text)

    def _said(self, words: str) -> str | None:
        return None if bare(words) in SAYS_NOTHING else words

    def _actions_in(self, action: Cell, row: Row, cells: Cells) -> Iterable[ActionDraft]:
        if project := self._words(cells.get(Role.PROJECT, NO_CELL)):
            return [ActionDraft(action.text, row.place, project)]
        if not action.text or action.whole:  # struck words cannot be told apart per project
            return [ActionDraft(action.text, row.place)]
        parts = split_projects(action.text, self.projects)
        return [ActionDraft(text, row.place, words_only(name)) for name, text in parts]

    def _names_again(self, goal: GoalDraft, number: str, text: str, words: Cell) -> bool:
        """Whether a row repeats the goal of the row above it."""
        same_words = bare(text) == bare(goal.text or "") and number in {"", goal.number}
        return same_words or (number == goal.number != "" and not text)

    def _added_on(self, words: Cell) -> date | None:
        """Only a file of our own says in the words of a goal that it was added."""
        return None

    def _number_and_text(self, words: Cell, cells: Cells) -> tuple[str, str]:
        number_cell, text = cells.get(Role.NUMBER, NO_CELL), words.text
        number = number_alone(number_cell)
        if isinstance(number_cell.value, float) and "." in number and (last := self._last_number()):
            number = follow_on(number, last)
        if not (number_cell.text and number):
            number, text = self._number_before(number, text)
        elif text.startswith(number):
            before, rest, _is_sure = number_before(text)
            text = rest if before == number else text
        return number, text.removeprefix("### ") if text.count("### ") == 1 and "\n" not in text else text

    def _number_before(self, number: str, text: str) -> tuple[str, str]:
        """The number that stands before the words, where their own column has none."""
        own, rest, is_sure = number_before(text.removeprefix("### ").removeprefix("**"))
        if own and (is_sure or self._follows(own)):
            return number or own, rest.replace("**", "", 1) if text.startswith("**") else rest
        return number, text

    def _last_number(self) -> str:
        last_first = (goal for theme in reversed(self.draft.themes) for goal in reversed(theme.goals))
        return next((goal.number for goal in last_first if goal.number), "")

    def _follows(self, number: str) -> bool:
        """Whether a number without a dot is the next one, so that "30% van …" does not count as one."""
        last = self._last_number()
        return number.isdecimal() and last.isdecimal() and 0 < int(number) - int(last) <= 5
