"""Writes on rounds and meetings: all or nothing, with the person who does it. Reporting itself: monitoring/progress/reporting.py.

Each function asks who may (monitoring/permissions.py) and when it can; PermissionDenied and NotAllowedNow carry the sentence.
"""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.models import Action, Agenda, Goal
from monitoring.models import Decision, Dissent, Judgement, Meeting, ProgressUpdate, Review, Round, RoundExtension
from monitoring.permissions import (
    coordinated_ids,
    why_not_accept,
    why_not_accept_own,
    why_not_coordinate,
    why_not_dissent,
    why_not_keep,
    why_not_review,
)
from monitoring.position.collect import freeze
from monitoring.reminders.sending import remind_by_hand, tell_extension, tell_returned
from parties.models import Party, User


class NotAllowedNow(Exception):  # noqa: N818 (it is no error of the program)
    """The person may do this, but not at this moment; the text says why, and what to do."""


def demand(reason: str) -> None:
    """Raise PermissionDenied with this sentence; nothing when there is none."""
    if reason:
        raise PermissionDenied(reason)


def keep(row, *, by: User):
    """Save the row, checked by its own rules, with the person in its history."""
    row._history_user = by
    row.save()
    return row


def locked(round: Round) -> Round:
    """The round as it is now, and nobody else's until this transaction ends."""
    rounds = Round.objects.select_related("agenda__agreement", "meeting")
    return rounds.select_for_update(of=("self",)).get(pk=round.pk)


# -- The round


@transaction.atomic
def plan_round(*, agenda: Agenda, by: User, **fields) -> Round:
    """A new round; nobody is asked anything until it is opened."""
    demand(why_not_coordinate(by, agenda.agreement))
    return keep(Round(agenda=agenda, **fields), by=by)


@transaction.atomic
def change_round(*, round: Round, by: User, **fields) -> Round:
    """Another name, window, meeting or instructions, as long as the round is not closed."""
    demand(why_not_coordinate(by, round.agenda.agreement))
    current = locked(round)
    if current.is_closed:
        raise NotAllowedNow(_("This round is closed and stays as it was."))
    for name, value in fields.items():
        setattr(current, name, value)
    return keep(current, by=by)


@transaction.atomic
def open_round(*, round: Round, by: User) -> Round:
    """From now on, or from the first day of its window if that is later, the leads may report."""
    demand(why_not_coordinate(by, round.agenda.agreement))
    current = locked(round)
    if current.opened_at:
        raise NotAllowedNow(_("This round was opened already."))
    if not current.agenda.actions.filter(dropped_on=None).exists():
        raise NotAllowedNow(_("There is nothing to report on: this agenda has no actions yet."))
    current.opened_at, current.opened_by = timezone.now(), by
    return keep(current, by=by)


@transaction.atomic
def close_round(*, round: Round, by: User) -> Round:
    """Nothing can be reported or reviewed any more, what is missing counts as not reported, and the position is frozen."""
    demand(why_not_coordinate(by, round.agenda.agreement))
    current = locked(round)
    if not current.opened_at:
        raise NotAllowedNow(_("This round was never opened, so there is nothing to close."))
    if current.is_closed:
        raise NotAllowedNow(_("This round was closed already."))
    current.closed_at, current.closed_by = timezone.now(), by
    keep(current, by=by)
    freeze(agenda=current.agenda, round=current, by=by)
    return current


@transaction.atomic
def extend(*, round: Round, party: Party, until: date, reason: str, by: User) -> RoundExtension:
    """Let one party report through the end of a later day, and tell its people."""
    demand(why_not_coordinate(by, round.agenda.agreement))
    current = locked(round)
    if current.is_closed:
        raise NotAllowedNow(_("This round is closed: its position is settled. An extension is given before that."))
    extension = keep(RoundExtension(round=current, party=party, until=until, reason=reason, by=by), by=by)
    tell_extension(extension)
    return extension


@transaction.atomic
def remind(*, round: Round, by: User, party: Party | None = None, person: User | None = None) -> list[User]:
    """Mail everyone who reports for a lead that has not answered yet, or those of this party, or this person; one mail each.

    Gives the people who were mailed. A party whose time is over is not asked for what it can no longer give; nobody is reminded
    by hand twice on one day, also when two coordinators do it at once.
    """
    demand(why_not_coordinate(by, round.agenda.agreement))
    people = remind_by_hand(locked(round), by=by, party=party, person=person)
    if not people:
        raise NotAllowedNow(
            _("There is nobody to remind: everything was answered, who has to answer was reminded today, or the time is over.")
        )
    return people


# -- What was submitted


def latest_of(action: Action, round: Round) -> ProgressUpdate | None:
    """What was submitted last on the action in this round, by whichever lead."""
    updates = ProgressUpdate.objects.counted().filter(action=action, round=round)
    return updates.order_by("submitted_at", "pk").last()


@transaction.atomic
def return_update(*, update: ProgressUpdate, reason: str, by: User) -> Review:
    """Ask the lead to report anew; what it wrote stays as it was, with this reason, which is mailed."""
    demand(why_not_review(by, update.round))
    _expect_review(update, locked(update.round))
    if update.state == ProgressUpdate.State.RETURNED:
        raise NotAllowedNow(_("This was returned already; the lead reports anew."))
    review = keep(Review(update=update, outcome=Review.Outcome.RETURNED, reason=reason, by=by), by=by)
    tell_returned(review)
    return review


@transaction.atomic
def accept(*, update: ProgressUpdate, by: User) -> Review:
    """Take the update as the position of its action in this round."""
    demand(why_not_accept(by, update))
    return _accept(update, locked(update.round), by)


@transaction.atomic
def accept_all(*, updates: Iterable[ProgressUpdate], by: User) -> tuple[list[Review], list[ProgressUpdate]]:
    """Accept what this person may accept, one by one as accept() does; and the updates that are left for someone else."""
    reviews, left = [], []
    own, rounds = coordinated_ids(by), {}
    for update in updates:
        if update.round_id not in rounds:
            demand(why_not_review(by, update.round))
            rounds[update.round_id] = locked(update.round)
        if why_not_accept_own(by, update, own, update.action.leads.all()):
            left.append(update)
        else:
            reviews.append(_accept(update, rounds[update.round_id], by))
    return reviews, left


def _accept(update: ProgressUpdate, round: Round, by: User) -> Review:
    _expect_review(update, round)
    if update.state != ProgressUpdate.State.SUBMITTED:
        raise NotAllowedNow(_("Only what was submitted, and not reviewed yet, can be accepted."))
    return keep(Review(update=update, outcome=Review.Outcome.ACCEPTED, by=by), by=by)


def _expect_review(update: ProgressUpdate, round: Round) -> None:
    if not update.is_submitted:
        raise NotAllowedNow(_("This is a draft; nobody reviews it before it is submitted."))
    if not round.is_under_way:
        raise NotAllowedNow(_("This round is closed: what was reported stays as it is."))
    if latest_of(update.action, round) != update:
        raise NotAllowedNow(_("The lead has reported anew since; look at that."))


@transaction.atomic
def dissent(*, update: ProgressUpdate, party: Party, judgement: Judgement | str, reason: str, by: User) -> Dissent:
    """Record that this party sees it differently: the light is split until a meeting has discussed it."""
    demand(why_not_dissent(by, update, party))
    current = locked(update.round)
    if not current.is_under_way:
        raise NotAllowedNow(_("This round is closed: what was reported stays as it is."))
    if update.is_submitted and latest_of(update.action, current) != update:
        raise NotAllowedNow(_("The lead has reported anew since; look at that."))
    return keep(Dissent(update=update, party=party, judgement=judgement, reason=reason, by=by), by=by)


# -- Meetings


@transaction.atomic
def plan_meeting(*, by: User, **fields) -> Meeting:
    """A new meeting; who prepares and who minutes follow from the agreement's own rules where they are not named."""
    meeting = Meeting(**fields)
    demand(why_not_keep(by, meeting))
    return keep(meeting, by=by)


@transaction.atomic
def change_meeting(*, meeting: Meeting, by: User, **fields) -> Meeting:
    """Another date, place or agenda; or the minutes."""
    demand(why_not_keep(by, meeting))
    for name, value in fields.items():
        setattr(meeting, name, value)
    return keep(meeting, by=by)


@transaction.atomic
def record_decision(
    *, meeting: Meeting, kind: str, text: str, by: User, action: Action | None = None, goal: Goal | None = None
) -> Decision:
    """What the meeting decided about an action or a goal; other views on the action are discussed with it."""
    demand(why_not_keep(by, meeting))
    decision = keep(Decision(meeting=meeting, action=action, goal=goal, kind=kind, text=text), by=by)
    if action:
        for row in Dissent.objects.filter(update__action=action, discussed_in=None):
            row.discussed_in = meeting
            keep(row, by=by)
    return decision
