"""Writes on an evaluation: all or nothing, with the person who does it.

Each function asks who may (monitoring/permissions.py) and when it can; PermissionDenied or NotAllowedNowError has the sentence.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.models import Agenda
from monitoring.calendar import day_of
from monitoring.evaluation.telling import tell_closed, tell_longer, tell_opened, tell_waiting
from monitoring.models import Evaluation, EvaluationExtension, EvaluationQuestion
from monitoring.models.evaluation import WHY_NOT_OPEN_AGAIN
from monitoring.permissions import why_not_coordinate
from monitoring.writes import demand, keep
from parties.history.write_rules import Act, act
from parties.models import Party, User
from parties.refusals import NotAllowedNowError


@transaction.atomic
def plan_evaluation(*, agenda: Agenda, questions: Iterable[str], by: User, **fields: Any) -> Evaluation:
    """A new evaluation with its questions; nobody is asked anything until it is opened."""
    demand(why_not_coordinate(by, agenda.agreement))
    evaluation = keep(Evaluation(agenda=agenda, **fields), by=by)
    _ask_these(evaluation, questions, by=by)
    return evaluation


@transaction.atomic
def change_evaluation(*, evaluation: Evaluation, by: User, questions: Iterable[str] | None = None, **fields: Any) -> Evaluation:
    """Another name or window; until it is opened also other questions, and somebody else who answers."""
    current = _held(evaluation, by)
    if current.is_closed:
        raise NotAllowedNowError(_("This evaluation is closed and stays as it was."))
    for name, value in fields.items():
        setattr(current, name, value)
    keep(current, by=by)
    if questions is not None and not current.opened_at:
        _ask_these(current, questions, by=by)
    return current


def _ask_these(evaluation: Evaluation, questions: Iterable[str], *, by: User) -> None:
    """These questions in this order; one in the same words stays the same row."""
    there = {row.text: row for row in evaluation.questions.all()}
    for position, text in enumerate(dict.fromkeys(questions), start=1):
        row = there.pop(text, None) or EvaluationQuestion(evaluation=evaluation, text=text)
        if row.position != position:
            row.position = position
            keep(row, by=by)
    for row in there.values():
        row._history_user = by
        row.delete()


@transaction.atomic
@act(Act.EVALUATE)
def open_evaluation(*, evaluation: Evaluation, by: User) -> Evaluation:
    """From now on, or from its first day if that is later, the parties may answer; whoever may is mailed on that day."""
    current = _held(evaluation, by)
    if current.opened_at:
        raise NotAllowedNowError(_("This evaluation was opened already."))
    if current.agenda.is_revoked:
        raise NotAllowedNowError(_("%(year)s was revoked: nothing more is asked about it.") % {"year": current.agenda.year})
    if current.closes_on < day_of(timezone.now()):
        raise NotAllowedNowError(_("Its last day is over. Choose other days first."))
    if not current.questions.exists():
        raise NotAllowedNowError(_("There are no questions yet. Write them first."))
    current.opened_at, current.opened_by = timezone.now(), by
    keep(current, by=by)
    tell_opened(current, by=by)
    return current


@transaction.atomic
@act(Act.EVALUATE)
def close_evaluation(*, evaluation: Evaluation, by: User) -> Evaluation:
    """Nothing can be answered any more, and from now on everyone reads what was submitted; drafts stay their writers' own."""
    current = _held(evaluation, by)
    if not current.opened_at:
        raise NotAllowedNowError(_("This evaluation was never opened, so there is nothing to close."))
    if current.is_closed:
        raise NotAllowedNowError(_("This evaluation was closed already."))
    current.asked = [party.pk for party in current.parties_asked]
    current.closed_at, current.closed_by = timezone.now(), by
    keep(current, by=by)
    tell_closed(current, by=by)
    return current


@transaction.atomic
@act(Act.EVALUATE)
def reopen_evaluation(*, evaluation: Evaluation, by: User) -> Evaluation:
    """Closed by mistake: the answers are the parties' own again. The page says that they could be read meanwhile."""
    current = _held(evaluation, by)
    if not current.is_closed:
        raise NotAllowedNowError(_("This evaluation is not closed."))
    if not current.may_open_again:
        raise NotAllowedNowError(str(WHY_NOT_OPEN_AGAIN))
    current.closed_at = current.closed_by = current.asked = None
    current.reopened_at = timezone.now()
    return keep(current, by=by)


@transaction.atomic
def cancel_evaluation(*, evaluation: Evaluation, by: User) -> None:
    """Take away what was planned and not opened: nobody was asked anything."""
    current = _held(evaluation, by)
    if current.opened_at:
        raise NotAllowedNowError(_("An evaluation that was opened stays."))
    for row in (*current.questions.all(), current):
        row._history_user = by
        row.delete()


@transaction.atomic
def extend_evaluation(*, evaluation: Evaluation, party: Party, until: date, reason: str, by: User) -> EvaluationExtension:
    """Let one party answer through the end of a later day, and tell its people."""
    current = _held(evaluation, by)
    if not current.is_under_way:
        raise NotAllowedNowError(_("An extension is given while the evaluation is open."))
    extension = keep(EvaluationExtension(evaluation=current, party=party, until=until, reason=reason, by=by), by=by)
    tell_longer(extension)
    return extension


@transaction.atomic
@act(Act.EVALUATE)
def remind_evaluation(*, evaluation: Evaluation, by: User) -> list[User]:
    """Mail everyone who may answer and did not; once a day, also when two coordinators do it at once."""
    current = _held(evaluation, by)
    today = day_of(timezone.now())
    if current.reminded_on == today:
        raise NotAllowedNowError(_("Everyone was reminded today already."))
    people = tell_waiting(current, by=by)
    if not people:
        raise NotAllowedNowError(_("There is nobody to remind: everyone answered, or the time is over."))
    current.reminded_on = today
    keep(current, by=by)
    return people


@transaction.atomic
def conclude(*, evaluation: Evaluation, conclusion: str, by: User) -> Evaluation:
    """Write the joint conclusion; the form has seen to it that nothing of a colleague is lost."""
    current = _held(evaluation, by)
    if not current.is_closed:
        raise NotAllowedNowError(_("A conclusion is written when the evaluation is closed."))
    current.conclusion = conclusion
    return keep(current, by=by)


def _held(evaluation: Evaluation, by: User) -> Evaluation:
    """The evaluation as it is now, and nobody else's until this transaction ends; for a coordinator."""
    demand(why_not_coordinate(by, evaluation.agenda.agreement))
    rows = Evaluation.objects.select_related("agenda__agreement").select_for_update(of=("self",), no_key=True)
    return rows.get(pk=evaluation.pk)
