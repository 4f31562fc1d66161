"""The figures that stay behind in the agreements of a party, of all goals with an action in the year in front."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from agreements.models import Agenda, Indicator
from monitoring.dashboard.counted import day_in
from monitoring.dashboard.counts import BEHIND, GoalFigure, count
from monitoring.dashboard.newest import newest_rounds
from monitoring.dashboard.portfolio import places_in, years_of
from monitoring.position.actions import actions_as_they_stand, known_actions
from monitoring.position.indicators import indicators_of
from monitoring.position.state import StateAction, StateIndicator
from parties.models import User

Behind = dict[int, tuple[StateIndicator, ...]]  # by goal


@dataclass(frozen=True, slots=True)
class BehindIn:
    """A figure that stays behind, and the year in front of its agreement."""

    agenda: Agenda
    figure: GoalFigure

    @property
    def name(self) -> str:
        return self.agenda.agreement.title_in(self.agenda.year)


def figures_behind(user: User, parties: Collection[int], *, today: date) -> tuple[BehindIn, ...]:
    """In the order of the agreements, of each first what all-green actions hide. Nine queries, however many agreements.

    Lights are read only of the goals with a figure that stays behind.
    """
    years = years_of(user, parties, today=today)
    current = {pk: found.current for pk, found in years.items() if found.current}
    days = {pk: (day_in(agenda, today), agenda.year) for pk, agenda in current.items()}
    indicators = indicators_of(Indicator.objects.filter(goal__theme__agreement__in=list(current)), days)
    behind = {goal: tuple(row for row in rows if row.standing.key in BEHIND) for goal, rows in indicators.items()}
    found = _with_lights({goal: rows for goal, rows in behind.items() if rows}, current, today=today)
    order = {agenda.pk: place for place, agenda in enumerate(current.values())}
    return tuple(sorted(found, key=lambda row: (order[row.agenda.pk], not row.figure.is_hidden)))


def _with_lights(behind: Behind, current: dict[int, Agenda], *, today: date) -> Iterator[BehindIn]:
    agendas = {agenda.pk: agenda for agenda in current.values()}
    known = {row.id: row for row in known_actions("goal", behind).values() if row.agenda_id in agendas}
    states = actions_as_they_stand(known, newest_rounds(agendas, today=today)).states
    actions: dict[tuple[int, int], list[StateAction]] = defaultdict(list)
    for row in known.values():
        actions[row.agenda_id, row.goal_id].append(states[row.id])
    for place, found in places_in(agendas, behind).items():
        for indicator in behind[place[1]] if place in actions else ():
            yield BehindIn(agendas[place[0]], GoalFigure(*found, indicator, count(actions[place])))
