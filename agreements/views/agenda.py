"""The agenda of a year: as a page and as a document to sign."""

from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from agreements.agenda.content import collect_agenda
from agreements.agenda.selection import SelectionForm, narrow
from agreements.exports.formats import FORMATS
from agreements.exports.pdf.agenda import agenda_pdf, file_name, pdf_file_name
from agreements.models import Agenda


def _agenda_for(user, slug: str, year: int) -> Agenda:
    may_edit = Exists(Agenda.objects.editable_by(user).filter(pk=OuterRef("pk")))
    agendas = Agenda.objects.visible_to(user).select_related("agreement").annotate(may_edit=may_edit)
    return get_object_or_404(agendas, agreement__slug=slug, year=year)


@require_safe
def agenda(request, slug: str, year: int):
    """The agenda laid out as its document, whole or narrowed to what the address asks."""
    content = collect_agenda(_agenda_for(request.user, slug, year))
    form = SelectionForm(request.GET, content=content)
    shown = narrow(content, form.chosen)
    context = {"content": content, "shown": shown, "form": form, "agreement": content.agenda.agreement}
    return render(request, "agreements/agenda.html", context)


@require_safe
def agenda_as_pdf(request, slug: str, year: int):
    """The agenda as PDF/UA; with the parties' signature block when the address asks for it."""
    found = _agenda_for(request.user, slug, year)
    with_signatures = "ondertekening" in request.GET
    document = agenda_pdf(found, with_signatures=with_signatures)
    name = pdf_file_name(found, with_signatures=with_signatures)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(document, content_type="application/pdf", headers=headers)


@require_safe
def agenda_as_file(request, slug: str, year: int, extension: str):
    """The agenda as a document to go on editing, or as a table."""
    found = _agenda_for(request.user, slug, year)
    chosen = FORMATS[extension]
    document = chosen.write(found)
    headers = {"Content-Disposition": f'attachment; filename="{file_name(found, extension)}"'}
    return HttpResponse(document, content_type=chosen.content_type, headers=headers)
