"""The state of an agenda at a reference date: collected in at most nine queries, frozen when a round closes, read back.

Only what everyone of the agreement may read is in it: drafts are the lead's own until they are submitted, notes a party's own.
"""

from collections import defaultdict
from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import F, FilteredRelation, Q
from django.utils import timezone, translation

from agreements.models import Agenda, Goal, Lead, Participation
from monitoring.calendar import day_of
from monitoring.models import Decision, Meeting, Position, Round
from monitoring.models.position import hash_of
from monitoring.position.actions import actions_by_goal, code, known_actions, state_decision
from monitoring.position.indicators import indicators_by_goal
from monitoring.position.state import State, StateAction, StateGoal, StateMeeting, StateParty, StateRound, StateTheme
from parties.models import User


@transaction.atomic
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


def state_in(position: Position) -> State:
    """The state that was frozen. PositionTampered when the row is not what it was."""
    return State.from_json(position.verified_content())


def collect_state(agenda: Agenda, round: Round | None = None, *, at: date | None = None) -> State:
    """The state of the agenda in this round; without one in the newest round that was opened, on the day given or today.

    agenda comes with its agreement selected. Texts and names are as they read now, in the active language: freeze() keeps them.
    """
    agreement = agenda.agreement
    agreements = {agreement.pk, agreement.predecessor_id} - {None}
    opened = Round.objects.filter(agenda__agreement__in=agreements, opened_at__isnull=False).select_related("meeting")
    rounds = sorted(opened, key=lambda row: (row.reference_date, row.pk))
    if round is None:
        own = [row for row in rounds if row.agenda_id == agenda.pk and (at is None or row.reference_date <= at)]
        round = own[-1] if own else None
        day = at or day_of(timezone.now())
    else:
        round = next((row for row in rounds if row.pk == round.pk), round)  # with its meeting
        day = at or round.reference_date
    limit = (round.reference_date, round.pk) if round else (day, 0)
    earlier = [row for row in rounds if (row.reference_date, row.pk) < limit]
    decisions = list(Decision.objects.filter(meeting__agreement=agreement).select_related("meeting"))
    known = known_actions(agenda)
    parties, leads = _taking_part(agenda, [row.pk for row in known.values() if row.agenda_id == agenda.pk])
    actions = actions_by_goal(agenda, known, round, earlier, decisions, leads)
    return State(
        agreement=agreement.title,
        slug=agreement.slug,
        start_year=agreement.start_year,
        end_year=agreement.end_year,
        year=agenda.year,
        title=agenda.title,
        standing=str(agenda.standing),
        reference_date=day,
        round=_state_round(round) if round else None,
        parties=tuple(_party(row) for row in parties if row.takes_part_in(agenda.year)),
        themes=_themes(agenda, actions, decisions, day),
    )


def _taking_part(agenda: Agenda, actions: list[int]) -> tuple[list[Participation], dict[int, list[Lead]]]:
    """The participations in order, and the leads of each action in order: only who takes part leads, so one query has both."""
    rows = agenda.agreement.participations.select_related("party").annotate(
        led=FilteredRelation("party__leads", condition=Q(party__leads__action__in=actions)),
        lead_id=F("led__pk"),
        lead_action=F("led__action_id"),
        lead_task=F("led__task"),
        lead_position=F("led__position"),
    )
    participations, leads = {}, defaultdict(list)
    for row in rows:
        participations.setdefault(row.pk, row)
        if row.lead_id:
            lead = Lead(row.lead_id, task=row.lead_task, position=row.lead_position, action_id=row.lead_action, party=row.party)
            leads[row.lead_action].append(lead)
    in_order = {action: sorted(rows, key=lambda lead: (lead.position, lead.pk)) for action, rows in leads.items()}
    return list(participations.values()), in_order


def _party(row: Participation) -> StateParty:
    return StateParty(row.party_id, row.party.name, row.party.short_name, code(row.party, "kind"), code(row, "role"))


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
    return StateMeeting(meeting.pk, meeting.name, code(meeting, "kind"), meeting.held_on)


def _themes(
    agenda: Agenda, actions: dict[int, tuple[StateAction, ...]], decisions: list[Decision], day: date
) -> tuple[StateTheme, ...]:
    """The themes with their goals, in order: the goals of the year, and every goal with an action in it."""
    agreement = agenda.agreement
    decided = defaultdict(list)
    for decision in decisions:
        decided[decision.goal_id].append(state_decision(decision))
    indicators = indicators_by_goal(agreement, on=day)
    goals, themes = defaultdict(list), {}
    for goal in Goal.objects.filter(theme__agreement=agreement).select_related("theme__parent"):
        if goal.pk in actions or goal.runs_in(agenda.year):
            goals[goal.theme_id].append(_goal(goal, actions.get(goal.pk, ()), indicators.get(goal.pk, ()), decided[goal.pk]))
            themes |= {theme.pk: theme for theme in (goal.theme.parent, goal.theme) if theme}
    children = defaultdict(list)
    for theme in sorted(themes.values(), key=lambda theme: (theme.position, theme.pk)):
        theme.agreement = agreement
        children[theme.parent_id].append(theme)

    def section(theme) -> StateTheme:
        return StateTheme(
            id=theme.pk,
            number=theme.number,
            title=theme.title,
            heading=theme.heading,
            introduction=theme.introduction,
            goals=tuple(goals[theme.pk]),
            sections=tuple(section(child) for child in children[theme.pk]),
        )

    return tuple(section(theme) for theme in children[None])


def _goal(goal: Goal, actions: tuple, indicators: tuple, decisions: list) -> StateGoal:
    return StateGoal(
        id=goal.pk,
        number=goal.number,
        text=goal.text,
        commitment=code(goal, "commitment"),
        is_focus=goal.is_focus,
        actions=actions,
        indicators=indicators,
        decisions=tuple(decisions),
    )
