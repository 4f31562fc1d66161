"""What of a row does not come in unasked: hidden, struck through, or an error of the program that made the file."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace

from django.utils.translation import gettext as _

from agreements.imports.formats.source import NO_CELL, Cell, Row
from agreements.imports.recognising.columns import RecognisedColumn, Role
from agreements.imports.recognising.draft import ERROR, HIDDEN, HIDDEN_COLUMN, STRUCK, Doubt, Remark
from agreements.imports.words.spelling import struck_words, words_only


def doubts_on(row: Row, cells: Mapping[Role, Cell]) -> tuple[Doubt, ...]:
    """Why the action of the row does not come in unasked."""
    doubts = _of_row(row)
    action = cells.get(Role.ACTION, NO_CELL)
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


def as_if_shown(row: Row) -> Row:
    """The row with what is hidden or struck through in it, to tell whether it would be a heading."""
    if not row.is_hidden and not any(cell.whole for cell in row.cells):
        return row
    return Row(tuple(cell if cell.text else replace(cell, text=cell.whole) for cell in row.cells), row.place)


def heading_in_doubt(row: Row, hidden: Set[int] = frozenset()) -> tuple[Doubt, ...]:
    """Why a row that is a heading is none for people who open the file."""
    doubts = _of_row(row)
    cell = as_if_shown(row).filled[0]
    if cell.whole and cell.whole == cell.text:
        doubts.append(Doubt(STRUCK, words_only(cell.whole), cell.whole, row.place))
    if row.cells.index(next(own for own in row.cells if own.text or own.whole)) in hidden:
        doubts.append(Doubt(HIDDEN_COLUMN, "", "", row.place))
    return tuple(doubts)


def _of_row(row: Row) -> list[Doubt]:
    return [Doubt(HIDDEN, "", "", row.place)] if row.is_hidden else []
