"""Two texts beside each other, chapter by chapter: what changed at its place in the whole text, and counted. Asks nothing."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.agenda.content import AgendaContent, PrintedTheme
from agreements.versions.comparing import WORDS, TextChange, text_changes

About = tuple[str, int]
COUNTED = ("new", "gone", "changed", "moved", "placed", "split", "merged", "carried", "renumbered")


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A row as it is now, or was last. text is what it says now, details in smaller letters what belongs to it.

    number counts the changes that are told, from 1; 0 where the row says what it said. light is how it stood and stands.
    """

    about: About
    name: str
    text: str = ""
    details: str = ""
    change: TextChange | None = None
    number: int = 0
    light: tuple[str, str] | None = None

    @property
    def is_told(self) -> bool:
        return bool(self.number)

    @property
    def shows_text(self) -> bool:
        """Whether its words stand in none of its changes, so that the whole text must give them."""
        told = self.change.changes if self.change else ()
        return bool(self.text) and not any(change.becomes == self.text for change in told)

    @property
    def before(self) -> int:
        return self.number - 1

    @property
    def after(self) -> int:
        return self.number + 1


@dataclass(frozen=True, slots=True)
class ComparedChapter:
    id: int
    heading: str
    rows: tuple[ComparedRow, ...]

    @property
    def told(self) -> tuple[ComparedRow, ...]:
        return tuple(row for row in self.rows if row.is_told)


@dataclass(frozen=True)
class ComparedTexts:
    """chapters are in the order of the document; quiet is what says what it said: numbered otherwise, or goes on as it was."""

    chapters: tuple[ComparedChapter, ...]
    quiet: tuple[TextChange, ...]

    @cached_property
    def told(self) -> tuple[ComparedRow, ...]:
        return tuple(row for chapter in self.chapters for row in chapter.told)

    @property
    def told_chapters(self) -> tuple[ComparedChapter, ...]:
        return tuple(chapter for chapter in self.chapters if chapter.told)

    @property
    def counts(self) -> str:
        """What happened to how many rows, in one phrase: "3 gewijzigd, 1 nieuw, 2 vervallen"."""
        kinds = Counter(kind for row in self.told if row.change for kind in (row.change.kind, *row.change.also))
        found = [f"{kinds[kind]} {WORDS[kind]}" for kind in COUNTED if kinds[kind]]
        if lights := sum(row.light is not None for row in self.told):
            found.append(ngettext("%(count)s other light", "%(count)s other lights", lights) % {"count": lights})
        return ", ".join(found)

    @cached_property
    def weighty(self) -> tuple[tuple[ComparedRow, str], ...]:
        """Each number, date, amount, name or negation that changed, in words, with its row."""
        rows = ((row, change) for row in self.told if row.change for change in row.change.changes)
        return tuple((row, note) for row, change in rows for note in change.notes)

    @property
    def last(self) -> int:
        return len(self.told)


def compare(was: AgendaContent, becomes: AgendaContent, lights: Mapping[int, tuple[str, str]] | None = None) -> ComparedTexts:
    """lights are, by action as it is now, how it stood and how it stands, where that differs."""
    changes = text_changes(was, becomes)
    told = {change.about: change for change in changes if not change.is_quiet}
    pieces = _Whole(was, becomes, told, lights or {})
    chapters = tuple(_numbered(pieces.chapters()))
    return ComparedTexts(chapters, tuple(change for change in changes if change.is_quiet))


def _numbered(chapters: Iterable[ComparedChapter]) -> Iterator[ComparedChapter]:
    number = 0
    for chapter in chapters:
        rows = []
        for row in chapter.rows:
            if row.change or row.light:
                number += 1
                row = replace(row, number=number)
            rows.append(row)
        yield replace(chapter, rows=tuple(rows))


class _Whole:
    def __init__(
        self, was: AgendaContent, becomes: AgendaContent, told: Mapping[About, TextChange], lights: Mapping[int, tuple[str, str]]
    ):
        self.was, self.becomes, self.told, self.lights = was, becomes, told, lights
        self._now = {pk: action.id for action in becomes.actions for pk in reversed(action.lineage)}

    def chapters(self) -> Iterator[ComparedChapter]:
        before = [change for about, change in self.told.items() if about[0] in {"opening", "party"}]
        beside = [change for about, change in self.told.items() if about[0] in {"part", "figure", "rule", "appendix"}]
        if before:
            yield ComparedChapter(0, _("Title, introduction and parties"), tuple(map(_of_change, before)))
        old, new = ({theme.id: theme for theme in content.themes} for content in (self.was, self.becomes))
        for pk in _woven(list(old), list(new)):
            rows = tuple(self._rows(old.get(pk), new.get(pk)))
            yield ComparedChapter(pk, (new.get(pk) or old[pk]).heading, rows)
        if beside:
            yield ComparedChapter(-1, _("What binds beside the text"), tuple(map(_of_change, beside)))

    def _rows(self, old: PrintedTheme | None, new: PrintedTheme | None) -> Iterator[ComparedRow]:
        """Those of the theme as it is now, with those that went where they stood."""
        rows_now = {row.about: row for row in _rows_of(new)} if new else {}
        rows_then = {self._as_now(row.about): row for row in _rows_of(old)} if old else {}
        for about in _woven(list(rows_then), list(rows_now)):
            change = self.told.get(about)
            if about in rows_now:
                yield replace(rows_now[about], change=change, light=self.lights.get(about[1]) if about[0] == "action" else None)
            elif change and change.kind == "gone":
                yield replace(rows_then[about], change=change)

    def _as_now(self, about: About) -> About:
        return ("action", self._now.get(about[1], about[1])) if about[0] == "action" else about


def _of_change(change: TextChange) -> ComparedRow:
    return ComparedRow(change.about, change.heading, change=change)


def _rows_of(theme: PrintedTheme) -> Iterator[ComparedRow]:
    yield ComparedRow(("theme", theme.id), theme.heading, theme.introduction)
    for goal in theme.goals:
        name = _("Goal %(number)s") % {"number": goal.number}
        yield ComparedRow(("goal", goal.id), name, goal.text, goal.drop_line)
        for action in goal.actions:
            details = " · ".join(filter(None, [action.lead_line, action.when_line, action.dropped_line]))
            yield ComparedRow(("action", action.id), action.project, action.text, details)
    for section in theme.sections:
        yield from _rows_of(section)


def _woven(before: list, after: list) -> list:
    """All of what is there now in its order, with what went behind that behind which it stood."""
    here = set(after)
    behind: dict = {}
    last = None
    for key in before:
        if key in here:
            last = key
        else:
            behind.setdefault(last, []).append(key)
    found = list(behind.get(None, ()))
    for key in after:
        found += [key, *behind.get(key, ())]
    return found
