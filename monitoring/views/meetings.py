"""Meetings: prepared from what the rounds say, and minuted with what was decided."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.models import Agreement
from monitoring.meetings.escalation import escalations
from monitoring.meetings.forms import AdditionForm, DecisionForm, MeetingForm, MinutesForm
from monitoring.meetings.workflow import add_to_minutes, change_meeting, plan_meeting, record_decision, send_minutes
from monitoring.models import Dissent, Meeting
from monitoring.permissions import coordinates, why_not_coordinate
from parties.views.outcome import run_and_notify, submit_form

SHOWN = ("action__agenda", "action__project", "goal", "corrects__action__project", "corrects__goal")


def _meeting_for(user, pk: int) -> Meeting:
    meetings = Meeting.objects.visible_to(user).select_related("agreement", "prepared_by", "minuted_by")
    return get_object_or_404(meetings, pk=pk)


def _for_coordinator(user, pk: int) -> Meeting:
    """The meeting, for someone who keeps it."""
    found = _meeting_for(user, pk)
    if reason := why_not_coordinate(user, found.agreement):
        raise PermissionDenied(reason)
    return found


@require_safe
def meeting(request, pk: int):
    """When and where, what comes before it and why, what was decided, and the minutes."""
    found = _meeting_for(request.user, pk)
    # What a party said after the meeting can never have been on its table.
    split = Dissent.objects.filter(
        update__round__agenda__agreement=found.agreement, discussed_in=None, at__date__lte=found.held_on
    )
    context = {
        "meeting": found,
        "agreement": found.agreement,
        "rounds": found.rounds.select_related("agenda").order_by("reference_date"),
        "escalations": escalations(found.agreement, meeting=found) if found.is_bestuurlijk else (),
        "dissents": split.select_related("party", "update__action__goal", "update__party", "update__round").order_by("at"),
        "decisions": found.decisions.select_related(*SHOWN),
        "additions": found.additions.select_related("by") if found.is_settled else (),
        "is_coordinator": coordinates(request.user, found.agreement),
    }
    return render(request, "monitoring/meeting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request, slug: str):
    """A new meeting of this agreement."""
    agreement = Agreement.objects.visible_to(request.user).at(slug)
    if reason := why_not_coordinate(request.user, agreement):
        raise PermissionDenied(reason)
    form = MeetingForm(request.POST or None, meeting=Meeting(agreement=agreement))
    if planned := submit_form(form, plan_meeting, agreement=agreement, by=request.user):
        messages.success(request, _("The meeting is planned."))
        return redirect(planned)
    return render(request, "monitoring/meeting_form.html", {"form": form, "agreement": agreement})


@require_http_methods(["GET", "HEAD", "POST"])
def change(request, pk: int):
    found = _for_coordinator(request.user, pk)
    form = MeetingForm(request.POST or None, meeting=found)
    if submit_form(form, change_meeting, meeting=found, by=request.user):
        messages.success(request, _("Saved."))
        return redirect(found)
    return render(request, "monitoring/meeting_form.html", {"form": form, "meeting": found, "agreement": found.agreement})


@require_http_methods(["GET", "HEAD", "POST"])
def minutes(request, pk: int):
    found = _for_coordinator(request.user, pk)
    form = MinutesForm(request.POST or None, instance=found)
    if submit_form(form, change_meeting, meeting=found, by=request.user):
        messages.success(request, _("Saved."))
        return redirect(f"{found.get_absolute_url()}#verslag")
    return render(request, "monitoring/minutes_form.html", {"form": form, "meeting": found, "agreement": found.agreement})


@require_POST
def send(request, pk: int):
    """Mail the minutes; from then on they stand as they are."""
    found = _for_coordinator(request.user, pk)
    run_and_notify(request, send_minutes, _("The minutes were sent to everyone who coordinates or signs."), meeting=found)
    return redirect(f"{found.get_absolute_url()}#verslag")


@require_http_methods(["GET", "HEAD", "POST"])
def add(request, pk: int):
    """Say what was wrong or missing in minutes that were sent."""
    found = _for_coordinator(request.user, pk)
    form = AdditionForm(request.POST or None)
    if submit_form(form, add_to_minutes, meeting=found, by=request.user):
        messages.success(request, _("Saved."))
        return redirect(f"{found.get_absolute_url()}#verslag")
    return render(request, "monitoring/addition_form.html", {"form": form, "meeting": found, "agreement": found.agreement})


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request, pk: int):
    """Record what the meeting decided about an action or a goal."""
    found = _for_coordinator(request.user, pk)
    form = DecisionForm(request.POST or None, meeting=found, initial={"action": request.GET.get("afspraak")})
    if submit_form(form, record_decision, meeting=found, by=request.user):
        messages.success(request, _("The decision is recorded."))
        return redirect(f"{found.get_absolute_url()}#besluiten")
    return render(request, "monitoring/decision_form.html", {"form": form, "meeting": found, "agreement": found.agreement})
