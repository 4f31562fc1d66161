"""The file of a dispute: what is chosen, what it would hold, and the PDF and the folder."""

from django.contrib import messages
from django.db.models import F
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from agreements.models import Agreement
from monitoring.dispute_file.choice import FileChoice, FileForm
from monitoring.dispute_file.collect import collect_file
from monitoring.disputes.page import with_all
from monitoring.disputes.workflow import why_not_give
from monitoring.exports.dispute_file import dispute_file_name, dispute_folder, dispute_pdf
from monitoring.models import DisputeNotice
from monitoring.views.minutes import unless_changed
from parties.files.downloads import as_download
from parties.files.making import NotMadeError

ASKED = ("doel", "actie", "van", "tot")


@require_safe
@unless_changed
def dispute_file(request, slug: str):
    """The notices that were given; and of a choice what its file would hold, by kind."""
    agreement = Agreement.objects.visible_to(request.user).at(slug)
    form = FileForm(request.GET if any(name in request.GET for name in ASKED) else None, agreement=agreement)
    choice = form.choice if form.is_valid() else None
    notices = with_all(DisputeNotice.objects.visible_to(request.user).filter(agreement=agreement))
    context = {
        "agreement": agreement,
        "form": form,
        "choice": choice,
        "found": collect_file(choice) if choice else None,
        "notices": notices.order_by(F("at").desc(), "-pk"),
        "may_give": not why_not_give(request.user, agreement),
    }
    return render(request, "monitoring/dispute_file/page.html", context, status=422 if form.errors else 200)


def _choice(request, slug: str) -> FileChoice:
    form = FileForm(request.GET, agreement=Agreement.objects.visible_to(request.user).at(slug))
    if not form.is_valid():
        raise Http404
    return form.choice


@require_safe
@unless_changed
def as_pdf(request, slug: str):
    """All of it in one document."""
    choice = _choice(request, slug)
    found = collect_file(choice)
    try:
        document = dispute_pdf(found)
    except NotMadeError as error:
        return _not_made(request, choice, error)
    return as_download(document, dispute_file_name(found, "pdf"), "application/pdf")


@require_safe
@unless_changed
def as_folder(request, slug: str):
    """The folder behind it, streamed from the disk."""
    choice = _choice(request, slug)
    found = collect_file(choice)
    try:
        folder = dispute_folder(found)
    except NotMadeError as error:
        return _not_made(request, choice, error)
    return FileResponse(folder, as_attachment=True, filename=dispute_file_name(found, "zip"), content_type="application/zip")


def _not_made(request, choice: FileChoice, error: NotMadeError):
    messages.error(request, str(error))
    return redirect(f"{reverse('dispute_file', args=[choice.agreement.slug])}?{choice.query}")
