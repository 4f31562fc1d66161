"""A party merged into another one: what will change, and recording it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from agreements.merging.forms import PartyMergerForm
from agreements.merging.page import preview
from agreements.merging.permissions import why_not_record
from agreements.merging.workflow import merge as record
from parties.models import Party
from parties.views.outcome import submit_form


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request, pk: int):
    """First into which party and when, then what will change, then recording it."""
    found = get_object_or_404(Party.objects.visible_to(request.user).select_related("successor"), pk=pk)
    if why := why_not_record(request.user, found):
        raise PermissionDenied(why)
    form = PartyMergerForm(request.POST if request.method == "POST" else request.GET or None, party=found, by=request.user)
    if request.method == "POST" and (merged := submit_form(form, record, at=None, party=found, by=request.user)):
        messages.success(request, f"{merged.name}: {merged.merged_words}.")
        return redirect(merged)
    shown = preview(found, **form.cleaned_data) if form.is_valid() else None
    return render(request, "agreements/merge.html", {"party": found, "form": form, "preview": shown})
