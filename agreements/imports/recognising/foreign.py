"""Another's file as people see it: plain words are plain words, and what a program put in their place is told apart."""

from collections.abc import Callable
from dataclasses import replace
from operator import is_

from agreements.imports.formats.markdown_text import escape
from agreements.imports.formats.sheets import ERROR
from agreements.imports.formats.source import Block, Cell, Row, Source, Table
from agreements.imports.words.spelling import LOST_REFERENCE, as_seen, words_only

LONGEST_ERROR = 16  # letters
_SIGNS = frozenset("\\*_]#+")  # what means something in Markdown


def as_people_see(source: Source, is_own: Callable[[Table], bool]) -> Source:
    """The source with the words of others made plain; our own tables stay."""
    if source.is_ours:
        return source
    return replace(source, blocks=tuple(_block(block, is_own) for block in source.blocks))


def _block(block: Block, is_own: Callable[[Table], bool]) -> Block:
    if not isinstance(block, Table):
        return replace(block, text=as_seen(block.text))
    if is_own(block):
        return block
    rows = (_row(row, block.whole_sheet) for row in block.rows)
    return replace(block, rows=tuple(row for row in rows if not row.is_empty or any(cell.is_continued for cell in row.cells)))


def _row(row: Row, is_plain: bool) -> Row:
    cells = tuple([_cell(cell, is_plain) for cell in row.cells])
    return row if all(map(is_, cells, row.cells)) else Row(cells, row.place, row.is_hidden)


def _cell(cell: Cell, is_plain: bool) -> Cell:
    """is_plain: the words are no Markdown yet, as in a sheet."""
    if not cell.text and not cell.whole:
        return cell
    text, whole, error = as_seen(cell.text), as_seen(cell.whole) if cell.whole else "", cell.error
    if "!" in text and (lost := LOST_REFERENCE.search(text)):
        error, text = lost[0], " ".join(LOST_REFERENCE.sub("", text).split(" "))
    if len(text) <= LONGEST_ERROR and ("#" in text or ":" in text) and ERROR.fullmatch(plain := words_only(text)):
        error, text = plain, ""
    if is_plain:
        text, whole = _escaped(text), _escaped(whole)
    if (text, whole, error) == (cell.text, cell.whole, cell.error):
        return cell
    return replace(cell, text=text, whole=whole, error=error)


def _escaped(text: str) -> str:
    return text if _SIGNS.isdisjoint(text) else escape(text)
