"""The state of an agenda at a reference date: collected in at most nine queries, frozen when a round closes, read back.

Only what everyone of the agreement may read is in it: drafts are the lead's own until they are submitted, comments no part of it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from agreements.agenda.collect import text_rows_of
from agreements.agenda.content import PrintedGoal, PrintedTheme, build
from agreements.agenda.rows import extend
from agreements.agenda.withheld import masked, passages_in
from agreements.models import Agenda, Agreement
from monitoring.calendar import day_of
from monitoring.escalating import family_of, rounds_of, with_rule
from monitoring.models import Decision, Meeting, Position, Round
from monitoring.position.actions import actions_with_answers, known_actions, state_decision
from monitoring.position.indicators import indicators_by_goal
from monitoring.position.reports import code
from monitoring.position.state import (
    State,
    StateAction,
    StateDecision,
    StateGoal,
    StateIndicator,
    StateMeeting,
    StateRound,
    StateTheme,
)
from monitoring.position.unfinished import LeftAction, unfinished_among
from parties.canonical import hash_of
from parties.history.write_rules import Act, act
from parties.models import User
from parties.prepared import Prepared

OF_DECISION = ("meeting", "action__agenda", "action__project", "action__goal", "goal__theme", "proposal")


@dataclass(frozen=True, slots=True)
class More:
    """What is no part of a state: the actions of the year before that did not go on, and the decisions of its agreement."""

    unfinished: tuple[LeftAction, ...] = ()
    decisions: tuple[Decision, ...] = ()


@transaction.atomic
@act(Act.RUN_ROUND)
def freeze(*, agenda: Agenda, by: User, round: Round | None = None, at: date | None = None) -> Position:
    """Keep the state for ever: that of the round, or without one that of the day. In the language of the site."""
    with translation.override(settings.LANGUAGE_CODE):
        state = collect_state(agenda, round, at=at)
    position = Position(agenda=agenda, round=round, reference_date=state.reference_date, made_by=by)
    position.meeting = round.meeting if round else None
    position.content = state.to_json()
    position.sha256 = hash_of(position.content)
    position._history_user = by
    position.save()
    return position


def state_in(position: Position, agreement: Agreement | None = None) -> State:
    """The state that was frozen, without what is withheld by now; agreement is that of the position, where it is known.

    PositionTamperedError when the row is not what it was.
    """
    return masked(_read(position.verified_content()), passages_in(agreement or position.agenda.agreement))


@lru_cache(maxsize=16)
def _read(content: str) -> State:
    """A dashboard is compared with the same position until the next one is frozen."""
    return State.from_json(content)


def shown_content(position: Position) -> str:
    """The content as it was frozen; as it is shown where something of it is withheld."""
    content = position.verified_content()
    withheld = passages_in(position.agenda.agreement)
    return masked(State.from_json(content), withheld).to_json() if withheld else content


def collect_state(
    agenda: Agenda,
    round: Round | None = None,
    *,
    at: date | None = None,
    rounds: Iterable[Round] | None = None,
    actions_only: bool = False,
) -> State:
    """The state of the agenda in this round; without one in the newest round that was opened, on the day given or today.

    agenda comes with its agreement selected; rounds are those of rounds_of(), where they were read. actions_only leaves out
    parties and figures, for who only asks what is said of the actions. Texts and names are as they read now, in the active
    language: freeze() keeps them.
    """
    return collect_with_more(agenda, round, at=at, rounds=rounds, actions_only=actions_only)[0]


def collect_with_more(
    agenda: Agenda,
    round: Round | None = None,
    *,
    at: date | None = None,
    rounds: Iterable[Round] | None = None,
    actions_only: bool = False,
) -> tuple[State, More]:
    """The state, and what one asks beside it of the same rows. No query more."""
    agreement = agenda.agreement
    family = family_of(agreement)
    rounds = rounds_of(agreement) if rounds is None else list(rounds)
    if round is None:
        own = [row for row in rounds if row.agenda_id == agenda.pk and (at is None or row.reference_date <= at)]
        round = own[-1] if own else None
        day = at or day_of(timezone.now())
    else:
        given = with_rule(Round.objects.filter(pk=round.pk).select_related("meeting"))
        round = next((row for row in rounds if row.pk == round.pk), None) or given.get()
        day = at or round.reference_date
    limit = (round.reference_date, round.pk) if round else (day, 0)
    earlier = [row for row in rounds if (row.reference_date, row.pk) < limit]
    decisions = _decided_in.models(tuple(sorted(family)))
    known = known_actions("agenda__agreement", family)
    printed = (row for row in known.values() if row.agenda_id == agenda.pk)
    rows = text_rows_of(agenda, printed, with_parties=not actions_only)
    text = build(rows)
    indicators = {} if actions_only else indicators_by_goal(agreement, on=day, year=agenda.year)
    years = {row.agenda_id: row.agenda.year for row in earlier if row.agenda.agreement_id == agreement.pk}
    others = unfinished_among(known.values(), {agenda.pk: agenda.year}, years)
    asked = {row.agenda_id for row in rounds}
    actions = actions_with_answers(text.actions, known, round, earlier, decisions, asked, unfinished=others)
    goals = {row.id: row for row in rows.goals}
    beside = (LeftAction(actions[row.id], goals.get(row.goal_id), years[row.agenda_id]) for row in others)
    state = extend(
        State,
        text,
        reference_date=day,
        round=_state_round(round) if round else None,
        themes=_with_answers(text.themes, actions, decisions, indicators),
    )
    own = tuple(row for row in decisions if row.meeting.agreement_id == agreement.pk)
    return state, More(tuple(beside), own)


@Prepared.in_order
def _decided_in(agreements: Collection[int]) -> QuerySet[Decision]:
    return Decision.objects.shared().standing().filter(meeting__agreement__in=agreements).select_related(*OF_DECISION)


def _with_answers(
    themes: Iterable[PrintedTheme],
    actions: Mapping[int, StateAction],
    decisions: Iterable[Decision],
    indicators: Mapping[int, tuple[StateIndicator, ...]],
) -> tuple[StateTheme, ...]:
    """The themes in which there is a goal this year, with all that was answered and decided."""
    decided: dict[int | None, list[StateDecision]] = defaultdict(list)
    for decision in decisions:
        decided[decision.goal_id].append(state_decision(decision))

    def goal_of(goal: PrintedGoal) -> StateGoal:
        return extend(
            StateGoal,
            goal,
            actions=tuple(actions[action.id] for action in goal.actions),
            indicators=indicators.get(goal.id, ()),
            decisions=tuple(decided[goal.id]),
        )

    def theme_of(theme: PrintedTheme) -> StateTheme:
        sections = tuple(theme_of(section) for section in theme.sections if section.all_goals)
        return extend(StateTheme, theme, goals=tuple(goal_of(goal) for goal in theme.goals), sections=sections)

    return tuple(theme_of(theme) for theme in themes if theme.all_goals)


def _state_round(round: Round) -> StateRound:
    return StateRound(
        id=round.pk,
        name=round.name,
        reference_date=round.reference_date,
        opens_on=round.opens_on,
        closes_on=round.closes_on,
        closed_at=round.closed_at,
        meeting=_state_meeting(round.meeting) if round.meeting_id else None,
    )


def _state_meeting(meeting: Meeting) -> StateMeeting:
    name = _("%(meeting)s (cancelled)") % {"meeting": meeting.name} if meeting.is_cancelled else meeting.name
    return StateMeeting(meeting.pk, name, code(meeting, "kind"), meeting.held_on)
