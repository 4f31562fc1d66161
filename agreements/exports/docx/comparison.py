"""A text in Word with what it was as tracked changes. An import reads it as the text that it becomes.

Word has no mark for a row that was lifted, so what stands elsewhere, was split or merged is said in a comment beside it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agreements.agenda.content import AgendaContent, PrintedAction, PrintedGoal, PrintedTheme
from agreements.exports.docx.agenda import AgendaWriter
from agreements.exports.docx.look import new_document, save_document, set_page
from agreements.exports.docx.table import WordTable
from agreements.exports.docx.tracking import Reworded, Tracking
from agreements.versions.comparing import WORDS, TextChange, known_of, text_changes
from parties.files.making import within_render_time
from parties.renvooi.pieces import Known
from parties.tables.sheet import plain

Row = TypeVar("Row", PrintedAction, PrintedGoal, PrintedTheme)
About = tuple[str, int]
IN_A_COMMENT = ("moved", "placed", "split", "merged")


@within_render_time
@translation.override("nl")
def comparison_docx(was: AgendaContent, becomes: AgendaContent, *, author: str, at: datetime) -> bytes:
    """Laid out as the later text. author is what Word names as the one who changed it: a text, never a person."""
    merged, author = _Merged(was, becomes), plain(author)
    content, title, at = merged.content(), plain(becomes.full_title), timezone.localtime(at)
    document = new_document(is_table=content.is_table)
    set_page(document, title=title, standing=author, edition=author, is_table=content.is_table)
    notes = dict(_notes(text_changes(was, becomes)))
    _TrackedWriter(document, content, merged.fates, notes, Tracking(author=author, at=at)).write()
    return save_document(document, title=title, authors=plain(becomes.signed_by), edited_by=author, at=at)


def _notes(changes: Iterable[TextChange]) -> Iterator[tuple[About, str]]:
    """What is said beside a row of which the words alone do not tell what became of it."""
    for change in changes:
        kinds = [kind for kind in (change.kind, *change.also) if kind in IN_A_COMMENT]
        if kinds:
            words = capfirst(", ".join(str(WORDS[kind]) for kind in kinds))
            places = [f"{each.was} → {each.becomes}" for each in change.changes if "placed" in kinds and each.label == _("Place")]
            yield change.about, ": ".join([words, *filter(None, ["; ".join(filter(None, [change.note, *places]))])])


class _Merged:
    """The later text with what went still in it, and each text that reads otherwise with what it was."""

    def __init__(self, was: AgendaContent, becomes: AgendaContent):
        self.was, self.becomes = was, becomes
        self.known: Known = known_of(was, becomes)
        self.fates: dict[About, str] = {}
        self._themes = {theme.id: theme for theme in _all_themes(was.themes)}
        self._goals = {goal.id: goal for goal in was.goals}
        self._actions = {action.id: action for action in was.actions}
        self._themes_now = {theme.id for theme in _all_themes(becomes.themes)}
        self._goals_now = {goal.id for goal in becomes.goals}
        self._followed = {pk for action in becomes.actions for pk in action.lineage}

    def content(self) -> AgendaContent:
        before, now = self.was, self.becomes
        agreement, agenda = now.agreement, now.agenda
        return replace(
            now,
            agreement=replace(agreement, introduction=self._text(before.agreement.introduction, agreement.introduction)),
            agenda=replace(agenda, introduction=self._text(before.agenda.introduction, agenda.introduction)),
            themes=self._woven_themes(before.themes, now.themes),
        )

    def _text(self, was: str, becomes: str, *, is_plain: bool = False) -> str:
        return becomes if was == becomes else Reworded(becomes, was, self.known, is_plain=is_plain)

    def _woven_themes(self, before: Iterable[PrintedTheme], now: Iterable[PrintedTheme]) -> tuple[PrintedTheme, ...]:
        kept = {theme.id: self._theme(theme) for theme in now}
        gone = {theme.id: self._gone_theme(theme) for theme in before if theme.id not in self._themes_now}
        return tuple(_woven([theme.id for theme in before], kept, gone))

    def _theme(self, theme: PrintedTheme) -> PrintedTheme:
        old = self._themes.get(theme.id)
        if old is None:
            self.fates["theme", theme.id] = "new"
        else:
            theme = replace(
                theme,
                title=self._text(old.title, theme.title, is_plain=True),
                introduction=self._text(old.introduction, theme.introduction),
            )
        before = old.goals if old else ()
        kept = {goal.id: self._goal(goal) for goal in theme.goals}
        gone = {goal.id: self._gone_goal(goal) for goal in before if goal.id not in self._goals_now}
        return replace(
            theme,
            goals=tuple(_woven([goal.id for goal in before], kept, gone)),
            sections=self._woven_themes(old.sections if old else (), theme.sections),
        )

    def _goal(self, goal: PrintedGoal) -> PrintedGoal:
        old = self._goals.get(goal.id)
        if old is None:
            self.fates["goal", goal.id] = "new"
            return goal
        actions = tuple(self._action(action) for action in goal.actions)
        gone = tuple(self._gone(action) for action in old.actions if action.id not in self._followed)
        return replace(goal, text=self._text(old.text, goal.text), actions=(*actions, *gone))

    def _action(self, action: PrintedAction) -> PrintedAction:
        old = next((self._actions[pk] for pk in action.lineage if pk in self._actions), None)
        if old is None:
            self.fates["action", action.id] = "new"
            return action
        return replace(
            action,
            text=self._text(old.text, action.text),
            project=self._text(old.project, action.project, is_plain=True) if action.project else action.project,
            lead_line=self._text(old.lead_line, action.lead_line, is_plain=True) if action.lead_line else action.lead_line,
            when_line=self._text(old.when_line, action.when_line, is_plain=True) if action.when_line else action.when_line,
        )

    def _gone(self, action: PrintedAction) -> PrintedAction:
        self.fates["action", action.id] = "gone"
        return action

    def _gone_goal(self, goal: PrintedGoal) -> PrintedGoal:
        self.fates["goal", goal.id] = "gone"
        return replace(goal, actions=tuple(self._gone(action) for action in goal.actions if action.id not in self._followed))

    def _gone_theme(self, theme: PrintedTheme) -> PrintedTheme:
        """Without the goals that stand in another one now."""
        self.fates["theme", theme.id] = "gone"
        goals = tuple(self._gone_goal(goal) for goal in theme.goals if goal.id not in self._goals_now)
        sections = tuple(self._gone_theme(section) for section in theme.sections if section.id not in self._themes_now)
        return replace(theme, goals=goals, sections=sections)


def _all_themes(themes: Iterable[PrintedTheme]) -> Iterable[PrintedTheme]:
    for theme in themes:
        yield theme
        yield from _all_themes(theme.sections)


def _woven(before: list[int], kept: Mapping[int, Row], gone: Mapping[int, Row]) -> Iterable[Row]:
    """What is there now in its order, with what went behind that behind which it stood."""
    behind: dict[int | None, list[Row]] = {}
    last = None
    for pk in before:
        if pk in gone:
            behind.setdefault(last, []).append(gone[pk])
        elif pk in kept:
            last = pk
    yield from behind.get(None, ())
    for pk, row in kept.items():
        yield row
        yield from behind.get(pk, ())


class _TrackedWriter(AgendaWriter):
    def __init__(
        self, document, content: AgendaContent, fates: Mapping[About, str], notes: Mapping[About, str], tracking: Tracking
    ):
        super().__init__(document, content)
        self.document, self.fates, self.notes = document, fates, notes
        self.words.tracking = self.tracking = tracking
        self.body = document.element.body

    def _theme(self, theme: PrintedTheme, level: int) -> None:
        self._with_fate(("theme", theme.id), lambda: super(_TrackedWriter, self)._theme(theme, level))

    def _goal(self, goal: PrintedGoal) -> None:
        self._with_fate(("goal", goal.id), lambda: super(_TrackedWriter, self)._goal(goal))

    def _goal_action(self, action: PrintedAction) -> None:
        self._with_fate(("action", action.id), lambda: super(_TrackedWriter, self)._goal_action(action))

    def _with_fate(self, about: About, write: Any) -> None:
        """What is written is marked when it came or went as a whole, and told of when it stood elsewhere."""
        start = len(self.body)
        write()
        written = list(self.body)[start - 1 : -1]  # the last of the body is its page
        if fate := self.fates.get(about):
            self._mark(written, fate)
        self._comment(about, written)

    def _comment(self, about: About, elements: list[Any]) -> None:
        """Beside the first words of these."""
        runs = [run for element in elements for run in element.iter(self.qn("w:r"))]
        if runs and (words := self.notes.get(about)):
            self.tracking.comment(self.document, runs[0], plain(words))

    def _mark(self, written: list[Any], fate: str) -> None:
        for element in written:
            if element.tag == self.qn("w:tbl"):
                for row in element.iterchildren(self.qn("w:tr")):
                    self._mark_row(row, fate)
            else:
                self.tracking.mark_all([element], fate)

    def _mark_row(self, row, fate: str) -> None:
        properties = row.find(self.qn("w:trPr"))
        marked = properties is not None and any(properties.find(self.qn(tag)) is not None for tag in ("w:ins", "w:del"))
        if not marked:
            self.tracking.mark_row(row, fate)

    def _goal_rows(self, table: WordTable, goal: PrintedGoal) -> None:
        super()._goal_rows(table, goal)
        actions = goal.actions or (None,)
        rows = list(table.element.iterchildren(self.qn("w:tr")))[-len(actions) :]
        self._comment(("goal", goal.id), list(rows[0].iterchildren(self.qn("w:tc")))[:2])
        for place, (row, action) in enumerate(zip(rows, actions, strict=True)):
            if action:
                self._comment(("action", action.id), list(row.iterchildren(self.qn("w:tc")))[2:])
            fate = self.fates.get(("goal", goal.id)) or (self.fates.get(("action", action.id)) if action else None)
            if fate and place == 0 and ("goal", goal.id) not in self.fates:  # the goal, which stays, stands in this row
                for cell in list(row.iterchildren(self.qn("w:tc")))[2:]:
                    self.tracking.mark_words(cell, fate)
            elif fate:
                self._mark_row(row, fate)
