"""My actions: what waits for me, and "unchanged, on schedule" in one click."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from monitoring.progress.my_actions import collect_my_actions, row_of
from monitoring.progress.my_page import collect_my_page
from monitoring.progress.reporting import submit_unchanged
from monitoring.progress.waiting import number_waiting
from monitoring.views.report import demand_party, post_or_form, report_for, reported, token_from
from parties.refusals import NotAllowedNowError
from parties.row_ids import row_id


@never_cache
@require_safe
def my_actions(request):
    """Everything that waits for me, by round, and under it what I reported."""
    request.number_waiting = numbers = number_waiting(request.user)
    only = request.GET.get("voorwaarde") == "open"
    page = collect_my_page(request.user, numbers, chosen=row_id(request.GET.get("ronde")), only_conditions=only)
    context = {"page": page, "waiting": page.waiting, "thrown_away": request.session.get("thrown_away"), "only_conditions": only}
    return render(request, "monitoring/my_actions.html", context)


@post_or_form
def report_unchanged(request, pk: int):
    """Report an action as unchanged and on schedule."""
    report = report_for(request, pk)
    demand_party(report)
    asked = {"action": report.action, "round": report.round, "party": report.party, "by": request.user}
    try:
        update = submit_unchanged(**asked, token=token_from(request))
    except NotAllowedNowError as refused:
        return _show_refusal(request, report, str(refused))
    return reported(request, report, update)


def _show_refusal(request, report, sentence: str):
    if not request.htmx:
        messages.error(request, sentence)
        return redirect("my_actions")
    row = row_of(collect_my_actions(request.user, only=report.round.pk), report.action, report.round)
    if row is None:  # the round was closed meanwhile
        return render(request, "monitoring/my_actions/gone.html", {"report": report, "refusal": sentence})
    return render(request, "monitoring/my_actions/row.html", {"row": row, "refusal": sentence})
