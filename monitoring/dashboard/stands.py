"""How the agreements of the start page go: worked out once, as long as the database answers the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from agreements.models import Agenda
from monitoring.dashboard.ahead import questions_in
from monitoring.dashboard.counted import day_in
from monitoring.dashboard.counts import Counts, count, troubles_of
from monitoring.dashboard.portfolio import lights_of
from monitoring.dashboard.to_decide import ToDecide
from monitoring.models import Round
from monitoring.position.state import StateAction
from parties.remembered import Remembered, content_of


@dataclass(frozen=True, slots=True)
class Stands:
    """How agendas go, the same for all who take part in them: by agenda the counts and how many actions need attention; and by
    agreement what its reports ask of the meeting."""

    counts: dict[int, tuple[Counts, int]]
    questions: dict[int, tuple[ToDecide, ...]]


_STANDS: Remembered[Stands] = Remembered(most=32)


def stands_of(agendas: dict[int, Agenda], rounds: dict[int, Round], *, today: date) -> Stands:
    """rounds are the one that counts of each agenda. At most nine queries.

    The first of all who take part in these pays for the others: whether one may decide is no part of it.
    """
    agreed = (content_of(agenda, without=("may_decide",)) for agenda in agendas.values())
    key = (today, *agreed, *map(content_of, rounds.values()))
    return _STANDS.get(key, lambda: _work_out(agendas, rounds, today=today))


def _work_out(agendas: dict[int, Agenda], rounds: dict[int, Round], *, today: date) -> Stands:
    standing = lights_of(agendas, rounds)
    states: dict[int, list[StateAction]] = {pk: [] for pk in agendas}
    for action in standing.known.values():
        states[action.agenda_id].append(standing.states[action.id])
    counts = {pk: (count(rows), _troubled(rows, day_in(agendas[pk], today))) for pk, rows in states.items()}
    return Stands(counts, questions_in(agendas, standing, today=today))


def _troubled(rows: Iterable[StateAction], day: date) -> int:
    return sum(1 for row in rows if troubles_of(row, on=day))
