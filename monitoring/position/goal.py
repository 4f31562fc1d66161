"""One goal as it was: its words through the years, its figures, and every action for it with the light it had. Nine queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from agreements.agenda.words import HeldWords, held_words, words_of
from agreements.models import Goal, Indicator
from monitoring.escalating import rounds_of
from monitoring.models import Decision
from monitoring.position.actions import actions_with_history, known_actions, state_decision
from monitoring.position.indicators import indicators_of
from monitoring.position.state import StateAction, StateDecision, StateIndicator


@dataclass(frozen=True, slots=True)
class GoalThen:
    """held are the words through the years, the oldest first; years are those with an action, the newest first."""

    number: str
    text: str
    theme: str
    held: tuple[HeldWords, ...]
    dropped_from: int | None
    drop_reason: str
    indicators: tuple[StateIndicator, ...]
    decisions: tuple[StateDecision, ...]
    years: tuple[tuple[int, tuple[StateAction, ...]], ...]
    is_focus: bool


def goal_then(pk: int, *, day: date) -> GoalThen | None:
    """Within as_it_was(), of which day is the day; None where the goal was not there yet, or not any more."""
    goal = Goal.objects.select_related("theme__agreement", "theme__parent__agreement").filter(pk=pk).first()
    if goal is None:
        return None
    agreement = goal.theme.agreement
    year = min(max(day.year, agreement.start_year), agreement.end_year)
    words, decisions = (
        words_of(goal, year),
        list(Decision.objects.shared().standing().filter(meeting__agreement=agreement).select_related("meeting")),
    )
    return GoalThen(
        number=words.number,
        text=words.text,
        theme=words_of(goal.theme, year).heading,
        held=held_words(goal),
        dropped_from=goal.dropped_from,
        drop_reason=goal.drop_reason,
        indicators=indicators_of(Indicator.objects.filter(goal=goal), {agreement.pk: (day, year)}).get(goal.pk, ()),
        decisions=tuple(state_decision(row) for row in decisions if row.goal_id == goal.pk),
        years=_years(goal, decisions),
        is_focus=goal.is_focus,
    )


def _years(goal: Goal, decisions: Iterable[Decision]) -> tuple[tuple[int, tuple[StateAction, ...]], ...]:
    agreement = goal.theme.agreement
    opened = [row for row in rounds_of(agreement) if row.agenda.agreement_id == agreement.pk]
    known = known_actions("agenda__agreement", [agreement.pk])
    own = [row for row in known.values() if row.goal_id == goal.pk]
    stood = actions_with_history(own, known, {row.agenda_id: row for row in opened}, opened, decisions)
    years = dict(agreement.agendas.values_list("pk", "year"))
    in_order = sorted(own, key=lambda row: -years[row.agenda_id])
    return tuple(
        (year, tuple(stood[row.id] for row in rows)) for year, rows in groupby(in_order, key=lambda row: years[row.agenda_id])
    )
