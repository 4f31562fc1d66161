"""The oplegnotitie: what executives read first, on one page, however much there is to tell.

What does not fit is counted and stands in the tables behind it. How much fits is estimated from the lengths of the texts, so that
the PDF and the Word document tell the same; the estimate is on the safe side.
"""

from dataclasses import dataclass, replace
from math import ceil

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agreements.markdown import first_words
from monitoring.dashboard.changes import ActionChange
from monitoring.dashboard.counts import Asked, Dashboard, DashboardRow, GoalFigure
from monitoring.exports.words import because, beside, changed_since, name_of_change, name_of_row, seen_differently, was_and_now
from monitoring.position.actions import NO_CODE
from monitoring.position.state import Code, StateSide

LINES = 44  # that the entries with their headings may take; the head and the totals stand above them
WIDTH, BESIDE_LIGHT = 98, 78  # characters of an average width that fit on a line, and on one beside a light
LIGHT = 22  # characters on a line of the light itself, which stands beside the words
HEADING, MORE, GAP = 2, 1, 0.3  # lines
DETAIL, SIDE = 210, 80  # characters at most
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
        return _("and %(number)s more, see the tables") % {"number": self.more}


def note_of(board: Dashboard) -> tuple[Part, ...]:
    """The parts of the note that have something to tell; together they fit on one page."""
    parts = [
        Part(_("Needs attention"), tuple(map(_trouble_entry, board.exceptions))),
        Part(_("What is asked of this meeting"), tuple(map(_asked_entry, board.asks))),
        Part(_("Behind the green ticks"), tuple(map(_hidden, board.hidden_misses))),
        Part(changed_since(board.compared_with), tuple(map(changed, board.changes))),
    ]
    return _fit([part for part in parts if part.entries])


def _fit(parts: list[Part]) -> tuple[Part, ...]:
    """One entry of each in turn, as long as it fits: no part pushes another from the page."""
    left = float(LINES - sum(HEADING + MORE for _part in parts))
    taken = [0] * len(parts)
    waiting = set(range(len(parts)))
    while waiting:
        for place in sorted(waiting):
            entries = parts[place].entries
            if taken[place] == len(entries) or entries[taken[place]].lines > left:
                waiting.discard(place)
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
    return NoteEntry(f"{label}: {name_of_change(change)}", first_words(was_and_now(change), SIDE))


def _trouble_entry(row: DashboardRow) -> NoteEntry:
    cause = next(iter([*because(row), *seen_differently(row)]), None)
    why = f"{cause[0]} {first_words(cause[1], DETAIL)}" if cause else ""
    words = name_of_row(row)
    return NoteEntry(words, first_words(beside(row), SIDE), why, row.action.light, row.action.other_light, row.action.sides)


def _asked_entry(asked: Asked) -> NoteEntry:
    row, report = asked.row, asked.report
    about = " · ".join(filter(None, [row.goal.number, row.action.project, report.party]))
    return NoteEntry(first_words(report.ask, DETAIL), first_words(about, SIDE))


def _hidden(figure: GoalFigure) -> NoteEntry:
    name = f"{figure.goal.number} {figure.indicator.name}".strip()
    return NoteEntry(first_words(name, DETAIL), why=first_words(figure.indicator.sentence, DETAIL))
