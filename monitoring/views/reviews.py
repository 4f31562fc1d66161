"""What a coordinator or another party says of what was reported."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from agreements.agenda.words import words_of
from monitoring.models import Dissent, ProgressUpdate
from monitoring.permissions import dissenting_parties, why_not_review
from monitoring.progress.review_forms import DissentForm, ReturnForm
from monitoring.progress.reviewing import accept, dissent, return_update
from parties.views.outcome import run_and_notify, submit_form


def _submitted(user, pk: int) -> ProgressUpdate:
    updates = ProgressUpdate.objects.counted().visible_to(user)
    related = ("action__agenda__agreement", "action__goal", "round__agenda__agreement", "party", "reported_by")
    return get_object_or_404(updates.select_related(*related), pk=pk)


def _in_grid(update: ProgressUpdate) -> str:
    return f"{update.round.get_absolute_url()}#afspraak-{update.action_id}-{update.party_id}"


def _back(request, update: ProgressUpdate) -> str:
    """To the page where the button stood: the grid of the round, or the story of the action."""
    if request.POST.get("terug") == "ronde":
        return _in_grid(update)
    return f"{reverse('progress', args=[update.action_id])}#melding-{update.pk}"


@require_POST
def accept_one(request, pk: int):
    update = _submitted(request.user, pk)
    run_and_notify(request, accept, _("Accepted: %(action)s") % {"action": words_of(update.action)}, update=update)
    return redirect(_back(request, update))


@require_http_methods(["GET", "HEAD", "POST"])
def return_one(request, pk: int):
    """Back to the lead, with the reason."""
    update = _submitted(request.user, pk)
    if reason := why_not_review(request.user, update.round):
        raise PermissionDenied(reason)
    form = ReturnForm(request.POST or None)
    if submit_form(form, return_update, update=update, by=request.user):
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
        sentence = _("Another view is recorded once, by an editor or coordinator of another party, or who may sign for it.")
        raise PermissionDenied(sentence)
    form = DissentForm(request.POST or None, dissent=Dissent(update=update, by=request.user), parties=parties)
    if submit_form(form, dissent, update=update, by=request.user):
        messages.success(request, _("Recorded. The light is split until a meeting has discussed it."))
        return redirect(f"{reverse('progress', args=[update.action_id])}#melding-{update.pk}")
    context = {"form": form, "update": update, "action": update.action, "agreement": update.action.agenda.agreement}
    return render(request, "monitoring/dissent.html", context)
