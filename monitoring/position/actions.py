"""The actions of a state: as agreed, with what was reported on them in a round and in the rounds before it. Three queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from agreements.agenda.content import join_names
from agreements.models import Action, Agenda, Lead
from agreements.periods import span_name
from monitoring.lights import Light
from monitoring.models import Decision, Dissent, ProgressUpdate, Round
from monitoring.position.state import Code, StateAction, StateDecision, StateLead, StateLight, StateReport, StateView
from monitoring.queries import ActionProgress, ActionState, latest_submitted, state_of

NO_CODE = Code()


def code(row, name: str) -> Code:
    """The choice in the field of this name, with its words."""
    return Code(str(getattr(row, name)), str(getattr(row, f"get_{name}_display")())) if getattr(row, name) else NO_CODE


def known_actions(agenda: Agenda) -> dict[int, Action]:
    """Every action of the agreement and of the one before it, by id: what the agenda has, and what that was carried over from."""
    agreements = {agenda.agreement_id, agenda.agreement.predecessor_id} - {None}
    return Action.objects.filter(agenda__agreement__in=agreements).select_related("project", "goal").in_bulk()


def actions_by_goal(
    agenda: Agenda,
    known: Mapping[int, Action],
    round: Round | None,
    rounds: Iterable[Round],
    decisions: Iterable[Decision],
    leads: Mapping[int, list[Lead]],
) -> dict[int, tuple[StateAction, ...]]:
    """The actions of the agenda in order, by goal. rounds are those before this one, the oldest first, of earlier years too.

    leads are those of each action, with their party.
    """
    lines = {row.pk: _line_of(row, known) for row in known.values() if row.agenda_id == agenda.pk}
    every_round = (*rounds, round) if round else tuple(rounds)
    followed = {row.pk for line in lines.values() for row in line}
    history = _History(every_round, _reported(every_round, ProgressUpdate.objects.filter(action__in=followed)))
    decided: dict[int | None, list[StateDecision]] = defaultdict(list)
    for decision in decisions:
        decided[decision.action_id].append(state_decision(decision))
    found: dict[int, list[StateAction]] = defaultdict(list)
    for pk, line in sorted(lines.items(), key=lambda item: (known[item[0]].position, item[0])):
        found[known[pk].goal_id].append(_state_action(line, leads.get(pk, []), history, round, decided[pk]))
    return {goal: tuple(rows) for goal, rows in found.items()}


def actions_as_they_stand(
    actions: Iterable[Action], rounds: Mapping[int, Round], leads: Mapping[int, list[Lead]]
) -> dict[int, StateAction]:
    """The actions of many agendas by id, each with what was reported in the round of its agenda alone. Two queries.

    rounds are by agenda; actions come with their goal and project. The rounds before, and decisions, are left out.
    """
    history = _History((), _reported(rounds.values(), ProgressUpdate.objects.all()))
    return {row.pk: _state_action((row,), leads.get(row.pk, []), history, rounds.get(row.agenda_id), []) for row in actions}


def state_decision(decision: Decision) -> StateDecision:
    meeting = decision.meeting
    return StateDecision(decision.pk, meeting.pk, meeting.name, meeting.held_on, code(decision, "kind"), decision.text)


def _line_of(action: Action, known: dict[int, Action]) -> tuple[Action, ...]:
    """The action and what it was carried over from, back to the first year: years only go down, so this ends."""
    line = [action]
    while (earlier := known.get(line[-1].carried_from_id)) is not None:
        line.append(earlier)
    return tuple(line)


def _reported(rounds: Iterable[Round], updates: QuerySet[ProgressUpdate]) -> dict[tuple[int, int], list[ProgressUpdate]]:
    """What was submitted, by action and round. Drafts stay out: what someone is still writing is nobody else's."""
    submitted = updates.counted().filter(round__in=[row.pk for row in rounds])
    views = Prefetch("dissents", Dissent.objects.select_related("party", "by", "discussed_in"))
    with_people = submitted.with_last_review().select_related("party", "reported_by", "on_behalf_by", "round")
    found = defaultdict(list)
    for update in with_people.prefetch_related(views):
        found[update.action_id, update.round_id].append(update)
    return found


@dataclass(frozen=True)
class _History:
    """The rounds, the oldest first, and what was submitted in them by action and round."""

    rounds: tuple[Round, ...]
    updates: dict[tuple[int, int], list[ProgressUpdate]]

    def progress(self, action: Action, round: Round) -> ActionProgress:
        updates = self.updates.get((action.pk, round.pk), [])
        state, latest = state_of(updates, is_closed=round.is_closed), latest_submitted(updates)
        return ActionProgress(action, (), state, latest, drafts=(), previous=None, is_closed=round.is_closed)

    def before(self, line: tuple[Action, ...], round: Round | None) -> list[tuple[Round, ActionProgress]]:
        """The earlier rounds in which progress was asked on the action or what it was carried over from."""
        by_agenda = {action.agenda_id: action for action in line}
        asked = [(row, by_agenda[row.agenda_id]) for row in self.rounds if row != round and row.agenda_id in by_agenda]
        return [(row, self.progress(action, row)) for row, action in asked if _is_asked(action, row)]


def _is_asked(action: Action, round: Round) -> bool:
    """Whether the action stood there when the round was held: agreed by then, and not dropped yet."""
    is_dropped = action.dropped_on is not None and action.dropped_on <= round.reference_date
    is_later = action.goal.added_on is not None and action.goal.added_on > round.closes_on
    return not is_dropped and not is_later


def _state_action(
    line: tuple[Action, ...], leads: list[Lead], history: _History, round: Round | None, decisions: list[StateDecision]
) -> StateAction:
    action = line[0]
    earlier = history.before(line, round)
    answers = [progress.update for _, progress in earlier if progress.counts]
    return StateAction(
        id=action.pk,
        number=action.number,
        project=action.project.name if action.project_id else "",
        text=action.text,
        kind=code(action, "kind"),
        leads=tuple(StateLead(lead.party_id, lead.party.short_name, lead.task) for lead in leads),
        lead_line=action.lead_text or join_names(str(lead) for lead in leads),
        starts_on=action.starts_on,
        due_on=action.due_on,
        period=span_name(action.starts_on, action.starts_precision, action.due_on, action.due_precision),
        recurrence=code(action, "recurrence"),
        budget=action.budget,
        dropped_on=action.dropped_on,
        drop_reason=action.drop_reason,
        carried_from=action.carried_from_id,
        previous=_report(answers[-1]) if answers else None,
        earlier=tuple(
            StateLight(row.pk, row.name, row.reference_date, _light(progress.light), _light(progress.other_light))
            for row, progress in earlier
        ),
        decisions=tuple(decisions),
        **_in_this_round(action, round, history),
    )


def _in_this_round(action: Action, round: Round | None, history: _History) -> dict:
    """State, lights and report. Without a round nothing was asked yet; on what was dropped nothing is asked any more."""
    empty = ActionProgress(action, (), ActionState.NOTHING, None, drafts=(), previous=None, is_closed=False)
    progress = history.progress(action, round) if round else empty
    report = _report(progress.update) if progress.update else None
    if action.is_dropped:
        return {"state": NO_CODE, "light": NO_CODE, "other_light": NO_CODE, "report": report}
    return {
        "state": Code(progress.state.value, str(progress.state.label)),
        "light": _light(progress.light),
        "other_light": _light(progress.other_light),
        "report": report,
    }


def _light(light: Light | None) -> Code:
    return Code(str(light.key), str(light.words)) if light else NO_CODE


def _report(update: ProgressUpdate) -> StateReport:
    return StateReport(
        round_id=update.round_id,
        round=update.round.name,
        party_id=update.party_id,
        party=update.party.short_name,
        entered_for_it_by=update.on_behalf_by.short_name if update.on_behalf_by_id else "",
        reported_by=str(update.reported_by),
        submitted_at=update.submitted_at,
        reference_date=update.reference_date,
        state=code(update, "state"),
        phase=code(update, "phase"),
        judgement=code(update, "judgement"),
        is_unchanged=update.is_unchanged,
        done=update.done,
        next=update.next,
        cause=update.cause,
        effect=update.effect,
        correction=update.correction,
        ask=update.ask,
        proposal=code(update, "proposal"),
        proposal_text=update.proposal_text,
        proposal_date=update.proposal_date,
        return_reason=update.last_review.reason if update.state == ProgressUpdate.State.RETURNED else "",
        views=tuple(
            StateView(
                party_id=row.party_id,
                party=row.party.short_name,
                judgement=code(row, "judgement"),
                reason=row.reason,
                by=str(row.by),
                at=row.at,
                discussed_in=str(row.discussed_in) if row.discussed_in_id else "",
            )
            for row in update.dissents.all()
        ),
        needs_no_decision=update.needs_no_decision,
    )
