"""Of which year a file is: an agenda of an earlier year that is read in for a later one says so in its headings."""

import re
from collections import Counter
from collections.abc import Iterator

from agreements.imports.formats.source import Heading, Paragraph, Source
from agreements.imports.recognising.columns import LONGEST_HEADING
from agreements.imports.words.spelling import bare, words_only

OF_A_YEAR = r"(?:afspra(?:ak|ken)|acties?|prestaties?|uitvoeringsagenda|jaarschijf|wat (?:gaan|doen) we\b[^.]{0,20}?)"


def other_year_in(source: Source, action_label: str, year: int) -> int | None:
    """The year that headings and the words before actions name most, when they never name this year; None when they name none.

    action_label is the agreement's own, with {jaar} for the year.
    """
    own = re.escape(bare(action_label.replace("{jaar}", "")))
    named = re.compile(rf"^(?:{own}|{OF_A_YEAR})[^.\d]{{0,20}}\b(20\d\d)\b(?!\s*[-–]\s*20)")
    years = Counter(int(match[1]) for text in _headings(source) if (match := named.search(text)))
    return None if not years or year in years else years.most_common(1)[0][0]


def _headings(source: Source) -> Iterator[str]:
    """Short cells with a year, headings, and the beginning of paragraphs, as they are compared."""
    for row in source.rows:
        for cell in row.filled:
            if "20" in cell.text and len(cell.text) <= LONGEST_HEADING:
                yield bare(words_only(cell.text))
    for block in source.blocks:
        if isinstance(block, Heading | Paragraph):
            yield bare(words_only(block.text[:LONGEST_HEADING]))
