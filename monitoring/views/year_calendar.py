"""The calendar of an agreement by year, as a page and for a calendar; and the page of each step of the year."""

from datetime import date, timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.models import Agreement
from monitoring.legal_steps.forms import LegalStepForm
from monitoring.legal_steps.steps import StepOfYear, step_at
from monitoring.legal_steps.workflow import document_at, documents_of, keep_step, records_of, step_to_change, undo_step
from monitoring.permissions import coordinates, why_not_coordinate
from monitoring.year_calendar.entries import entries_of
from monitoring.year_calendar.events import YearQuery, agreements_of
from monitoring.year_calendar.page import page_of
from monitoring.year_calendar.sources import events_for, state_of_step
from parties.calendar_file import calendar_file
from parties.files.uploads import download
from parties.views.outcome import run_and_notify

BACK = timedelta(days=365)  # as in the calendar of a person


@require_safe
def year_calendar(request, slug: str):
    """What comes when, of all that belongs to the agreement."""
    agreement = agreements_of(request.user).at(slug)
    typed, kind = request.GET.get("jaar", ""), request.GET.get("soort", "")
    page = page_of(agreement, request.user, typed_year=typed, kind=kind, today=timezone.localdate())
    return render(request, "monitoring/year_calendar.html", {"agreement": agreement, "page": page})


@require_safe
def year_calendar_ics(request, slug: str):
    """The same for a calendar, of what the person reads: from a year back through the next year."""
    agreement = agreements_of(request.user).at(slug)
    today = timezone.localdate()
    asked = YearQuery(request.user, (agreement,), today - BACK, date(today.year + 1, 12, 31), today)
    content = calendar_file(entries_of(events_for(asked)), name=str(agreement))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="kalender-{agreement.slug}.ics"'
    response["Cache-Control"] = "private, no-store"
    return response


def _step_for(user, slug: str, year: int, kind: str) -> StepOfYear:
    found = step_at(Agreement.objects.visible_to(user).at(slug), year, kind)
    if found is None:
        raise Http404
    return found


def _step_of_coordinator(user, slug: str, year: int, kind: str) -> StepOfYear:
    found = _step_for(user, slug, year, kind)
    if reason := why_not_coordinate(user, found.row.agreement):
        raise PermissionDenied(reason)
    return found


@require_safe
def legal_step(request, slug: str, year: int, kind: str):
    """By which day, on what ground, whether it was done, with every document it had."""
    found = _step_for(request.user, slug, year, kind)
    records = records_of(found.row)
    context = {
        "step": found.row,
        "usual": found.usual,
        "agreement": found.row.agreement,
        "documents": documents_of(found.row, records),
        "last_change": records[0] if records else None,
        "state": state_of_step(found, timezone.localdate()),
        "is_coordinator": coordinates(request.user, found.row.agreement),
    }
    return render(request, "monitoring/legal_step.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def change_legal_step(request, slug: str, year: int, kind: str):
    """Another day, that it was done, or its document."""
    found = _step_of_coordinator(request.user, slug, year, kind)
    if request.method == "POST":
        found = step_to_change(found)
    form = LegalStepForm(request.POST or None, request.FILES or None, instance=found.row)
    if request.method == "POST" and form.is_valid():
        keep_step(step=form.instance, why=form.cleaned_data.get("why", ""), by=request.user)
        messages.success(request, _("Saved. You can undo this on this page."))
        return redirect(found.row)
    context = {"form": form, "step": found.row, "agreement": found.row.agreement}
    return render(request, "monitoring/legal_step_form.html", context)


@require_POST
def undo_legal_step(request, slug: str, year: int, kind: str):
    """As it was before the last change."""
    found = _step_of_coordinator(request.user, slug, year, kind)
    record = request.POST.get("record", "")
    run_and_notify(request, undo_step, _("Undone: the step is as it was before the last change."), step=found, record=record)
    return redirect(found.row)


@require_safe
def legal_document(request, slug: str, year: int, kind: str, record: int):
    """A document of the step, also one that another took the place of; always as a download."""
    found = document_at(_step_for(request.user, slug, year, kind).row, record)
    if found is None:
        raise Http404
    return download(*found)
