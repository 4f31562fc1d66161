"""Whether a file may be opened at all, decided before any library reads it."""

import re
import struct
import zipfile
import zlib
from copy import copy
from pathlib import Path

from django.utils.translation import gettext as _

from agreements.imports.source import Unreadable

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 100 * 1024 * 1024
MOST_XML = 12 * 1024 * 1024  # of one part that is parsed; an agenda of a thousand rows takes about one
MOST_TAGS = 600_000  # of one part: each takes far more room in memory than in the file
MOST_TAGS_BESIDE = 60_000  # of a part that holds no words, such as the styles
MOST_PARTS = 2000
MOST_TIMES_SMALLER = 200  # how much a harmless file may shrink by packing, once it is large
LARGE = 10 * 1024 * 1024
CHUNK = 64 * 1024

# What the library that opens packages trips over, when one is damaged or made to be.
BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, LookupError, OSError, OverflowError, RuntimeError, ValueError)
PACKED_AS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # what office programs do; the others pack far smaller
WRITTEN_IN = {b"utf-8", b"utf-16", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252"}
_DECLARED = re.compile(rb"""<\?xml[^<>]*?encoding\s*=\s*["']([^"'<>]*)""")
_MARKS = b"\xef\xbb\xbf\xff\xfe\xfe\xff"  # bytes that tell in which letters a text is written

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
ENCRYPTED, OLD_WORD, OLD_EXCEL = (name.encode("utf-16-le") for name in ("EncryptedPackage", "WordDocument", "Workbook"))

WORD, EXCEL, CALC, TEXT = "docx", "xlsx", "ods", "csv"
MAIN_PART = {"word/document.xml": WORD, "xl/workbook.xml": EXCEL}
CALC_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
ACCEPTED = (".docx", ".xlsx", ".ods", ".csv")


def recognise_format(path: Path, name: str) -> str:
    """The format by what is in the file, not by its name; Unreadable when it cannot or may not be read."""
    size = path.stat().st_size
    refuse_size(size)
    with path.open("rb") as file:
        start = file.read(4096)
    if not start.strip():
        raise Unreadable(_("The file is empty."))
    if start.startswith(OLE):
        raise Unreadable(_why_no_ole(path.read_bytes()))
    if start.startswith(b"PK"):
        return _format_of_package(path)
    if start.lstrip().startswith((b"%PDF", b"{\\rtf", b"<")):
        raise Unreadable(_("This is a PDF, a web page or an old kind of text. Save it as .docx, .xlsx, .ods or .csv first."))
    if Path(name).suffix.lower() not in {".csv", ".txt", ".tsv"}:
        raise Unreadable(_("This is no Word, Excel, OpenDocument or CSV file, or it is damaged. Open it and save it again."))
    return TEXT


def refuse_size(size: int) -> None:
    """Raise Unreadable when a file of this many bytes is too large to take in."""
    if size > MOST_BYTES:
        raise Unreadable(_("The file is larger than 20 MB. Take out pictures and other tables, and try again."))


def _why_no_ole(content: bytes) -> str:
    if ENCRYPTED in content:
        return _("The file has a password. Save it without a password and try again.")
    if OLD_WORD in content:
        return _("This is an old Word file (.doc). Open it in Word and save it as .docx.")
    if OLD_EXCEL in content:
        return _("This is an old Excel file (.xls). Open it in Excel and save it as .xlsx.")
    return _("This is an old kind of Office file. Save it as .docx or .xlsx first.")


def _format_of_package(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
            _refuse_bomb(parts, path.stat().st_size)
            return _format_of_parts(package, parts)
    except BROKEN as error:
        raise Unreadable(_("The file is damaged. Open it, save it again and try once more.")) from error


def _refuse_bomb(parts: list[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(part.file_size for part in parts)
    is_suspect = unpacked > LARGE and unpacked > MOST_TIMES_SMALLER * packed
    too_much_xml = any(part.file_size > MOST_XML for part in parts if part.filename.endswith(".xml"))
    if any(part.compress_type not in PACKED_AS for part in parts):
        raise Unreadable(_("The file holds something that no office program writes, so it is not read."))
    if unpacked > MOST_UNPACKED or len(parts) > MOST_PARTS or is_suspect or too_much_xml:
        raise Unreadable(_("The file is much larger once unpacked, too large to read. Put only the agenda in it."))


def _format_of_parts(package: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> str:
    names = {part.filename for part in parts}
    if any(part.flag_bits & 0x1 for part in parts):
        raise Unreadable(_("The file has a password. Save it without a password and try again."))
    if any(name.lower().endswith("vbaproject.bin") or name.startswith("Basic/") for name in names):
        raise Unreadable(_("The file has macros, which we neither run nor keep. Save it as .docx, .xlsx or .ods without macros."))
    for part, kind in MAIN_PART.items():
        if part in names:
            return kind
    kind = _unpacked(package, "mimetype") if "mimetype" in names else b""
    if kind.startswith(CALC_TYPE):
        if "META-INF/manifest.xml" in names and b"encryption-data" in part_of(package, "META-INF/manifest.xml"):
            raise Unreadable(_("The file has a password. Save it without a password and try again."))
        return CALC
    if b"opendocument.text" in kind:
        raise Unreadable(_("This is an OpenDocument text (.odt). Save it as .docx and try again."))
    raise Unreadable(_("This is no Word, Excel, OpenDocument or CSV file, or it is damaged. Open it and save it again."))


def part_of(package: zipfile.ZipFile, name: str, most_tags: int = MOST_TAGS) -> bytes:
    """The bytes of one XML part; Unreadable when it is too much, or declares entities, which no office program writes."""
    try:
        content = _unpacked(package, name)
    except BROKEN as error:
        raise Unreadable(_("The file is damaged. Open it, save it again and try once more.")) from error
    if len(content) > MOST_XML or content.count(b"<") > most_tags:
        raise Unreadable(_("The file is much larger once unpacked, too large to read. Put only the agenda in it."))
    if not _is_plain(content) and not name.endswith(".svg"):  # a picture may begin as its own program wrote it
        raise Unreadable(_("The file holds something that no office program writes, so it is not read."))
    return content


def refuse_other_size(package: zipfile.ZipFile, name: str) -> bool:
    """Raise Unreadable when a part is not as large as the package says; tells whether it is XML. Takes no room."""
    try:
        with _opened(package, name, package.getinfo(name).file_size) as part:
            start = part.read(CHUNK)
            size = len(start)
            while chunk := part.read(CHUNK):
                size += len(chunk)
        if size != package.getinfo(name).file_size:
            raise zipfile.BadZipFile
    except BROKEN as error:
        raise Unreadable(_("The file is damaged. Open it, save it again and try once more.")) from error
    return start.lstrip(_MARKS + b"\0 \t\r\n").startswith(b"<")


def _unpacked(package: zipfile.ZipFile, name: str) -> bytes:
    """The bytes of a part, of which the package may not say another size; at most one more than MOST_XML."""
    with _opened(package, name, MOST_XML) as part:
        content = part.read(MOST_XML + 1)  # with a number the library unpacks no further; without one it would
    if len(content) not in {package.getinfo(name).file_size, MOST_XML + 1}:
        raise zipfile.BadZipFile
    return content


def _opened(package: zipfile.ZipFile, name: str, most: int):
    """The part as a stream that ends where it really ends, or one byte after most: the library trusts what the package says."""
    part = copy(package.getinfo(name))
    part.file_size = most + 1
    return package.open(part)


def _is_plain(content: bytes) -> bool:
    """Whether the XML declares no entities and is in letters in which its tags can be counted."""
    plain = content.replace(b"\0", b"") if b"\0" in content[:100] else content  # UTF-16
    declared = _DECLARED.match(plain.lstrip(_MARKS)[:300])
    is_known = declared is None or declared[1].lower() in WRITTEN_IN
    return is_known and plain.lstrip(_MARKS + b" \t\r\n")[:1] in {b"<", b""} and not re.search(rb"<!(?:DOCTYPE|ENTITY)", plain)


def count_in(text: str, otherwise: int) -> int:
    """The count that a file states; otherwise where that is no number, or one that nobody writes."""
    return int(text) if text.isdecimal() and len(text) < 10 else otherwise
