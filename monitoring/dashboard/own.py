"""How the own agreements go that live most, and what their next meetings decide on: on the start page, or fetched for it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from agreements.models import Agenda, Agreement
from agreements.models.in_front import YearsInFront
from monitoring.dashboard.ahead import Ahead, collect_ahead
from monitoring.dashboard.mine import SHOWN, Mine, OwnYear, read_agendas, years_of
from monitoring.dashboard.portfolio import newest_rounds_on_demand
from monitoring.dashboard.stands import stands_of
from parties.models import User
from parties.prepared import Prepared

FEW = 6  # of the years of who has more than fit


@dataclass(frozen=True, slots=True)
class Own:
    """What a page tells of the agreements of a person."""

    deciding: tuple[Ahead, ...]  # what the meetings that come decide on
    mine: tuple[Mine, ...]
    more: int  # years in front beside those in mine
    without_agenda: tuple[Agreement, ...]

    @property
    def decides(self) -> tuple[Ahead, ...]:
        """What this person decides on."""
        return tuple(row for row in self.deciding if row.may_decide)

    @property
    def others_decide(self) -> tuple[Ahead, ...]:
        """What others decide on: this person only reads it."""
        return tuple(row for row in self.deciding if not row.may_decide)


@dataclass(frozen=True, slots=True)
class Liveliest:
    """The keys of the years that are shown: those with a round under way, then those with the newest round."""

    agendas: list[int]
    later: dict[int, int]  # by year, the one after it where that is written already
    newest: Mapping[int, tuple[tuple, Any]]  # by year, its newest round on demand
    more: int

    @property
    def keys(self) -> set[int]:
        return {*self.agendas, *self.later.values()}


def liveliest_of(years: Collection[YearsInFront[OwnYear]], *, today: date) -> Liveliest:
    """All where they fit on a page, else the first few: the others are one click away anyhow. One query."""
    agendas = [row.pk for found in years for row in found.front]
    newest = newest_rounds_on_demand(("closed_at", "reference_date"), agendas, today=today)

    def lives(agenda: int) -> tuple:
        (closed_at, reference_date), _make = newest.get(agenda, ((date.min, date.min), None))
        return (closed_at is None, reference_date)

    most = SHOWN if len(agendas) <= SHOWN else FEW
    shown = sorted(agendas, key=lives, reverse=True)[:most]
    later = {found.current.pk: found.next.pk for found in years if found.current and found.next and found.current.pk in shown}
    return Liveliest(shown, later, newest, len(agendas) - len(shown))


def own_of(
    liveliest: Liveliest, read: Mapping[int, Any], user: User, *, today: date, without_agenda: Collection[Agreement]
) -> Own:
    """read is what read_agendas() gave for the keys of these. A fixed number of queries."""
    shown = {pk: read[pk] for pk in liveliest.agendas}
    rounds = {pk: liveliest.newest[pk][1]() for pk in shown if pk in liveliest.newest}
    stands = stands_of(shown, rounds, today=today)
    later = {pk: read[key] for pk, key in liveliest.later.items()}
    return Own(
        deciding=collect_ahead(user, shown, stands.questions, today=today),
        mine=tuple(Mine(agenda, later.get(pk), rounds.get(pk), *stands.counts[pk]) for pk, agenda in shown.items()),
        more=liveliest.more,
        without_agenda=tuple(without_agenda),
    )


def collect_own(user: User, *, today: date) -> Own:
    """For a page of its own, which lists the agreements without any agenda too. A fixed number of queries."""
    liveliest = liveliest_of(years_of(user, today=today).values(), today=today)
    read = read_agendas(liveliest.keys, user)
    return own_of(liveliest, read, user, today=today, without_agenda=without_agenda(user))


def without_agenda(user: User) -> Collection[Agreement]:
    """The first agreements of which no year was begun. One query."""
    return _without_agenda.models(user.pk, is_superuser=user.is_superuser)


@Prepared.in_order
def _without_agenda(user: int, *, is_superuser: bool) -> QuerySet[Agreement]:
    return all_without_agenda(User(pk=user, is_superuser=is_superuser))[:SHOWN]


def all_without_agenda(user: User) -> QuerySet[Agreement]:
    """The agreements that the person may see and of which no year was begun."""
    return Agreement.objects.visible_to(user).filter(~Exists(Agenda.objects.filter(agreement=OuterRef("pk"))))
