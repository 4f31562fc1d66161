"""An action point of a meeting: what was promised, and whether it is done."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from monitoring.meetings.minuting import change_promise, finish, reopen
from monitoring.meetings.minuting_forms import DoneForm, PromiseForm
from monitoring.meetings.who_when import possible_at
from monitoring.models import ActionPoint
from monitoring.permissions import why_not_finish, why_not_minute
from parties.refusals import NotAllowedNowError
from parties.views.outcome import run_and_notify, submit_form


def _point_for(user, pk: int) -> ActionPoint:
    names = (
        "meeting__agreement",
        "meeting__minuted_by",
        "item",
        "party",
        "person",
        "action__agenda",
        "action__goal",
        "action__project",
    )
    return get_object_or_404(ActionPoint.objects.visible_to(user).select_related(*names), pk=pk)


def _context(point: ActionPoint, **more) -> dict:
    return {"point": point, "meeting": point.meeting, "agreement": point.meeting.agreement, **more}


@require_safe
def action_point(request, pk: int):
    """What was promised, by whom and by when; with the button for those who do it."""
    found = _point_for(request.user, pk)
    may = {
        "may_finish": not why_not_finish(request.user, found),
        "may_change": not found.is_done and not why_not_minute(request.user, found.meeting),
    }
    return render(request, "monitoring/minuting/action_point.html", _context(found, form=DoneForm(), **may))


@require_http_methods(["GET", "HEAD", "POST"])
def change(request, pk: int):
    """In other words, by somebody else or by another day."""
    found = _point_for(request.user, pk)
    if reason := why_not_minute(request.user, found.meeting):
        raise PermissionDenied(reason)
    form = PromiseForm(request.POST or None, meeting=found.meeting, possible=possible_at(found.meeting), point=found)
    if form.is_valid():
        try:
            change_promise(point=found, by=request.user, **form.promised)
        except NotAllowedNowError as refused:
            form.add_error(None, str(refused))
        except ValidationError as refused:
            form.add_error(None, refused.messages)
        else:
            messages.success(request, _("Saved."))
            return redirect(found)
    return render(request, "monitoring/minuting/action_point_form.html", _context(found, form=form))


@require_POST
def done(request, pk: int):
    """It is done, with what came of it."""
    found = _point_for(request.user, pk)
    if reason := why_not_finish(request.user, found):
        raise PermissionDenied(reason)
    form = DoneForm(request.POST)
    if submit_form(form, finish, point=found, by=request.user) is None:
        context = _context(found, form=form, may_finish=True, may_change=False)
        return render(request, "monitoring/minuting/action_point.html", context)
    messages.success(request, _("The action point is done."))
    return redirect(found)


@require_POST
def undo(request, pk: int):
    """It was not done after all."""
    found = _point_for(request.user, pk)
    run_and_notify(request, reopen, _("The action point waits again."), point=found)
    return redirect(found)
