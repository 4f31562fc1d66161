"""The story of one action: everything that was reported on it, in every round and in the years it was carried over from."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from agreements.models import Action
from monitoring.lights import LIGHTS, Light
from monitoring.models import Attachment, Dissent, LeadException, ProgressUpdate
from monitoring.permissions import coordinated_in, parties_spoken_for, why_not_accept_own
from monitoring.queries import ActionProgress, Side, progress_of, sides_of
from monitoring.story import submitted_on
from parties.models import User
from parties.prepared import Prepared, attach


@dataclass(frozen=True)
class SubmittedUpdate:
    """One submitted update, with what this person may do with it now."""

    update: ProgressUpdate
    is_latest: bool  # the last one of its party in its round
    can_review: bool
    why_not_accept: str
    can_dissent: bool

    @property
    def light(self) -> Light:
        return LIGHTS[self.update.judgement]

    @property
    def open_dissents(self) -> tuple[Dissent, ...]:
        if self.update.state == ProgressUpdate.State.RETURNED:
            return ()
        return tuple(row for row in self.update.dissents.all() if row.discussed_in_id is None)

    @property
    def sides(self) -> tuple[Side, ...]:
        """Who sees it how, as long as another view was not discussed; empty where nobody differs."""
        judgements = [(self.update.judgement, self.update.party.short_name)]
        judgements += [(view.judgement, view.party.short_name) for view in reversed(self.open_dissents)]
        return tuple(Side(LIGHTS[judgement], parties) for judgement, parties in sides_of(judgements))

    @property
    def other_light(self) -> Light | None:
        """The other half, as long as another view was not discussed."""
        return self.sides[1].light if self.sides else None

    @property
    def waits_for_the_lead(self) -> bool:
        """Whether it was returned and the lead has not reported anew, in a round that goes on."""
        return self.is_latest and self.update.state == ProgressUpdate.State.RETURNED and self.update.round.is_under_way

    @property
    def can_be_accepted(self) -> bool:
        return self.can_review and not self.why_not_accept and self.update.state == ProgressUpdate.State.SUBMITTED

    @property
    def can_be_returned(self) -> bool:
        return self.can_review and self.update.state != ProgressUpdate.State.RETURNED


def story_of(action: Action, user: User) -> tuple[SubmittedUpdate, ...]:
    """Newest first, of earlier years too; drafts are not part of it. A fixed number of queries.

    action comes with its agenda, agreement and leads.
    """
    updates = submitted_on(action.lineage)
    attach(updates, "attachments", _attachments_of.models(tuple(update.pk for update in updates)) if updates else (), "update")
    agreement = action.agenda.agreement
    own, reviews = coordinated_in(user, agreement)
    own_views = parties_spoken_for(user, agreement)
    answered = defaultdict(set)
    for update in updates:
        answered[update.round_id].add(update.party_id)
    seen, story = set(), []
    for update in updates:
        place = (update.round_id, update.party_id)
        is_latest = place not in seen
        seen.add(place)
        is_now = is_latest and update.round.is_under_way
        views = {row.party_id for row in update.dissents.all()} | answered[update.round_id]
        is_returned = update.state == ProgressUpdate.State.RETURNED
        story.append(
            SubmittedUpdate(
                update=update,
                is_latest=is_latest,
                can_review=is_now and reviews,
                why_not_accept=why_not_accept_own(user, update, own),
                can_dissent=is_now and not is_returned and bool(own_views - views),
            )
        )
    return tuple(story)


@Prepared.in_order
def _attachments_of(updates: Collection[int]) -> QuerySet[Attachment]:
    return Attachment.objects.filter(update__in=updates).order_by("added_at")


def standing_of(action: Action, story: tuple[SubmittedUpdate, ...]) -> ActionProgress | None:
    """The action in the last round in which something was reported, where several leads answered; no query."""
    own = [chapter.update for chapter in story if chapter.update.action_id == action.pk]
    if not own:
        return None
    progress = progress_of(action, own[0].round, [update for update in own if update.round_id == own[0].round_id])
    return progress if len(progress.answers) > 1 else None


def exceptions_for(action: Action) -> list[LeadException]:
    """The exceptions by which its leads may change during a round: every lead finds them here."""
    return _exceptions_for.models(action.pk)


@Prepared.in_order
def _exceptions_for(action: int) -> QuerySet[LeadException]:
    return LeadException.objects.filter(action=action).select_related("round", "by")
