"""What must come before the executives: derived from the rounds by the agreement's own rule, and explained in words."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery

from agreements.models import Action, Agreement, Change, Proposal
from monitoring.calendar import day_of
from monitoring.escalating import LIMITS, RoundAnswer, in_time, reached, reason_of, reported, rounds_of
from monitoring.lights import LIGHTS, NOT_REPORTED, Light
from monitoring.models import Decision, EscalationRule, Meeting, ProgressUpdate, Round
from monitoring.queries import Side, actions_with_leads, progress_of


@dataclass(frozen=True)
class Escalation:
    """An action that comes before the executives, with the rounds that brought it there."""

    action: Action
    light: Light
    rounds: tuple[Round, ...]
    decisions: tuple[Decision, ...] = ()  # what the meeting in question decided about it
    updates: tuple[ProgressUpdate, ...] = ()  # the answers of the last of these rounds, the worst first
    sides: tuple[Side, ...] = ()  # who sees it how, where the parties differ
    proposals: tuple[Proposal, ...] = ()  # that are put to the parties, and would change it

    @property
    def update(self) -> ProgressUpdate | None:
        """The answer that brought it here; None when nothing was reported."""
        return self.updates[0] if self.updates else None

    @property
    def asks(self) -> tuple[ProgressUpdate, ...]:
        """The answers in which a lead asks something of the meeting."""
        return tuple(update for update in self.updates if update.ask)

    @property
    def reason(self) -> str:
        """In words: "Twee keer gemeld als risico: Ronde 1 en Ronde 2"."""
        return reason_of(self.light.key, self.rounds)


def escalations(
    agreement: Agreement, *, meeting: Meeting | None = None, rounds: Iterable[Round] | None = None
) -> tuple[Escalation, ...]:
    """The actions for the next bestuurlijk overleg, or for this one: those that no earlier one has discussed. Eight queries.

    A decision about an action in a bestuurlijk overleg discusses everything that was known on that day; after that the counting
    starts anew. Without its quorum a meeting decides nothing yet. What this meeting itself decides stays on its list, with the
    decision. An action that goes on in a later year takes its rounds along once that year is in force or asked about; until then
    the action of the running year stays. rounds are those of rounds_of(), where they were read.
    """
    rule = EscalationRule.of(agreement)
    limits = {key: getattr(rule, name) for key, name in LIMITS.items()}
    family = [agreement.pk, agreement.predecessor_id]
    known = actions_with_leads(Action.objects.filter(agenda__agreement__in=family))
    known = known.annotate(discussed_on=_last_discussed(meeting.held_on if meeting else None))
    actions = {row.pk: row for row in known}
    rounds = rounds_of(agreement) if rounds is None else list(rounds)
    answers = _answers(rounds, list(actions.values()))
    running, within = _running(actions.values(), rounds), _gone_on_within_a_year(actions)
    decided = defaultdict(list)
    for decision in meeting.decisions.all() if meeting else ():
        if not decision.is_withdrawn:
            decided[decision.action_id].append(decision)
    reached_by = []
    for action in _asked_about(agreement, actions, running):
        chain = _same_action(action.lineage, within)
        days = (actions[pk].discussed_on for pk in chain if pk in actions)
        last = max((day for day in days if day), default=date.min)
        until = meeting.held_on if meeting else date.max
        told = in_time(answer for pk in chain for answer in answers[pk] if last < answer.known_on <= until)
        if last_told := reached(told, limits):
            reached_by.append((action, last_told, tuple(decision for pk in chain for decision in decided[pk])))
    proposed = _proposed(agreement) if reached_by else {}
    return tuple(_escalation(action, told, said, tuple(proposed.get(action.pk, ()))) for action, told, said in reached_by)


def _asked_about(agreement: Agreement, actions: Mapping[int, Action], running: Collection[int]) -> Iterator[Action]:
    """Those of the agreement itself that are not over, not only written, and did not go on in a later year that runs."""
    gone_on = {pk for running_pk in running for pk in actions[running_pk].lineage[1:]}
    for action in actions.values():
        is_only_written = len(action.lineage) > 1 and action.pk not in running
        is_over = action.is_dropped or action.agenda.is_revoked
        if not (is_over or is_only_written or action.pk in gone_on) and action.agenda.agreement_id == agreement.pk:
            yield action


def _escalation(action: Action, told: Sequence[RoundAnswer], decisions: tuple, proposed: tuple) -> Escalation:
    progress = told[-1].progress
    updates, sides = (progress.answers, progress.sides) if progress else ((), ())
    rounds = tuple(answer.round for answer in told)
    return Escalation(action, LIGHTS[told[-1].key], rounds, decisions, updates, sides, proposed)


def _gone_on_within_a_year(actions: Mapping[int, Action]) -> set[int]:
    """The actions that were split or merged in the middle of their year."""
    earlier = ((row, actions.get(pk)) for row in actions.values() for pk in row.lineage[1:])
    return {before.pk for row, before in earlier if before is not None and before.agenda_id == row.agenda_id}


def _same_action(line: tuple[int, ...], within: set[int]) -> tuple[int, ...]:
    """The action with those that it was in earlier years; what was split or merged begins anew, also for the years after it."""
    old = next((place for place, pk in enumerate(line) if pk in within), len(line))
    return line[: max(old, 1)]


def _proposed(agreement: Agreement) -> dict[int, list[Proposal]]:
    """By action, the proposals that would change it and on which the parties are asked."""
    changes = Change.objects.filter(proposal__agreement=agreement, proposal__state=Proposal.State.OPEN, action__isnull=False)
    found = defaultdict(list)
    for change in changes.select_related("proposal__agreement", "proposal__agenda__agreement").order_by(
        "proposal_id", "position"
    ):
        found[change.action_id].append(change.proposal)
    return found


def _running(actions: Iterable[Action], rounds: list[Round]) -> set[int]:
    """The actions of years that are in force, or of which progress is asked: what is only written ends nothing."""
    asked = {round.agenda_id for round in rounds}
    return {action.pk for action in actions if action.agenda.is_adopted or action.agenda_id in asked}


def _answers(rounds: list[Round], actions: list[Action]) -> dict[int, list[RoundAnswer]]:
    """By action, what each round said of it, oldest first: the worst that a lead answered.

    A round says nothing that is open without an answer, or that closed before the action was there or one of its leads led it.
    """
    updates = reported(rounds, [action.pk for action in actions])
    answers = defaultdict(list)
    for round in rounds:
        for action in actions:
            if action.agenda_id != round.agenda_id:
                continue
            progress = progress_of(action, round, updates.get((action.pk, round.pk), ()))
            if worst := progress.answer:
                answers[action.pk].append(RoundAnswer(round, worst.judgement, day_of(worst.submitted_at), progress))
            elif round.is_closed and progress.is_asked:
                answers[action.pk].append(RoundAnswer(round, NOT_REPORTED, day_of(round.closed_at)))
    return answers


def _last_discussed(before: date | None) -> Subquery:
    """Of an action, the day of the last bestuurlijk overleg, before that day, which decided about it with its quorum."""
    told = Decision.objects.standing().filter(action=OuterRef("pk"), meeting__kind=Meeting.Kind.BESTUURLIJK)
    told = told.filter(meeting__quorum_missed=False)
    earlier = told.filter(meeting__held_on__lt=before) if before else told
    return Subquery(earlier.order_by("-meeting__held_on").values("meeting__held_on")[:1])
