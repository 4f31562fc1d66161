"""The rows of one table after the other: goals with their actions, below the headings of the columns."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from agreements.imports.formats.markdown_text import text_of_sheet_cell
from agreements.imports.formats.source import Cell, Heading, Paragraph, Row, Table
from agreements.imports.recognising.chapters import Chapters
from agreements.imports.recognising.columns import Labels, RecognisedColumn, Role, columns_of
from agreements.imports.recognising.content_columns import columns_by_content
from agreements.imports.recognising.draft import ActionDraft, Draft, GoalDraft, Remark
from agreements.imports.recognising.numbers import follow_on, number_alone, number_before
from agreements.imports.recognising.projects import split_projects
from agreements.imports.words.moments import YEARS, moment_of_cell
from agreements.imports.words.spelling import bare, words_only
from agreements.models import Action
from agreements.models.action import Precision

SHORT = 150  # characters; a longer row of one cell is text, not a heading
Cells = dict[Role, Cell]


@dataclass(slots=True)
class Rows:
    """Tables that somebody else made: what is meant is guessed, and an empty cell says nothing.

    What is read goes into the draft, and the columns that were met into columns.
    """

    draft: Draft
    labels: Labels
    chosen: dict[str, str]
    chapters: Chapters
    columns: list[tuple[RecognisedColumn, ...]]
    projects: Collection[str] = ()
    is_lead: Callable[[str], bool] | None = None  # set to guess by content where no headings are known
    _current: tuple[RecognisedColumn, ...] = ()  # empty above the first headings
    _goal: GoalDraft | None = None

    def read(self, table: Table) -> None:
        """A table without headings continues the one before it, as it does over the foot of a page."""
        if not table.rows or len(table.rows[0].cells) != len(self._current):
            self._current, self._goal = (), None
        guessed = columns_by_content(table.rows, self.chosen, self.is_lead) if self.is_lead else None
        if guessed:
            self._current = guessed.columns
            self.columns.append(guessed.columns)
            self.chapters.begin()
            table = replace(table, rows=tuple(row for row in table.rows if row is not guessed.head))
        self._read(table)

    def _read(self, table: Table) -> None:
        for row, following in _with_next(table.rows):
            if columns := self._heads(row):
                self._current, self._goal = columns, None
                self.columns.append(columns)
                self.chapters.begin()
            elif self._is_chapter(row, following):
                self.chapters.heading(Heading(" ".join(words_only(row.filled[0].text).split()), 0, row.place))
                self._goal = None
                if self._current and not self._is_head(following):
                    self.chapters.begin()
            elif not self._current:
                self._line_before_table(row, table)
            elif row.filled:
                self._row(row, self._cells_of(row, is_sheet=table.whole_sheet))

    def _heads(self, row: Row) -> tuple[RecognisedColumn, ...] | None:
        return columns_of(row, self.labels, self.chosen)

    def _is_head(self, row: Row | None) -> bool:
        return row is not None and columns_of(row, self.labels, self.chosen) is not None

    def _is_chapter(self, row: Row, following: Row | None) -> bool:
        if len(row.filled) != 1 or len(row.filled[0].text) > SHORT:
            return False
        text = words_only(row.filled[0].text)
        if self.chapters.is_chapter(text) or self._is_head(following):
            return True
        place = row.cells.index(row.filled[0])
        across = sum(cell.is_continued and not cell.text for cell in row.cells)
        is_merged = place == 0 and across >= max(2, len(row.cells) - 2)
        role = self._current[place].role if place < len(self._current) else None
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
        action = cells.get(Role.ACTION, Cell())
        is_told_above = action.is_continued and goal is self._goal and goal.actions
        self._goal = goal
        if not action.text or is_told_above:
            return
        extras = self._extras(row)
        for draft in self._actions_in(action, row, cells):
            goal.actions.append(self._complete(replace(draft, text="\n\n".join([draft.text, *extras])), cells))

    def _theme(self, row: Row, cells: Cells) -> None:
        theme = cells.get(Role.THEME, Cell())
        if theme.text:
            label = next(column.heading for column in self._current if column.role == Role.THEME)
            paragraph = cells.get(Role.PARAGRAPH, Cell())
            self.chapters.named(self._words(theme), row.place, self._words(paragraph), label)

    def _goal_of(self, row: Row, cells: Cells) -> GoalDraft | None:
        """The goal of the row: a new one, or that of the rows above where nothing else is said."""
        words, number_cell = cells.get(Role.GOAL, Cell()), cells.get(Role.NUMBER, Cell())
        number, text = self._number_and_text(words, cells)
        is_above = words.is_continued or number_cell.is_continued or not (text or number)
        if self._goal and self.chapters.is_same(self._goal) and (is_above or self._names_again(self._goal, number, text, words)):
            return self._goal
        if not (text or number) or (not text and Role.ACTION not in cells):
            return None
        goal = GoalDraft(number, text or None, row.place)
        self.chapters.theme(row.place).goals.append(goal)
        return goal

    def _extras(self, row: Row) -> list[str]:
        """Columns that people chose to add to the text, each with its heading."""
        pairs = zip(self._current, row.cells, strict=False)
        return [
            f"**{column.heading}:** {words_only(cell.text)}" if column.heading else _laid_out(cell).text
            for column, cell in pairs
            if column.role == Role.APPEND and cell.text
        ]

    def _complete(self, draft: ActionDraft, cells: Cells) -> ActionDraft:
        """With what the other columns say of the action."""
        starts, due, dropped = (cells.get(role, Cell()) for role in (Role.STARTS, Role.DUE, Role.DROPPED_ON))
        lead_text = self._words(cells[Role.LEAD_TEXT])[:300] if Role.LEAD_TEXT in cells else None
        return replace(
            draft,
            lead_line=self._said(cells[Role.LEAD].plain) if Role.LEAD in cells else None,
            starts=self._said_in(cells, Role.STARTS),
            starts_date=_day(starts),
            starts_words=words_only(cells.get(Role.STARTS_WORDS, Cell()).text),
            due=self._said_in(cells, Role.DUE),
            due_date=_day(due),
            due_words=words_only(cells.get(Role.DUE_WORDS, Cell()).text),
            recurrence=self._said_in(cells, Role.RECURRENCE),
            budget=self._said_in(cells, Role.BUDGET),
            kind=_kind(cells[Role.KIND].text) if Role.KIND in cells else "",
            lead_text=lead_text,
            dropped_on=draft.dropped_on or self._dropped_on(dropped),
            drop_reason=cells[Role.DROP_REASON].text.strip() if Role.DROP_REASON in cells else draft.drop_reason,
            number=self._said(self._words(cells[Role.ACTION_NUMBER])) if Role.ACTION_NUMBER in cells else None,
        )

    def _said_in(self, cells: Cells, role: Role) -> str | None:
        return self._said(words_only(cells[role].text)) if role in cells else None

    def _dropped_on(self, cell: Cell) -> date | None:
        moment = moment_of_cell(words_only(cell.text), _day(cell), self.labels.year)
        return moment.due_on if moment and moment.due_precision == Precision.DAY else None

    # -- What is guessed

    def _cells_of(self, row: Row, *, is_sheet: bool) -> Cells:
        cells = {column.role: cell for column, cell in zip(self._current, row.cells, strict=False)}
        laid_out = (Role.GOAL, Role.ACTION) if is_sheet else ()
        return cells | {role: _laid_out(cells[role]) for role in laid_out if role in cells}

    def _words(self, cell: Cell) -> str:
        return words_only(cell.text)

    def _said(self, words: str) -> str | None:
        return words or None

    def _actions_in(self, action: Cell, row: Row, cells: Cells) -> Iterable[ActionDraft]:
        if project := self._words(cells.get(Role.PROJECT, Cell())):
            return [ActionDraft(action.text, row.place, project)]
        parts = split_projects(action.text, self.projects)
        return [ActionDraft(text, row.place, words_only(name)) for name, text in parts]

    def _names_again(self, goal: GoalDraft, number: str, text: str, words: Cell) -> bool:
        """Whether a row repeats the goal of the row above it."""
        same_words = bare(text) == bare(goal.text or "") and number in {"", goal.number}
        return same_words or (number == goal.number != "" and not text)

    def _number_and_text(self, words: Cell, cells: Cells) -> tuple[str, str]:
        number_cell, text = cells.get(Role.NUMBER, Cell()), words.text
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


def _laid_out(cell: Cell) -> Cell:
    """A cell of a sheet that somebody else made, with its paragraphs and lists set apart."""
    return replace(cell, text=text_of_sheet_cell(cell.text))


def _day(cell: Cell) -> date | None:
    return cell.value if isinstance(cell.value, date) and cell.value.year in YEARS else None


def _kind(text: str) -> str:
    """The kind of action by its name in Dutch; empty for any other words."""
    with translation.override(settings.LANGUAGE_CODE):
        return next((kind for kind, label in Action.Kind.choices if bare(str(label)) == bare(text)), "")


def _with_next(rows: tuple[Row, ...]) -> Iterator[tuple[Row, Row | None]]:
    visible = [row for row in rows if row.filled or any(cell.is_continued for cell in row.cells)]
    for place, row in enumerate(visible):
        yield row, visible[place + 1] if place + 1 < len(visible) else None
