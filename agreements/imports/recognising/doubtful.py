"""What of a row does not come in unasked: hidden, struck through, or an error of the program that made the file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from agreements.imports.formats.source import Cell, Row
from agreements.imports.recognising.columns import RecognisedColumn, Role
from agreements.imports.recognising.draft import ERROR, HIDDEN, STRUCK, Doubt, Remark
from agreements.imports.words.spelling import struck_words


def doubts_on(row: Row, cells: Mapping[Role, Cell]) -> tuple[Doubt, ...]:
    """Why the action of the row does not come in unasked."""
    doubts = _of_row(row)
    action = cells.get(Role.ACTION, Cell())
    if action.whole and not action.is_continued:
        doubts.append(Doubt(STRUCK, struck_words(action.whole, action.text), action.whole, row.place))
    taken = (cell for role, cell in cells.items() if role not in {Role.IGNORE, Role.GOAL} and cell.error)
    if broken := next(taken, None):
        doubts.append(Doubt(ERROR, broken.error, "" if broken is action and not broken.text else action.text, row.place))
    return tuple(doubts)


def goal_in_doubt(words: Cell, row: Row) -> tuple[Cell, tuple[Doubt, ...]]:
    """The cell of the goal, with its words where all of them are struck through: then people say whether it holds."""
    if words.is_continued:
        return words, ()
    doubts = _of_row(row)
    if words.whole:
        doubts.append(Doubt(STRUCK, struck_words(words.whole, words.text), words.whole, row.place))
        words = words if words.text else replace(words, text=words.whole)
    if words.error:
        doubts.append(Doubt(ERROR, words.error, words.text, row.place))
        words = words if words.text else replace(words, text=words.error)
    return words, tuple(doubts)


def struck_beside(row: Row, columns: Sequence[RecognisedColumn]) -> Iterator[Remark]:
    """Which words of other cells are struck through, and so not taken over."""
    for column, cell in zip(columns, row.cells, strict=False):
        if cell.whole and not cell.is_continued and column.role not in {Role.GOAL, Role.ACTION, Role.IGNORE}:
            yield Remark(row.place, struck_words(cell.whole, cell.text), _("It is struck through."))


def _of_row(row: Row) -> list[Doubt]:
    return [Doubt(HIDDEN, "", "", row.place)] if row.is_hidden else []
