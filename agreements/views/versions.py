"""The versions of a year: each text that ever was in force, with its document, its signed files and its hash."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements.agenda.content import build
from agreements.agenda.ground import ground_of
from agreements.agenda.selection import Commented
from agreements.agenda.stored import rows_of_version
from agreements.models import Agenda, Agreement, Version, VersionFile
from agreements.versions.checking import faults
from parties.files.uploads import download


def _versions(user, slug: str, year: int) -> tuple[Agenda, list[Version]]:
    agenda = Agenda.objects.visible_to(user).select_related("agreement").at(slug, year)
    rows = list(agenda.versions.select_related("agenda", "agreement").prefetch_related("files__party").order_by("-place"))
    return agenda, rows


def _numbered(rows: list[Version], number: int) -> Version:
    found = next((row for row in rows if row.number == number), None)
    if found is None:
        raise Http404
    return found


@require_safe
def versions(request, slug: str, year: int):
    """All versions, the newest first; says so when there is none."""
    agenda, rows = _versions(request.user, slug, year)
    context = {"agenda": agenda, "agreement": agenda.agreement, "versions": [(row, ground_of(row)) for row in rows]}
    return render(request, "agreements/versions.html", context)


@require_safe
def version(request, slug: str, year: int, number: int):
    """The text of one version, as it was agreed."""
    agenda, rows = _versions(request.user, slug, year)
    found = _numbered(rows, number)
    content = build(rows_of_version(found))
    context = {
        "agenda": agenda,
        "agreement": agenda.agreement,
        "version": found,
        "is_newest": found == rows[0],
        "ground": ground_of(found),
        "content": content,
        "shown": content,
        "commented": Commented(),
    }
    return render(request, "agreements/version.html", context)


@require_safe
def version_file(request, slug: str, year: int, number: int, pk: int):
    """A document of a version, byte for byte as it was stored."""
    rows = VersionFile.objects.visible_to(request.user).filter(
        version__agreement__slug=slug, version__agenda__year=year, version__number=number
    )
    found = get_object_or_404(rows, pk=pk)
    return download(found.file, found.file_name)


@require_safe
def health(request):
    """For an administrator: whether all versions are what was agreed, in plain text; 503 when something is not."""
    if not request.user.is_superuser:
        raise Http404
    found = [f"{row.slug}: {sentence}" for row in Agreement.objects.order_by("slug") for sentence in faults(row)]
    text = "\n".join(found) or _("All versions are as they were agreed.")
    return HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8", status=503 if found else 200)


@require_safe
def version_content(request, slug: str, year: int, number: int):
    """The content as it is hashed, so that anyone can compute the hash anew."""
    _agenda, rows = _versions(request.user, slug, year)
    found = _numbered(rows, number)
    response = HttpResponse(found.content, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}-{year}-versie-{number}.json"'
    return response
