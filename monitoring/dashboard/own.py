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
from monitoring.dashboard.newest import newest_rounds, rounds_among, told_of_newest
from monitoring.dashboard.stands import stands_of
from monitoring.models import Round
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
    rounds: Mapping[int, Round]  # by year, its newest round
    more: int

    @property
    def keys(self) -> set[int]:
        return {*self.agendas, *self.later.values()}


def liveliest_of(years: Collection[YearsInFront[OwnYear]], *, today: date) -> Liveliest:
    """All where they fit on a page, else the first few: the others are one click away anyhow. At most three queries."""
    agendas = {row.pk: row.agreement_id for found in years for row in found.front}
    are_few = len(agendas) <= SHOWN
    newest: Mapping[int, Any] = newest_rounds(agendas, today=today) if are_few else told_of_newest(agendas, today=today)

    def lives(agenda: int) -> tuple:
        round = newest.get(agenda)
        return (round.closed_at is None, round.reference_date) if round else (False, date.min)

    shown = sorted(agendas, key=lives, reverse=True)[: SHOWN if are_few else FEW]
    later = {found.current.pk: found.next.pk for found in years if found.current and found.next and found.current.pk in shown}
    rounds = newest if are_few else rounds_among([newest[pk].id for pk in shown if pk in newest])
    return Liveliest(shown, later, rounds, len(agendas) - len(shown))


def own_of(
    liveliest: Liveliest, read: Mapping[int, Any], user: User, *, today: date, without_agenda: Collection[Agreement]
) -> Own:
    """read is what read_agendas() gave for the keys of these. A fixed number of queries."""
    shown, rounds = {pk: read[pk] for pk in liveliest.agendas}, liveliest.rounds
    stands = stands_of(shown, rounds, today=today)
    later = {pk: read[key] for pk, key in liveliest.later.items()}
    return Own(
        deciding=collect_ahead(user, shown, {pk: of.questions for pk, of in stands.items()}, today=today),
        mine=tuple(
            Mine(agenda, later.get(pk), rounds.get(pk), *stands[agenda.agreement_id].counts[pk]) for pk, agenda in shown.items()
        ),
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
