"""A page of history: of an agreement, or of what hangs on one goal, action, indicator or party."""

import pickle
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from monitoring.history.reading import Asked, LineKey, newest
from monitoring.history.telling import ToldMoment, tell, with_words
from monitoring.models import HistoryLine
from parties.models import User
from parties.remembered import Remembered, content_of

ON_A_PAGE = 50  # lines; what was done together stays together where the page ends with it
READ_AT_ONCE = 200  # lines, in search of words
MOST_READ = 1_000  # lines on one page, in search of words


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """older is where the next page begins; None at the end. read is how many lines were searched for words."""

    moments: tuple[ToldMoment, ...]
    older: LineKey | None


def history_page(
    queries: Sequence[QuerySet[HistoryLine]], asked: Asked, *, before: LineKey | None, user: User, year: int
) -> HistoryPage:
    """The moments from there on, newest first."""
    if asked.words:
        return _page_with_words(queries, asked, before, user, year)
    lines = newest(queries, before=before, most=ON_A_PAGE + 1)
    shown = lines[:ON_A_PAGE]
    return HistoryPage(_told(shown, user, year), _key(shown) if len(lines) > ON_A_PAGE else None)


_TOLD: Remembered[bytes] = Remembered(most=16)


def _told(lines: Sequence[HistoryLine], user: User, year: int) -> tuple[ToldMoment, ...]:
    """As bytes, so that each reader gets rows of its own; of each person apart, who may not know of every meeting."""
    key = (user.pk, user.is_superuser, year, timezone.localdate(), *map(content_of, lines))
    return pickle.loads(_TOLD.get(key, lambda: pickle.dumps(tuple(tell(lines, user=user, year=year)))))  # noqa: S301 - of this process


def _page_with_words(
    queries: Sequence[QuerySet[HistoryLine]], asked: Asked, before: LineKey | None, user: User, year: int
) -> HistoryPage:
    """Reads on until there are enough moments with the words, or enough was read: then one may read on from there."""
    found: list[ToldMoment] = []
    for _part in range(MOST_READ // READ_AT_ONCE):
        lines = newest(queries, before=before, most=READ_AT_ONCE)
        found += filter(None, (with_words(moment, asked.words) for moment in tell(lines, user=user, year=year)))
        if len(lines) < READ_AT_ONCE:
            return HistoryPage(tuple(found), None)
        before = _key(lines)
        if sum(len(moment.lines) for moment in found) >= ON_A_PAGE:
            break
    return HistoryPage(tuple(found), before)


def _key(lines: list[HistoryLine]) -> LineKey:
    return LineKey(lines[-1].at, lines[-1].pk)
