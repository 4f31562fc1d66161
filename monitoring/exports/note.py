"""The first page: what must be decided, what goes wrong, what changed and the figures, on one page however much there is to tell.

What does not fit is counted; the longer reports have all of it. How much fits is estimated from the lengths of the texts, so that
the PDF and the Word document tell the same; the estimate is on the safe side.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import ceil

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agreements.markdown import first_words
from monitoring.dashboard.changes import ActionChange
from monitoring.dashboard.counts import Dashboard, DashboardRow, GoalFigure
from monitoring.dashboard.to_decide import ToDecide
from monitoring.exports.words import because, beside, seen_differently, since, was_and_now
from monitoring.position.reports import NO_CODE
from monitoring.position.state import Code, StateSide

LINES = 44  # that the entries with their headings may take; the head and the totals stand above them
WIDTH, BESIDE_LIGHT = 98, 78  # characters of an average width that fit on a line, and on one beside a light
LIGHT = 22  # characters on a line of the light itself, which stands beside the words
HEADING, MORE, GAP = 2, 1, 0.3  # lines
DETAIL, NAME, SIDE, ABOUT = 210, 70, 80, 90  # characters at most
FIGURES = 4
WIDE = frozenset("ABCDEFGHJKLMNOPQRSTUVWXYZmw@%—…")


@dataclass(frozen=True, slots=True)
class NoteEntry:
    """One thing to know: its words, what stands quietly beside them, and a line of explanation below."""

    words: str
    beside: str = ""
    why: str = ""
    light: Code = NO_CODE
    other: Code = NO_CODE
    sides: tuple[StateSide, ...] = ()

    @property
    def lines(self) -> float:
        """How many lines it takes at most, with the white below it."""
        first = f"{self.words} {self.beside}".strip()
        width = BESIDE_LIGHT if self.light else WIDTH
        height = _lines(first, width) + (_lines(self.why, width) if self.why else 0)
        beside = sum(_lines(f"{side.light.words} ({side.parties}) ·", LIGHT) for side in self.sides)
        return max(height, beside) + GAP


@dataclass(frozen=True, slots=True)
class Part:
    """Entries under a heading, the most serious first; more counts those that did not fit."""

    title: str
    entries: tuple[NoteEntry, ...]
    more: int = 0

    @property
    def more_words(self) -> str:
        return _("and %(number)s more") % {"number": self.more}


def note_of(board: Dashboard, questions: Iterable[ToDecide] = ()) -> tuple[Part, ...]:
    """The parts of the page that have something to tell; together they fit on it."""
    parts = [
        Part(_("What must be decided"), tuple(map(question_entry, questions))),
        Part(_("What goes wrong"), tuple(map(_trouble_entry, board.exceptions))),
        Part(since(board), tuple(map(changed, board.changes))),
        Part(_("Do the goals come closer?"), tuple(map(_figure_entry, board.measured[:FIGURES]))),
    ]
    return _fit([part for part in parts if part.entries], parts[0].title)


def _fit(parts: list[Part], first: str) -> tuple[Part, ...]:
    """What must be decided goes before all else; of the rest one entry of each in turn. No part pushes another from the page."""
    left = float(LINES - sum(HEADING + MORE for _part in parts))
    taken = [1 if part.entries[0].lines <= left / len(parts) else 0 for part in parts]
    left -= sum(part.entries[0].lines for part, number in zip(parts, taken, strict=True) if number)
    for waiting in ([place for place, part in enumerate(parts) if part.title == first], list(range(len(parts)))):
        while waiting:
            for place in tuple(waiting):
                entries = parts[place].entries
                if taken[place] == len(entries) or entries[taken[place]].lines > left:
                    waiting.remove(place)
                    continue
                left -= entries[taken[place]].lines
                taken[place] += 1
    return tuple(
        replace(part, entries=part.entries[:count], more=len(part.entries) - count)
        for part, count in zip(parts, taken, strict=True)
    )


def _lines(text: str, width: int) -> int:
    """How many lines the text takes; before a long word a line may stay almost empty."""
    sizes = [sum(1.5 if letter in WIDE else 1 for letter in word) for word in text.split()]
    empty = sum(min(size, width) for size in sizes if size > width / 3)
    return ceil((sum(sizes) + len(sizes) - 1 + empty) / width)


# -- What becomes an entry


def changed(change: ActionChange) -> NoteEntry:
    label = capfirst(str(change.kind.label))
    return NoteEntry(f"{label}: {first_words(change.name, NAME)}", first_words(was_and_now(change), SIDE))


def question_entry(question: ToDecide, detail: int = DETAIL) -> NoteEntry:
    """What must be decided, with who asks and what it costs; its light stands beside what goes wrong."""
    return NoteEntry(first_words(question.sentence, detail), first_words(question.about, ABOUT))


def _trouble_entry(row: DashboardRow) -> NoteEntry:
    told = [*because(row), *seen_differently(row)]
    effect = next((text for label, text in told if label.startswith(_("Effect"))), "")
    label, text = (f"{_('Effect')}:", effect) if effect else next(iter(told), ("", ""))
    why = f"{label} {first_words(text, DETAIL)}" if text else ""
    words = f"{row.goal.number} {first_words(row.name, NAME)}".strip()
    return NoteEntry(words, first_words(beside(row), SIDE), why, row.action.light, row.action.other_light, row.action.sides)


def _figure_entry(figure: GoalFigure) -> NoteEntry:
    """The figure on one line; where ticks hide that it stays behind, with a sentence that says so."""
    name = f"{figure.goal.number} {figure.indicator.name}".strip()
    hidden = _("All actions of this goal are on schedule or done, and yet the figure stays behind.") if figure.is_hidden else ""
    standing = " · ".join(filter(None, [figure.newest, figure.indicator.standing.words]))
    return NoteEntry(first_words(name, NAME), first_words(standing, SIDE), hidden)
