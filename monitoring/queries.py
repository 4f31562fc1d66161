"""Actions with what was reported on them in a round: a fixed number of queries, frozen dataclasses out.

The rule where an action has several leads: one report is enough, whichever lead gives it, and the one submitted last is shown
with its party. A lead that sees it differently records that, as any other party, and splits the light.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from agreements.models import Action, Lead
from agreements.models.action import ActionQuerySet
from monitoring.lights import LIGHTS, NONE_YET, NOT_REPORTED, Light
from monitoring.models import Dissent, ProgressUpdate, Review, Round
from parties.models import Membership, User


class ActionState(models.TextChoices):
    """Where an action stands in a round; derived here and stored nowhere."""

    NOTHING = "nothing", _("nothing yet")
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    RETURNED = "returned", _("returned")
    ACCEPTED = "accepted", _("accepted")
    NOT_REPORTED = "not_reported", _("not reported")


@dataclass(frozen=True)
class ActionProgress:
    """One action in one round."""

    action: Action
    leads: tuple[Lead, ...]
    state: ActionState
    update: ProgressUpdate | None  # what was submitted last in this round, also when it was returned
    drafts: tuple[ProgressUpdate, ...]
    previous: ProgressUpdate | None  # what was reported last before this round
    is_closed: bool

    @property
    def answer(self) -> ProgressUpdate | None:
        """What was submitted or accepted in this round, and not returned."""
        return self.update if self.state in {ActionState.SUBMITTED, ActionState.ACCEPTED} else None

    @property
    def counts(self) -> bool:
        """Whether there is an answer."""
        return self.answer is not None

    @property
    def light(self) -> Light:
        """What the lead judged; what was returned and not resubmitted is no judgement."""
        if self.answer:
            return LIGHTS[self.answer.judgement]
        return LIGHTS[NOT_REPORTED if self.is_closed else NONE_YET]

    @property
    def dissents(self) -> tuple[Dissent, ...]:
        """The other views that no meeting has discussed yet."""
        if self.answer is None:
            return ()
        return tuple(dissent for dissent in self.answer.dissents.all() if dissent.discussed_in_id is None)

    @property
    def other_light(self) -> Light | None:
        """The other half of a split light; the newest view where there are several."""
        return LIGHTS[self.dissents[-1].judgement] if self.dissents else None

    @property
    def is_split(self) -> bool:
        return bool(self.dissents)

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
        if self.update and self.update.submitted_at:
            touches.append((self.update.submitted_at, self.update.reported_by))
            touches += [(review.at, review.by) for review in self.update.reviews.all()]
        return touches


def state_of(updates: Iterable[ProgressUpdate], *, is_closed: bool) -> ActionState:
    """Where an action stands, from everything written on it in one round: the only place where this is decided.

    What is missing, and a draft that nobody submitted, become "not reported" when the round closes, and not before.
    """
    updates = list(updates)
    latest = latest_submitted(updates)
    if latest:
        return ActionState(latest.state)
    if is_closed:
        return ActionState.NOT_REPORTED
    return ActionState.DRAFT if updates else ActionState.NOTHING


def latest_submitted(updates: Iterable[ProgressUpdate]) -> ProgressUpdate | None:
    submitted = [update for update in updates if update.is_submitted]
    return max(submitted, key=lambda update: (update.submitted_at, update.pk), default=None)


def party_of(person: str, agreement: str) -> models.Subquery:
    """For rows that name a person and an agreement by these fields: the party for which the person takes part in it."""
    own = Membership.objects.filter(user=models.OuterRef(person), party__participations__agreement=models.OuterRef(agreement))
    return models.Subquery(own.order_by("party__short_name").values("party__short_name")[:1])


def with_story(updates: models.QuerySet) -> models.QuerySet:
    """Updates with everything that their light, state and line of history show: two queries more."""
    reviews = Review.objects.select_related("by").annotate(by_party=party_of("by", "update__action__agenda__agreement"))
    return updates.select_related("party", "reported_by", "on_behalf_by", "round").prefetch_related(
        Prefetch("reviews", reviews),
        Prefetch("dissents", Dissent.objects.select_related("party", "by", "discussed_in")),
    )


def actions_with_leads(actions: ActionQuerySet) -> models.QuerySet:
    """The actions as the document orders them, with everything that names them: one query more."""
    in_order = actions.order_by("goal__theme__position", "goal__theme__pk", "goal__position", "goal__pk", "position", "pk")
    leads = Prefetch("leads", Lead.objects.select_related("party"))
    return in_order.with_lineage().select_related("agenda", "goal__theme__agreement", "project").prefetch_related(leads)


def actions_of(round: Round) -> models.QuerySet:
    """The actions on which this round asks progress."""
    return actions_with_leads(Action.objects.filter(agenda=round.agenda_id, dropped_on=None))


def collect_round(round: Round, *, actions: Iterable[Action] | None = None) -> tuple[ActionProgress, ...]:
    """Every action of the round, or of these actions, with its state in the round. Five queries, however many actions."""
    rows = list(actions if actions is not None else actions_of(round))
    followed = {pk for row in rows for pk in row.lineage}
    past = models.Q(round__reference_date__lt=round.reference_date, submitted_at__isnull=False)
    updates = ProgressUpdate.objects.filter(models.Q(round=round) | past, action__in=followed)
    here, before = defaultdict(list), defaultdict(list)
    for update in with_story(updates).order_by("round__reference_date", "submitted_at", "pk"):
        if update.round_id == round.pk:
            here[update.action_id].append(update)
        elif update.state != ProgressUpdate.State.RETURNED:
            before[update.action_id].append(update)
    return tuple(progress_of(row, round, here[row.pk], _newest(row, before)) for row in rows)


def _newest(action: Action, updates: Mapping[int, list[ProgressUpdate]]) -> list[ProgressUpdate]:
    """What was reported on the action, or else in the newest of the earlier years of which there is something."""
    return next((updates[pk] for pk in action.lineage if updates[pk]), [])


def progress_of(action: Action, round: Round, here: list[ProgressUpdate], before: list[ProgressUpdate]) -> ActionProgress:
    return ActionProgress(
        action=action,
        leads=tuple(action.leads.all()),
        state=state_of(here, is_closed=round.is_closed),
        update=latest_submitted(here),
        drafts=tuple(update for update in here if not update.is_submitted),
        previous=before[-1] if before else None,
        is_closed=round.is_closed,
    )
