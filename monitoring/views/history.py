"""Who changed what, when and why: of an agreement, a goal, an action, an indicator, a party."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agreements.agenda.words import words_of
from agreements.models import Action, Agreement, Goal, Indicator
from agreements.writers import writes
from monitoring.history.forms import HistoryFilterForm, RestoreForm
from monitoring.history.page import history_page
from monitoring.history.reading import LineKey, of_party
from monitoring.history.restoring import look_back, restore
from monitoring.models import HistoryLine
from parties.models import Party
from parties.row_ids import row_id
from parties.views.outcome import submit_form


@require_safe
def agreement_history(request, slug: str):
    """All of an agreement, or with ?jaar= what is of one year of it."""
    agreement = get_object_or_404(Agreement.objects.visible_to(request.user), slug=slug)
    return _page(request, agreement, {"agreement": agreement.pk}, {})


@require_safe
def goal_history(request, pk: int):
    goals = Goal.objects.visible_to(request.user).select_related("theme__agreement")
    goal = get_object_or_404(goals, pk=pk)
    agreement = goal.theme.agreement
    about = {"goal": goal, "goal_words": words_of(goal, agreement.year_in_front)}
    return _page(request, agreement, {"goal": goal.pk}, about)


@require_safe
def action_history(request, pk: int):
    actions = Action.objects.visible_to(request.user).select_related("agenda__agreement", "goal__theme__agreement", "project")
    action = get_object_or_404(actions, pk=pk)
    return _page(request, action.agenda.agreement, {"action": action.pk}, _above("action", action, str(words_of(action))))


@require_safe
def indicator_history(request, pk: int):
    indicators = Indicator.objects.visible_to(request.user).select_related("goal__theme__agreement")
    indicator = get_object_or_404(indicators, pk=pk)
    return _page(
        request, indicator.goal.theme.agreement, {"indicator": indicator.pk}, _above("indicator", indicator, str(indicator))
    )


@require_safe
def party_history(request, pk: int):
    """What people of the party did, and what was done about it, in the agreements that the reader may see."""
    party = get_object_or_404(Party.objects.visible_to(request.user), pk=pk)
    form = HistoryFilterForm(request.GET)
    lines = HistoryLine.objects.visible_to(request.user)
    queries = [query for found in form.asked.of(lines) for query in of_party(found, party.pk)]
    context = {**_above("party", party, party.name), "names_agreements": True}
    return _render(request, form, queries, context, year=timezone.localdate().year)


def _above(page: str, row, words: str) -> dict:
    return {"above_url": reverse(page, args=[row.pk]), "above_words": words}


def _page(request, agreement: Agreement, of: dict[str, int], about: dict) -> HttpResponse:
    """of is the column of the lines with the key that they have in it."""
    form = HistoryFilterForm(request.GET, agreement=agreement, person=row_id(request.GET.get("persoon")))
    lines = HistoryLine.objects.open_to(request.user).filter(**of)
    context = {**about, "agreement": agreement, "may_restore": writes(request.user, agreement.pk)}
    return _render(request, form, form.asked.of(lines), context, year=agreement.year_in_front)


def _render(request, form: HistoryFilterForm, queries, context: dict, *, year: int) -> HttpResponse:
    before = LineKey.read(request.GET.get("voor", ""))
    page = history_page(queries, form.asked, before=before, user=request.user, year=year)
    more = request.GET.copy()
    more["voor"] = str(page.older)
    context |= {"form": form, "asked": form.asked, "page": page, "more": more.urlencode(), "is_later": before is not None}
    return render(request, "monitoring/history.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def restore_from_history(request, pk: int):
    """Put back what one row of history changed or took away; or why that cannot be."""
    line = get_object_or_404(HistoryLine.objects.visible_to(request.user).exclude(agreement=None), pk=pk)
    agreement = get_object_or_404(Agreement.objects.visible_to(request.user), pk=line.agreement)
    if not writes(request.user, agreement.pk):
        raise PermissionDenied(_("Only editors and coordinators of the parties that sign or advise write this."))
    found = look_back(line, by=request.user, year=agreement.year_in_front)
    form = RestoreForm(request.POST if request.method == "POST" else None, found=found)
    if request.method == "POST" and (address := submit_form(form, restore, at=None, found=found, by=request.user)):
        messages.success(request, _("Put back.") if found.draft else _("A proposal was begun: put it to the parties."))
        return redirect(address)
    context = {"agreement": agreement, "found": found, "form": form, "above_words": _("History")}
    context["above_url"] = reverse("agreement_history", args=[agreement.slug])
    return render(request, "monitoring/history/restore.html", context, status=422 if form.errors else 200)
