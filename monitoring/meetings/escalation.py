"""What must come before the executives: derived from the rounds by the agreement's own rule, and explained in words."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from agreements.agenda.leads import with_leads
from agreements.models import Action, Agreement, Change, Proposal
from agreements.models.action_link import lineage_in
from monitoring.escalating import Executives, RoundAnswer, family_of, reason_of, reported, rounds_of
from monitoring.lights import LIGHTS, Light
from monitoring.models import Decision, Meeting, ProgressUpdate, Round
from monitoring.queries import ActionProgress, Side, progress_of, with_names_of_action
from monitoring.reports_in_brief import InBrief, reports_in_brief
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
    """The actions for the next bestuurlijk overleg, or for this one: those that no earlier one has discussed.

    Three queries in few columns, and six more for what is found.

    A decision about an action in a bestuurlijk overleg discusses everything that was known on that day; after that the counting
    starts anew. Without its quorum a meeting decides nothing yet. What this meeting itself decides stays on its list, with the
    decision. An action that goes on in a later year takes its rounds along once that year is in force or asked about; until then
    the action of the running year stays. rounds are those of rounds_of(), where they were read.
    """
    family, day = tuple(sorted(family_of(agreement))), [meeting.held_on] if meeting else []
    known = {row.id: row for row in _known(_known_in.rows(family, *day))}
    rounds = rounds_of(agreement) if rounds is None else list(rounds)
    discussed = {row.id: row.discussed_on for row in known.values() if row.discussed_on}
    executives = Executives(known, rounds, discussed, asked={round.agenda_id for round in rounds})
    history = _InBrief(reports_in_brief([round.pk for round in rounds], with_views=False))
    told: dict[int, Sequence[RoundAnswer]] = {}
    for action in (row for row in known.values() if row.agreement_id == agreement.pk):
        line = tuple(known[pk] for pk in action.lineage if pk in known)
        if answers := executives.told(line, history, until=meeting.held_on if meeting else date.max):
            told[action.id] = answers
    if not told:
        return ()
    decided, proposed, shown = _decided(meeting), _proposed(agreement), _ActionsShown.of(told)
    found = []
    for action in (row for pk, row in shown.actions.items() if pk in told):
        line = tuple(known[pk] for pk in known[action.pk].lineage if pk in known)
        said = tuple(decision for row in executives.same_action(line) for decision in decided[row.id])
        found.append(_escalation(action, told[action.pk], shown, said, tuple(proposed.get(action.pk, ()))))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _ActionInBrief:
    """What decides whether an action comes before the executives, and no words: most of them do not."""

    id: int
    agenda_id: int
    agenda_state: str
    agreement_id: int
    dropped_on: date | None
    lineage: tuple[int, ...]
    discussed_on: date | None
    leads: tuple[int, ...]


def _known(rows: Iterable[tuple]) -> Iterator[_ActionInBrief]:
    """A row for each lead, or one without."""
    leads: dict[int, list[int]] = defaultdict(list)
    found: dict[int, tuple] = {}
    for *action, lead in rows:
        found[action[0]] = tuple(action)
        leads[action[0]] += [lead] if lead is not None else []
    for pk, agenda, state, agreement, dropped_on, line, discussed_on in found.values():
        yield _ActionInBrief(pk, agenda, state, agreement, dropped_on, lineage_in(line), discussed_on, tuple(leads[pk]))


@dataclass(frozen=True)
class _InBrief:
    """What was submitted, by action and round."""

    reports: InBrief

    def progress(self, action: _ActionInBrief, round: Round) -> ActionProgress:
        return ActionProgress(
            action,  # type: ignore[arg-type]  # of which it asks nothing here, nor the words of a report
            (),
            updates=tuple(self.reports.get((action.id, round.pk), ())),  # type: ignore[arg-type]
            before=(),
            asked=round.parties_asked(action.id, action.leads),
            is_closed=round.is_closed,
            is_asked=round.has_asked(action.id, action.leads),
        )


@dataclass(frozen=True)
class _ActionsShown:
    """The actions that come before them with all that names them, in the order of the document, and their last reports."""

    actions: Mapping[int, Action]
    updates: Mapping[tuple[int, int], list[ProgressUpdate]]

    @classmethod
    def of(cls, told: Mapping[int, Sequence[RoundAnswer]]) -> "_ActionsShown":
        """Four queries."""
        last = [_place_of(answers[-1]) for answers in told.values()]
        actions = with_leads(_actions_of.models((*sorted({*told, *(pk for pk, _round in last)}),)))
        rounds = {round.pk: round for _pk, round in last}
        return cls({row.pk: row for row in actions}, reported(rounds.values(), {pk for pk, _round in last}))

    def progress(self, answer: RoundAnswer) -> ActionProgress:
        pk, round = _place_of(answer)
        return progress_of(self.actions[pk], round, self.updates.get((pk, round.pk), ()))


def _place_of(answer: RoundAnswer) -> tuple[int, Round]:
    """Of which action it was said, or of which in an earlier year, and in which round."""
    assert answer.progress is not None  # noqa: S101 - history tells it of every answer
    return answer.progress.action.id, answer.round


def _escalation(
    action: Action, told: Sequence[RoundAnswer], shown: _ActionsShown, decisions: tuple, proposed: tuple
) -> Escalation:
    progress, rounds = shown.progress(told[-1]), tuple(answer.round for answer in told)
    return Escalation(action, LIGHTS[told[-1].key], rounds, decisions, progress.answers, progress.sides, proposed)


def _decided(meeting: Meeting | None) -> dict[int | None, list[Decision]]:
    """By action, what the meeting in question decided."""
    found = defaultdict(list)
    for decision in meeting.decisions.all() if meeting else ():
        if not decision.is_withdrawn:
            found[decision.action_id].append(decision)
    return found


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
def _actions_of(keys: Collection[int]) -> QuerySet[Action]:
    return with_names_of_action(Action.objects.filter(pk__in=keys))


@Prepared
def _known_in(agreements: Collection[int], before: date | None = None) -> QuerySet:
    rows = Action.objects.filter(agenda__agreement__in=agreements).with_lineage()
    rows = rows.annotate(discussed_on=_last_discussed(before))
    columns = ("pk", "agenda", "agenda__state", "agenda__agreement", "dropped_on", "line", "discussed_on", "leads__party")
    return rows.values_list(*columns)


def _last_discussed(before: date | None) -> Subquery:
    """Of an action, the day of the last bestuurlijk overleg, before that day, which decided about it with its quorum."""
    told = Decision.objects.standing().filter(action=OuterRef("pk"), meeting__kind=Meeting.Kind.BESTUURLIJK)
    told = told.filter(meeting__quorum_missed=False)
    earlier = told.filter(meeting__held_on__lt=before) if before else told
    return Subquery(earlier.order_by("-meeting__held_on").values("meeting__held_on")[:1])
