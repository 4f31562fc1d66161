"""Asking, giving and answering advice. Each write asks who may and when, and mails who must know.

PermissionDenied, NotAllowedNowError or ValidationError has the sentence. docs/decisions/0025-advice.md.
"""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.advice import permissions, telling
from agreements.models import Action, Advice, AdviceSubject, Agenda, Agreement, Goal, Participation, Proposal
from agreements.models.advice import agreement_of, subject_fields
from parties.history.records import change_set
from parties.history.write_rules import Act, act
from parties.models import Party, User
from parties.refusals import NotAllowedNowError

Subject = Agreement | Agenda | Goal | Action | Proposal


@transaction.atomic
@act(Act.ADVISE)
def ask(
    *, about: Subject, party: Party, by: User, subject: str, question: str, due_on: date, request_file: UploadedFile | None = None
) -> Advice:
    """Ask this party for advice; its people who write, coordinate or sign are mailed."""
    agreement = agreement_of(about)
    _demand(permissions.why_not_ask(by, agreement))
    row = _right_of(agreement, party)
    asking_party = permissions.asking_parties(agreement, by).exclude(pk=party.pk).first()
    if asking_party is None:
        raise PermissionDenied(_("A party asks advice of another party."))
    if Advice.objects.of_subject(about).running().filter(party=party, due_on__gte=timezone.localdate()).exists():
        raise ValidationError({"party": _("%(party)s is asked for advice on this already.") % {"party": party}})
    advice = Advice(
        **subject_fields(about),
        party=party,
        right=row.right_of_advice,
        adds=row.advice_adds,
        subject=subject,
        question=question,
        request_file=request_file or "",
        asking_party=asking_party,
        asked_by=by,
        due_on=due_on,
    )
    _keep(advice, by=by, reason=_("Advice asked"))
    telling.tell_asked(advice, by=by)
    return advice


def _right_of(agreement: Agreement, party: Party) -> Participation:
    """With the agreement held, so that two people who ask at the same moment ask one after the other."""
    list(Agreement.objects.select_for_update(no_key=True).filter(pk=agreement.pk).values_list("pk"))
    row = permissions.advising(agreement).filter(party=party).first()
    if row is None:
        raise ValidationError({"party": _("%(party)s has no right of advice in this agreement.") % {"party": party}})
    return row


@transaction.atomic
@act(Act.ADVISE)
def extend(*, advice: Advice, by: User, due_on: date) -> Advice:
    """Give more time, as long as the term is not over."""
    row = _held(advice)
    _demand(permissions.why_not_run(by, row))
    if not row.is_running:
        raise NotAllowedNowError(_("There is no term any more that can be made longer."))
    if due_on <= row.due_on:
        raise ValidationError({"due_on": _("Choose a day after the one that holds now.")})
    row.due_on = due_on
    _keep(row, by=by, reason=_("More time to advise"))
    telling.tell_changed(row, by=by)
    return row


@transaction.atomic
@act(Act.ADVISE)
def withdraw(*, advice: Advice, by: User, reason: str = "") -> Advice:
    """Take the request back, as long as no advice is given."""
    row = _held(advice)
    _demand(permissions.why_not_run(by, row))
    _demand_not_given(row)
    row.withdrawn_on, row.withdrawn_by, row.withdraw_reason = timezone.localdate(), by, reason
    _keep(row, by=by, reason=_("Request for advice withdrawn"))
    telling.tell_changed(row, by=by)
    return row


@transaction.atomic
@act(Act.ADVISE)
def keep_draft(*, advice: Advice, by: User, outcome: str, text: str, advice_file: UploadedFile | None = None) -> Advice:
    """Keep what the party has written so far; only its own people read it."""
    row = _held(advice)
    _demand(permissions.why_not_draft(by, row))
    _demand_not_given(row)
    _write(row, outcome, text, advice_file)
    _keep(row, by=by, reason=_("Draft of an advice"))
    return row


@transaction.atomic
@act(Act.ADVISE)
def give(*, advice: Advice, by: User, outcome: str, text: str, advice_file: UploadedFile | None = None) -> Advice:
    """Give the advice, also after the term: then it is read, and holds nothing up. The party that asked is mailed."""
    row = _held(advice)
    _demand(permissions.why_not_give(by, row))
    _demand_not_given(row)
    if not outcome:
        raise ValidationError({"outcome": _("Choose what your party advises.")})
    _write(row, outcome, text, advice_file)
    row.given_on, row.given_by = timezone.localdate(), by
    _keep(row, by=by, reason=_("Advice given"))
    telling.tell_given(row, by=by)
    return row


@transaction.atomic
@act(Act.ADVISE)
def answer(*, advice: Advice, by: User, follows: str, answer: str) -> Advice:
    """Tell the party what is done with its advice, with the reasons where it is not followed."""
    row = _held(advice)
    _demand(permissions.why_not_run(by, row))
    if not row.asks_answer:
        raise NotAllowedNowError(_("There is no advice that asks for an answer."))
    if row.is_answered:
        raise NotAllowedNowError(_("This advice was answered already."))
    row.follows, row.answer, row.answered_on, row.answered_by = follows, answer, timezone.localdate(), by
    _keep(row, by=by, reason=_("Advice answered"))
    telling.tell_answered(row, by=by)
    return row


@transaction.atomic
def mark(*, about: Goal | Action, party: Party, by: User) -> None:
    """Say that the party advises on this goal or action, or take that back."""
    agreement = agreement_of(about)
    _demand(permissions.why_not_mark(by, agreement, party))
    fields: dict = {str(about._meta.model_name): about, "party": party}
    row = AdviceSubject.objects.filter(**fields).first() or AdviceSubject(agreement=agreement, **fields)
    row._history_user = by
    if row._state.adding:
        row.save()
    else:
        row.delete()


def _write(row: Advice, outcome: str, text: str, advice_file: UploadedFile | None) -> None:
    """A file that was kept with the draft stays when no other is chosen."""
    row.outcome, row.text = outcome, text
    if advice_file:
        row.advice_file = advice_file


def _keep(row: Advice, *, by: User, reason: str) -> None:
    row._history_user = by
    with change_set(reason=reason, user=by):
        row.save()


def _held(advice: Advice) -> Advice:
    """The advice as it is now, and nobody else's until this transaction ends."""
    rows = Advice.objects.select_for_update(of=("self",)).select_related("agreement", "party", "asking_party")
    return rows.get(pk=advice.pk)


def _demand_not_given(row: Advice) -> None:
    if row.is_withdrawn:
        raise NotAllowedNowError(_("This request was withdrawn."))
    if row.is_given:
        raise NotAllowedNowError(_("The advice was given already."))


def _demand(why_not: str) -> None:
    if why_not:
        raise PermissionDenied(why_not)
