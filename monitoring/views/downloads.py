"""The report on progress and the figures, to download."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.models import Agenda, Agreement
from monitoring.calendar import day_of
from monitoring.exports.evaluation import collect_document, document_file_name, evaluation_docx, evaluation_pdf
from monitoring.exports.figures import figures_table
from monitoring.exports.files import figures_file_name, report_file_name
from monitoring.exports.formats import FORMATS
from monitoring.exports.report import collect_report
from monitoring.queries import with_waiting_known
from monitoring.views.dashboard import unless_tampered
from monitoring.views.evaluations import evaluation_for
from parties.files.downloads import as_download
from parties.files.making import NotMadeError
from parties.refusals import NotAllowedNowError
from parties.tables.files import KINDS

EVALUATION_FORMATS = {
    "pdf": (evaluation_pdf, FORMATS["pdf"].content_type),
    "docx": (evaluation_docx, FORMATS["docx"].content_type),
}


@require_safe
@unless_tampered
def report(request, slug: str, year: int, extension: str):
    """The dashboard to send round, in the length and at the position that the address names; else all of it, as of now."""
    agenda = with_waiting_known(Agenda.objects.visible_to(request.user)).at(slug, year)
    found = collect_report(agenda, request.GET, today=day_of(timezone.now()))
    chosen = FORMATS[extension]
    try:
        document = chosen.write(found)
    except NotMadeError as error:
        messages.error(request, str(error))
        return redirect("dashboard", slug, year)
    return as_download(document, report_file_name(found, extension), chosen.content_type)


@require_safe
def evaluation(request, pk: int, extension: str):
    """A closed evaluation to send round."""
    found = evaluation_for(request.user, pk)
    write, content_type = EVALUATION_FORMATS[extension]
    try:
        document = write(collect_document(found, request.user))
    except (NotMadeError, NotAllowedNowError) as error:
        messages.error(request, str(error))
        return redirect(found)
    return as_download(document, document_file_name(found, extension), content_type)


@require_safe
def figures(request, slug: str):
    """The indicators of an agreement with every figure that was ever recorded."""
    agreement = Agreement.objects.visible_to(request.user).at(slug)
    try:
        document = figures_table(agreement, today=day_of(timezone.now()))
    except NotMadeError as error:
        messages.error(request, str(error))
        return redirect("figures", slug)
    return as_download(document, figures_file_name(agreement), KINDS["xlsx"].content_type)
