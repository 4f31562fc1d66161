"""Agreements: the ones I may see, and one of them in full."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Count, Prefetch
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from agreements.agenda.withheld import masked_text
from agreements.agenda.words import chapter_rows, printed_order
from agreements.agreement_list import NAMED_BY, listed
from agreements.beginning.entrance import Entrance
from agreements.models import Agenda, Agreement, Appendix, Indicator, Participation
from agreements.models.theme import theme_heading
from agreements.taking_part.permissions import why_not_ask
from agreements.writers import writes
from parties.files.uploads import download
from parties.models import Party

ON_PAGE = 50
ANSWER = ("party__successor", "asked_by", "answered_by")  # what is told of a participation


def _agreements_for(user):
    return Agreement.objects.visible_to(user).prefetch_related(
        Prefetch("participations", Participation.objects.with_coordinator_known().select_related(*ANSWER)),
        Prefetch("agendas", Agenda.objects.annotate(action_count=Count("actions")).order_by(*Agenda._meta.ordering)),
    )


@require_safe
def agreements(request):
    """All agreements that the person may see, in pages where they are many."""
    every = Agreement.objects.visible_to(request.user).only(*NAMED_BY).order_by("title", "pk")
    found = Paginator(every, ON_PAGE).get_page(request.GET.get("bladzijde"))
    found.object_list = listed(found.object_list)
    context = {"agreements": found, "entrance": Entrance(request.user)}
    return render(request, "agreements/agreements.html", context)


@require_safe
def agreement(request, slug: str):
    """One agreement: parties, years, themes, indicators, rules on meetings, appendices."""
    found = _agreements_for(request.user).at(slug)
    indicators = Indicator.objects.filter(goal__theme__agreement=found).select_related("goal", "delivered_by")
    paragraphs = _themes_in(found, found.year_in_front)
    taking_part = [row for row in found.participations.all() if row.is_accepted]
    context = {
        "agreement": found,
        "introduction": masked_text("agreement", found.pk, "introduction", found.introduction)
        if found.has_withheld
        else found.introduction,
        "year": found.year_in_front,
        "in_front": next((row for row in found.agendas.all() if row.year == found.year_in_front), None),
        "taking_part": taking_part,
        "not_yet": [row for row in found.participations.all() if not row.is_accepted],
        "may_write": writes(request.user, found.pk),
        "may_ask": not why_not_ask(request.user, found),
        "municipalities": [row.party for row in taking_part if row.party.kind == Party.Kind.MUNICIPALITY],
        "themes": [(theme, paragraphs[theme.id]) for theme in paragraphs[None]],
        "indicators": indicators.prefetch_related("targets").order_by(*printed_order("goal", found.year_in_front), "position"),
        "meeting_rules": found.meeting_rules.select_related("planned_by", "prepared_by", "minuted_by", "goal"),
        "appendices": found.appendices.select_related("agenda"),
    }
    return render(request, "agreements/agreement.html", context)


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """A theme in the list of an agreement; heading is all that is printed."""

    id: int
    heading: str
    goal_count: int


def _themes_in(agreement: Agreement, year: int) -> dict[int | None, list[ThemeLine]]:
    """The themes as they stand in the year, in order, by the theme of which they are a paragraph."""
    themes, goals = chapter_rows(agreement, year)
    counts = Counter(goal.theme_id for goal in goals)
    found = defaultdict(list)
    for row in themes:
        found[row.parent_id].append(ThemeLine(row.id, theme_heading(row, agreement), counts[row.id]))
    return found


@require_safe
def appendix(request, pk: int):
    """The file of an appendix."""
    found = get_object_or_404(Appendix.objects.visible_to(request.user), pk=pk)
    return download(found.file, found.file_name)
