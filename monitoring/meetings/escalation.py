"""What must come before the executives: derived from the rounds by the agreement's own rule, and explained in words."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, OuterRef, QuerySet, Subquery

from agreements.models import Action, Agreement, Change, Proposal
from monitoring.escalating import Executives, RoundAnswer, family_of, reason_of, reported, rounds_of
from monitoring.lights import LIGHTS, Light
from monitoring.models import Decision, Meeting, ProgressUpdate, Round
from monitoring.queries import ActionProgress, Side, progress_of, with_names_of_action
from monitoring.story import with_leads
from parties.prepared import Prepared


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
    """The actions for the next bestuurlijk overleg, or for this one: those that no earlier one has discussed. Seven queries.

    A decision about an action in a bestuurlijk overleg discusses everything that was known on that day; after that the counting
    starts anew. Without its quorum a meeting decides nothing yet. What this meeting itself decides stays on its list, with the
    decision. An action that goes on in a later year takes its rounds along once that year is in force or asked about; until then
    the action of the running year stays. rounds are those of rounds_of(), where they were read.
    """
    known = _actions_of.models(tuple(sorted(family_of(agreement))), *([meeting.held_on] if meeting else []))
    actions = {row.pk: row for row in with_leads(known)}
    rounds = rounds_of(agreement) if rounds is None else list(rounds)
    discussed = {pk: row.discussed_on for pk, row in actions.items() if row.discussed_on}
    executives = Executives(actions, rounds, discussed, asked={round.agenda_id for round in rounds})
    history = _Submitted(reported(rounds, actions))
    decided = defaultdict(list)
    for decision in meeting.decisions.all() if meeting else ():
        if not decision.is_withdrawn:
            decided[decision.action_id].append(decision)
    reached_by = []
    for action in (row for row in actions.values() if row.agenda.agreement_id == agreement.pk):
        line = tuple(actions[pk] for pk in action.lineage if pk in actions)
        if told := executives.told(line, history, until=meeting.held_on if meeting else date.max):
            said = tuple(decision for row in executives.same_action(line) for decision in decided[row.pk])
            reached_by.append((action, told, said))
    proposed = _proposed(agreement) if reached_by else {}
    return tuple(_escalation(action, told, said, tuple(proposed.get(action.pk, ()))) for action, told, said in reached_by)


@dataclass(frozen=True)
class _Submitted:
    """What was submitted, by action and round."""

    updates: Mapping[tuple[int, int], list[ProgressUpdate]]

    def progress(self, action: Action, round: Round) -> ActionProgress:
        return progress_of(action, round, self.updates.get((action.pk, round.pk), ()))


def _escalation(action: Action, told: Sequence[RoundAnswer], decisions: tuple, proposed: tuple) -> Escalation:
    progress = told[-1].progress
    updates, sides = (progress.answers, progress.sides) if progress else ((), ())
    rounds = tuple(answer.round for answer in told)
    return Escalation(action, LIGHTS[told[-1].key], rounds, decisions, updates, sides, proposed)


def _proposed(agreement: Agreement) -> dict[int, list[Proposal]]:
    """By action, the proposals that would change it and on which the parties are asked."""
    found = defaultdict(list)
    for change in _changes_proposed.models(agreement.pk):
        found[change.action_id].append(change.proposal)
    return found


@Prepared.in_order
def _changes_proposed(agreement: int) -> QuerySet[Change]:
    changes = Change.objects.filter(proposal__agreement=agreement, proposal__state=Proposal.State.OPEN, action__isnull=False)
    with_texts = changes.select_related("proposal__agreement", "proposal__agenda__agreement")
    return with_texts.order_by("proposal_id", "position")


@Prepared.in_order
def _actions_of(agreements: Collection[int], before: date | None = None) -> QuerySet[Action]:
    known = with_names_of_action(Action.objects.filter(agenda__agreement__in=agreements))
    return known.annotate(discussed_on=_last_discussed(before), agenda_state=F("agenda__state"))


def _last_discussed(before: date | None) -> Subquery:
    """Of an action, the day of the last bestuurlijk overleg, before that day, which decided about it with its quorum."""
    told = Decision.objects.standing().filter(action=OuterRef("pk"), meeting__kind=Meeting.Kind.BESTUURLIJK)
    told = told.filter(meeting__quorum_missed=False)
    earlier = told.filter(meeting__held_on__lt=before) if before else told
    return Subquery(earlier.order_by("-meeting__held_on").values("meeting__held_on")[:1])
