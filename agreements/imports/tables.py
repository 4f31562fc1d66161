"""Agendas in tables: a row per goal, chapter headings between or within the tables, headings repeated or not."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from agreements.imports.chapters import Chapters
from agreements.imports.columns import Column, Labels, Role, columns_of
from agreements.imports.content_columns import columns_by_content
from agreements.imports.draft import ActionDraft, Draft, GoalDraft, Remark
from agreements.imports.moments import YEARS
from agreements.imports.numbers import follow_on, number_alone, number_before
from agreements.imports.projects import split_projects
from agreements.imports.source import Cell, Heading, Paragraph, Row, Source, Table
from agreements.imports.spelling import bare, words_only
from agreements.models import Action

SHORT = 150  # characters; a longer row of one cell is text, not a heading


@dataclass(slots=True)
class TableReader:
    """Reads the tables of one source; columns lists what every row of headings was taken for."""

    labels: Labels
    chosen: dict[str, str]
    projects: Collection[str]
    title: str = ""
    is_lead: Callable[[str], bool] | None = None  # set to guess by content where no headings are known
    draft: Draft = field(default_factory=Draft)
    columns: list[tuple[Column, ...]] = field(default_factory=list)
    _current: tuple[Column, ...] | None = None
    _goal: GoalDraft | None = None

    def read(self, source: Source) -> Draft:
        chapters = Chapters(self.draft, self.labels.theme, self.title)
        for block in source.blocks:
            match block:
                case Heading():
                    chapters.heading(block)
                case Paragraph():
                    chapters.paragraph(block)
                case Table():
                    self._table(block, chapters)
        chapters.close()
        return self.draft

    def _table(self, table: Table, chapters: Chapters) -> None:
        before = self._current if self._fits(table) else None
        self._current, self._goal = before, None if before is None else self._goal
        guessed = columns_by_content(table.rows, self.chosen, self.is_lead) if self.is_lead else None
        if guessed:
            self._current = guessed.columns
            self.columns.append(guessed.columns)
            chapters.begin()
        for row, following in _with_next(table.rows):
            if guessed and row is guessed.head:
                continue
            columns = columns_of(row, self.labels, self.chosen)
            if columns:
                self._current, self._goal = columns, None
                self.columns.append(columns)
                chapters.begin()
            elif self._is_chapter(row, following, chapters):
                chapters.heading(Heading(" ".join(words_only(row.filled[0].text).split()), 0, row.place))
                self._goal = None
                if self._current and not self._is_head(following):
                    chapters.begin()
            elif self._current is None:
                self._line_before_table(row, table, chapters)
            elif row.filled:
                self._row(row, chapters)

    def _fits(self, table: Table) -> bool:
        """Whether a table without headings goes on where the one before it ended, as it does over the foot of a page."""
        return self._current is not None and bool(table.rows) and len(table.rows[0].cells) == len(self._current)

    def _is_head(self, row: Row | None) -> bool:
        return row is not None and columns_of(row, self.labels, self.chosen) is not None

    def _is_chapter(self, row: Row, following: Row | None, chapters: Chapters) -> bool:
        if len(row.filled) != 1 or len(row.filled[0].text) > SHORT:
            return False
        text = words_only(row.filled[0].text)
        if chapters.is_chapter(text) or self._is_head(following):
            return True
        place = row.cells.index(row.filled[0])
        across = sum(cell.is_continued and not cell.text for cell in row.cells)
        is_merged = place == 0 and across >= max(2, len(row.cells) - 2)
        role = self._current[place].role if self._current and place < len(self._current) else None
        return self._current is not None and (is_merged or (role == Role.NUMBER and not number_alone(row.filled[0])))

    def _line_before_table(self, row: Row, table: Table, chapters: Chapters) -> None:
        if table.whole_sheet and len(row.filled) == 1:
            chapters.paragraph(Paragraph(row.filled[0].text, row.place))
        elif row.filled:
            words = " | ".join(words_only(cell.text) for cell in row.filled)
            self.draft.remarks.append(Remark(row.place, words, _("There is no row of headings above it.")))

    def _row(self, row: Row, chapters: Chapters) -> None:
        cells = {column.role: cell for column, cell in zip(self._current, row.cells, strict=False)}
        if (theme := cells.get(Role.THEME)) and theme.text:
            paragraph = cells.get(Role.PARAGRAPH, Cell())
            chapters.named(words_only(theme.text), row.place, words_only(paragraph.text))
        goal = self._goal_of(row, cells, chapters)
        action = cells.get(Role.ACTION, Cell())
        if not action.text or (action.is_continued and goal is self._goal and goal and goal.actions):
            self._goal = goal or self._goal
            if goal is None and row.filled:
                self._leave_out(row)
            return
        if goal is None:
            self._leave_out(row)
            return
        self._goal = goal
        extras = self._extras(row)
        project = cells[Role.PROJECT].text if Role.PROJECT in cells else ""
        for name, text in [(project, action.text)] if project else split_projects(action.text, self.projects):
            goal.actions.append(self._action(name, "\n\n".join([text, *extras]), row, cells))

    def _action(self, project: str, text: str, row: Row, cells: dict[Role, Cell]) -> ActionDraft:
        due = cells.get(Role.DUE)
        return ActionDraft(
            text=text,
            place=row.place,
            project=words_only(project),
            lead_line=cells[Role.LEAD].text if Role.LEAD in cells else None,
            due=words_only(due.text) if due else None,
            due_date=due.value if due and isinstance(due.value, date) and due.value.year in YEARS else None,
            budget=words_only(cells[Role.BUDGET].text) if Role.BUDGET in cells else None,
            kind=_kind(cells[Role.KIND].text) if Role.KIND in cells else "",
            lead_text=words_only(cells[Role.LEAD_TEXT].text)[:300] if Role.LEAD_TEXT in cells else None,
        )

    def _extras(self, row: Row) -> list[str]:
        """Columns that people chose to add to the text, each with its heading."""
        pairs = zip(self._current, row.cells, strict=False)
        return [
            f"**{column.heading}:** {words_only(cell.text)}" if column.heading else cell.text
            for column, cell in pairs
            if column.role == Role.APPEND and cell.text
        ]

    def _goal_of(self, row: Row, cells: dict[Role, Cell], chapters: Chapters) -> GoalDraft | None:
        """The goal of the row: a new one, or that of the rows above where nothing else is said."""
        words, number_cell = cells.get(Role.GOAL, Cell()), cells.get(Role.NUMBER, Cell())
        number, text = number_alone(number_cell), words.text
        if isinstance(number_cell.value, float) and "." in number and (last := self._last_number()):
            number = follow_on(number, last)
        if Role.NUMBER not in cells or (number_cell.text and not number) or not number_cell.text:
            own, rest, is_sure = number_before(text.removeprefix("### ").removeprefix("**"))
            if own and (is_sure or self._follows(own)):
                number, text = number or own, rest.replace("**", "", 1) if text.startswith("**") else rest
        elif number and text.startswith(number):
            text = number_before(text)[1] if number_before(text)[0] == number else text
        text = text.removeprefix("### ") if text.count("### ") == 1 and "\n" not in text else text
        is_above = words.is_continued or number_cell.is_continued or not (text or number)
        same_words = self._goal and bare(text) == bare(self._goal.text or "") and number in {"", self._goal.number}
        if (
            self._goal
            and chapters.is_same(self._goal)
            and (is_above or same_words or (number == self._goal.number != "" and not text))
        ):
            return self._goal
        if not (text or number) or (not text and Role.ACTION not in cells):
            return None
        goal = GoalDraft(number, text or None, row.place)
        chapters.theme(row.place).goals.append(goal)
        return goal

    def _last_number(self) -> str:
        goals = (goal for theme in reversed(self.draft.themes) for goal in reversed(theme.goals))
        return next((goal.number for goal in goals if goal.number), "")

    def _follows(self, number: str) -> bool:
        """Whether a number without a dot is the next one, so that "30% van …" does not count as one."""
        last = self._last_number()
        return number.isdecimal() and last.isdecimal() and 0 < int(number) - int(last) <= 5

    def _leave_out(self, row: Row) -> None:
        words = " | ".join(words_only(cell.text) for cell in row.filled)
        self.draft.remarks.append(Remark(row.place, words, _("There is no goal in this row or above it.")))


def _kind(text: str) -> str:
    """The kind of action by its name in Dutch; empty for any other words."""
    with translation.override(settings.LANGUAGE_CODE):
        return next((kind for kind, label in Action.Kind.choices if bare(str(label)) == bare(text)), "")


def _with_next(rows: tuple[Row, ...]) -> Iterator[tuple[Row, Row | None]]:
    kept = [row for row in rows if row.filled or any(cell.is_continued for cell in row.cells)]
    for place, row in enumerate(kept):
        yield row, kept[place + 1] if place + 1 < len(kept) else None
