"""Files of Word, Excel and OpenDocument are a zip with parts; here a file that a stranger brought is opened, or refused.

What a zip says of its own sizes is only what its maker wrote down, and zipfile and the libraries above it believe it: they unpack
first and count later. So every part is unpacked once, piece by piece and thrown away, before anyone else may read the file.
"""

import copy
import re
import zipfile
import zlib
from dataclasses import dataclass
from enum import Enum, auto
from typing import BinaryIO

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0"  # how .doc, .xls and every file of Word or Excel with a password begins
BEGINS = (ZIP, OLE)  # what is no package does not begin so
MAIN_PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
OPEN_DOCUMENT = {b"opendocument.text": "odt", b"opendocument.presentation": "odp", b"opendocument.graphics": "odg"}
MANIFEST = "META-INF/manifest.xml"
LONGEST_MANIFEST = 4 * 1024 * 1024  # bytes
PIECE = 64 * 1024  # bytes
TAGS_BESIDE = 60_000  # of a part that holds no words
BEGINNING = 1024  # bytes of a part that tell whether it is XML
WRITTEN_IN = {b"utf-8", b"utf-16", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252"}
_DECLARED = re.compile(rb"""<\?xml[^<>]*?encoding\s*=\s*["']([^"'<>]*)""")
_MARKS = b"\xef\xbb\xbf\xff\xfe\xfe\xff"  # bytes that tell in which letters a text is written
MACROS = re.compile(r"(^|/)(vbaProject\.bin|vbaData\.xml|activeX/.*|macrosheets/.*)$|^(Basic|Scripts)/.", re.IGNORECASE)
# What zipfile raises for a zip that is broken off, or says of itself what cannot be.
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


class Fault(Enum):
    """Why a file is not read."""

    DAMAGED = auto()
    TOO_LARGE = auto()
    PASSWORD = auto()
    OLD_WORD = auto()
    OLD_EXCEL = auto()
    OLD_OFFICE = auto()  # another kind
    STRANGE = auto()  # XML that no office program writes
    ROWS = auto()  # more than may be read
    EMPTY_ROWS = auto()  # more than are passed over
    LONG_TEXT = auto()  # in one cell; knows its sheet and row
    MUCH_TEXT = auto()  # in all cells together
    LETTERS = auto()  # of no character set
    QUOTES = auto()  # a quotation mark without its other half; knows its row
    STRICT = auto()  # Strict Open XML, of which the names are others


class RefusedError(Exception):
    """The file may not be read; the caller has a sentence for each fault, in which `where` may stand."""

    def __init__(self, fault: Fault, **where: str | int):
        super().__init__(fault.name)
        self.fault, self.where = fault, where


@dataclass(frozen=True, slots=True)
class Limits:
    """What a package may be. times: how often one of more than `free` bytes may be its own size once unpacked; 0 is any number.

    xml and tags hold for a part that is parsed: a tag takes a hundred times its bytes in memory.
    """

    unpacked: int  # bytes
    parts: int
    times: int = 0
    free: int = 0  # bytes
    xml: int = 12 * 1024 * 1024  # bytes; an agenda of a thousand rows takes about one megabyte
    tags: int = 600_000


_OLD = (  # by what stands in the file; the first one counts
    ("EncryptedPackage", Fault.PASSWORD),
    ("WordDocument", Fault.OLD_WORD),
    ("Workbook", Fault.OLD_EXCEL),
)


def open_package(file: BinaryIO, limits: Limits) -> zipfile.ZipFile:
    """The zip in the file, every part checked to be whole and as large as it says; raises RefusedError.

    The file stays open while the zip is in use.
    """
    file.seek(0)
    if file.read(len(OLE)) == OLE:
        raise RefusedError(_fault_of_old(OLE + file.read()))
    file.seek(0)
    if file.read(len(ZIP)) != ZIP:
        raise RefusedError(Fault.DAMAGED)
    packed = file.seek(0, 2)
    try:
        package = zipfile.ZipFile(file)
        _refuse_by_list(package.infolist(), packed, limits)
        if not all(_is_whole(package, part) for part in package.infolist()):
            raise RefusedError(Fault.DAMAGED)
        if MANIFEST in package.namelist() and b"encryption-data" in read_part(package, MANIFEST, LONGEST_MANIFEST):
            raise RefusedError(Fault.PASSWORD)
    except BROKEN as error:
        raise RefusedError(Fault.DAMAGED) from error
    return package


def read_part(package: zipfile.ZipFile, name: str, most: int) -> bytes:
    """The bytes of one part, of which no more are unpacked than asked for; raises RefusedError."""
    try:
        with package.open(name) as part:
            content = part.read(most + 1)
    except (KeyError, *BROKEN) as error:
        raise RefusedError(Fault.DAMAGED) from error
    if len(content) > most:
        raise RefusedError(Fault.TOO_LARGE)
    return content


def read_xml(package: zipfile.ZipFile, name: str, limits: Limits, *, holds_words: bool = True) -> bytes:
    """The bytes of one part that is XML; RefusedError when it is too much or declares entities.

    A part that holds no words, such as the styles, may have fewer tags.
    """
    content = read_part(package, name, limits.xml)
    if content.count(b"<") > (limits.tags if holds_words else min(limits.tags, TAGS_BESIDE)):
        raise RefusedError(Fault.TOO_LARGE)
    if not _is_plain(content) and not name.endswith(".svg"):  # a picture may begin as its own program wrote it
        raise RefusedError(Fault.STRANGE)
    return content


def is_xml(package: zipfile.ZipFile, name: str) -> bool:
    """Whether a part begins as XML does, whatever its name."""
    with package.open(name) as part:
        return part.read(BEGINNING).lstrip(_MARKS + b"\0 \t\r\n").startswith(b"<")


def _is_plain(content: bytes) -> bool:
    """Whether the XML declares no entities and is in letters in which its tags can be counted."""
    plain = content.replace(b"\0", b"") if b"\0" in content[:100] else content  # UTF-16
    declared = _DECLARED.match(plain.lstrip(_MARKS)[:300])
    is_known = declared is None or declared[1].lower() in WRITTEN_IN
    return is_known and plain.lstrip(_MARKS + b" \t\r\n")[:1] in {b"<", b""} and not re.search(rb"<!(?:DOCTYPE|ENTITY)", plain)


def kind_of(package: zipfile.ZipFile) -> str:
    """The ending that its name should have, by what is in it, such as "docx"; empty for an unknown kind."""
    names = package.namelist()
    for part, kind in MAIN_PARTS.items():
        if part in names:
            return kind
    if "mimetype" not in names:
        return ""
    said = read_part(package, "mimetype", BEGINNING)
    return next((kind for words, kind in OPEN_DOCUMENT.items() if words in said), "ods" if "content.xml" in names else "")


def has_macros(package: zipfile.ZipFile) -> bool:
    """Whether there are programs in it, by the names of its parts."""
    return any(MACROS.search(name) for name in package.namelist())


def _fault_of_old(content: bytes) -> Fault:
    return next((fault for name, fault in _OLD if name.encode("utf-16-le") in content), Fault.OLD_OFFICE)


def _refuse_by_list(parts: list[zipfile.ZipInfo], packed: int, limits: Limits) -> None:
    """Refuse by what the package says of itself: an honest one that is too large is not unpacked."""
    unpacked = sum(part.file_size for part in parts)
    is_suspect = limits.times and unpacked > limits.free and unpacked > limits.times * packed
    if unpacked > limits.unpacked or len(parts) > limits.parts or is_suspect:
        raise RefusedError(Fault.TOO_LARGE)
    if any(part.flag_bits & 1 for part in parts):
        raise RefusedError(Fault.PASSWORD)
    names = {part.filename for part in parts}
    kinds = {part.compress_type for part in parts}
    if len(names) < len(parts) or not kinds <= {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise RefusedError(Fault.DAMAGED)  # no office program writes a name twice, or packs in another way


def _is_whole(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether it unpacks to exactly as many bytes as it says."""
    roomier = copy.copy(part)
    roomier.file_size += 1  # zipfile stops where the part says that it ends; now it comes upon what is there beyond
    count = 0
    with package.open(roomier) as content:
        while piece := content.read(PIECE):
            count += len(piece)
    return count == part.file_size
