"""What a draft still has of what was dropped in the year before: dropped here too in one click, or kept with the reason."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agreements.models import Action, Agenda
from agreements.rollover.dropped_since import drop_too, keep, still_in_draft
from agreements.rollover.forms import KeepForm
from agreements.rollover.permissions import why_not_write
from agreements.views.text import of_text, text_for
from parties.views.outcome import run_and_notify, submit_form


@require_safe
def dropped_since(request, slug: str, year: int):
    return _page(request, text_for(request.user, slug, year))


def _page(request, agenda: Agenda, *, wrong: KeepForm | None = None, of: int | None = None):
    rows = [
        (row, wrong if wrong and row.action.pk == of else KeepForm(prefix=str(row.action.pk))) for row in still_in_draft(agenda)
    ]
    context = {**of_text(agenda), "rows": rows, "may_write": not why_not_write(request.user, agenda), "form": wrong}
    return render(request, "agreements/dropped_since.html", context, status=422 if wrong else 200)


def _action(request, pk: int) -> Action:
    rows = Action.objects.visible_to(request.user).select_related("agenda__agreement", "goal__theme")
    found = get_object_or_404(rows, pk=pk)
    if why := why_not_write(request.user, found.agenda):
        raise PermissionDenied(why)
    return found


@require_POST
def drop(request, pk: int):
    """Out of the draft."""
    found = _action(request, pk)
    run_and_notify(request, drop_too, _("It is out of the draft of %(year)s.") % {"year": found.agenda.year}, row=found)
    return redirect("dropped_since", found.agenda.agreement.slug, found.agenda.year)


@require_POST
def keep_it(request, pk: int):
    """It stays, with the reason."""
    found = _action(request, pk)
    form = KeepForm(request.POST, prefix=str(found.pk))
    if form.is_valid():
        submit_form(form, keep, at="reason", row=found, by=request.user)
    if form.errors:
        return _page(request, found.agenda, wrong=form, of=found.pk)
    messages.success(request, _("It stays in the draft of %(year)s.") % {"year": found.agenda.year})
    return redirect("dropped_since", found.agenda.agreement.slug, found.agenda.year)
