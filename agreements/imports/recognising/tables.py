"""Agendas in tables: a row per goal, chapter headings between or within the tables, headings repeated or not."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from agreements.imports.formats.markdown_text import text_of_sheet_cell
from agreements.imports.formats.source import Cell, Heading, Paragraph, Row, Source, Table
from agreements.imports.recognising.chapters import Chapters
from agreements.imports.recognising.columns import OWN, Labels, RecognisedColumn, Role, columns_of
from agreements.imports.recognising.content_columns import columns_by_content
from agreements.imports.recognising.draft import ActionDraft, Draft, GoalDraft, Remark
from agreements.imports.recognising.numbers import follow_on, number_alone, number_before
from agreements.imports.recognising.own_text import OwnAction, OwnText, own_actions
from agreements.imports.recognising.projects import split_projects
from agreements.imports.words.moments import YEARS, moment_of_cell
from agreements.imports.words.spelling import bare, words_only
from agreements.models import Action
from agreements.models.action import Precision
from agreements.own_files import about_sheet_title

SHORT = 150  # characters; a longer row of one cell is text, not a heading
# What a table of our own says for certain, and the column that says it.
STATED = {
    "starts": Role.STARTS,
    "due": Role.DUE,
    "recurrence": Role.RECURRENCE,
    "dropped": Role.DROPPED_ON,
    "budget": Role.BUDGET,
    "project": Role.PROJECT,
    "number": Role.ACTION_NUMBER,
}


@dataclass(slots=True)
class TableReader:
    """Reads the tables of one source; columns lists what every row of headings was taken for."""

    labels: Labels
    chosen: dict[str, str]
    projects: Collection[str]
    title: str = ""
    is_lead: Callable[[str], bool] | None = None  # set to guess by content where no headings are known
    draft: Draft = field(default_factory=Draft)
    columns: list[tuple[RecognisedColumn, ...]] = field(default_factory=list)
    _current: tuple[RecognisedColumn, ...] | None = None
    _goal: GoalDraft | None = None
    _is_ours: bool = False  # a table that we made, in which a cell means what it says

    def read(self, source: Source) -> Draft:
        self._is_ours = source.is_ours
        is_ours = source.is_ours or any(self._is_own_head(block) for block in source.blocks if isinstance(block, Table))
        chapters = OwnText(self.draft, self.labels) if is_ours else Chapters(self.draft, self.labels.theme, self.title)
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

    def _is_own_head(self, table: Table) -> bool:
        """Whether a sheet begins with the headings that only our own tables have."""
        columns = columns_of(table.rows[0], self.labels, self.chosen) if table.whole_sheet and table.rows else None
        return columns is not None and not OWN.isdisjoint(column.role for column in columns)

    def _table(self, table: Table, chapters: Chapters) -> None:
        if table.whole_sheet and table.name == about_sheet_title():
            return
        before = self._current if self._fits(table) and not self._is_ours else None
        self._current, self._goal = before, None if before is None else self._goal
        self._is_ours = self._is_ours and not table.whole_sheet
        guessed = columns_by_content(table.rows, self.chosen, self.is_lead) if self.is_lead else None
        if guessed:
            self._current = guessed.columns
            self.columns.append(guessed.columns)
            chapters.begin()
        for row, following in _with_next(table.rows):
            if guessed and row is guessed.head:
                continue
            columns = None if self._is_ours and self._current else columns_of(row, self.labels, self.chosen)
            if columns:
                self._current, self._goal = columns, None
                self._is_ours = self._is_ours or self._is_own_head(table)
                self.columns.append(columns)
                chapters.begin()
            elif not (self._is_ours and self._current) and self._is_chapter(row, following, chapters):
                chapters.heading(Heading(" ".join(words_only(row.filled[0].text).split()), 0, row.place))
                self._goal = None
                if self._current and not self._is_head(following):
                    chapters.begin()
            elif self._current is None:
                self._line_before_table(row, table, chapters)
            elif row.filled:
                self._row(row, self._current, chapters, is_sheet=table.whole_sheet)

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

    def _row(self, row: Row, columns: tuple[RecognisedColumn, ...], chapters: Chapters, *, is_sheet: bool) -> None:
        empty = [Cell()] * (len(columns) - len(row.cells)) if self._is_ours else []  # a sheet ends at its last word
        cells = {column.role: cell for column, cell in zip(columns, [*row.cells, *empty], strict=False)}
        if is_sheet and not self._is_ours:
            cells |= {role: _laid_out(cells[role]) for role in (Role.GOAL, Role.ACTION) if role in cells}
        if (theme := cells.get(Role.THEME)) and theme.text:
            label = next(column.heading for column in columns if column.role == Role.THEME)
            paragraph = cells.get(Role.PARAGRAPH, Cell())
            chapters.named(self._words(theme), row.place, self._words(paragraph), label)
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
        extras = self._extras(row, columns)
        for found in self._actions_in(action, cells):
            goal.actions.append(self._action(replace(found, text="\n\n".join([found.text, *extras])), row, cells))

    def _actions_in(self, action: Cell, cells: dict[Role, Cell]) -> Iterable[OwnAction]:
        project = self._words(cells.get(Role.PROJECT, Cell()))
        if action.lines:
            return own_actions(action.lines)
        if project or self._is_ours:
            return [OwnAction(project, action.text)]
        return [OwnAction(words_only(name), text) for name, text in split_projects(action.text, self.projects)]

    def _action(self, found: OwnAction, row: Row, cells: dict[Role, Cell]) -> ActionDraft:
        starts, due, dropped, lead = (cells.get(role, Cell()) for role in (Role.STARTS, Role.DUE, Role.DROPPED_ON, Role.LEAD))
        states = {name for name, role in STATED.items() if role in cells} if self._is_ours else set()
        return ActionDraft(
            text=found.text,
            place=row.place,
            project=found.project,
            lead_line=lead.plain if Role.LEAD in cells and (lead.text or self._is_ours) else None,
            starts=words_only(starts.text) if Role.STARTS in cells else None,
            starts_date=_day(starts),
            starts_words=words_only(cells.get(Role.STARTS_WORDS, Cell()).text),
            due=words_only(due.text) if Role.DUE in cells else None,
            due_date=_day(due),
            due_words=words_only(cells.get(Role.DUE_WORDS, Cell()).text),
            recurrence=words_only(cells[Role.RECURRENCE].text) if Role.RECURRENCE in cells else None,
            budget=words_only(cells[Role.BUDGET].text) if Role.BUDGET in cells else None,
            kind=_kind(cells[Role.KIND].text) if Role.KIND in cells else "",
            lead_text=self._words(cells[Role.LEAD_TEXT])[:300] if Role.LEAD_TEXT in cells else None,
            dropped_on=found.dropped_on or self._dropped_on(dropped),
            drop_reason=cells[Role.DROP_REASON].text.strip() if Role.DROP_REASON in cells else found.drop_reason,
            number=self._words(cells.get(Role.ACTION_NUMBER, Cell())),
            is_ours=self._is_ours,
            states=frozenset(states | ({"dropped", "project"} if cells[Role.ACTION].lines else set())),
        )

    def _words(self, cell: Cell) -> str:
        """The words of a cell that holds no Markdown; somebody else's file may make them bold."""
        return cell.plain.strip() if self._is_ours else words_only(cell.text)

    def _dropped_on(self, cell: Cell) -> date | None:
        moment = moment_of_cell(words_only(cell.text), _day(cell), self.labels.year)
        return moment.due_on if moment and moment.due_precision == Precision.DAY else None

    @staticmethod
    def _extras(row: Row, columns: tuple[RecognisedColumn, ...]) -> list[str]:
        """Columns that people chose to add to the text, each with its heading."""
        pairs = zip(columns, row.cells, strict=False)
        return [
            f"**{column.heading}:** {words_only(cell.text)}" if column.heading else _laid_out(cell).text
            for column, cell in pairs
            if column.role == Role.APPEND and cell.text
        ]

    def _goal_of(self, row: Row, cells: dict[Role, Cell], chapters: Chapters) -> GoalDraft | None:
        """The goal of the row: a new one, or that of the rows above where nothing else is said."""
        words, number_cell = cells.get(Role.GOAL, Cell()), cells.get(Role.NUMBER, Cell())
        number, text = self._number_and_text(words, cells)
        is_above = words.is_continued or number_cell.is_continued or not (text or number)
        if self._goal and chapters.is_same(self._goal) and (is_above or self._names_again(self._goal, number, text, words)):
            return self._goal
        if not (text or number) or (not text and Role.ACTION not in cells):
            return None
        goal = GoalDraft(number, text or None, row.place)
        chapters.theme(row.place).goals.append(goal)
        return goal

    def _names_again(self, goal: GoalDraft, number: str, text: str, words: Cell) -> bool:
        """Whether a row repeats the goal of the row above it."""
        if self._is_ours:
            return not words.lines and (number, text) == (goal.number, goal.text)
        same_words = bare(text) == bare(goal.text or "") and number in {"", goal.number}
        return same_words or (number == goal.number != "" and not text)

    def _number_and_text(self, words: Cell, cells: dict[Role, Cell]) -> tuple[str, str]:
        number_cell, text = cells.get(Role.NUMBER, Cell()), words.text
        if self._is_ours:
            return " ".join(number_cell.plain.split()).rstrip("."), text
        number = number_alone(number_cell)
        if isinstance(number_cell.value, float) and "." in number and (last := self._last_number()):
            number = follow_on(number, last)
        if Role.NUMBER not in cells or (number_cell.text and not number) or not number_cell.text:
            own, rest, is_sure = number_before(text.removeprefix("### ").removeprefix("**"))
            if own and (is_sure or self._follows(own)):
                number, text = number or own, rest.replace("**", "", 1) if text.startswith("**") else rest
        elif number and text.startswith(number):
            text = number_before(text)[1] if number_before(text)[0] == number else text
        return number, text.removeprefix("### ") if text.count("### ") == 1 and "\n" not in text else text

    def _last_number(self) -> str:
        last_first = (goal for theme in reversed(self.draft.themes) for goal in reversed(theme.goals))
        return next((goal.number for goal in last_first if goal.number), "")

    def _follows(self, number: str) -> bool:
        """Whether a number without a dot is the next one, so that "30% van …" does not count as one."""
        last = self._last_number()
        return number.isdecimal() and last.isdecimal() and 0 < int(number) - int(last) <= 5

    def _leave_out(self, row: Row) -> None:
        words = " | ".join(words_only(cell.text) for cell in row.filled)
        self.draft.remarks.append(Remark(row.place, words, _("There is no goal in this row or above it.")))


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
    kept = [row for row in rows if row.filled or any(cell.is_continued for cell in row.cells)]
    for place, row in enumerate(kept):
        yield row, kept[place + 1] if place + 1 < len(kept) else None
