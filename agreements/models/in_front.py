"""Which year of an agreement stands in front, wherever people come for how it goes: the only place that says so.

design.md, "The text in force", 7: the year of today, and any earlier year of which a round is not closed. While the year of today
is only written, the year before it stays until it is closed; the next is named beside it.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Generic, Protocol, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.fields import BooleanField
from django.db.models.functions import ExtractYear
from django.http import Http404

from parties.prepared import Prepared, Year

from .adoptable import ADOPTED
from .agenda import Agenda

Y = TypeVar("Y")  # an agenda, or what a page names of one
OVER = (Agenda.State.CLOSED, Agenda.State.REVOKED)  # nothing is asked of such a year any more
DECIDING = ("agreement_id", "year", "state", "was_asked", "is_asked")
_rounds: list[Callable[[], QuerySet]] = []


def ask_about_rounds(rounds: Callable[[], QuerySet]) -> None:
    """Let a higher app say which rounds there are: a QuerySet with agenda, opened_at, closed_at and closes_on."""
    _rounds[:] = [rounds]


def with_rounds_known(agendas: QuerySet[Agenda], *, today: date) -> QuerySet[Agenda]:
    """Each with was_asked, whether a round was ever opened, and is_asked, whether one is not closed. No query more."""
    if not _rounds:
        nothing = Value(False, output_field=BooleanField())
        return agendas.annotate(was_asked=nothing, is_asked=nothing)
    own = _rounds[0]().filter(agenda=OuterRef("pk"))
    not_closed = Q(opened_at__isnull=False) | Q(closes_on__gte=today)
    return agendas.annotate(
        was_asked=Exists(own.filter(opened_at__isnull=False)), is_asked=Exists(own.filter(not_closed, closed_at=None))
    )


def is_being_asked(agenda: Agenda) -> bool:
    """Whether a round of the year was opened and is not closed."""
    return bool(_rounds) and _rounds[0]().filter(agenda=agenda, opened_at__isnull=False, closed_at=None).exists()


@dataclass(frozen=True, slots=True)
class YearsInFront(Generic[Y]):
    """front has at least one agenda where there is any, the year of today last; next is the one after it."""

    front: tuple[Y, ...] = ()
    next: Y | None = None

    @property
    def current(self) -> Y | None:
        return self.front[-1] if self.front else None


class AskedYear(Protocol):
    """A year of an agreement, with what was asked about it: an Agenda that comes with_rounds_known(), or a _Row."""

    @property
    def year(self) -> int: ...
    @property
    def state(self) -> str: ...
    @property
    def is_adopted(self) -> bool: ...
    @property
    def was_asked(self) -> bool: ...
    @property
    def is_asked(self) -> bool: ...


A = TypeVar("A", bound=AskedYear)


@dataclass(frozen=True, slots=True)
class _Row:
    """What decides whether a year stands in front; make gives its agenda with its agreement, or what a page names of it."""

    agreement_id: int
    year: int
    state: str
    was_asked: bool
    is_asked: bool
    make: Callable[[], Any]

    @property
    def is_adopted(self) -> bool:
        return self.state in ADOPTED


def _front_and_next(agendas: Iterable[A], today: date) -> tuple[tuple[A, ...], A | None]:
    """Of the agendas of one agreement."""
    rows = sorted(agendas, key=lambda agenda: agenda.year)
    if len(rows) <= 1:
        return tuple(rows), None
    main = _main(rows, [agenda for agenda in rows if agenda.year <= today.year])
    earlier = (agenda for agenda in rows if agenda.year < main.year and agenda.state not in OVER)
    front = (*(agenda for agenda in earlier if agenda.is_asked), main)
    return front, next((agenda for agenda in rows if agenda.year > main.year), None)


def years_in_front(agendas: Iterable[Agenda], *, today: date) -> YearsInFront[Agenda]:
    """Of the agendas of one agreement, which come with_rounds_known()."""
    return YearsInFront(*_front_and_next(agendas, today))  # type: ignore[type-var] - they come with what was asked


def _main(rows: list[A], begun: list[A]) -> A:
    """The newest year that has begun; the one before it while that is only written, the one after it once it is closed."""
    if not begun:
        return rows[0]
    newest = begun[-1]
    running = next((agenda for agenda in reversed(begun) if agenda.is_adopted or agenda.was_asked), newest)
    if running.state not in OVER:
        return running
    return next((agenda for agenda in rows if agenda.year > running.year), running)


def first_end(today: date) -> Year:
    """The first year that an agreement may end in and still be told of where people come for how it goes: the year before."""
    return Year(today.year - 1)


def by_agreement(agendas: QuerySet[Agenda], *, today: date) -> QuerySet[Agenda]:
    """The agendas for in_front_among(), for a query that is written once.

    A year that is over stands in front nowhere, and follows none, once all agreed to a later one that has begun: of ten years
    most are never read.
    """
    begun = Agenda.objects.filter(agreement=OuterRef("agreement"), year__gt=OuterRef("year"), year__lte=ExtractYear(Value(today)))
    rows = agendas.exclude(Exists(begun.filter(state__in=ADOPTED)), state__in=OVER)
    return with_rounds_known(rows, today=today).select_related("agreement").order_by("agreement__title", "agreement_id", "year")


def in_front_among(rows: Iterable[tuple[tuple, Callable[[], Y]]], *, today: date) -> dict[int, YearsInFront[Y]]:
    """Of each agreement, by its key, in the order of the agreements' titles. No query.

    rows are what by_agreement() found: of each agenda what is DECIDING, and what makes it. Only what stands in front, and what
    follows it, is made: an agreement may have many years.
    """
    found = {}
    every = (_Row(*values, make) for values, make in rows)
    for pk, own in groupby(every, key=lambda row: row.agreement_id):
        front, following = _front_and_next(own, today)
        found[pk] = YearsInFront(tuple(row.make() for row in front), following.make() if following else None)
    return found


def current_years(agreements: Collection[int], *, today: date) -> dict[int, int]:
    """The year in front of each of these agreements that has an agenda, by its key. One query."""
    in_order = _years_of.models(today, tuple(sorted(agreements))) if agreements else ()
    found = {pk: years_in_front(own, today=today) for pk, own in groupby(in_order, key=lambda agenda: agenda.agreement_id)}
    return {pk: years.current.year for pk, years in found.items() if years.current}


@Prepared.in_order
def _years_of(today: date, agreements: Collection[int]) -> QuerySet[Agenda]:
    rows = with_rounds_known(Agenda.objects.filter(agreement__in=agreements), today=today)
    return rows.only("agreement", "year", "state").order_by("agreement_id", "year")


def from_year(agendas: QuerySet[Agenda], slug: str, year: int) -> QuerySet[Agenda]:
    """The agenda at this address and that of the year that follows, if any, for with_next()."""
    return agendas.select_related("agreement").filter(agreement__slug=slug, year__gte=year).order_by("year")[:2]


def with_next(agendas: Iterable[Agenda], year: int) -> tuple[Agenda, Agenda | None]:
    """Of what from_year() gave the agenda of that year, a 404 where there is none; and that of the year that follows, if any."""
    found, *later = list(agendas) or [None]
    if found is None or found.year != year:
        raise Http404
    return found, next(iter(later), None)
