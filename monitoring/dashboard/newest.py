"""The round that counts now of a year: the newest of those that were opened, within its year."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, QuerySet, Subquery

from agreements.models import Agenda
from agreements.touched import UntilTouched
from monitoring.models import Round
from parties.prepared import Prepared


@dataclass(frozen=True, slots=True)
class NewestRound:
    """What is told of a round among others."""

    id: int
    name: str
    reference_date: date
    closed_at: datetime | None

    @classmethod
    def of(cls, round: Round) -> "NewestRound":
        return cls(round.pk, round.name, round.reference_date, round.closed_at)


def newest_rounds(agendas: Collection[int], *, today: date) -> dict[int, Round]:
    """By agenda. One query."""
    return {round.agenda_id: round for round in _newest.models(tuple(agendas), today)} if agendas else {}


_TOLD: UntilTouched[tuple[int, date], NewestRound | None] = UntilTouched(most=4000)


def told_of_newest(agendas: Mapping[int, int], *, today: date) -> dict[int, NewestRound]:
    """What is told of them, by agenda; agendas are keys, each with its agreement. Two queries at most."""
    found = _TOLD.get({(agenda, today): (agreement,) for agenda, agreement in agendas.items()}, _told)
    return {agenda: round for (agenda, _today), round in found.items() if round}


def _told(keys: Collection[tuple[int, date]]) -> dict[tuple[int, date], NewestRound | None]:
    (today,) = {today for _agenda, today in keys}
    rounds = newest_rounds([agenda for agenda, _today in keys], today=today)
    return {key: NewestRound.of(rounds[key[0]]) if key[0] in rounds else None for key in keys}


@Prepared
def _newest(agendas: Collection[int], today: date) -> QuerySet[Round]:
    return Round.objects.filter(pk__in=_keys_of_newest.keys(tuple(agendas), today))


@Prepared
def _keys_of_newest(agendas: Collection[int], today: date) -> QuerySet:
    """Looked for once for each agenda, and not for each of its rounds."""
    opened = Round.objects.filter(agenda=OuterRef("pk"), opened_at__isnull=False, reference_date__lte=today)
    in_year = opened.filter(reference_date__year__lte=OuterRef("year")).order_by("-reference_date", "-pk")
    return Agenda.objects.filter(pk__in=agendas).values_list(Subquery(in_year.values("pk")[:1]))


def rounds_among(keys: Collection[int]) -> dict[int, Round]:
    """Whole, by agenda. One query."""
    return {round.agenda_id: round for round in _rounds.models(tuple(keys))} if keys else {}


@Prepared
def _rounds(keys: Collection[int]) -> QuerySet[Round]:
    return Round.objects.filter(pk__in=keys)
