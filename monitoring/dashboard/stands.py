"""How the agreements of the start page go: worked out once of each, until something in it changes."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import get_language

from agreements.models import Agenda
from agreements.touched import UntilTouched
from monitoring.dashboard.ahead import questions_in
from monitoring.dashboard.counted import day_in
from monitoring.dashboard.counts import Counts, count, troubles_of
from monitoring.dashboard.newest import rounds_among
from monitoring.dashboard.portfolio import lights_of
from monitoring.dashboard.to_decide import ToDecide
from monitoring.models import Round
from monitoring.position.state import StateAction
from parties.prepared import Prepared


@dataclass(frozen=True, slots=True)
class Stands:
    """How one agreement goes, the same for all who take part: the counts of its years in front with how many actions need
    attention, and what its reports ask of the meeting."""

    counts: dict[int, tuple[Counts, int]]  # by agenda
    questions: tuple[ToDecide, ...]


class _Of(NamedTuple):
    """Years in front of one agreement, and the keys of the rounds that count in them."""

    agreement: int
    agendas: tuple[int, ...]
    rounds: tuple[int, ...]
    today: date
    language: str | None


_STANDS: UntilTouched[_Of, Stands] = UntilTouched(most=500)


def stands_of(agendas: dict[int, Agenda], rounds: Mapping[int, Round], *, today: date) -> dict[int, Stands]:
    """By agreement. rounds are the one that counts of each agenda. At most twelve queries.

    The first of all who take part in one pays for the others.
    """
    years: dict[int, list[Agenda]] = defaultdict(list)
    for agenda in agendas.values():
        years[agenda.agreement_id].append(agenda)
    wanted, language = {}, get_language()
    for agreement, own in years.items():
        keys = tuple(sorted(agenda.pk for agenda in own))
        asked = tuple(rounds[pk].pk for pk in keys if pk in rounds)
        of = _Of(agreement, keys, asked, today, language)
        before = own[0].agreement.predecessor_id  # what was said there of an action that went on, too
        wanted[of] = (agreement, before) if before else (agreement,)
    found = _STANDS.get(wanted, lambda those: _work_out(those, today=today))
    return {of.agreement: stands for of, stands in found.items()}


def _work_out(those: Collection[_Of], *, today: date) -> dict[_Of, Stands]:
    """All of it is read now: a row that was read before the stamps may have changed before those were asked."""
    agendas = {row.pk: row for row in _agendas.models(tuple(pk for of in those for pk in of.agendas))}
    standing = lights_of(agendas, rounds_among([pk for of in those for pk in of.rounds]))
    states: dict[int, list[StateAction]] = {pk: [] for pk in agendas}
    for action in standing.known.values():
        states[action.agenda_id].append(standing.states[action.id])
    counts = {pk: (count(rows), _troubled(rows, day_in(agendas[pk], today))) for pk, rows in states.items()}
    questions = questions_in(agendas, standing, today=today)
    return {of: Stands({pk: counts[pk] for pk in of.agendas}, questions.get(of.agreement, ())) for of in those}


@Prepared.in_order
def _agendas(keys: Collection[int]) -> QuerySet[Agenda]:
    return Agenda.objects.filter(pk__in=keys).select_related("agreement").order_by("year")


def _troubled(rows: Iterable[StateAction], day: date) -> int:
    return sum(1 for row in rows if troubles_of(row, on=day))
