"""The lines of numbered text: paragraphs, and rows of a table that hold no more than a number and its words."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from agreements.imports.formats.source import Cell, Heading, Paragraph, Place, Row, Source, Table
from agreements.imports.recognising.doubtful import goal_in_doubt
from agreements.imports.recognising.draft import Doubt
from agreements.imports.recognising.numbers import depth_of, number_before
from agreements.imports.words.spelling import bare, tidy, words_only

_PAGE = re.compile(r"^(?:pagina|blz\.?)?\s*\d+(?:\s*(?:van|/)\s*\d+)?$", re.IGNORECASE)
_WORD = r"(?P<word>artikel|art\.?|lid)"
_NUMBER = r"\d{1,3}(?:\.\d{1,3})*[a-z]?"
_ARTICLE = re.compile(rf"^\**{_WORD}\s+(?P<number>{_NUMBER})\**\s*[.:–—-]?\s+(?=\S)", re.IGNORECASE)
_ARTICLE_ALONE = re.compile(rf"{_WORD}\s+{_NUMBER}\W*", re.IGNORECASE)  # the words follow below it
LONGEST_TITLE = 160
FEWEST = 2  # numbered lines that make a list of agreements of a table
MOST_CELLS = 2  # of such a line: its number, and its words


class NumberedLine(NamedTuple):
    """level is that of a heading; is_article where it begins with "Artikel 4"."""

    text: str
    is_heading: bool
    level: int
    place: Place
    is_article: bool = False
    doubts: tuple[Doubt, ...] = ()


def lines_of(source: Source) -> list[NumberedLine]:
    """The paragraphs, made whole, without page numbers and lines that return on every page."""
    blocks, lines = list(_as_lines(source)), []
    often = Counter(bare(line.text) for line in blocks)
    waiting = ""
    for line in blocks:
        text = waiting + tidy(line.text)
        waiting = ""
        if _ARTICLE_ALONE.fullmatch(words_only(text)):
            waiting = f"{words_only(text).rstrip('. ')}. "
            continue
        article = _ARTICLE.match(text)
        text = _ARTICLE.sub(r"\g<number>. ", text)
        is_noise = _PAGE.match(words_only(text)) or (often[bare(line.text)] > 2 and len(text) < LONGEST_TITLE)
        if text and not is_noise:
            is_article = article is not None and article["word"].lower() != "lid"
            lines.append(line._replace(text=text, is_article=is_article))
    return lines


def titles_among(lines: Sequence[NumberedLine]) -> Iterator[Place]:
    """The articles that hold no more than a title, because numbered lines stand below them."""
    title: NumberedLine | None = None
    for line in lines:
        if line.is_article:
            is_short = len(line.text) <= LONGEST_TITLE and not line.text.rstrip().endswith((".", ";"))
            title = line if is_short and depth_of(number_before(line.text)[0]) == 1 else None
        elif title is not None and number_before(line.text)[2]:
            yield title.place
            title = None


def _as_lines(source: Source) -> Iterator[NumberedLine]:
    """Paragraphs and headings; and the rows of tables that hold no more than numbered lines."""
    for block in source.blocks:
        if isinstance(block, Heading | Paragraph):
            yield NumberedLine(block.text, isinstance(block, Heading), getattr(block, "level", 0), block.place)
        elif _is_list(block):
            yield from (_line_of(row) for row in block.rows if not row.is_empty)


def _is_list(table: Table) -> bool:
    texts = [" ".join(cell.text for cell in row.filled) for row in table.rows]
    numbered = sum(bool(_ARTICLE.match(text) or _ARTICLE_ALONE.fullmatch(text) or number_before(text)[2]) for text in texts)
    return numbered >= FEWEST and all(len(row.filled) <= MOST_CELLS for row in table.rows)


def _line_of(row: Row) -> NumberedLine:
    shown = [cell for cell in row.cells if not cell.is_continued and (cell.text or cell.whole or cell.error)]
    whole = " ".join(cell.whole or cell.text for cell in shown) if any(cell.whole for cell in shown) else ""
    error = next((cell.error for cell in shown if cell.error), "")
    joined = Cell(" ".join(cell.text for cell in shown if cell.text), whole=whole, error=error)
    words, doubts = goal_in_doubt(joined, row)
    return NumberedLine(words.text, False, 0, row.place, doubts=doubts)
