"""Meetings: prepared from what the rounds say, and minuted with what was decided."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.models import Agreement
from monitoring.calendar import day_of
from monitoring.dashboard.board import questions_before
from monitoring.escalating import rounds_of
from monitoring.meetings.attending import quorum_of, record_attendance
from monitoring.meetings.deciding import confirm
from monitoring.meetings.escalation import escalations
from monitoring.meetings.forms import AttendanceForm, DecisionForm, MeetingForm, MinutesForm
from monitoring.meetings.minutes_page import minutes_shown
from monitoring.meetings.page import attendance_by_party, decision_rows, items_of, meeting_for_page, own_parties_of, views_of
from monitoring.meetings.proposing import propose_decision
from monitoring.meetings.waiting import proposals_for
from monitoring.meetings.workflow import change_meeting, plan_meeting, record_decision
from monitoring.models import Decision, Meeting
from monitoring.permissions import why_not_coordinate, why_not_keep, why_not_record
from parties.models import Party
from parties.views.outcome import run_and_notify, submit_form


def meeting_for(user, pk: int) -> Meeting:
    meetings = Meeting.objects.visible_to(user).select_related("agreement", "prepared_by", "minuted_by")
    return get_object_or_404(meetings, pk=pk)


def for_coordinator(user, pk: int) -> Meeting:
    """The meeting, for someone who keeps it."""
    found = meeting_for(user, pk)
    if reason := why_not_keep(user, found):
        raise PermissionDenied(reason)
    return found


@require_safe
def meeting(request, pk: int):
    """When and where, what it decides on or came before it and why, what was decided, and the minutes."""
    found = meeting_for_page(request.user, pk)
    today = day_of(timezone.now())
    is_deciding = found.is_bestuurlijk and found.held_on >= today
    rounds = rounds_of(found.agreement, found.pk)
    opened = [round for round in rounds if round.opened_at]
    decisions, items = found.decisions.all(), items_of(found)
    on_agenda = {item.action_id for item in items} if is_deciding else set()  # its view stands with the item
    context = {
        "meeting": found,
        "agreement": found.agreement,
        "is_deciding": is_deciding,
        "questions": questions_before(found, request.user, rounds, today=today) if is_deciding else (),
        "rounds": [round for round in rounds if round.meeting_id == found.pk],
        "escalations": escalations(found.agreement, meeting=found, rounds=opened)
        if found.is_bestuurlijk and not is_deciding
        else (),
        "dissents": [view for view in views_of(found) if view.update.action_id not in on_agenda],
        "decisions": decision_rows(found, decisions, request.user),
        "present": attendance_by_party(found.attendances.all() if found.was_attended else ()),
        "quorum": quorum_of(found) if found.has_quorum else None,
        "own_parties": own_parties_of(found),
        "items": items,
        "proposals": proposals_for(found) if found.has_proposals and not is_deciding else (),
        **minutes_shown(found),
        "is_coordinator": found.is_kept,
        "may_minute": found.may_minute,
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
    found = for_coordinator(request.user, pk)
    form = MeetingForm(request.POST or None, meeting=found)
    if submit_form(form, change_meeting, meeting=found, by=request.user):
        messages.success(request, _("Saved."))
        return redirect(found)
    return render(request, "monitoring/meeting_form.html", {"form": form, "meeting": found, "agreement": found.agreement})


@require_http_methods(["GET", "HEAD", "POST"])
def minutes(request, pk: int):
    found = for_coordinator(request.user, pk)
    form = MinutesForm(request.POST or None, instance=found)
    if submit_form(form, change_meeting, meeting=found, by=request.user):
        messages.success(request, _("Saved."))
        return redirect(f"{found.get_absolute_url()}#verslag")
    return render(request, "monitoring/minutes_form.html", {"form": form, "meeting": found, "agreement": found.agreement})


@require_http_methods(["GET", "HEAD", "POST"])
def present(request, pk: int):
    """Who was there, was absent or was represented; their parties only have to confirm what the meeting agreed to."""
    found = meeting_for(request.user, pk)
    if reason := why_not_record(request.user, found):
        raise PermissionDenied(reason)
    form = AttendanceForm(request.POST or None, meeting=found)
    if request.method == "POST" and form.is_valid():
        run_and_notify(request, record_attendance, _("Saved."), meeting=found, **form.cleaned_data)
        return redirect(found)
    rule = found.rule()
    context = {"form": form, "meeting": found, "agreement": found.agreement, "quorum_phrase": rule.quorum_phrase if rule else ""}
    return render(request, "monitoring/present_form.html", context)


def _decision_for(user, pk: int) -> Decision:
    rows = Decision.objects.visible_to(user).select_related(
        "meeting__agreement", "action__agenda__agreement", "action__goal__theme", "goal__theme__agreement", "proposal"
    )
    return get_object_or_404(rows, pk=pk)


@require_POST
def propose(request, pk: int):
    """Make a proposal of this decision: a draft, on the page of which it is written further."""
    found = _decision_for(request.user, pk)
    try:
        draft = run_and_notify(request, propose_decision, _("A draft of a proposal was made of the decision."), decision=found)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        draft = None
    return redirect(draft or f"{found.meeting.get_absolute_url()}#besluiten")


@require_POST
def confirm_decision(request, pk: int):
    """Agree to the proposal for a party that agreed to it in the meeting."""
    found = _decision_for(request.user, pk)
    party = get_object_or_404(Party, pk=_key(request.POST.get("partij", "")))
    seen = request.POST.get("inhoud", "")
    run_and_notify(request, confirm, _("Your answer is recorded."), decision=found, party=party, seen=seen)
    return redirect(f"{found.meeting.get_absolute_url()}#besluiten")


def _key(typed: str) -> int:
    return int(typed) if typed.isdecimal() and len(typed) < 10 else 0


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request, pk: int):
    """Record what the meeting decided about an action or a goal."""
    found = for_coordinator(request.user, pk)
    form = DecisionForm(request.POST or None, meeting=found, initial={"action": request.GET.get("afspraak")})
    if submit_form(form, record_decision, meeting=found, by=request.user):
        messages.success(request, _("The decision is recorded."))
        return redirect(f"{found.get_absolute_url()}#besluiten")
    return render(request, "monitoring/decision_form.html", {"form": form, "meeting": found, "agreement": found.agreement})
