"""The first screen: what must be decided, what goes wrong and its effect, what changed, and at most four figures.

It fits one screen and one page, however much there is: what does not fit is counted, and folds open right there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Generic, TypeVar

from agreements.markdown import first_words
from monitoring.dashboard.changes import ActionChange
from monitoring.dashboard.counts import Dashboard, DashboardRow, GoalFigure
from monitoring.dashboard.to_decide import ToDecide

T = TypeVar("T")
FIGURES, CHANGES = 4, 3
SENTENCE, EFFECT = 130, 90  # letters at most
WIDTH, NARROW = 78, 52  # letters on a line of the left and the right column
LINES, WRONG = 15, 12  # that the questions and what goes wrong may take


@dataclass(frozen=True, slots=True)
class FoldedRows(Generic[T]):
    """What stands on the screen, and what folds under it."""

    first: tuple[T, ...]
    rest: tuple[T, ...]

    @property
    def number(self) -> int:
        return len(self.first) + len(self.rest)


@dataclass(frozen=True, slots=True)
class FirstScreen:
    questions: FoldedRows[ToDecide]
    wrong: FoldedRows[DashboardRow]
    changes: FoldedRows[ActionChange]
    figures: tuple[GoalFigure, ...]

    @property
    def mine(self) -> bool:
        """Whether something of it waits for the reader."""
        return any(question.is_yours for question in (*self.questions.first, *self.questions.rest))


def first_screen(board: Dashboard, questions: Sequence[ToDecide]) -> FirstScreen:
    """What the first screen of this dashboard shows; the rows of exceptions stand the worst first already."""
    asked = [1 + lines_of(first_words(row.sentence, SENTENCE), width=WIDTH) for row in questions]
    wrong = [1 + lines_of(f"{row.worst.label}. {effect_of(row)}", width=NARROW) for row in board.exceptions if row.worst]
    return FirstScreen(
        questions=_as_far_as_fits(questions, asked, LINES),
        wrong=_as_far_as_fits(board.exceptions, wrong, WRONG),
        changes=_split(board.changes, CHANGES if len(board.changes) > CHANGES + 1 else len(board.changes)),
        figures=board.measured[:FIGURES],
    )


def effect_of(row: DashboardRow) -> str:
    """What it leads to in the words of its leads, else its cause, else why a party sees it differently; in short."""
    told = [report.effect for report in row.reports] + [report.cause for report in row.reports]
    told += [f"{view.party}: {view.reason}" for view in row.action.open_views]
    return first_words(next(filter(None, told), ""), EFFECT)


def lines_of(text: str, *, width: int) -> int:
    """How many lines of whole words it takes."""
    return len(wrap(text, width))


def _as_far_as_fits(rows: Sequence[T], lines: Iterable[int], left: int) -> FoldedRows[T]:
    """The first rows, as many as fit into the lines that are left; one at least."""
    number = 0
    for taken in lines:
        left -= taken
        if left < 0:
            break
        number += 1
    return _split(rows, max(number, 1))


def _split(rows: Sequence[T], number: int) -> FoldedRows[T]:
    return FoldedRows(tuple(rows[:number]), tuple(rows[number:]))
