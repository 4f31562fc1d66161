"""The files that stand with an update."""

from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from monitoring.progress.evidence import detach, readable_evidence
from parties.files.uploads import download
from parties.views.outcome import run_and_notify


@require_safe
def evidence(request, pk: int):
    """A file, always as a download and never shown by the browser itself."""
    found = get_object_or_404(readable_evidence(request.user), pk=pk)
    return download(found.file, found.name)


@require_POST
def remove_evidence(request, pk: int):
    """Take a file off a draft."""
    found = get_object_or_404(readable_evidence(request.user).select_related("update__action", "update__party"), pk=pk)
    update = found.update
    run_and_notify(request, detach, attachment=found)
    return redirect(f"{reverse('progress', args=[update.action_id])}?ronde={update.round_id}&partij={update.party_id}&opnieuw")
