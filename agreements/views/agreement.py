"""Agreements: the ones I may see, and one of them in full."""

from collections import defaultdict

from django.db.models import Count, Prefetch
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from agreements.models import Agenda, Agreement, Appendix, Indicator, Participation, Theme
from agreements.taking_part.permissions import why_not_ask
from parties.files.uploads import download
from parties.models import Party

ANSWER = ("party", "asked_by", "answered_by")  # what is told of a participation


def _agreements_for(user):
    return Agreement.objects.visible_to(user).prefetch_related(
        Prefetch("participations", Participation.objects.with_coordinator_known().select_related(*ANSWER)),
        Prefetch("agendas", Agenda.objects.annotate(action_count=Count("actions")).order_by(*Agenda._meta.ordering)),
    )


@require_safe
def agreements(request):
    """All agreements that the person may see."""
    return render(request, "agreements/agreements.html", {"agreements": _agreements_for(request.user)})


@require_safe
def agreement(request, slug: str):
    """One agreement: parties, years, themes, indicators, rules on meetings, appendices."""
    found = _agreements_for(request.user).at(slug)
    themes = Theme.objects.filter(agreement=found).annotate(goal_count=Count("goals")).select_related("agreement")
    themes = themes.order_by(*Theme._meta.ordering)  # a count drops the model's own order
    indicators = Indicator.objects.filter(goal__theme__agreement=found).select_related("goal", "delivered_by")
    paragraphs = defaultdict(list)
    for theme in themes:
        paragraphs[theme.parent_id].append(theme)
    taking_part = [row for row in found.participations.all() if row.is_accepted]
    context = {
        "agreement": found,
        "year": found.year_in_front,
        "taking_part": taking_part,
        "not_yet": [row for row in found.participations.all() if not row.is_accepted],
        "may_ask": not why_not_ask(request.user, found),
        "municipalities": [row.party for row in taking_part if row.party.kind == Party.Kind.MUNICIPALITY],
        "themes": [(theme, paragraphs[theme.pk]) for theme in paragraphs[None]],
        "indicators": indicators.prefetch_related("targets").order_by("goal__position", "position"),
        "meeting_rules": found.meeting_rules.select_related("planned_by", "prepared_by", "minuted_by", "goal"),
        "appendices": found.appendices.select_related("agenda"),
    }
    return render(request, "agreements/agreement.html", context)


@require_safe
def appendix(request, pk: int):
    """The file of an appendix."""
    found = get_object_or_404(Appendix.objects.visible_to(request.user), pk=pk)
    return download(found.file, found.file_name)
