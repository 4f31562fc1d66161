"""The meetings of an agreement: all of them, a year in one go, and one that is cancelled, shared or put in a calendar."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.models import Agreement
from monitoring.meetings.entries import file_of
from monitoring.meetings.forms import CancelForm
from monitoring.meetings.invitations import invite_to
from monitoring.meetings.listing import meetings_of
from monitoring.meetings.moving import cancel_meeting, restore_meeting, share_meeting
from monitoring.meetings.planning import plan_year, plans_for
from monitoring.meetings.year_form import YearForm
from monitoring.permissions import coordinates, why_not_coordinate
from monitoring.views.meetings import for_coordinator, meeting_for
from parties.views.outcome import run_and_notify, submit_form

YEAR_AFTER = 10  # from this month on one plans the next year


@require_safe
def meetings(request, slug: str):
    """What comes first, and what was by year."""
    agreement = Agreement.objects.visible_to(request.user).at(slug)
    context = {
        "agreement": agreement,
        "listing": meetings_of(agreement, request.user, today=timezone.localdate()),
        "is_coordinator": coordinates(request.user, agreement),
    }
    return render(request, "monitoring/meetings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def year(request, slug: str):
    """The days of a year, as the agreement says how often; changed where needed, and kept at once."""
    agreement = Agreement.objects.visible_to(request.user).at(slug)
    if reason := why_not_coordinate(request.user, agreement):
        raise PermissionDenied(reason)
    today = timezone.localdate()
    years = [each for each in agreement.years if each >= today.year] or [agreement.end_year]
    chosen = _chosen(request, years, today)
    plans = plans_for(agreement, chosen, request.user, today=today)
    form = YearForm(request.POST or None, agreement=agreement, year=chosen, plans=plans)
    if (planned := submit_form(form, plan_year, agreement=agreement, by=request.user)) is not None:
        said = ngettext("%(count)s meeting is planned.", "%(count)s meetings are planned.", len(planned))
        messages.success(request, said % {"count": len(planned)})
        return redirect(reverse("meetings", args=[agreement.slug]))
    context = {"form": form, "agreement": agreement, "years": years, "year": chosen, "today": today}
    return render(request, "monitoring/meetings_year.html", context)


def _chosen(request, years: list[int], today) -> int:
    typed = request.GET.get("jaar", "")
    if typed.isdecimal() and len(typed) == 4 and int(typed) in years:
        return int(typed)
    usual = today.year + (today.month >= YEAR_AFTER)
    return usual if usual in years else years[0]


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request, pk: int):
    """Say why the meeting does not take place."""
    found = for_coordinator(request.user, pk)
    form = CancelForm(request.POST or None)
    if submit_form(form, cancel_meeting, meeting=found, by=request.user):
        messages.success(request, _("The meeting is cancelled."))
        return redirect(found)
    return render(request, "monitoring/meeting_cancel.html", {"form": form, "meeting": found, "agreement": found.agreement})


@require_POST
def restore(request, pk: int):
    """It takes place after all."""
    found = for_coordinator(request.user, pk)
    run_and_notify(request, restore_meeting, _("The meeting takes place after all."), meeting=found)
    return redirect(found)


@require_POST
def share(request, pk: int):
    """Let all parties of the agreement read a meeting of two."""
    found = for_coordinator(request.user, pk)
    run_and_notify(request, share_meeting, _("All parties of the agreement can read this meeting now."), meeting=found)
    return redirect(found)


@require_POST
def invite(request, pk: int):
    """Mail everyone who takes part, with a file for the calendar."""
    found = for_coordinator(request.user, pk)
    told = run_and_notify(request, invite_to, meeting=found)
    if told is not None:
        said = ngettext("%(count)s person is invited.", "%(count)s people are invited.", len(told))
        messages.success(request, said % {"count": len(told)})
    return redirect(found)


@require_safe
def calendar_file(request, pk: int):
    """The meeting, to be put in a calendar by hand."""
    found = meeting_for(request.user, pk)
    response = HttpResponse(file_of(found), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="overleg-{found.held_on.isoformat()}.ics"'
    return response
