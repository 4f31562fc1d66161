"""The actions of a goal through the years, each with the light with which its year ended or now stands."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from agreements.models import Action, Goal
from monitoring.lights import LIGHTS, NONE_YET, Light
from monitoring.models import ProgressUpdate, Round
from monitoring.queries import actions_with_leads, progress_of
from monitoring.story import with_story
from parties.models import User


@dataclass(frozen=True, slots=True)
class Step:
    """An action in one year, with the light and the round that gave it; without a round nothing was asked about it yet."""

    action: Action
    light: Light
    other_light: Light | None = None
    round: Round | None = None

    @property
    def year(self) -> int:
        return self.action.agenda.year


@dataclass(frozen=True, slots=True)
class GoalActionLine:
    """An action that nothing came from (yet), with those from which it comes; the oldest first."""

    steps: tuple[Step, ...]

    @property
    def newest(self) -> Action:
        return self.steps[-1].action


def lines_of_goal(goal: Goal, *, seen_by: User) -> tuple[GoalActionLine, ...]:
    """In the order of the newest year, then those that ended before. Six queries."""
    own = list(actions_with_leads(Action.objects.filter(goal=goal)))
    known = {pk for action in own for pk in action.lineage}
    visible = Action.objects.visible_to(seen_by).filter(pk__in=known)
    steps = {step.action.pk: step for step in _steps(actions_with_leads(visible))}
    gone_on = {pk for action in own for pk in action.lineage[1:]}
    heads = sorted((action for action in own if action.pk not in gone_on), key=lambda row: -row.agenda.year)
    return tuple(GoalActionLine(tuple(steps[pk] for pk in reversed(head.lineage) if pk in steps)) for head in heads)


def _steps(actions: Iterable[Action]) -> Iterable[Step]:
    actions = list(actions)
    rounds = defaultdict(list)
    opened = Round.objects.filter(agenda__in={action.agenda_id for action in actions}, opened_at__isnull=False)
    for round in opened.order_by("reference_date", "pk"):
        rounds[round.agenda_id].append(round)
    updates = defaultdict(list)
    for update in with_story(ProgressUpdate.objects.counted().filter(action__in=actions)):
        updates[update.action_id, update.round_id].append(update)
    for action in actions:
        told = [progress_of(action, round, updates[action.pk, round.pk]) for round in rounds[action.agenda_id]]
        asked = [(progress, round) for progress, round in zip(told, rounds[action.agenda_id], strict=True) if progress.is_asked]
        counted = [(progress, round) for progress, round in asked if progress.counts or progress.is_closed]
        if not counted:
            yield Step(action, LIGHTS[NONE_YET])
            continue
        progress, round = counted[-1]
        yield Step(action, progress.light, progress.other_light, round)
