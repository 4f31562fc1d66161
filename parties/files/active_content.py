"""What runs or fetches something when a file is opened, beside macros: embedded files, templates from elsewhere, scripts.

Found by names and beginnings alone, in what is unpacked piece by piece with an end to it; nothing of it is parsed or run.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from itertools import chain
from typing import BinaryIO

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parties.files.office_files import Fault, Limits, RefusedError, has_macros, open_package, read_part

EMBEDDED = _("Another file or a program is embedded in this file. Put a picture of it there instead, and choose the file again.")
TEMPLATE = _(
    "This file fetches a template from elsewhere when it is opened. Choose Normal as its template, and choose the file again."
)
SCRIPTS = _("This file contains scripts (programs). Save it without them, or print it to a new PDF, and choose it again.")

PIECE = 64 * 1024  # bytes
OVERLAP = 64  # bytes; longer than any name that is looked for
LONGEST_LIST = 1024 * 1024  # bytes of a part that lists other parts
CHART_LIMITS = Limits(unpacked=50 * 1024 * 1024, parts=500)
PROGRAMS = (b"\xd0\xcf\x11\xe0", b"MZ", b"\x7fELF")  # how an old Office file and a program begin

# A tag with its attributes, of whichever prefix: > may stand in a value.
_TAG = r"<(?:[\w.-]+:)?{name}\b((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>"
_RELATION = re.compile(_TAG.format(name="Relationship"))
_ENTRY = re.compile(_TAG.format(name="file-entry"))
_ATTRIBUTE = re.compile(r"([\w.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_OWN_DRIVE = re.compile(r"(?:file:/*)?(?:[a-z]:[/\\])?[^:/\\]+(?:[/\\][^:/\\]+)*", re.IGNORECASE)
_CHART = re.compile(r"(^|/)charts?(ex)?/_rels/[^/]*$", re.IGNORECASE)
EMBEDS = {
    *("oleobject", "control", "activexcontrol", "activexcontrolbinary", "vbaproject", "wordvbadata", "xlmacrosheet", "package"),
    *("subdocument", "frame", "afchunk", "webextension", "webextensiontaskpanes"),
}
DRAWN = {"chart", "formula", "graphics"}  # what an open document may hold of its own kind
_EVENTS = re.compile(rb"event-listener\b|<(?:[\w.-]+:)?script[\s>]|vnd\.sun\.star\.script")

_STREAM = re.compile(rb"stream\r?\n(?=[\x08\x18(8HXhx])")  # one that is packed as nearly all are
MOST_STREAMS = 100_000


def _named(*names: str) -> re.Pattern[bytes]:
    """These names as a PDF may write them: each letter as itself, or as its number after #."""

    def letter(sign: str) -> str:
        digits = "".join(f"[{digit}{digit.upper()}]" for digit in f"{ord(sign):02x}")
        return f"(?:{sign}|#{digits})"

    return re.compile("|".join("/" + "".join(map(letter, name)) for name in names).encode())


_PDF_PASSWORD = _named("Encrypt")
_PDF_SCRIPTS = _named("JavaScript")
_PDF_EMBEDDED = _named("EmbeddedFile", "RichMedia", "Launch")


# -- Office


def why_active(package: zipfile.ZipFile, *, inside: bool = False) -> str | Promise:
    """The sentence about what this package would run or fetch, or nothing; raises RefusedError when it cannot be judged.

    inside: it is embedded itself, and may embed nothing.
    """
    for part in package.infolist():
        name = part.filename.lower()
        if not name.startswith("objectreplacements/") and _begins(package, part).startswith(PROGRAMS):
            return EMBEDDED
        if name.endswith(".rels") and (sentence := _why_related(package, part.filename, inside)):
            return sentence
        if name == "meta-inf/manifest.xml" and _lists_an_object(package, part.filename):
            return EMBEDDED
        if "mimetype" in package.namelist() and name.endswith(".xml") and _has_events(package, part):
            return SCRIPTS
    return ""


def _begins(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    with package.open(part) as content:
        return content.read(8)


def _why_related(package: zipfile.ZipFile, name: str, inside: bool) -> str | Promise:
    for attributes in _tags(_RELATION, read_part(package, name, LONGEST_LIST)):
        kind = attributes.get("Type", "").rpartition("/")[2].lower()
        target, is_external = attributes.get("Target", ""), attributes.get("TargetMode", "").lower() == "external"
        if kind == "attachedtemplate" and is_external and not _OWN_DRIVE.fullmatch(target):
            return TEMPLATE
        is_sheet_of_chart = kind == "package" and _CHART.search(name) and not is_external and not inside
        if is_sheet_of_chart and _is_harmless(package, name, target):
            continue
        if kind in EMBEDS:
            return EMBEDDED
    return ""


def _is_harmless(package: zipfile.ZipFile, name: str, target: str) -> bool:
    """Whether what a chart is drawn from is a sheet without anything that runs."""
    folder = [] if target.startswith("/") else name.split("/")[:-2]
    for step in target.strip("/").split("/"):
        folder = folder[:-1] if step == ".." else [*folder, step]
    path = "/".join(folder)
    if path not in package.namelist() or not path.lower().endswith(".xlsx"):
        return False
    with open_package(BytesIO(read_part(package, path, CHART_LIMITS.unpacked)), CHART_LIMITS) as sheet:
        return not has_macros(sheet) and not why_active(sheet, inside=True)


def _lists_an_object(package: zipfile.ZipFile, name: str) -> bool:
    """Whether an open document has an object in it that is no chart or formula."""
    for attributes in _tags(_ENTRY, read_part(package, name, LONGEST_LIST)):
        path, kind = attributes.get("full-path", ""), attributes.get("media-type", "")
        own = kind.removeprefix("application/vnd.oasis.opendocument.")
        if "oleobject" in kind or (path.endswith("/") and path != "/" and own != kind and own not in DRAWN):
            return True
    return False


def _tags(pattern: re.Pattern[str], content: bytes) -> Iterator[dict[str, str]]:
    """The attributes of each such tag, without their prefixes."""
    text = content.replace(b"\0", b"").decode(errors="replace")  # also where a letter takes two bytes
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise RefusedError(Fault.DAMAGED)  # no office program writes these
    for tag in pattern.finditer(text):
        yield {name: unescape(double or single) for name, double, single in _ATTRIBUTE.findall(tag[1])}


def _has_events(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    with package.open(part) as content:
        return any(_EVENTS.search(piece.replace(b"\0", b"")) for piece in _pieces(iter(lambda: content.read(PIECE), b"")))


# -- PDF


def why_active_pdf(file: BinaryIO, most: int) -> str | Promise:
    """The same for a PDF; RefusedError when it has a password, or unpacks to more than so many bytes.

    A PDF can pack its objects in streams that look like any other, so every stream is unpacked; one that is packed in an unusual
    way is passed over.
    """
    file.seek(0)
    content = file.read()
    if _PDF_PASSWORD.search(content):
        raise RefusedError(Fault.PASSWORD)
    for piece in chain([content], _pieces(_unpack(content, most))):
        if _PDF_SCRIPTS.search(piece):
            return SCRIPTS
        if _PDF_EMBEDDED.search(piece):
            return EMBEDDED
    return ""


def _unpack(content: bytes, most: int) -> Iterator[bytes]:
    """What is packed in the streams, piece by piece; what cannot be unpacked (a picture) is skipped."""
    count, whole = 0, memoryview(content)
    for number, start in enumerate(_STREAM.finditer(content)):
        if number > MOST_STREAMS:
            raise RefusedError(Fault.TOO_LARGE)
        packer, at = zlib.decompressobj(), start.end()
        while not packer.eof and at < len(content):
            packed = whole[at : at + PIECE]
            try:
                piece = packer.decompress(packed, PIECE)
            except zlib.error:
                break  # not packed so after all
            at += len(packed) - len(packer.unconsumed_tail)
            count += len(piece)
            if count > most:
                raise RefusedError(Fault.TOO_LARGE)
            yield piece
        yield b"\n" * OVERLAP  # so that two streams do not read as one


def _pieces(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Each piece with the end of the one before it, so that no name falls between two."""
    end = b""
    for piece in pieces:
        yield end + piece
        end = (end + piece)[-OVERLAP:]
