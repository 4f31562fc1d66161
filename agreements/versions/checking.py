"""Whether every version is what was agreed: each hash fits, none is missing, and the live rows of a year say what is in force."""

import hashlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

from agreements.agenda.stored import content_of, read_content, with_names_of
from agreements.models import Agenda, Agreement, Version, VersionFile, VersionHead
from agreements.models.version import NOTHING_BEFORE
from agreements.versions.recording import hash_as_it_stands, text_as_it_stands
from parties.canonical import hash_of


def faults(agreement: Agreement) -> Iterator[str]:
    """A sentence for each thing that is not as it was recorded; nothing when all is well."""
    yield from _faults_of_chain(agreement)
    yield from _faults_of_years(agreement)
    yield from _faults_of_files(agreement)


def _faults_of_chain(agreement: Agreement) -> Iterator[str]:
    place, previous = 0, NOTHING_BEFORE
    witnesses = dict(Version.history.filter(agreement=agreement, history_type="+").values_list("id", "sha256"))
    for version in Version.objects.filter(agreement=agreement).select_related("agenda").order_by("place"):
        words = {"version": version, "year": version.agenda.year if version.agenda else ""}
        place += 1
        if version.place != place:
            yield _("A version is missing before “%(version)s” of %(year)s.") % words
            place = version.place
        if version.previous != previous:
            yield _("“%(version)s” of %(year)s does not follow the version before it.") % words
        if hash_of(version.content) != version.content_sha256:
            yield _("The content of “%(version)s” of %(year)s was changed.") % words
        if version.expected_sha256 != version.sha256 or witnesses.get(version.pk) != version.sha256:
            yield _("What “%(version)s” of %(year)s rests on, or its number or date, was changed.") % words
        previous = version.sha256
    head = VersionHead.objects.filter(agreement=agreement).values_list("place", "sha256").first()
    if (head or (0, NOTHING_BEFORE)) != (place, previous):
        yield _("The last version that is there is not the last that was recorded.")


def _faults_of_years(agreement: Agreement) -> Iterator[str]:
    for agenda in agreement.agendas.select_related("agreement").order_by("year"):
        version = agenda.versions.order_by("-place").first()
        if not agenda.is_adopted:
            continue
        if version is None:
            yield _("%(year)s is adopted and has no version.") % {"year": agenda.year}
        elif not _says(agenda, version):
            yield _("The text of %(year)s in the tables is not that of “%(version)s”.") % {
                "year": agenda.year,
                "version": version,
            }
    open_proposals = agreement.proposals.open().select_related("agenda__agreement")
    for proposal in open_proposals:
        if proposal.agenda.state != Agenda.State.PROPOSED or hash_as_it_stands(proposal.agenda) != proposal.content_sha256:
            yield _("The text of %(year)s is not what was proposed.") % {"year": proposal.agenda.year}


def _says(agenda: Agenda, version: Version) -> bool:
    """Whether the tables have the text of the version; a party may be called otherwise since."""
    live = text_as_it_stands(agenda)
    if hash_of(content_of(live)) == version.content_sha256:
        return True
    return hash_of(content_of(with_names_of(live, read_content(version.content)))) == version.content_sha256


def _faults_of_files(agreement: Agreement) -> Iterator[str]:
    for row in VersionFile.objects.filter(version__agreement=agreement).select_related("version"):
        try:
            with row.file.open() as file:
                same = hashlib.file_digest(file.file, "sha256").hexdigest() == row.sha256
        except FileNotFoundError:
            same = False
        if not same:
            yield _("The file “%(name)s” of “%(version)s” is gone or was changed.") % {
                "name": row.file_name,
                "version": row.version,
            }
