"""Answering a proposal of any kind, and how it ends; what taking effect means for a kind stands in effects.py.

Each function is one transaction, begins by locking the text, and asks who may: PermissionDenied or NotAllowedNowError has the
sentence. design.md, "The text in force", 9 and 10.
"""

import logging
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agreements.comments.workflow import comment
from agreements.consent.answerers import demand_coordinator, locked
from agreements.consent.ceremony import cancel_with
from agreements.consent.effects import effect_of, text_changed
from agreements.consent.telling import ask_for_answer, tell_ended, tell_returned
from agreements.consent.waiting import why_it_waits
from agreements.models import Action, Agreement, Assent, Goal, NeededAnswer, Proposal
from agreements.models.adoptable import Adoptable
from parties.history.records import change_set
from parties.history.write_rules import Act, act
from parties.models import Party, User
from parties.refusals import NotAllowedNowError

logger = logging.getLogger(__name__)


@transaction.atomic
@act(Act.TAKE_EFFECT)
def answer(
    *,
    proposal: Proposal,
    party: Party,
    by: User,
    answer: str,
    remark: str = "",
    capacity: str = "",
    mandate: str = "",
    goal: Goal | None = None,
    action: Action | None = None,
    seen: str | None = None,
    entered_by: User | None = None,
) -> Proposal:
    """Answer for a party. The last agreement that is needed lets the proposal take effect; the first remark returns it.

    seen is the hash of the text that the person read, None to answer about what is proposed now. entered_by is who recorded what
    the person said in a meeting, where the agreement lets that count. Raises PermissionDenied for who may not sign for the party,
    NotAllowedNowError when the proposal does not wait for it any more, and ValidationError for a remark that is missing.
    """
    text, current = locked_proposal(proposal)
    _demand_may_answer(current, party, by)
    _demand_time_to_answer(current)
    _demand_what_was_read(current, seen)
    needed = _needed_of(current, party)
    if not effect_of(current).is_unchanged(current, text):
        raise NotAllowedNowError(no_longer_what_was_proposed())
    assent = Assent(
        needed=needed,
        answer=answer,
        remark="" if answer == Assent.Answer.AGREED else remark.strip(),
        by=by,
        capacity=capacity,
        mandate=mandate,
        goal=goal,
        action=action,
        content_sha256=current.content_sha256,
    )
    assent._history_user = entered_by or by
    with change_set(reason=_("Answer to the proposal"), user=entered_by or by):
        assent.save()
        if assent.answer != Assent.Answer.AGREED:
            return _return(current, text, assent)
        return finish_if_due(current, text)


def no_longer_what_was_proposed() -> str:
    return _("The text is no longer what was proposed. Ask who proposed it to propose it anew.")


def _demand_may_answer(proposal: Proposal, party: Party, by: User) -> None:
    may = Party.objects.signed_by(by).filter(pk=party.pk).exists()
    if proposal.is_answered_by_coordinators and not by.is_superuser:
        may = may or Party.objects.coordinated_by(by).filter(pk=party.pk).exists()
    if not may or not by.is_active:
        raise PermissionDenied(_("Only someone who may sign for %(party)s answers for it.") % {"party": party})


def _demand_time_to_answer(proposal: Proposal) -> None:
    demand_open(proposal)
    if proposal.is_overdue:
        raise NotAllowedNowError(_("The day to answer was %(date)s.") % {"date": date_format(proposal.deadline, "j F Y")})


def _demand_what_was_read(proposal: Proposal, seen: str | None) -> None:
    if seen is not None and seen != proposal.content_sha256:
        raise NotAllowedNowError(_("Another text was proposed after you opened this page. Read it, and answer then."))


def _needed_of(proposal: Proposal, party: Party) -> NeededAnswer:
    needed = proposal.needed.select_related("party").filter(party=party).first()
    if needed is None:
        raise NotAllowedNowError(_("This proposal does not wait for an answer of %(party)s.") % {"party": party})
    if needed.is_complete:
        raise NotAllowedNowError(_("%(party)s has agreed already.") % {"party": party})
    return needed


# -- Taking effect, at the last answer or later


def finish_if_due(proposal: Proposal, text: Adoptable) -> Proposal:
    """Let the proposal take effect when all needed answers are in and nothing is waited for; else it stays as it is. Locked."""
    if not is_answered_by_all(proposal) or why_it_waits(proposal):
        return proposal
    version = effect_of(proposal).put_in_force(proposal, text)
    proposal.state, proposal.version, proposal.ended_at = Proposal.State.AGREED, version, timezone.now()
    proposal.save()
    text_changed(text)
    return proposal


def is_answered_by_all(proposal: Proposal) -> bool:
    return all(row.is_complete for row in proposal.needed.prefetch_related("assents"))


@transaction.atomic
@act(Act.TAKE_EFFECT)
def take_effect_if_due(proposal: Proposal) -> Proposal:
    """Finish a proposal that all agreed to and that waited for something else, once that is there."""
    text, current = locked_proposal(proposal)
    if not current.is_open or not is_answered_by_all(current) or why_it_waits(current):
        return current
    with change_set(reason=_("All have agreed, and nothing is waited for any more"), user=current.opened_by):
        return finish_if_due(current, text)


def finish_all_due(agreement: Agreement | None = None) -> list[Proposal]:
    """Every open proposal (of this agreement) that all agreed to and that waits for nothing any more; each in a transaction."""
    finished = []
    answered = Proposal.objects.open().exclude(needed__in=NeededAnswer.objects.unanswered().values("pk"))
    if agreement is not None:
        answered = answered.filter(agreement=agreement)
    for proposal in answered.select_related("agreement", "agenda__agreement"):
        try:
            found = take_effect_if_due(proposal)
        except NotAllowedNowError as refused:
            logger.warning("Proposal %s does not take effect: %s", proposal.pk, refused)
            continue
        finished += [] if found.is_open else [found]
    return finished


# -- Ending, reminding, extending


def _return(proposal: Proposal, text: Adoptable, assent: Assent) -> Proposal:
    """Ended with the remark, which becomes a comment at its place: the first that is not a plain yes decides.

    On the agreement as a whole there is no place for a comment but its goals; the page of the adoption shows the remark.
    """
    end_proposal(proposal, text, Proposal.State.RETURNED, assent.remark)
    agenda = None if text.year is None else text
    if place := assent.action or assent.goal or agenda:
        comment(place, agenda=agenda, by=assent.by, party=assent.needed.party, text=assent.remark)
    tell_returned(proposal, assent)
    return proposal


@transaction.atomic
@act(Act.TAKE_EFFECT)
def withdraw(*, proposal: Proposal, by: User, reason: str = "") -> Proposal:
    """Taken back by a coordinator of the party that proposed it; what was signed on paper only while nobody confirmed."""
    text, current = _locked_open(proposal)
    if not Party.objects.coordinated_by(by).filter(pk=current.party_id).exists() or by.is_superuser:
        raise PermissionDenied(_("Only a coordinator of %(party)s, which proposed it, withdraws it.") % {"party": current.party})
    if current.is_signed_on_paper and Assent.objects.filter(needed__proposal=current).exists():
        raise NotAllowedNowError(_("A party has confirmed this already, so it cannot be taken back any more."))
    with change_set(reason=_("Proposal withdrawn"), user=by):
        end_proposal(current, text, Proposal.State.WITHDRAWN, reason)
    tell_ended(current)
    return current


@transaction.atomic
def extend(*, proposal: Proposal, by: User, deadline: date) -> Proposal:
    """Give everyone until a later day."""
    text, current = _locked_open(proposal)
    demand_coordinator(text, by)
    if deadline <= current.deadline or deadline < timezone.localdate():
        raise ValidationError(
            {"deadline": _("Choose a later day than %(date)s.") % {"date": date_format(current.deadline, "j F Y")}}
        )
    current.deadline, current._history_user = deadline, by
    with act(Act.TAKE_EFFECT):
        current.save()
    return current


@transaction.atomic
def remind(*, proposal: Proposal, by: User) -> list[User]:
    """Mail everyone of whom an answer is still awaited, at most once a day."""
    text, current = _locked_open(proposal)
    demand_coordinator(text, by)
    if current.is_overdue:
        raise NotAllowedNowError(_("The day to answer is over. Give more time first."))
    if current.reminded_at and timezone.localdate(current.reminded_at) == timezone.localdate():
        raise NotAllowedNowError(_("Everyone was reminded today already."))
    current.reminded_at, current._history_user = timezone.now(), by
    with act(Act.TAKE_EFFECT):
        current.save()
    return ask_for_answer(current, by=by, again=True)


@transaction.atomic
@act(Act.TAKE_EFFECT)
def expire(proposal: Proposal) -> Proposal:
    """Ended when the day to answer is over: silence is never assent. One that all agreed to waits for something else."""
    text, current = _locked_open(proposal)
    if not current.is_overdue or is_answered_by_all(current):
        return current
    with change_set(reason=_("The day to answer is over")):
        end_proposal(current, text, Proposal.State.EXPIRED, "")
    tell_ended(current)
    return current


def expire_overdue() -> list[Proposal]:
    """Every open proposal of which the day is over, each in a transaction of its own."""
    overdue = Proposal.objects.open().filter(deadline__lt=timezone.localdate()).select_related("agreement", "agenda__agreement")
    return [found for found in map(expire, overdue) if not found.is_open]


def end_proposal(proposal: Proposal, text: Adoptable, state: Proposal.State, reason: str) -> None:
    """It ends without having taken effect."""
    effect_of(proposal).give_back(proposal, text)
    cancel_with(proposal)
    proposal.state, proposal.end_reason, proposal.ended_at = state, reason[:2000], timezone.now()
    proposal.save()


# -- Locks and demands


def locked_proposal(proposal: Proposal) -> tuple[Adoptable, Proposal]:
    """The text of the proposal, and the proposal as it is under the lock on that text."""
    text = locked(proposal.text)
    current = Proposal.objects.select_related("agreement", "party", "opened_by").get(pk=proposal.pk)
    current.agreement, current.agenda = text.whole, None if text.year is None else text
    return text, current


def _locked_open(proposal: Proposal) -> tuple[Adoptable, Proposal]:
    text, current = locked_proposal(proposal)
    demand_open(current)
    return text, current


def demand_open(proposal: Proposal) -> None:
    if not proposal.is_open:
        sentence = _("This proposal no longer waits for answers: it is %(state)s.")
        raise NotAllowedNowError(sentence % {"state": proposal.get_state_display()})
