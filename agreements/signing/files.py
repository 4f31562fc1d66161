"""Files that parties signed elsewhere, with pens or through a signing service: whether one is of this text, and keeping it."""

import hashlib

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import Proposal, SignedCopy, Version, VersionFile
from agreements.signing.marks import mark_of, marks_in
from parties.files.uploads import check_upload, ending_of

ENDINGS = frozenset({"pdf", "png", "jpg", "jpeg"})


NO_MARK = gettext_lazy(
    "No mark of a text can be read in this file, as in a scan. Compare it yourself: Driehoek cannot tell of which text it is."
)


def check_signed_upload(file: File) -> None:
    """The validator of a form field: a PDF or a picture that may come in."""
    check_upload(file)
    if ending_of(file.name or "") not in ENDINGS:
        raise ValidationError(_("Choose the signed document as PDF, or a picture of the signed page."))
    marks_in(file)


def carries_mark(file: File, content_sha256: str, *also: str) -> bool:
    """Whether the mark of this text, or of one of also, stands in the file. False: there is none, as in a scan.

    Raises a ValidationError when the file carries the mark of another text, and not that of this one.
    """
    found, wanted = marks_in(file), mark_of(content_sha256)
    if found & {mark_of(each) for each in also}:
        return True
    if found and wanted not in found:
        sentence = _("This file is of another text: it carries the mark %(found)s, and this text has the mark %(wanted)s.")
        raise ValidationError({"signed_file": sentence % {"found": ", ".join(sorted(found)), "wanted": wanted}})
    return wanted in found


def sha256_of(file: File) -> str:
    """Of a stored file or one that is sent; either is at most as large as an upload may be."""
    file.open()
    content = file.read()
    file.seek(0)
    return hashlib.sha256(content).hexdigest()


def keep_copies(proposal: Proposal, version: Version) -> None:
    """What the parties signed elsewhere while the text was proposed, as documents of the version that came of it."""
    for copy in proposal.signed_copies.all():
        VersionFile(
            version=version,
            kind=VersionFile.Kind.SIGNED,
            file=copy.file.name,
            file_name=copy.file_name,
            sha256=copy.sha256,
            party=copy.party,
            is_joint=copy.is_joint,
            signed_on=copy.signed_on,
            carries_mark=copy.carries_mark,
            added_by=copy.added_by,
            added_at=copy.added_at,
        ).save()


def copies_by_answer(proposal: Proposal) -> dict[tuple[int, int], SignedCopy]:
    """The file with which a person answered for a party, by the ids of both. One query."""
    return {(row.party_id, row.added_by_id): row for row in proposal.signed_copies.all()}


def remark_on(row: SignedCopy | VersionFile) -> str:
    """What a person must know of a file in which our mark was not found; empty where it was."""
    return str(NO_MARK) if row.carries_mark is False else ""


def line_of(row: SignedCopy | VersionFile) -> str:
    """Of a signed file: who signed it and when."""
    words = {"party": row.party, "day": date_format(row.signed_on, "j F Y") if row.signed_on else ""}
    if row.is_joint:
        return _("signed together on %(day)s, brought in by %(party)s") % words
    return _("signed by %(party)s on %(day)s") % words


def copies_with_words(proposal: Proposal) -> tuple[tuple[SignedCopy, str, str], ...]:
    """What parties signed elsewhere, each with words and what to know of it. One query."""
    return tuple((row, line_of(row), remark_on(row)) for row in proposal.signed_copies.select_related("party"))
