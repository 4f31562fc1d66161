"""The versions of a year, or of the agreement as a whole: each text that ever was in force, with its documents and hash."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements.agenda.ground import ground_of
from agreements.agenda.selection import Commented
from agreements.agenda.stored import content_of, content_of_version, read_content
from agreements.agenda.withheld import masked, passages_in
from agreements.consent.signing import parties_to_add_for
from agreements.consent.withholding import files_of, masks_of
from agreements.exports.health import seal_faults, troubles
from agreements.exports.versions import make_missing_documents
from agreements.models import Agreement, Version
from agreements.models.adoptable import Adoptable
from agreements.versions.checking import faults, faults_of_all
from agreements.views.text import of_text, text_for
from parties.files.downloads import as_download, file_name
from parties.files.uploads import download


def _versions(user, slug: str, year: int | None) -> tuple[Adoptable, list[Version]]:
    text = text_for(user, slug, year)
    rows = (
        Version.objects.of(text).select_related("agenda__agreement", "agreement", "proposed_in").prefetch_related("files__party")
    )
    if text.whole.has_withheld:
        make_missing_documents(text)
    return text, list(rows.order_by("-place"))


def _numbered(rows: list[Version], number: int) -> Version:
    found = next((row for row in rows if row.number == number), None)
    if found is None:
        raise Http404
    return found


@require_safe
def versions(request, slug: str, year: int | None = None):
    """All versions, the newest first; says so when there is none."""
    text, rows = _versions(request.user, slug, year)
    may_add_file = bool(rows) and parties_to_add_for(rows[0], request.user).exists()
    context = {
        **of_text(text),
        "may_add_file": may_add_file,
        "compare_key": year or "heel",
        "then_what": f"jaar-{year}" if year else "heel",
        "versions": [(row, ground_of(row), files_of(row), masks_of(row)) for row in rows],
    }
    return render(request, "agreements/versions.html", context)


@require_safe
def version(request, slug: str, number: int, year: int | None = None):
    """The text of one version, as it was agreed."""
    text, rows = _versions(request.user, slug, year)
    found = _numbered(rows, number)
    content = content_of_version(found)
    context = {
        **of_text(text),
        "version": found,
        "may_add_file": parties_to_add_for(found, request.user).exists(),
        "is_newest": found == rows[0],
        "ground": ground_of(found),
        "files": files_of(found),
        "masks": masks_of(found),
        "content": content,
        "shown": content,
        "commented": Commented(),
    }
    return render(request, "agreements/version.html", context)


@require_safe
def version_file(request, slug: str, number: int, pk: int, year: int | None = None):
    """A document of a version, byte for byte as it was stored; not one with what is withheld."""
    of_version = Version.objects.of(text_for(request.user, slug, year)).filter(number=number)
    version = get_object_or_404(of_version.select_related("agreement", "agenda__agreement").prefetch_related("files"))
    shown = next((file for file in files_of(version) if file.row.pk == pk), None)
    if shown is None:
        raise Http404
    if shown.withheld:
        raise PermissionDenied(_("This file is withheld: %(reason)s") % {"reason": shown.withheld})
    return download(shown.row.file, shown.row.file_name)


@require_safe
def health(request):
    """For an administrator: whether all versions are what was agreed, in plain text; 503 when something is not."""
    if not request.user.is_superuser:
        raise Http404
    found = [f"{row.slug}: {sentence}" for row in Agreement.objects.order_by("slug") for sentence in faults(row)]
    found += [*faults_of_all(), *troubles(), *seal_faults()]
    text = "\n".join(found) or _("All versions are as they were agreed.")
    return HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8", status=503 if found else 200)


@require_safe
def version_content(request, slug: str, number: int, year: int | None = None):
    """The content as it is hashed, so that anyone can compute the hash anew; without what is withheld, where anything is."""
    _text, rows = _versions(request.user, slug, year)
    found = _numbered(rows, number)
    content = found.content
    if passages := passages_in(found.agreement):
        content = content_of(masked(read_content(content), passages))
    name = file_name(slug, year or "afspraken", f"versie-{number}", extension="json")
    return as_download(content.encode(), name, "application/json; charset=utf-8")
