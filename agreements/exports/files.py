"""The file of an exported agenda: its name, and writing it whole, or not at all."""

import errno
import os
import shutil
from pathlib import Path

from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models.adoptable import Adoptable
from parties.files.downloads import file_name

REASONS: dict[int, str | Promise] = {
    errno.ENOSPC: gettext_lazy("the disk is full"),
    errno.EDQUOT: gettext_lazy("the disk is full"),
    errno.EROFS: gettext_lazy("the disk is read-only"),
    errno.ENAMETOOLONG: gettext_lazy("the name is too long"),
}


class NotWritableError(Exception):
    """The file cannot be written; the message says why, for the person who named it."""


def agenda_file_name(text: Adoptable, extension: str, *, with_signatures: bool = False) -> str:
    """The same for every kind of file: "heumen-2023-2026-uitvoeringsagenda-2024.pdf", "heumen-2023-2026-afspraken.pdf"."""
    purpose = "ter-ondertekening" if with_signatures else ""
    if text.year is None:
        return file_name(text.whole.slug, "afspraken", purpose, extension=extension)
    title = slugify(text.title)
    year = "" if str(text.year) in title.split("-") else text.year
    return file_name(text.whole.slug, title, year, purpose, extension=extension)


def write_whole(path: Path, document: bytes) -> None:
    """Write the document beside the path, then swap: a reader finds the old or the new one, never half.

    Raises NotWritableError and leaves what was there when that fails.
    """
    path = path.resolve()  # a symbolic link stays one
    try:
        if path.is_dir():
            raise NotWritableError(_("%(path)s is a directory; give the name of a file.") % {"path": path})
        if not path.parent.is_dir():
            raise NotWritableError(_("The directory %(path)s does not exist.") % {"path": path.parent})
        if path.exists() and not os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
            raise PermissionError
        if path.exists() and not path.is_file():
            path.write_bytes(document)  # a device or a pipe, which nothing may take the place of
        else:
            _replace(path, document)
    except PermissionError as error:
        raise NotWritableError(_("You may not write %(path)s.") % {"path": path}) from error
    except OSError as error:
        reason = REASONS.get(error.errno or 0, error.strerror or "")
        raise NotWritableError(_("%(path)s cannot be written: %(reason)s.") % {"path": path, "reason": reason}) from error


def _replace(path: Path, document: bytes) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(document)
        if path.exists():
            shutil.copymode(path, beside)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
