"""Actions with what was reported on them in a round: a fixed number of queries, frozen dataclasses out.

The rule where an action has several leads: one answer reports it, the answers of the others stand beside it and none replaces
another's. The light is the worst of them, shown split where they differ; so is what another party sees differently.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.agenda.leads import with_leads
from agreements.agenda.words import printed_order
from agreements.models import Action, Advice, Agreement, Change, Lead, Proposal, Target
from agreements.models.action import ActionQuerySet
from monitoring.lights import FROM_WORST, LIGHTS, NONE_YET, NOT_REPORTED, Light
from monitoring.models import Decision, Dissent, ProgressUpdate, Round
from monitoring.story import story_in, written_in
from parties.models import User
from parties.prepared import Prepared


class ActionState(models.TextChoices):
    """Where an action stands in a round; derived here and stored nowhere."""

    NOTHING = "nothing", _("nothing yet")
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    RETURNED = "returned", _("returned")
    ACCEPTED = "accepted", _("accepted")
    NOT_REPORTED = "not_reported", _("not reported")


ANSWERED = frozenset({ActionState.SUBMITTED, ActionState.ACCEPTED})


@dataclass(frozen=True)
class Side:
    """One of the lights of an action that is seen differently, and by whom."""

    light: Light
    parties: str


@dataclass(frozen=True)
class ActionProgress:
    """One action in one round."""

    action: Action
    leads: tuple[Lead, ...]
    updates: tuple[ProgressUpdate, ...]  # everything written on it in this round, drafts and what was returned too
    before: tuple[ProgressUpdate, ...]  # what was submitted on it in earlier rounds, the oldest first
    asked: frozenset[int]  # the parties that this round asks, or when it closed had asked
    is_closed: bool
    is_asked: bool = True  # whether this round has asked anybody who leads it

    @cached_property
    def answers(self) -> tuple[ProgressUpdate, ...]:
        """The answers that count, the worst first: of each lead the last one, unless it was returned."""
        return answers_among(self.updates, self.asked)

    @cached_property
    def state(self) -> ActionState:
        if not self.answers and not self.is_asked:
            return ActionState.NOTHING
        return state_of(self.updates, is_closed=self.is_closed, leads=self.asked)

    @property
    def answer(self) -> ProgressUpdate | None:
        """The answer that gives the light."""
        return self.answers[0] if self.answers else None

    @cached_property
    def returned(self) -> tuple[ProgressUpdate, ...]:
        """What was returned and not resubmitted, one of each party, the last one first."""
        newest = sorted(newest_by_party(self.updates).values(), key=_when_submitted, reverse=True)
        return tuple(update for update in newest if update.state == ProgressUpdate.State.RETURNED)

    @cached_property
    def update(self) -> ProgressUpdate | None:
        """What explains the state: the answer that gives the light, or else what was returned last."""
        return next(iter((*self.answers, *self.returned)), None)

    @property
    def counts(self) -> bool:
        """Whether there is an answer."""
        return bool(self.answers)

    @property
    def drafts(self) -> tuple[ProgressUpdate, ...]:
        return tuple(update for update in self.updates if not update.is_submitted)

    @property
    def light(self) -> Light:
        """The worst that a lead judged; what was returned and not resubmitted is no judgement."""
        if self.answer:
            return LIGHTS[self.answer.judgement]
        return LIGHTS[NOT_REPORTED if self.is_closed and self.is_asked else NONE_YET]

    @property
    def dissents(self) -> tuple[Dissent, ...]:
        """The views that no meeting has discussed yet, one per party; the answer of a lead stands for its view."""
        answered = {answer.party_id for answer in self.answers}
        views = [view for answer in self.answers for view in answer.dissents.all() if view.discussed_in_id is None]
        newest = {view.party_id: view for view in sorted(views, key=_when) if view.party_id not in answered}
        return tuple(sorted(newest.values(), key=_when))

    @cached_property
    def sides(self) -> tuple[Side, ...]:
        """Who sees it how, the light of the action first; empty where nobody differs."""
        judgements = [(answer.judgement, answer.party.short_name) for answer in self.answers]
        judgements += [(view.judgement, view.party.short_name) for view in reversed(self.dissents)]
        return tuple(Side(LIGHTS[judgement], parties) for judgement, parties in sides_of(judgements))

    @property
    def other_light(self) -> Light | None:
        """The other half of a split light: of the other leads the worst, else the newest view of another party."""
        return self.sides[1].light if self.sides else None

    @property
    def is_split(self) -> bool:
        return bool(self.sides)

    @cached_property
    def previous_answers(self) -> tuple[ProgressUpdate, ...]:
        """What counted in the last earlier round in which there was an answer, the worst first."""
        return next(reversed(answered_rounds(self.before)), ())

    @property
    def previous(self) -> ProgressUpdate | None:
        """What was reported last before this round; of several answers the worst."""
        return self.previous_answers[0] if self.previous_answers else None

    @property
    def reworded_on(self) -> date | None:
        """The day since which the action reads otherwise than what gives its light answered; None when it reads the same.

        The light stays until somebody reports anew: what was said was said of the words of then.
        """
        at = getattr(self.action, "reworded_at", None)
        if at is None:
            return None
        told = self.answers or self.returned or self.previous_answers
        if not told or all(answer.submitted_at >= at for answer in told):
            return None
        return timezone.localdate(at)

    def previous_of(self, party_id: int | None) -> ProgressUpdate | None:
        """What this party reported last before this round; when it never did, what was reported last."""
        own = answered_rounds(update for update in self.before if update.party_id == party_id)
        return own[-1][0] if own else self.previous

    def of(self, party_id: int | None) -> "ActionProgress":
        """The action as far as this party alone reported on it."""
        own = tuple(update for update in self.updates if update.party_id == party_id)
        is_asked = self.is_asked and (party_id in self.asked or not self.is_closed)
        return ActionProgress(self.action, self.leads, own, self.before, frozenset(), self.is_closed, is_asked)

    def beside(self, party_id: int | None) -> tuple[ProgressUpdate, ...]:
        """The answers of the others."""
        return tuple(answer for answer in self.answers if answer.party_id != party_id)

    def waits_for(self, party_id: int | None) -> bool:
        """Whether this lead is waited for: as long as nobody answered, and when its own answer was returned."""
        return not self.is_closed and (not self.answers or self.of(party_id).state == ActionState.RETURNED)

    @property
    def touched_at(self) -> datetime | None:
        """When somebody last saved, submitted or reviewed something."""
        return max(self._touches, default=(None, None), key=lambda touch: touch[0])[0]

    @property
    def touched_by(self) -> User | None:
        return max(self._touches, default=(None, None), key=lambda touch: touch[0])[1]

    @property
    def _touches(self) -> list[tuple[datetime, User]]:
        touches = [(draft.saved_at, draft.reported_by) for draft in self.drafts]
        for update in newest_by_party(self.updates).values():
            if update.submitted_at:
                touches.append((update.submitted_at, update.reported_by))
            touches += [(review.at, review.by) for review in update.reviews.all()]
        return touches


def state_of(updates: Iterable[ProgressUpdate], *, is_closed: bool, leads: Collection[int] = ()) -> ActionState:
    """Where an action stands, from everything written on it in one round: the only place where this is decided.

    One answer reports it; it is accepted when every answer is. What is missing, and a draft that nobody submitted, become "not
    reported" when the round closes, and not before.
    """
    updates = list(updates)
    if answers := answers_among(updates, leads):
        is_accepted = all(answer.state == ProgressUpdate.State.ACCEPTED for answer in answers)
        return ActionState.ACCEPTED if is_accepted else ActionState.SUBMITTED
    if latest_submitted(updates):
        return ActionState.RETURNED
    if is_closed:
        return ActionState.NOT_REPORTED
    return ActionState.DRAFT if updates else ActionState.NOTHING


def answers_among(updates: Iterable[ProgressUpdate], leads: Collection[int] = ()) -> tuple[ProgressUpdate, ...]:
    """The answers that count in one round, the worst first: of each party the last one that it submitted, unless it was returned.

    What a party answered that does not lead any more counts until one of these leads has answered.
    """
    newest = newest_by_party(updates).values()
    answers = [update for update in newest if update.state != ProgressUpdate.State.RETURNED]
    answers = [answer for answer in answers if answer.party_id in leads] or answers
    in_order = sorted(answers, key=_when_submitted, reverse=True)
    return tuple(sorted(in_order, key=lambda answer: FROM_WORST.index(answer.judgement)))


def newest_by_party(updates: Iterable[ProgressUpdate]) -> dict[int, ProgressUpdate]:
    """What each party submitted last, also when it was returned: no party's answer replaces another's."""
    in_order = sorted((update for update in updates if update.is_submitted), key=_when_submitted)
    return {update.party_id: update for update in in_order}


def latest_submitted(updates: Iterable[ProgressUpdate]) -> ProgressUpdate | None:
    return max((update for update in updates if update.is_submitted), key=_when_submitted, default=None)


def answered_rounds(updates: Iterable[ProgressUpdate]) -> list[tuple[ProgressUpdate, ...]]:
    """The answers that counted in each of their rounds, for the rounds that have any; the oldest round first."""
    by_round: dict[int, list[ProgressUpdate]] = defaultdict(list)
    for update in sorted(updates, key=lambda update: (update.round.reference_date, update.round_id)):
        by_round[update.round_id].append(update)
    found = (answers_among(rows, rows[0].round.parties_asked(rows[0].action_id, ())) for rows in by_round.values())
    return [answers for answers in found if answers]


def sides_of(told: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Each judgement with the names of its parties, in order; nothing where all gave the same."""
    names: dict[str, list[str]] = defaultdict(list)
    for judgement, name in told:
        names[judgement].append(name)
    return [(judgement, ", ".join(those)) for judgement, those in names.items()] if len(names) > 1 else []


def _when_submitted(update: ProgressUpdate) -> tuple[datetime | None, int]:
    return update.submitted_at, update.pk


def _when(view: Dissent) -> tuple[datetime, int]:
    return view.at, view.pk


def with_waiting_known(rows: models.QuerySet) -> models.QuerySet:
    """Each with what there is in its agreement that may wait for a decision, so that no more is asked; and is_followed."""
    put = (Proposal.State.OPEN, Proposal.State.EXPIRED)
    proposals = Proposal.objects.filter(agreement=models.OuterRef("agreement"), state__in=put)
    advices = Advice.objects.to_answer().filter(agreement=models.OuterRef("agreement"))
    decisions = Decision.objects.standing().filter(meeting__agreement=models.OuterRef("agreement"), kind__in=Decision.CHANGING)
    targets = Target.objects.filter(indicator__goal__theme__agreement=models.OuterRef("agreement"), provisional=True)
    following = Agreement.objects.filter(predecessor=models.OuterRef("agreement"))
    there = {"proposals": proposals, "advices": advices, "decisions": decisions, "provisional": targets}
    found = {f"has_{name}": models.Exists(query) for name, query in there.items()}
    return rows.annotate(**found, is_followed=models.Exists(following))


# Of a change all but the number alone: where an action is printed says nothing about how it goes.
REWORDS = [
    *("text", "lead_text", "leads"),
    *("starts_on", "starts_precision", "due_on", "due_precision", "recurrence", "budget", "contributions"),
]


def with_rewording(actions: ActionQuerySet) -> ActionQuerySet:
    """With reworded_at, the moment since which the action reads otherwise by consent; a typing error is no other text."""
    changes = Change.objects.filter(action=models.OuterRef("pk"), kind=Change.Kind.ADJUST, becomes__has_any_keys=REWORDS)
    agreed = changes.filter(proposal__state=Proposal.State.AGREED).order_by("-proposal__ended_at")
    return actions.annotate(reworded_at=models.Subquery(agreed.values("proposal__ended_at")[:1]))


def actions_with_leads(actions: ActionQuerySet) -> models.QuerySet:
    """The actions as the document orders them, with everything that names them: one query more."""
    return with_names_of_action(actions).prefetch_related(models.Prefetch("leads", Lead.objects.select_related("party")))


def with_names_of_action(actions: ActionQuerySet) -> models.QuerySet:
    """The actions as the document orders them, with everything that names them but their leads."""
    in_order = with_rewording(actions).order_by(*printed_order("goal", "agenda__year"), "position", "pk")
    return in_order.with_lineage().select_related("agenda", "goal__theme__agreement", "project", "condition__party")


def actions_of(round: Round) -> models.QuerySet:
    """The actions on which this round asks progress."""
    asked = Action.objects.filter(agenda=round.agenda_id, dropped_on=None)
    return actions_with_leads(asked.none() if round.agenda.is_revoked and not round.is_closed else asked)


def _actions_asked(round: Round) -> list[Action]:
    """As actions_of(): two queries."""
    if round.agenda.is_revoked and not round.is_closed:
        return []
    return with_leads(_asked_in.models(round.agenda_id))


@Prepared.in_order
def _asked_in(agenda: int) -> models.QuerySet:
    return with_names_of_action(Action.objects.filter(agenda=agenda, dropped_on=None))


def collect_round(
    round: Round, *, actions: Iterable[Action] | None = None, past_is_told: bool = True
) -> tuple[ActionProgress, ...]:
    """Every action of the round, or of these actions, with its state in the round. Five queries, however many actions.

    An action that came after the round was closed is not of the round. Where the past is not told, it is read only if an action
    reads otherwise since then.
    """
    rows = list(actions) if actions is not None else _actions_asked(round)
    here, before = defaultdict(list), defaultdict(list)
    is_past_told = past_is_told or any(getattr(row, "reworded_at", None) for row in rows)
    followed = {pk for row in rows for pk in row.lineage}
    for update in story_in(round, followed) if is_past_told else written_in([round.pk], followed):
        if update.round_id == round.pk:
            here[update.action_id].append(update)
        else:
            before[update.action_id].append(update)
    found = (progress_of(row, round, here[row.pk], before_of(row, before)) for row in rows)
    return tuple(progress for progress in found if progress.is_asked or progress.counts)


def before_of(action: Action, updates: Mapping[int, list[ProgressUpdate]]) -> list[ProgressUpdate]:
    """What was reported on the action, or else in the newest of the earlier years in which there is an answer."""
    return next((updates[pk] for pk in action.lineage if pk in updates and answered_rounds(updates[pk])), [])


def progress_of(
    action: Action, round: Round, here: Iterable[ProgressUpdate], before: Iterable[ProgressUpdate] = ()
) -> ActionProgress:
    """The action in this round, from what was written on it here and before; it comes with its leads."""
    leads = tuple(action.leads.all())
    return ActionProgress(
        action=action,
        leads=leads,
        updates=tuple(here),
        before=tuple(before),
        asked=round.parties_asked(action.pk, (lead.party_id for lead in leads)),
        is_closed=round.is_closed,
        is_asked=round.has_asked(action.pk, [lead.party_id for lead in leads]),
    )
