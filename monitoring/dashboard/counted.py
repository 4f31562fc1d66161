"""What is counted over many agendas: kept until something in their agreement changes, as it is the same for all who see them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from agreements.models import Agenda
from agreements.touched import UntilTouched
from monitoring.dashboard.counts import Count, Counts, Trouble, count, seen_by, troubles_of
from monitoring.dashboard.newest import NewestRound, newest_rounds
from monitoring.dashboard.standings import CountedAction, standings_of
from monitoring.lights import LIGHTS

Troubled = tuple[CountedAction, tuple[Trouble, ...]]
Parties = tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class Counted:
    """The actions of one agenda that are looked at, those that need attention with why, and the round that counts."""

    actions: tuple[CountedAction, ...]
    counts: Counts
    troubled: tuple[Troubled, ...]
    round: NewestRound | None


_COUNTED: UntilTouched[tuple[int, date, date, Parties], Counted] = UntilTouched(most=4000)


def counted_in(agendas: Mapping[int, Agenda], led_by: Collection[int] | None, *, today: date) -> dict[int, Counted]:
    """The actions of the agendas, or those that these parties lead, by agenda. Three queries, and one more of PostgreSQL.

    Of an agenda nothing counts but its year.
    """
    parties = None if led_by is None else tuple(sorted(led_by))
    wanted = {(pk, day_in(agenda, today), today, parties): (agenda.agreement_id,) for pk, agenda in agendas.items()}
    found = _COUNTED.get(wanted, lambda keys: _counted(keys, parties, today=today))
    return {key[0]: counted for key, counted in found.items()}


def _counted(
    keys: Collection[tuple[int, date, date, Parties]], led_by: Parties, *, today: date
) -> dict[tuple[int, date, date, Parties], Counted]:
    agendas = [agenda for agenda, *_ in keys]
    rounds = newest_rounds(agendas, today=today)
    of_agenda: dict[int, list[CountedAction]] = defaultdict(list)
    for standing in standings_of(agendas, rounds, led_by or ()):
        of_agenda[standing.agenda_id].append(standing if led_by is None else seen_by(standing, led_by))
    found = {}
    for key in keys:
        agenda, on, *_ = key
        actions, round = tuple(of_agenda[agenda]), rounds.get(agenda)
        troubled = tuple((row, troubles) for row in actions if (troubles := troubles_of(row, on=on)))
        found[key] = Counted(actions, count(actions), troubled, NewestRound.of(round) if round else None)
    return found


def together(parts: Iterable[Counts]) -> Counts:
    """Several counts as one."""
    every = list(parts)
    if len(every) == 1:
        return every[0]
    lights = (tuple(pk for counts in every for pk in counts.lights[place].actions) for place in range(len(LIGHTS)))
    dropped = tuple(pk for counts in every for pk in counts.dropped.actions)
    return Counts(tuple(map(Count, LIGHTS, lights)), Count("dropped", dropped))


def day_in(agenda: Agenda, today: date) -> date:
    """An agenda is looked at as on its last day once its year is over, as its own dashboard does."""
    return min(today, date(agenda.year, 12, 31))
