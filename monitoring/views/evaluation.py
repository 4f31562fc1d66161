"""One evaluation: answered by each party, read by all when it is closed, and concluded together."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from monitoring.evaluation.answering import answer_of, write_answer
from monitoring.evaluation.forms import ConclusionForm, EvaluationAnswerForm, PointForm, SettlePointForm
from monitoring.evaluation.page import collect_evaluation
from monitoring.evaluation.permissions import why_not_answer
from monitoring.evaluation.points import add_point, change_point, settle_point, take_point_away
from monitoring.evaluation.workflow import conclude
from monitoring.models import Evaluation, EvaluationPoint
from monitoring.permissions import coordinates, why_not_coordinate
from monitoring.views.evaluations import context_of, evaluation_for, for_coordinator
from parties.models import Party
from parties.views.outcome import run_and_notify, submit_form


@never_cache
@require_safe
def evaluation(request, pk: int):
    """Who answered, the own answer, and once it is closed what everyone said and what comes of it."""
    found = evaluation_for(request.user, pk)
    page = collect_evaluation(found, request.user)
    is_coordinator = coordinates(request.user, found.agenda.agreement)
    may_open_again = is_coordinator and not page.points and found.may_open_again
    context = context_of(found, page=page, is_coordinator=is_coordinator, may_open_again=may_open_again)
    return render(request, "monitoring/evaluation.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request, pk: int, party: int):
    """The form of the own answer; POST submits it."""
    return _answer(request, pk, party, submit=True)


@require_http_methods(["GET", "HEAD", "POST"])
def save_draft(request, pk: int, party: int):
    """Keep what is there for later; a GET, as after signing in again, is redirected to the form."""
    if request.method != "POST":
        return redirect("evaluation_answer", pk, party)
    return _answer(request, pk, party, submit=False)


@transaction.atomic
def _answer(request, pk: int, party_pk: int, *, submit: bool):
    found, party = _asked(request.user, pk, party_pk)
    current = answer_of(found, party, request.user)
    is_submitted = submit or current.submitted_at is not None  # what was submitted is changed by submitting again
    form = EvaluationAnswerForm(request.POST or None, answer=current, questions=list(found.questions.all()), submit=is_submitted)
    if form.is_valid() and submit_form(form, _write(form), evaluation=found, party=party, by=request.user, submit=is_submitted):
        messages.success(request, _done(found, submit=is_submitted))
        return redirect(found) if submit else redirect("evaluation_answer", pk, party_pk)
    why_not = found.why_not_answer_now(party.pk)
    return render(
        request, "monitoring/evaluation_answer.html", context_of(found, form=form, party=party, why_not=why_not, answer=current)
    )


def _done(evaluation: Evaluation, *, submit: bool) -> str:
    if submit:
        return _("Your answer is submitted. You can change it until the last day.")
    if evaluation.by_people:
        return _("Your draft is saved. Only you read it.")
    return _("Your draft is saved. Only your own party reads it.")


def _write(form: EvaluationAnswerForm):
    """write_answer() with what was typed: the fields of the form are named by question."""

    def write(*, evaluation: Evaluation, party: Party, by, submit: bool, **_typed):
        return write_answer(evaluation=evaluation, party=party, by=by, submit=submit, **form.written)

    return write


def _asked(user, pk: int, party_pk: int) -> tuple[Evaluation, Party]:
    """The evaluation and the party, for someone who answers for it; of a party that is not asked there is no such page."""
    found = evaluation_for(user, pk)
    party = get_object_or_404(Party.objects.filter(pk__in=[row.pk for row in found.parties_asked]), pk=party_pk)
    if reason := why_not_answer(user, found, party):
        raise PermissionDenied(reason)
    return found, party


# -- What comes of it


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def conclusion(request, pk: int):
    """The joint conclusion; what a colleague wrote meanwhile is told first."""
    found = for_coordinator(request.user, pk)
    form = ConclusionForm(request.POST or None, instance=found)
    if submit_form(form, _conclude, evaluation=found, by=request.user):
        messages.success(request, _("Saved."))
        return redirect(f"{found.get_absolute_url()}#conclusie")
    return render(request, "monitoring/evaluation_conclusion.html", context_of(found, form=form))


def _conclude(*, evaluation: Evaluation, by, conclusion: str, **_seen) -> Evaluation:
    return conclude(evaluation=evaluation, conclusion=conclusion, by=by)


@require_http_methods(["GET", "HEAD", "POST"])
def new_point(request, pk: int):
    found = for_coordinator(request.user, pk)
    form = PointForm(request.POST or None, point=EvaluationPoint(evaluation=found))
    if submit_form(form, add_point, evaluation=found, by=request.user):
        messages.success(request, _("The point is added. It comes back in the next meeting and beside the next year."))
        return redirect(f"{found.get_absolute_url()}#punten")
    return render(request, "monitoring/evaluation_point.html", context_of(found, form=form))


@require_http_methods(["GET", "HEAD", "POST"])
def point(request, pk: int):
    found = _point_for(request.user, pk)
    form = PointForm(request.POST or None, point=found)
    if submit_form(form, change_point, point=found, by=request.user):
        messages.success(request, _("Saved."))
        return redirect(found)
    return render(request, "monitoring/evaluation_point.html", context_of(found.evaluation, form=form, point=found))


@require_http_methods(["GET", "HEAD", "POST"])
def settle(request, pk: int):
    """Say what was done with a point."""
    found = _point_for(request.user, pk)
    settled = {"settled_on": found.settled_on or timezone.localdate(), "settled_note": found.settled_note}
    form = SettlePointForm(request.POST or None, initial=settled)
    if submit_form(form, settle_point, point=found, by=request.user):
        messages.success(request, _("The point is settled."))
        return redirect(found)
    return render(request, "monitoring/evaluation_settle.html", context_of(found.evaluation, form=form, point=found))


@require_POST
def take_away(request, pk: int):
    """A point that was made by mistake."""
    found = _point_for(request.user, pk)
    run_and_notify(request, take_point_away, _("The point is taken away."), point=found)
    return redirect(f"{found.evaluation.get_absolute_url()}#punten")


def _point_for(user, pk: int) -> EvaluationPoint:
    rows = EvaluationPoint.objects.visible_to(user).select_related(
        "evaluation__agenda__agreement", "goal__theme", "action__agenda"
    )
    found = get_object_or_404(rows, pk=pk)
    if reason := why_not_coordinate(user, found.evaluation.agenda.agreement):
        raise PermissionDenied(reason)
    return found
