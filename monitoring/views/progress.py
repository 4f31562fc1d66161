"""What was reported on an action, and what a coordinator or another party says of it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.models import Action
from agreements.views.goal import LEADS
from monitoring.forms import DissentForm, ReturnForm
from monitoring.models import Attachment, Dissent, ProgressUpdate
from monitoring.permissions import dissenting_parties, own_reporting_parties, why_not_review
from monitoring.story import story_of
from monitoring.views.acting import carried_out, told
from monitoring.workflow import accept, dissent, return_update


@require_safe
def progress(request, pk: int):
    """The whole story of an action: every update with its date, author, light, reviews, other views and proposals."""
    actions = Action.objects.visible_to(request.user).select_related("agenda__agreement", "goal__theme__agreement", "project")
    action = get_object_or_404(actions.prefetch_related(LEADS), pk=pk)
    context = {
        "action": action,
        "agenda": action.agenda,
        "agreement": action.agenda.agreement,
        "goal": action.goal,
        "story": story_of(action, request.user),
    }
    return render(request, "monitoring/progress.html", context)


def _submitted(user, pk: int) -> ProgressUpdate:
    updates = ProgressUpdate.objects.counted().visible_to(user)
    related = ("action__agenda__agreement", "action__goal", "round__agenda__agreement", "party", "reported_by")
    return get_object_or_404(updates.select_related(*related), pk=pk)


def _in_grid(update: ProgressUpdate) -> str:
    return f"{update.round.get_absolute_url()}#afspraak-{update.action_id}"


def _back(request, update: ProgressUpdate) -> str:
    """To the page where the button stood: the grid of the round, or the story of the action."""
    if request.POST.get("terug") == "ronde":
        return _in_grid(update)
    return f"{reverse('progress', args=[update.action_id])}#melding-{update.pk}"


@require_POST
def accept_one(request, pk: int):
    update = _submitted(request.user, pk)
    told(request, _("Accepted: %(action)s") % {"action": update.action}, accept, update=update)
    return redirect(_back(request, update))


@require_http_methods(["GET", "HEAD", "POST"])
def return_one(request, pk: int):
    """Back to the lead, with the reason."""
    update = _submitted(request.user, pk)
    if reason := why_not_review(request.user, update.round):
        raise PermissionDenied(reason)
    form = ReturnForm(request.POST or None)
    if request.method == "POST" and carried_out(form, return_update, update=update, by=request.user):
        messages.success(request, _("Returned to %(party)s, with your reason.") % {"party": update.party})
        if not update.round.is_open_for(update.party_id):
            messages.warning(request, _("The time of %(party)s is over: give an extension as well.") % {"party": update.party})
        return redirect(_in_grid(update))
    context = {"form": form, "update": update, "action": update.action, "agreement": update.action.agenda.agreement}
    return render(request, "monitoring/return.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def see_differently(request, pk: int):
    """Record that a party sees the judgement differently."""
    update = _submitted(request.user, pk)
    parties = dissenting_parties(request.user, update)
    if not parties:
        raise PermissionDenied(_("Only an editor or coordinator of another party that takes part records another view, once."))
    form = DissentForm(request.POST or None, dissent=Dissent(update=update, by=request.user), parties=parties)
    if request.method == "POST" and carried_out(form, dissent, update=update, by=request.user):
        messages.success(request, _("Recorded. The light is split until a meeting has discussed it."))
        return redirect(f"{reverse('progress', args=[update.action_id])}#melding-{update.pk}")
    context = {"form": form, "update": update, "action": update.action, "agreement": update.action.agenda.agreement}
    return render(request, "monitoring/dissent.html", context)


@require_safe
def evidence(request, pk: int):
    """A file with an update, always as a download; that of a draft for those who write the draft."""
    found = get_object_or_404(Attachment.objects.visible_to(request.user).select_related("update__action"), pk=pk)
    update = found.update
    if not update.is_submitted and not own_reporting_parties(request.user, update.action).filter(pk=update.party_id).exists():
        raise Http404
    try:
        file = found.file.open()
    except (ValueError, FileNotFoundError) as missing:
        raise Http404 from missing
    return FileResponse(file, as_attachment=True, filename=found.name, content_type="application/octet-stream")
