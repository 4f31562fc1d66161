"""The versions of a published text that everyone may read, and what changed between them."""

from django.http import Http404

from agreements.agenda.ground import ground_of
from agreements.agenda.stored import read_content, with_all_terms
from agreements.agenda.withheld import masked, passages_in
from agreements.models import Version, VersionFile
from agreements.versions.whole import ComparedTexts, compare
from public_site.answering import answer_text, of_text
from public_site.texts import PublicText


@of_text
def versions(request, found: PublicText):
    """All of them with hash, documents and the parties that agreed; the newest first."""
    return answer_text(request, found, "public/versions.html", lambda: {"here": "versions", "rows": list(_told(found))})


def _told(found: PublicText):
    files: dict[int, list[VersionFile]] = {}
    if found.shows_signers:
        signed = VersionFile.objects.published().filter(kind=VersionFile.Kind.SIGNED, version__in=found.versions)
        for file in signed.select_related("party"):
            files.setdefault(file.version_id, []).append(file)
    for version in found.versions:
        yield version, _agreed(found, version), files.get(version.pk, []), found.before(version)


def _agreed(found: PublicText, version: Version) -> list[tuple[str, object, str]]:
    """Each party that agreed, on which day, and where all parties agreed to that by whom."""
    answers = ground_of(version).answers
    return [(answer.party, answer.on, answer.person if found.shows_signers else "") for answer in answers]


@of_text
def version(request, found: PublicText, number: int):
    """The text of one version, as it was agreed."""
    row = found.numbered(number)
    return answer_text(
        request,
        found,
        "public/version.html",
        lambda: {"version": row, "content": found.content_of(row), "is_newest": row == found.newest},
        keep=True,
    )


@of_text
def changes(request, found: PublicText, number: int):
    """What this version says otherwise than the public one before it."""
    row = found.numbered(number)
    before = found.before(row)
    if before is None:
        raise Http404
    return answer_text(
        request,
        found,
        "public/changes.html",
        lambda: {"version": row, "before": before, "comparison": _compared(found, before, row)},
        keep=True,
    )


def _compared(found: PublicText, before: Version, after: Version) -> ComparedTexts:
    return compare(*(_whole(found, version) for version in (before, after)))


def _whole(found: PublicText, version: Version):
    """With what binds beside the text; without what is withheld."""
    stored = masked(read_content(version.content), passages_in(found.agreement))
    return with_all_terms(found.content_of(version), stored)
