"""Which words hold from which year: a line of spans, the oldest first, each until the next begins. No database."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Span:
    """Words that hold from the year, from the beginning when there is none."""

    from_year: int | None
    words: tuple

    def has_begun(self, year: int | None) -> bool:
        return self.from_year is None or (year is not None and self.from_year <= year)


def span_in(line: Sequence[Span], year: int) -> Span | None:
    """The newest that is not later than the year; None when it begins later."""
    return next((span for span in reversed(line) if span.has_begun(year)), None)


def write(
    line: Sequence[Span], words: tuple, year: int | None, *, kept: Collection[int] = (), locked: Collection[int] = ()
) -> list[Span]:
    """The line when these words are written for the year (None: from the beginning).

    What the years in kept read before that year stays, and so does what the first locked year after it reads.
    """
    place = next((place for place in reversed(range(len(line))) if line[place].has_begun(year)), None)
    if place is None:
        return _joined([Span(year, words), *line])
    old = line[place]
    end = line[place + 1].from_year if place + 1 < len(line) else None
    is_kept = year is not None and any(other < year and old.has_begun(other) for other in kept)
    later = [other for other in locked if year is not None and year < other and (end is None or other < end)]
    new = [Span(year if is_kept else old.from_year, words)]
    before, after = ([old] if is_kept else []), ([Span(min(later), old.words)] if later else [])
    return _joined([*line[:place], *before, *new, *after, *line[place + 1 :]])


def _joined(line: list[Span]) -> list[Span]:
    """Without a span that says what the one before it says."""
    return line[:1] + [later for earlier, later in pairwise(line) if later.words != earlier.words]
