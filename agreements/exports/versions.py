"""The document of a version: made once from what is stored, kept, and only then told of.

The version is committed first. Making its PDF can fail or be cut off; then nothing of it is there, and this is done again: at the
next look, or by `manage.py make_documents`. The mail waits in the same transaction, so everyone is told once.
"""

import hashlib
import logging

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import translation
from django.utils.translation import gettext as _

from agreements.agenda.stored import content_of_version, version_in_force
from agreements.consent.telling import tell_adopted
from agreements.consent.withholding import masks_of
from agreements.exports.files import agenda_file_name
from agreements.exports.pdf.agenda import agenda_pdf, render
from agreements.exports.pdf.sealing import is_on, sealed
from agreements.exports.pdf.signing_page import page_of_version
from agreements.models import Proposal, Version, VersionFile
from agreements.models.adoptable import Adoptable
from agreements.versions.recording import hash_as_it_stands
from parties.files.downloads import file_name
from parties.files.making import NotMadeError
from parties.files.uploads import put_whole
from parties.history.write_rules import Act, act

logger = logging.getLogger(__name__)


def document_of(version: Version) -> VersionFile:
    """The PDF of the version, without what is withheld of it; made now if it is not there yet.

    Raises NotMadeError when that takes too long.
    """
    masks = masks_of(version)
    return _document(version, masks) or _make(version, masks)


def _document(version: Version, masks: str) -> VersionFile | None:
    return version.files.filter(kind=VersionFile.Kind.DOCUMENT, masks=masks).first()


def agenda_document(text: Adoptable, *, with_signatures: bool = False) -> bytes:
    """The PDF of the text: of an adopted or closed one the stored document of its version, of another one as it stands now."""
    version = version_in_force(text)
    if version is None:
        if not with_signatures:
            return agenda_pdf(text)
        return agenda_pdf(text, with_signatures=True, content_sha256=_hash_to_sign(text))
    with document_of(version).file.open() as file:
        return file.read()


def _hash_to_sign(text: Adoptable) -> str:
    """Of a text that was proposed; empty for a draft, which nobody signs.

    Raises NotMadeError when the text is no longer what was proposed.
    """
    proposal = Proposal.objects.of(text).open().first()
    if proposal is None:
        return ""
    if hash_as_it_stands(text) != proposal.content_sha256:
        raise NotMadeError(_("The text is no longer what was proposed. Ask who proposed it to propose it anew."))
    return proposal.content_sha256


def make_missing_documents(text: Adoptable | None = None) -> list[VersionFile]:
    """The documents of all versions (of this text) that have none; what cannot be made is logged and stays to be made."""
    has_document = Exists(VersionFile.objects.filter(version=OuterRef("pk"), kind=VersionFile.Kind.DOCUMENT))
    rows = Version.objects.filter(~has_document | Q(agreement__has_withheld=True))
    if text is not None:
        rows = rows.of(text)
    made = []
    for version in rows.select_related("agenda__agreement", "agreement"):
        masks = masks_of(version)
        try:
            if _document(version, masks) is None:
                made.append(_make(version, masks))
        except NotMadeError:
            logger.exception("The document of version %s cannot be made now.", version.pk)
    return made


def _make(version: Version, masks: str) -> VersionFile:
    with translation.override("nl"):  # whoever gave the last answer
        content = content_of_version(version)
        document = sealed(render(content, signing=page_of_version(version, content)))
    with transaction.atomic(), act(Act.TAKE_EFFECT):
        Version.objects.select_for_update().get(pk=version.pk)
        if found := _document(version, masks):
            return found  # someone else made it meanwhile
        is_first = not version.files.filter(kind=VersionFile.Kind.DOCUMENT).exists()
        name = agenda_file_name(version.text, "pdf").removesuffix(".pdf")
        row = VersionFile(
            version=version,
            kind=VersionFile.Kind.DOCUMENT,
            file=put_whole("versions", ContentFile(document, name="document.pdf")),
            file_name=file_name(name, f"versie-{version.number}", extension="pdf"),
            sha256=hashlib.sha256(document).hexdigest(),
            masks=masks,
            is_sealed=is_on(),
        )
        row.save()
        if is_first:
            tell_adopted(version)
    return row
