"""The end of a year: what is not finished and where it went, and the button that closes it or opens it again."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from agreements.consent.answerers import coordinates
from agreements.models import Agenda
from monitoring.rollover.year_end import collect_year_end


@require_safe
def year_end(request, slug: str, year: int):
    """Asks once, with what is not finished; after closing it stays as the list of where that went."""
    agenda = Agenda.objects.visible_to(request.user).select_related("agreement").at(slug, year)
    context = {
        "agenda": agenda,
        "agreement": agenda.agreement,
        "end": collect_year_end(agenda, request.user),
        "is_coordinator": coordinates(agenda, request.user),
    }
    return render(request, "monitoring/year_end.html", context)
