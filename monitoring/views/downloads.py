"""The report on progress and the figures, to download."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.models import Agreement
from monitoring.calendar import day_of
from monitoring.exports.figures import figures_table
from monitoring.exports.formats import FORMATS
from monitoring.exports.report import collect_report, file_name
from monitoring.views.dashboard import agenda_for, unless_tampered
from parties.tables.files import KINDS


@require_safe
@unless_tampered
def report(request, slug: str, year: int, extension: str):
    """The dashboard to send round, as of now or at the position that the address names."""
    agenda = agenda_for(request.user, slug, year)
    found = collect_report(agenda, request.GET, today=day_of(timezone.now()))
    chosen = FORMATS[extension]
    return _download(chosen.write(found), chosen.content_type, file_name(found, extension))


@require_safe
def figures(request, slug: str):
    """The indicators of an agreement with every figure that was ever recorded."""
    agreement = get_object_or_404(Agreement.objects.visible_to(request.user), slug=slug)
    document = figures_table(agreement, today=day_of(timezone.now()))
    return _download(document, KINDS["xlsx"].content_type, f"{agreement.slug}-cijfers.xlsx")


def _download(document: bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(document, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})
