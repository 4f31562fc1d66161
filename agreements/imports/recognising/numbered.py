"""Agendas as numbered text: "Pijler 1. …", "1.1 …", "1.1.1 …", "Prestatie 2024: …", in paragraphs."""

import re
from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext as _

from agreements.imports.formats.source import Place, Source
from agreements.imports.recognising.columns import Labels
from agreements.imports.recognising.draft import ActionDraft, Draft, GoalDraft, Remark, ThemeDraft
from agreements.imports.recognising.numbered_lines import LONGEST_TITLE, NumberedLine, lines_of, titles_among
from agreements.imports.recognising.numbers import chapter_of, depth_of, number_before, titled
from agreements.imports.words.spelling import bare, words_only

_LEAD = re.compile(r"^\**(?:trekkers?|verantwoordelijk\w*|uitvoering)\**\s*:\**\s*(.+)$", re.IGNORECASE)
_PROJECT = re.compile(r"^\**(?:project|locatie)\**\s*:\**\s*(.+)$", re.IGNORECASE)
_ACTION_WORDS = "prestatie|actie|afspraak|jaarafspraak|inzet|maatregel"
MOST_SKIPPED = 5  # numbers between two goals


class NumberedReader:
    def __init__(self, labels: Labels, title: str):
        self._labels, self._title = labels, bare(title)
        own = re.escape(re.sub(r"\s*\b20\d\d\b", "", labels.action).strip().lower())
        self._action = re.compile(rf"^\**(?:{own}|{_ACTION_WORDS})(?:\s+voor)?\s+(20\d\d)\s*:\**\s*", re.IGNORECASE)
        self.draft = Draft()
        self.articles = 0  # lines that begin as one
        self._goal_depth = 0
        self._heading = ""
        self._titles: set[Place] = set()  # of articles that are a chapter
        self._open_article = False
        self._levels: dict[int, int] = {}

    def read(self, source: Source) -> Draft:
        lines = lines_of(source)
        self.articles = sum(line.is_article for line in lines)
        self._titles = set(titles_among(lines))
        self._goal_depth = self._find_goal_depth(lines)
        for line in lines:
            self._line(line)
        return self.draft

    def _find_goal_depth(self, lines: Sequence[NumberedLine]) -> int:
        """How deep goals are numbered: the level below which actions stand most, else the deepest."""
        below: Counter[int] = Counter()
        seen: Counter[int] = Counter()
        depth = 0
        for line in lines:
            text = line.text
            if self._action.match(text):
                below[depth] += 1
                continue
            is_title = line.place in self._titles or chapter_of(text, self._labels.theme) is not None
            if not is_title and (number := number_before(text)[0]):
                depth = depth_of(number)
                seen[depth] += 1
        if below and (deepest := below.most_common(1)[0][0]):
            return deepest
        return max((depth for depth, count in seen.items() if count > 1), default=0)

    def _line(self, line: NumberedLine) -> None:
        text, is_heading, level, place = line[:4]
        if action := self._action.match(text):
            self._add_action(text[action.end() :], int(action[1]), place)
            return
        if (chapter := chapter_of(text, self._labels.theme)) and len(text) <= LONGEST_TITLE:
            self._add_theme(*chapter, 1, place)
            return
        number, rest, is_sure = number_before(text)
        if line.is_article:
            self._add_article(number, rest, line)
            return
        if number and (is_sure or is_heading) and self._continues(number):
            depth = depth_of(number)
            if depth >= self._goal_depth and self._goal_depth:
                self._add_goal(number, rest, line)
                return
            if len(rest) <= LONGEST_TITLE and not rest.rstrip().endswith("."):
                self._add_theme(number, words_only(rest), depth, place)
                return
            self._add_goal(number, rest, line)
            return
        if is_heading and self.draft.themes and bare(text) != self._title:
            self._add_theme(*titled(text), max(1, level), place)
            return
        if is_heading and bare(text) != self._title and not self.draft.themes:
            self._heading = words_only(text)  # a theme, when goals follow without another
        self._go_on(text, place)

    def _continues(self, number: str) -> bool:
        """Whether the number belongs to the open chapter: a date or an amount does not begin a goal."""
        if "." not in number:
            return self._goal_depth <= 1 and self._follows(number)
        tops = [theme.number for theme in self.draft.themes if theme.number]
        return not tops or any(number == top or number.startswith(f"{top}.") for top in tops)

    def _follows(self, number: str) -> bool:
        """Whether a number without a dot continues the goals of the chapter: a list in a text does not."""
        last = (
            next((goal.number for goal in reversed(self.draft.themes[-1].goals) if goal.number), "") if self.draft.themes else ""
        )
        return not (number.isdecimal() and last.isdecimal()) or 0 < int(number) - int(last) <= MOST_SKIPPED

    def _add_article(self, number: str, rest: str, line: NumberedLine) -> None:
        """A chapter where its parts have numbers of their own, else a goal, which does not belong to the article before it."""
        if line.place in self._titles:
            self._add_theme(number, words_only(rest), 2 if self._has_chapter else 1, line.place)
            self._open_article = True
            return
        if self._open_article and depth_of(number) == 1:
            self._add_theme("", "", 1, line.place)
        self._add_goal(number, rest, line)

    @property
    def _has_chapter(self) -> bool:
        """Whether a chapter that is no article stands above."""
        return bool(self.draft.themes) and (not self._open_article or self._levels.keys() == {1, 2})

    def _add_theme(self, number: str, title: str, level: int, place: Place) -> None:
        self._open_article = False
        parent = self._levels.get(1) if level > 1 else None
        self.draft.themes.append(ThemeDraft(number, title, place, parent=parent))
        self._levels = {1: self._levels[1]} if parent is not None else {}
        self._levels[level] = len(self.draft.themes) - 1

    def _add_goal(self, number: str, text: str, line: NumberedLine) -> None:
        if not self.draft.themes:
            self.draft.themes.append(ThemeDraft(*titled(self._heading), line.place))
        self.draft.themes[-1].goals.append(GoalDraft(number, text.strip(), line.place, doubts=line.doubts))

    @property
    def _goal(self) -> GoalDraft | None:
        goals = self.draft.themes[-1].goals if self.draft.themes else []
        return goals[-1] if goals else None

    def _add_action(self, text: str, year: int, place: Place) -> None:
        if self._goal is None or year != self._labels.year:
            reason = _("It is about another year.") if self._goal else _("There is no goal in this row or above it.")
            self.draft.remarks.append(Remark(place, words_only(text), reason))
            return
        self._goal.actions.append(ActionDraft(text.strip(), place))

    def _go_on(self, text: str, place: Place) -> None:
        """A paragraph without a number belongs to what stands above it."""
        goal = self._goal
        action = goal.actions[-1] if goal and goal.actions else None
        if action and (lead := _LEAD.match(text)):
            action.lead_line = lead[1].strip("* ")
        elif action and (project := _PROJECT.match(text)):
            action.project = words_only(project[1])
        elif action:
            action.text = _join(action.text, text)
        elif goal:
            goal.text = _join(goal.text or "", text)
        elif self.draft.themes:
            self.draft.themes[-1].introduction = _join(self.draft.themes[-1].introduction, text)
        elif bare(text) != self._title:
            self.draft.remarks.append(Remark(place, words_only(text), _("It stands before the first chapter.")))


def _join(before: str, text: str) -> str:
    is_list = text.startswith("- ") and before.rsplit("\n", 1)[-1].startswith("- ")
    if before and before[-1] not in ".:;!?)’'\"%" and text[0].islower():
        return f"{before} {text}"  # a sentence that the foot of a page broke off
    return f"{before}\n{text}" if is_list else f"{before}\n\n{text}".strip()
