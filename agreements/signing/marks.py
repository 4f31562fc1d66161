"""The mark of a text: the first signs of its content hash, printed on every page, so that paper shows of which text it is."""

import re
from collections.abc import Iterator
from functools import partial
from itertools import islice

from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext as _

from parties.files.time_limit import TooSlowError, within

LETTERS, GROUP = 16, 4
MOST_PAGES = 300  # of a file that somebody sends; the mark stands on each page of ours
# "kenmerk 3f9a-12bc-77de-0a41", however the spaces came out of the PDF.
MARK = re.compile(r"kenmerk:?((?:[0-9a-f]{4}-){3}[0-9a-f]{4})", re.IGNORECASE)


def mark_of(content_sha256: str) -> str:
    """ "3f9a-12bc-77de-0a41" of the hash; empty where there is none."""
    return "-".join(content_sha256[place : place + GROUP] for place in range(0, min(LETTERS, len(content_sha256)), GROUP))


def printed_mark(content_sha256: str) -> str:
    """As it stands on paper; marks_in() reads it back from there, in Dutch, which every document of ours is in."""
    return _("mark %(mark)s") % {"mark": mark_of(content_sha256)} if content_sha256 else ""


def marks_in(file: File) -> set[str]:
    """The marks that stand in the text of a PDF; none in a scan, a picture, or what cannot be read within its time.

    Read once for each file that is sent: by its form, before the text is locked.
    """
    if not hasattr(file, "marks"):
        file.marks = _marks_in(file)
    return file.marks


def _marks_in(file: File) -> set[str]:
    if not (file.name or "").lower().endswith(".pdf"):
        return set()
    file.open()
    try:
        return within(settings.READ_SECONDS, partial(_read, file))
    except TooSlowError:
        return set()
    finally:
        file.seek(0)


def _read(file: File) -> set[str]:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    found: set[str] = set()
    try:
        for page in islice(PdfReader(file).pages, MOST_PAGES):
            found |= set(_in_text(page.extract_text()))
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError):
        return found  # a stranger's file, and pypdf stumbles over it in many ways: what was read until there counts
    return found


def _in_text(text: str) -> Iterator[str]:
    for mark in MARK.findall(re.sub(r"\s+", "", text)):
        yield mark.lower()
