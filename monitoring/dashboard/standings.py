"""How each of very many actions stands, in few columns: enough to count them and to choose which of them are shown.

The rules are those of ActionProgress: it gets from here what it asks of a report, without the words.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from agreements.agenda.words import printed_order
from agreements.models import Action, Agenda, Lead
from monitoring.lights import LIGHTS, NONE_YET, Light
from monitoring.models import ProgressUpdate, Round
from monitoring.position.known import is_asked_in
from monitoring.position.state import Code
from monitoring.queries import ActionProgress, Side
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


def standings_of(agendas: Mapping[int, Agenda], rounds: Mapping[int, Round], led_by: Collection[int] = ()) -> list[CountedAction]:
    """The actions of the agendas as they are printed, or those that these parties lead. rounds are by agenda. Two queries."""
    parties = [tuple(led_by)] if led_by else []
    rows = _actions.rows(tuple(agendas), *parties) if agendas else []
    told = _told(_answers.rows(tuple(round.pk for round in rounds.values()), *parties)) if rounds else {}
    return [_in_round(action, rounds.get(action.agenda_id), told) for action in _with_leads(rows)]


@Prepared.in_order
def _actions(agendas: Collection[int], led_by: Collection[int] = ()) -> QuerySet:
    rows = Action.objects.filter(agenda__in=agendas)
    if led_by:
        rows = rows.filter(pk__in=Lead.objects.filter(party__in=led_by).values("action"))
    in_order = rows.order_by("agenda", *printed_order("goal", "agenda__year"), "position", "pk", "leads__position", "leads__pk")
    return in_order.values_list("pk", "agenda", "goal", "due_on", "dropped_on", "goal__added_on", "leads__party")


@Prepared.in_order
def _answers(rounds: Collection[int], led_by: Collection[int] = ()) -> QuerySet:
    rows = ProgressUpdate.objects.counted().filter(round__in=rounds).with_last_review()
    if led_by:
        rows = rows.filter(action__in=Lead.objects.filter(party__in=led_by).values("action"))
    views = (f"dissents__{name}" for name in ("pk", "party", "judgement", "at", "discussed_in"))
    answer = ("pk", "action", "round", "party", "judgement", "submitted_at", "last_outcome")
    return rows.order_by("-submitted_at", "-pk").values_list(*answer, *views)


def _with_leads(rows: Iterable[tuple]) -> Iterator[CountedAction]:
    """A row for each lead, or one without."""
    found: dict[int, Any] = {}
    leads: dict[int, list[int]] = defaultdict(list)
    for *action, party in rows:
        found.setdefault(action[0], action)
        if party is not None:
            leads[action[0]].append(party)
    return (replace(CountedAction(*action), leads=tuple(leads[pk])) for pk, action in found.items())


class _Views(list["_Told"]):
    """As the views of others under a report."""

    def all(self) -> "_Views":
        return self


class _Nobody:
    """A party whose name nobody asks for."""

    short_name = ""


@dataclass(slots=True)
class _Told:
    """What a ProgressUpdate or Dissent says, as far as it decides about a light."""

    pk: int
    party_id: int
    judgement: str
    submitted_at: datetime
    state: str
    dissents: _Views
    discussed_in_id: int | None = None
    party = _Nobody
    is_submitted = True

    @property
    def at(self) -> datetime:
        return self.submitted_at


def _told(rows: Iterable[tuple]) -> dict[tuple[int, int], list[_Told]]:
    """By action and round; a row for each view on a report, or one without."""
    found: dict[tuple[int, int], dict[int, _Told]] = defaultdict(dict)
    for pk, action, round, party, judgement, submitted_at, outcome, *view in rows:
        state = outcome or ProgressUpdate.State.SUBMITTED
        answer = found[action, round].setdefault(pk, _Told(pk, party, judgement, submitted_at, state, _Views()))
        if view[0] is not None:
            key, by, seen, at, discussed_in = view
            answer.dissents.append(_Told(key, by, seen, at, "", _Views(), discussed_in))
    return {key: list(answers.values()) for key, answers in found.items()}


def _in_round(action: CountedAction, round: Round | None, told: Mapping[tuple[int, int], list[Any]]) -> CountedAction:
    """Without a round nothing was asked yet; on what was dropped nothing is asked any more."""
    if action.is_dropped:
        return action
    if round is None:
        return replace(action, light=LIGHTS[NONE_YET])
    progress = ActionProgress(
        action,  # type: ignore[arg-type]  # of which it asks nothing here
        (),
        updates=tuple(told.get((action.id, round.pk), ())),
        before=(),
        asked=round.parties_asked(action.id, action.leads),
        is_closed=round.is_closed,
        is_asked=is_asked_in(action, round) and round.has_asked(action.id, action.leads),
    )
    return replace(
        action,
        light=progress.light,
        other_light=progress.other_light or NO_LIGHT,
        sides=progress.sides,
        parties_asked=tuple(sorted(progress.asked)),
    )
