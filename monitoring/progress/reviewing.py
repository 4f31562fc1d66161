"""Writes on what was submitted: accepted, returned, or seen differently by another party.

Each function asks who may (monitoring/permissions.py) and when it can; PermissionDenied or NotAllowedNowError has the sentence.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.contacts.choosing import contacts_by_lead
from agreements.models import Action
from monitoring.models import Dissent, Judgement, ProgressUpdate, Review, Round
from monitoring.permissions import coordinated_ids, why_not_accept, why_not_accept_own, why_not_dissent, why_not_review
from monitoring.reminders.sending import tell_returned
from monitoring.writes import demand, keep, locked
from parties.history.write_rules import Act, act
from parties.mail import post
from parties.models import Party, User
from parties.prepared import Prepared
from parties.refusals import NotAllowedNowError


def latest_of(action: Action, round: Round, party: Party | int) -> ProgressUpdate | None:
    """What this party submitted last on the action in this round; what other leads submitted stands beside it."""
    key = party if isinstance(party, int) else party.pk
    return next(iter(_newest.models(action.pk, round.pk, key)), None)


@Prepared.in_order
def _newest(action: int, round: int, party: int) -> QuerySet[ProgressUpdate]:
    updates = ProgressUpdate.objects.counted().filter(action=action, round=round, party=party)
    return updates.order_by("-submitted_at", "-pk")[:1]


@transaction.atomic
@act(Act.REVIEW)
def return_update(*, update: ProgressUpdate, reason: str, by: User) -> Review:
    """Ask the lead to report anew; what it wrote stays as it was, with this reason, which is mailed."""
    demand(why_not_review(by, update.round))
    _expect_review(update, locked(update.round))
    if update.state == ProgressUpdate.State.RETURNED:
        raise NotAllowedNowError(_("This was returned already; the lead reports anew."))
    review = keep(Review(update=update, outcome=Review.Outcome.RETURNED, reason=reason, by=by), by=by)
    tell_returned(review)
    return review


@transaction.atomic
@act(Act.REVIEW)
def accept(*, update: ProgressUpdate, by: User) -> Review:
    """Take the update as the answer of its party in this round."""
    demand(why_not_accept(by, update))
    return _accept(update, locked(update.round), by)


@transaction.atomic
@act(Act.REVIEW)
def accept_all(*, updates: Iterable[ProgressUpdate], by: User) -> tuple[list[Review], list[ProgressUpdate]]:
    """Accept what this person may accept, one by one as accept() does; and the updates that are left for someone else."""
    reviews, left = [], []
    own, rounds = coordinated_ids(by), {}
    for update in updates:
        if update.round_id not in rounds:
            demand(why_not_review(by, update.round))
            rounds[update.round_id] = locked(update.round)
        if why_not_accept_own(by, update, own):
            left.append(update)
        else:
            reviews.append(_accept(update, rounds[update.round_id], by))
    return reviews, left


def _accept(update: ProgressUpdate, round: Round, by: User) -> Review:
    _expect_review(update, round)
    if update.state != ProgressUpdate.State.SUBMITTED:
        raise NotAllowedNowError(_("Only what was submitted, and not reviewed yet, can be accepted."))
    return keep(Review(update=update, outcome=Review.Outcome.ACCEPTED, by=by), by=by)


def _expect_review(update: ProgressUpdate, round: Round) -> None:
    if not update.is_submitted:
        raise NotAllowedNowError(_("This is a draft; nobody reviews it before it is submitted."))
    if not round.is_under_way:
        raise NotAllowedNowError(_("This round is closed: what was reported stays as it is."))
    if latest_of(update.action, round, update.party_id) != update:
        raise NotAllowedNowError(_("The lead has reported anew since; look at that."))


@transaction.atomic
@act(Act.REVIEW)
def dissent(*, update: ProgressUpdate, party: Party, judgement: Judgement | str, reason: str, by: User) -> Dissent:
    """Record that this party sees it differently: the light is split until a meeting has discussed it."""
    demand(why_not_dissent(by, update, party))
    current = locked(update.round)
    if not current.is_under_way:
        raise NotAllowedNowError(_("This round is closed: what was reported stays as it is."))
    if update.is_submitted and latest_of(update.action, current, update.party_id) != update:
        raise NotAllowedNowError(_("The lead has reported anew since; look at that."))
    found = keep(Dissent(update=update, party=party, judgement=judgement, reason=reason, by=by), by=by)
    tell_dissent(found)
    return found


def tell_dissent(dissent: Dissent) -> list[User]:
    """Mail at once who reports for the lead and who coordinates it; not who wrote it. Within its transaction."""
    update = dissent.update
    people = contacts_by_lead(list(update.action.leads.filter(party=update.party_id).select_related("party")))
    coordinators = [row.user for row in update.party.memberships.coordinating().select_related("user") if row.user.is_active]
    receivers = dict.fromkeys([*(person for found in people.values() for person in found), *coordinators])
    receivers.pop(dissent.by, None)
    why = format_lazy(gettext_lazy("You get this mail because {party} leads this action."), party=str(update.party))
    for person in receivers:
        post("dissent", to=person, context={"dissent": dissent, "update": update}, why=why, by=dissent.by)
    return list(receivers)
