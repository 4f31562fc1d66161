"""What is counted over many agendas: kept until the database says something else, as it is the same for all who see them."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from agreements.models import Agenda
from monitoring.dashboard.counts import Count, Counts, Trouble, count, seen_by, troubles_of
from monitoring.dashboard.standings import CountedAction, standings_of
from monitoring.lights import LIGHTS
from monitoring.models import Round
from parties.remembered import Remembered

Troubled = tuple[CountedAction, tuple[Trouble, ...]]
RoundsToMake = Mapping[int, tuple[tuple, Callable[[], Round]]]  # by agenda what is told of a round, and what makes it


@dataclass(frozen=True, slots=True)
class Counted:
    """The actions of one agenda that are looked at, by key, and those that need attention with why."""

    actions: tuple[CountedAction, ...]
    counts: Counts
    troubled: tuple[Troubled, ...]


OF_ROUND = ("id", "reference_date", "closes_on", "closed_at", "asked")  # what standings_of() asks it

_COUNTED: Remembered[Mapping[int, Counted]] = Remembered(most=16)


def counted_in(
    agendas: Mapping[int, Agenda],
    rounds: RoundsToMake,
    led_by: Collection[int] | None,
    *,
    today: date,
) -> Mapping[int, Counted]:
    """The actions of the agendas, or those that these parties lead, by agenda. Two queries.

    Of an agenda nothing counts but its year, and of its round what is told of it: OF_ROUND.
    """
    parties = None if led_by is None else tuple(sorted(led_by))
    days = tuple((pk, day_in(agenda, today)) for pk, agenda in agendas.items())
    told = tuple((agenda, told) for agenda, (told, _make) in rounds.items())
    return _COUNTED.get((parties, days, told), lambda: _counted(agendas, rounds, parties, dict(days)))


def _counted(
    agendas: Mapping[int, Agenda], rounds: RoundsToMake, led_by: tuple[int, ...] | None, days: Mapping[int, date]
) -> Mapping[int, Counted]:
    of_agenda: dict[int, list[CountedAction]] = defaultdict(list)
    made = {agenda: make() for agenda, (_told, make) in rounds.items()}
    for standing in standings_of(agendas, made, led_by or ()):
        of_agenda[standing.agenda_id].append(standing if led_by is None else seen_by(standing, led_by))
    found = {}
    for pk, on in days.items():
        actions = tuple(of_agenda[pk])
        troubled = tuple((row, troubles) for row in actions if (troubles := troubles_of(row, on=on)))
        found[pk] = Counted(actions, count(actions), troubled)
    return MappingProxyType(found)


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
