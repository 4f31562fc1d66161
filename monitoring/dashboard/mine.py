"""The own agreements: which years there are, and what the start page tells of each that it shows."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.models import Agenda, Participation
from agreements.models.in_front import DECIDING, YearsInFront, by_agreement, first_end, in_front_among
from monitoring.charts.counts import StackedCounts
from monitoring.dashboard.bars import light_bars
from monitoring.dashboard.counts import Counts
from monitoring.models import Round
from monitoring.queries import with_waiting_known
from parties.models import User
from parties.models.party import SIGNED_PARTIES
from parties.prepared import Prepared, Year

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Mine:
    """One of the own agreements: an agenda in front with its counts, and how many actions need attention.

    next is the year after it, where that is written already.
    """

    agenda: Agenda
    next: Agenda | None
    round: Round | None
    counts: Counts
    exceptions: int

    @property
    def line(self) -> "MineLine":
        agreement = self.agenda.agreement
        return MineLine(
            agenda=self.agenda.pk,
            title=self.agenda.title,
            address=self.agenda.get_absolute_url(),
            standing=self.agenda.standing,
            agreement=str(agreement),
            agreement_address=agreement.get_absolute_url(),
            dashboard=reverse("dashboard", args=[agreement.slug, self.agenda.year]),
            next=NextYear.of(self.next, agreement.slug) if self.next else None,
            round=self.round.name if self.round else "",
            counts=self.counts,
            exceptions=self.exceptions,
        )


@dataclass(frozen=True, slots=True)
class NextYear:
    """The year after the one in front, as a line names it."""

    year: int
    title: str
    get_absolute_url: str
    standing: str

    @classmethod
    def of(cls, agenda: Agenda, slug: str) -> "NextYear":
        """slug is that of its agreement."""
        return cls(agenda.year, agenda.title, reverse("agenda", args=[slug, agenda.year]), agenda.standing)


@dataclass(frozen=True, slots=True)
class MineLine:
    """What the start page tells of one of the own agreements."""

    agenda: int
    title: str
    address: str
    standing: str
    agreement: str
    agreement_address: str
    dashboard: str
    next: NextYear | None
    round: str
    counts: Counts
    exceptions: int

    @property
    def chart(self) -> StackedCounts:
        return light_bars([("", self.counts)], chart_id=f"afspraken-{self.agenda}", title=_("All actions"))

    @property
    def content(self) -> tuple:
        """For {% kept %}: of the counts how many, not which."""
        where = (self.agenda, self.title, self.address, self.standing, self.agreement, self.agreement_address, self.dashboard)
        return (*where, self.next, self.round, self.counts.content, self.exceptions)


@dataclass(frozen=True, slots=True)
class OwnYear:
    """The keys of a year of an own agreement: of the years of many agreements few are read whole."""

    pk: int
    agreement_id: int


def years_of(user: User, *, today: date) -> dict[int, YearsInFront[OwnYear]]:
    """By own agreement that did not end long ago its years in front and the one after them, in the order of titles. One query."""
    rows = _years_of.rows(user.pk, first_end(today), today, is_superuser=user.is_superuser)
    return in_front_among(((row[1:], partial(OwnYear, *row[:2])) for row in rows), today=today)


@Prepared.in_order
def _years_of(user: int, not_before: Year, today: date, *, is_superuser: bool) -> QuerySet:
    agendas = Agenda.objects.visible_to(User(pk=user, is_superuser=is_superuser))
    return by_agreement(agendas.filter(agreement__end_year__gte=not_before), today=today).values_list("pk", *DECIDING)


def read_agendas(agendas: Collection[int], user: User) -> dict[int, Any]:
    """These agendas with_waiting_known(), each with may_decide: whether the person signs for a party that signs. One query."""
    return {agenda.pk: agenda for agenda in _agendas_of.models(tuple(sorted(agendas)), user.pk)} if agendas else {}


@Prepared
def _agendas_of(agendas: Collection[int], user: int) -> QuerySet[Agenda]:
    signing = Participation.objects.accepted().signing().filter(party__in=SIGNED_PARTIES.keys(user))
    may_decide = Exists(signing.filter(agreement=OuterRef("agreement")))
    rows = with_waiting_known(Agenda.objects.filter(pk__in=agendas))
    return rows.select_related("agreement").annotate(may_decide=may_decide)
