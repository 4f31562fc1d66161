"""Documents of our own that parties went on editing: styles say what is what, so nothing is guessed.

agreements/own_files.py has the styles.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from agreements.imports.formats.markdown_text import Line, join_own_lines
from agreements.imports.formats.source import Cell, Heading, Paragraph, Place
from agreements.imports.recognising.chapters import Chapters
from agreements.imports.recognising.columns import Labels
from agreements.imports.recognising.draft import ActionDraft, Draft, GoalDraft, Remark, ThemeDraft
from agreements.imports.recognising.numbers import number_alone
from agreements.imports.words.moments import day_in
from agreements.imports.words.spelling import bare
from agreements.own_files import (
    AGREEMENT_INTRODUCTION,
    APPENDICES_HEAD,
    DROPPED,
    GOAL,
    INTRODUCTION,
    INTRODUCTION_HEAD,
    NO_ACTION,
    PAYS,
    PROJECT,
    REASON,
    REFERENCES_HEAD,
    STANDING,
    WHEN,
    YEAR_ACTION,
)

_YEAR = re.compile(r"\b(20\d\d)\b")
_GOES_ON = re.compile(r"^gaat verder in (20\d\d)\b", re.IGNORECASE)
_ADDED = re.compile(r"^aanvullende afspraak, gemaakt op (.+)$", re.IGNORECASE)
_SEPARATORS = ".:–—-"  # between the number of a chapter and its title
_BEGINS = {GOAL, INTRODUCTION_HEAD, REFERENCES_HEAD, APPENDICES_HEAD, STANDING}  # each paragraph in one of these begins something


def own_actions(lines: Iterable[Line], place: Place) -> Iterator[ActionDraft]:
    """The actions in the paragraphs of a cell or below a goal: each name of a project begins a new one."""
    parts: list[list[Line]] = [[]]
    for line in lines:
        if line.style == PROJECT and any(other.text.strip() for other in parts[-1]):
            parts.append([])
        parts[-1].append(line)
    actions = (_own_action(part, place) for part in parts)
    return (action for action in actions if action.text or action.project)


def added_in(lines: Iterable[Line]) -> date | None:
    """The day on which it was agreed as an addition; None where none of the lines says so."""
    found = (_ADDED.match(line.plain.strip()) for line in lines if line.style == REASON)
    return next((day_in(match[1]) for match in found if match), None)


def own_goal_text(lines: Iterable[Line]) -> str:
    """The words of the goal, without the lines that only tell of it: an additional agreement, dropped."""
    return join_own_lines(line for line in lines if line.style != REASON)


def _own_action(lines: list[Line], place: Place) -> ActionDraft:
    """The action; the text itself gives the reason when it is dropped and no line is that reason."""
    by_style: dict[str, list[str]] = defaultdict(list)
    added_on = added_in(lines)
    for line in lines:
        if line.style == REASON and _ADDED.match(line.plain.strip()):
            continue
        by_style[line.style].append(line.plain)
    dropped_on = day_in(by_style[DROPPED][0]) if DROPPED in by_style else None
    goes_on = _GOES_ON.match(by_style[DROPPED][0]) if DROPPED in by_style else None
    reason = "\n".join(by_style[REASON]).strip()
    return ActionDraft(
        join_own_lines(line for line in lines if line.style not in {PROJECT, DROPPED, REASON, NO_ACTION, WHEN, PAYS}),
        place,
        " ".join(name.strip() for name in by_style[PROJECT]),
        dropped_on=dropped_on,
        drop_reason=(reason or None) if dropped_on else "",
        added_on=added_on,
        goes_on_in=int(goes_on[1]) if goes_on else None,
        is_ours=True,
        says_if_dropped=True,
        says_if_it_goes_on=True,
        when_line=" ".join(by_style[WHEN]).strip() if WHEN in by_style else None,
        contribution_lines=tuple(by_style[PAYS]) if PAYS in by_style else None,
    )


class OwnText(Chapters):
    """The headings and paragraphs of our own document; also its goals and actions in running text."""

    def __init__(self, draft: Draft, labels: Labels):
        super().__init__(draft, labels.theme, "")
        self._labels = labels
        label = rf"{re.escape(labels.action)}|\w[\w ]{{0,40}} 20\d\d"  # that of this year, or of any other
        self._begins_action = re.compile(rf"^\W*(?:{label}):\s*", re.IGNORECASE)
        self._kind = ""
        self._lines: list[Line] = []
        self._added: list[Line] = []  # that what follows is an additional agreement
        self._place = Place()

    def heading(self, block: Heading) -> None:
        self._end()
        self._add(block, min(block.level, 2))

    def paragraph(self, block: Paragraph) -> None:
        line = block.line or Line(block.text, plain=block.text)
        if added_in([line]):
            self._end()
            self._added = [line]
            return
        if kind := self._kind_that_begins(line):
            self._end()
            self._kind, self._place = kind, block.place
        elif not self._lines:
            self._place = block.place
        self._lines.append(line)

    def begin(self) -> None:
        self._end()

    def close(self) -> None:
        self._end()

    def named(self, text: str, place: Place, paragraph: str = "", label: str = "") -> None:
        if (text, paragraph) != self._named:
            self._named = (text, paragraph)
            found = re.match(rf"{re.escape(label)} \S+ ", text)
            split = found.end() if found else 0
            self._add(Heading(text[split:], 1, place, text[:split]), 1)
            if paragraph:
                number, _space, title = paragraph.partition(" ")
                has_number = title and number_alone(Cell(number)) == number
                self._add(Heading(title, 2, place, number) if has_number else Heading(paragraph, 2, place), 2)

    def _kind_that_begins(self, line: Line) -> str:
        """What begins with this paragraph; empty when it goes on with what stands above it."""
        if line.style in _BEGINS:
            return line.style
        if line.style in {AGREEMENT_INTRODUCTION, INTRODUCTION}:
            goes_on = line.style == self._kind or (line.style, self._kind) == (INTRODUCTION, INTRODUCTION_HEAD)
            return "" if goes_on else line.style
        if line.style in {YEAR_ACTION, DROPPED} and (line.lead_in or self._kind == GOAL or self._begins_action.match(line.plain)):
            return YEAR_ACTION
        return ""

    def _add(self, block: Heading, level: int) -> int:
        number, title = self._number_and_title(block, level)
        parent = next((place for other, place in self._levels if other < level), None)
        self._levels = [pair for pair in self._levels if pair[0] < level]
        theme = self._places.get((number, bare(title)))
        if theme is None:
            theme = self._append(ThemeDraft(number, title, block.place, parent=parent, is_sure=True))
        self._theme = theme
        self._levels.append((level, theme))
        return theme

    def _number_and_title(self, block: Heading, level: int) -> tuple[str, str]:
        """By the label that is set apart; a heading that somebody typed is read as in any document."""
        if block.label:
            return block.label.split()[-1].rstrip(_SEPARATORS), block.text
        typed = re.match(rf"{re.escape(self._labels.theme)} (\S+) (.+)$", block.text, re.DOTALL)
        return (typed[1].rstrip(_SEPARATORS), typed[2]) if typed and level == 1 else ("", block.text)

    # -- What stood between two beginnings

    def _end(self) -> None:
        lines, kind = self._lines, self._kind
        self._lines, self._kind = [], ""
        if any(line.plain.strip() or line.lead_in for line in lines):
            self._take(kind, lines, join_own_lines(lines))
            self._added = []

    def _take(self, kind: str, lines: list[Line], text: str) -> None:
        if kind == GOAL:
            self._goal(lines)
        elif kind == YEAR_ACTION:
            self._action(lines)
        elif kind == INTRODUCTION_HEAD:
            self._draft.introduction_title, self._draft.introduction_place = lines[0].plain.strip(), self._place
            self._draft.introduction = join_own_lines(lines[1:]) or None
        elif kind == INTRODUCTION:
            self._draft.introduction, self._draft.introduction_place = text or None, self._place
        elif kind == AGREEMENT_INTRODUCTION:
            self._draft.agreement_introduction, self._draft.agreement_introduction_place = text, self._place
        elif kind == APPENDICES_HEAD:
            words = "; ".join(line.plain.strip() for line in lines[1:] if line.plain.strip())
            self._draft.remarks.append(
                Remark(self._place, words, _("Appendices are added to the agreement itself, with their files."))
            )
        elif kind not in {STANDING, REFERENCES_HEAD}:  # the list of references is made of the goals and actions
            self._between_goals(text)

    def _between_goals(self, text: str) -> None:
        """Words below a heading introduce its chapter."""
        if self._theme is None:
            self._draft.remarks.append(Remark(self._place, text, _("It stands before the first chapter.")))
            return
        theme = self._draft.themes[self._theme]
        theme.introduction = f"{theme.introduction}\n\n{text}".strip()

    def _goal(self, lines: list[Line]) -> None:
        first, *others = lines
        number = first.lead_in
        typed, tab, rest = first.text.partition("\t")
        if not number and tab and number_alone(Cell(typed)):
            number, first = number_alone(Cell(typed)), replace(first, text=rest)
        text, added_on = own_goal_text([first, *others]) or None, added_in(self._added)
        self.theme(self._place).goals.append(GoalDraft(number.rstrip("."), text, self._place, added_on=added_on))

    def _action(self, lines: list[Line]) -> None:
        first = lines[0]
        label = first.lead_in
        if not label and (typed := self._begins_action.match(first.text)):
            label, lines = typed[0], [replace(first, text=first.text[typed.end() :].lstrip("* ")), *lines[1:]]
        goals = self.theme(self._place).goals
        years = {int(year) for year in _YEAR.findall(label)} - {self._labels.year}
        if not goals or years:
            reason = _("It is about another year.") if years else _("There is no goal in this row or above it.")
            self._draft.remarks.append(Remark(self._place, f"{label.strip()} {join_own_lines(lines)}", reason))
            return
        goals[-1].actions += [replace(action, project=None) for action in own_actions([*self._added, *lines], self._place)]
