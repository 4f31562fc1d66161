"""The lines of a page of history, newest first: what was asked for, and from where on."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Self

from django.db.models import Q, QuerySet
from django.utils import timezone

from monitoring.models import HistoryLine
from parties.row_ids import row_id

MOST_MICROSECONDS = 10**17  # in the year 5138


@dataclass(frozen=True, slots=True)
class LineKey:
    """A line as the place from which one reads on: those that were written before it."""

    at: datetime.datetime
    pk: int

    def __str__(self) -> str:
        since = self.at - EPOCH
        return f"{since // datetime.timedelta(microseconds=1)}-{self.pk}"

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The key in an address; None where it is none."""
        microseconds, _dash, pk = text.partition("-")
        at, key = row_id(microseconds), row_id(pk)
        if at is None or key is None or at > MOST_MICROSECONDS:
            return None
        return cls(EPOCH + datetime.timedelta(microseconds=at), key)

    def older(self) -> Q:
        return Q(at__lte=self.at) & (Q(at__lt=self.at) | Q(pk__lt=self.pk))


EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the history is asked for; words are looked for in what is told, the rest in the lines."""

    year: int | None = None
    person: int | None = None
    party: int | None = None
    kind: str = ""
    first: datetime.date | None = None
    last: datetime.date | None = None
    words: str = ""

    @property
    def is_anything(self) -> bool:
        return self != Asked()

    def of(self, lines: QuerySet[HistoryLine]) -> list[QuerySet[HistoryLine]]:
        """The lines that are asked for: by a person of the party, and about the party; each can be read from its index."""
        found = lines
        if self.kind == DELETED:
            found = found.filter(change="-")
        elif self.kind:
            found = found.filter(kind=self.kind)
        if self.year:
            found = found.filter(year=self.year)
        if self.person:
            found = found.filter(person=self.person)
        if self.first:
            found = found.filter(at__gte=_midnight(self.first))
        if self.last:
            found = found.filter(at__lt=_midnight(self.last + datetime.timedelta(days=1)))
        return of_party(found, self.party) if self.party else [found]


DELETED = "verwijderd"  # beside the kinds: whatever was deleted


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def of_party(lines: QuerySet[HistoryLine], party: int) -> list[QuerySet[HistoryLine]]:
    return [lines.filter(by_party=party), lines.filter(of_party=party)]


def newest(queries: Iterable[QuerySet[HistoryLine]], *, before: LineKey | None, most: int) -> list[HistoryLine]:
    """The newest lines of these together, each once. One query for each."""
    found: dict[int, HistoryLine] = {}
    for query in queries:
        rows = query.filter(before.older()) if before else query
        found |= {line.pk: line for line in rows.order_by("-at", "-pk")[:most]}
    return sorted(found.values(), key=attrgetter("at", "pk"), reverse=True)[:most]
