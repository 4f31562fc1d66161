"""How each of very many actions stands, in few columns: enough to count them and to choose which of them are shown.

The rules are those of ActionProgress: it gets reports without their words.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter

from django.db.models import FilteredRelation, OuterRef, Q, QuerySet, Subquery

from agreements.models import Action, Goal
from monitoring.lights import LIGHTS, NONE_YET, Light
from monitoring.models import Round
from monitoring.position.known import is_asked_in
from monitoring.position.state import Code
from monitoring.queries import ActionProgress, Side
from monitoring.reports_in_brief import InBrief, reports_in_brief
from parties.prepared import Prepared

NO_LIGHT = Code()


@dataclass(frozen=True, slots=True)
class CountedAction:
    """An action as it stands in the round of its agenda: what a StateAction says of its lights, and no words."""

    id: int
    agenda_id: int
    goal_id: int
    due_on: date | None
    dropped_on: date | None
    goal_added_on: date | None
    leads: tuple[int, ...] = ()
    light: Light | Code = NO_LIGHT
    other_light: Light | Code = NO_LIGHT
    sides: tuple[Side, ...] = ()
    parties_asked: tuple[int, ...] | None = None

    @property
    def is_dropped(self) -> bool:
        return self.dropped_on is not None

    @property
    def is_split(self) -> bool:
        return bool(self.other_light)

    def standing(
        self,
        light: Light,
        other_light: Light | Code = NO_LIGHT,
        sides: tuple[Side, ...] = (),
        parties_asked: tuple[int, ...] | None = None,
    ) -> "CountedAction":
        """The action with this; replace() takes seven times as long, and there are thousands."""
        read = (self.id, self.agenda_id, self.goal_id, self.due_on, self.dropped_on, self.goal_added_on, self.leads)
        return CountedAction(*read, light, other_light, sides, parties_asked)


def standings_of(agendas: Collection[int], rounds: Mapping[int, Round], led_by: Collection[int] = ()) -> list[CountedAction]:
    """The actions of the agendas with these keys, or those that these parties lead. rounds are by agenda. Two queries."""
    parties = [tuple(led_by)] if led_by else []
    rows = _actions.rows(tuple(agendas), *parties) if agendas else []
    told = reports_in_brief([round.pk for round in rounds.values()], led_by, with_views=True)
    return [_in_round(action, rounds.get(action.agenda_id), told) for action in _with_leads(rows)]


@Prepared.in_order
def _actions(agendas: Collection[int], led_by: Collection[int] = ()) -> QuerySet:
    """Not as they are printed: of thousands that order costs as much as all else, and a page shows some dozens."""
    later = Goal.objects.filter(pk=OuterRef("goal"), added_on__isnull=False).order_by()  # few, and an index has those alone
    rows = Action.objects.annotate(goal_added_on=Subquery(later.values("added_on")))
    columns = ("pk", "agenda", "goal", "due_on", "dropped_on", "goal_added_on", "leads__party")
    if not led_by:
        return rows.filter(agenda__in=agendas).order_by("pk", "leads__party").values_list(*columns)
    led = rows.filter(leads__party__in=led_by, leads__agenda__in=agendas)
    beside = led.annotate(others=FilteredRelation("leads", condition=~Q(leads__party__in=led_by)))
    return beside.order_by("pk", "leads__party", "others__party").values_list(*columns, "others__party")


def _with_leads(rows: Iterable[tuple]) -> Iterator[CountedAction]:
    """Several rows of an action tell its leads: what stands behind its own columns."""
    for _, group in groupby(rows, key=itemgetter(0)):
        own = list(group)
        pk, agenda, goal, due_on, dropped_on, goal_added_on, *_parties = own[0]
        leads = {party for row in own for party in row[6:] if party is not None}
        yield CountedAction(pk, agenda, goal, due_on, dropped_on, goal_added_on, tuple(sorted(leads)))


def _in_round(action: CountedAction, round: Round | None, told: InBrief) -> CountedAction:
    """Without a round nothing was asked yet; on what was dropped nothing is asked any more."""
    if action.is_dropped:
        return action
    if round is None:
        return action.standing(LIGHTS[NONE_YET])
    progress = ActionProgress(
        action,  # type: ignore[arg-type]  # of which it asks nothing here
        (),
        updates=tuple(told.get((action.id, round.pk), ())),  # type: ignore[arg-type]  # it asks no more of them
        before=(),
        asked=round.parties_asked(action.id, action.leads),
        is_closed=round.is_closed,
        is_asked=is_asked_in(action, round) and round.has_asked(action.id, action.leads),
    )
    asked = tuple(sorted(progress.asked))
    return action.standing(progress.light, progress.other_light or NO_LIGHT, progress.sides, asked)
