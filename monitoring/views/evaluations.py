"""Evaluations: planned, opened, extended and closed by a coordinator of a party that signs."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.models import Agenda
from monitoring.calendar import day_of
from monitoring.evaluation.forms import EvaluationExtensionForm, EvaluationForm, next_evaluation
from monitoring.evaluation.page import collect_evaluation
from monitoring.evaluation.workflow import (
    cancel_evaluation,
    change_evaluation,
    close_evaluation,
    extend_evaluation,
    open_evaluation,
    plan_evaluation,
    remind_evaluation,
    reopen_evaluation,
)
from monitoring.models import Evaluation
from monitoring.permissions import coordinates, why_not_coordinate
from parties.views.outcome import run_and_notify, submit_form


def evaluation_for(user, pk: int) -> Evaluation:
    rows = Evaluation.objects.visible_to(user).select_related("agenda__agreement", "opened_by", "closed_by")
    return get_object_or_404(rows.prefetch_related("extensions__party"), pk=pk)


def for_coordinator(user, pk: int) -> Evaluation:
    """The evaluation, for someone who may act on it."""
    found = evaluation_for(user, pk)
    if reason := why_not_coordinate(user, found.agenda.agreement):
        raise PermissionDenied(reason)
    return found


def context_of(found: Evaluation, **more) -> dict:
    return {"evaluation": found, "agenda": found.agenda, "agreement": found.agenda.agreement, **more}


@require_safe
def year(request, slug: str, year: int):
    """The evaluations of a year, and those of other years below it."""
    agenda = Agenda.objects.visible_to(request.user).at(slug, year)
    rows = Evaluation.objects.filter(agenda__agreement=agenda.agreement).select_related("agenda")
    rows = list(rows.order_by("-agenda__year", "-opens_on", "-pk"))
    context = {
        "agenda": agenda,
        "agreement": agenda.agreement,
        "evaluations": [row for row in rows if row.agenda_id == agenda.pk],
        "others": [row for row in rows if row.agenda_id != agenda.pk],
        "is_coordinator": coordinates(request.user, agenda.agreement),
        "proposed": next_evaluation(agenda, day_of(timezone.now())),
    }
    return render(request, "monitoring/evaluations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request, slug: str, year: int):
    """A new evaluation of a year, filled in as it usually is."""
    agenda = Agenda.objects.visible_to(request.user).at(slug, year)
    if reason := why_not_coordinate(request.user, agenda.agreement):
        raise PermissionDenied(reason)
    form = EvaluationForm(request.POST or None, evaluation=next_evaluation(agenda, day_of(timezone.now())))
    if planned := submit_form(form, plan_evaluation, agenda=agenda, by=request.user):
        messages.success(request, _("The evaluation is planned. Nobody is asked anything until you open it."))
        return redirect(planned)
    return render(request, "monitoring/evaluation_form.html", {"form": form, "agenda": agenda, "agreement": agenda.agreement})


@require_http_methods(["GET", "HEAD", "POST"])
def change(request, pk: int):
    found = for_coordinator(request.user, pk)
    form = EvaluationForm(request.POST or None, evaluation=found)
    if submit_form(form, change_evaluation, evaluation=found, by=request.user):
        messages.success(request, _("Saved."))
        return redirect(found)
    return render(request, "monitoring/evaluation_form.html", context_of(found, form=form))


@require_POST
def open_now(request, pk: int):
    found = for_coordinator(request.user, pk)
    done = _("The evaluation is open. Whoever may answer gets a mail on its first day.")
    run_and_notify(request, open_evaluation, done, evaluation=found)
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
def close(request, pk: int):
    """Asks once, with what will happen; then closes."""
    found = for_coordinator(request.user, pk)
    if request.method == "POST":
        done = _("The evaluation is closed. All parties read all answers now.")
        run_and_notify(request, close_evaluation, done, evaluation=found)
        return redirect(found)
    page = collect_evaluation(found, request.user)
    return render(request, "monitoring/evaluation_close.html", context_of(found, page=page))


@require_POST
def open_again(request, pk: int):
    """Closed by mistake."""
    found = for_coordinator(request.user, pk)
    done = _("The evaluation is open again. Change its last day where a party still has to answer.")
    run_and_notify(request, reopen_evaluation, done, evaluation=found)
    return redirect(found)


@require_POST
def cancel(request, pk: int):
    """Planned by mistake."""
    found = for_coordinator(request.user, pk)
    run_and_notify(request, cancel_evaluation, evaluation=found)
    if Evaluation.objects.filter(pk=pk).exists():
        return redirect(found)
    messages.success(request, _("The evaluation is taken away."))
    return redirect("evaluations", found.agenda.agreement.slug, found.agenda.year)


@require_http_methods(["GET", "HEAD", "POST"])
def extension(request, pk: int):
    """Longer for one party, with the reason."""
    found = for_coordinator(request.user, pk)
    form = EvaluationExtensionForm(request.POST or None, evaluation=found, initial={"party": request.GET.get("partij")})
    if submit_form(form, extend_evaluation, evaluation=found, by=request.user):
        messages.success(request, _("%(party)s has longer now.") % {"party": form.cleaned_data["party"]})
        return redirect(found)
    return render(request, "monitoring/evaluation_extension.html", context_of(found, form=form))


@require_POST
def send_reminder(request, pk: int):
    """Mail everyone who still has to answer."""
    found = for_coordinator(request.user, pk)
    if people := run_and_notify(request, remind_evaluation, evaluation=found):
        messages.success(request, _("Reminded: %(names)s.") % {"names": ", ".join(str(person) for person in people)})
    return redirect(found)
