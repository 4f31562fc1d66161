"""Whether a file may be opened at all, decided before any library reads it."""

import re
import zipfile
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.imports.formats.source import Unreadable
from parties.files.active_content import why_active
from parties.files.office_files import BEGINS, Fault, Limits, Refused, has_macros, open_package, read_part

MOST_BYTES = 20 * 1024 * 1024
MOST_XML = 12 * 1024 * 1024  # of one part that is parsed; an agenda of a thousand rows takes about one
MOST_TAGS = 600_000  # of one part: each takes far more room in memory than in the file
MOST_TAGS_BESIDE = 60_000  # of a part that holds no words, such as the styles
# Once it is large, a harmless file shrinks by packing to no less than a two hundredth.
LIMITS = Limits(unpacked=100 * 1024 * 1024, parts=2000, times=200, free=10 * 1024 * 1024)
BEGINNING = 1024  # bytes of a part that tell whether it is XML
WRITTEN_IN = {b"utf-8", b"utf-16", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252"}
_DECLARED = re.compile(rb"""<\?xml[^<>]*?encoding\s*=\s*["']([^"'<>]*)""")
_MARKS = b"\xef\xbb\xbf\xff\xfe\xfe\xff"  # bytes that tell in which letters a text is written

WORD, EXCEL, CALC, TEXT = "docx", "xlsx", "ods", "csv"
MAIN_PART = {"word/document.xml": WORD, "xl/workbook.xml": EXCEL}
CALC_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
SENTENCES = {
    Fault.DAMAGED: gettext_lazy("The file is damaged. Open it, save it again and try once more."),
    Fault.TOO_LARGE: gettext_lazy("The file is much larger once unpacked, too large to read. Put only the agenda in it."),
    Fault.PASSWORD: gettext_lazy("The file has a password. Save it without a password and try again."),
    Fault.OLD_WORD: gettext_lazy("This is an old Word file (.doc). Open it in Word and save it as .docx."),
    Fault.OLD_EXCEL: gettext_lazy("This is an old Excel file (.xls). Open it in Excel and save it as .xlsx."),
    Fault.OLD_OFFICE: gettext_lazy("This is an old kind of Office file. Save it as .docx or .xlsx first."),
}
ACCEPTED = (".docx", ".xlsx", ".ods", ".csv")


def recognise_format(path: Path, name: str) -> str:
    """The format by what is in the file, not by its name; Unreadable when it cannot or may not be read."""
    size = path.stat().st_size
    refuse_size(size)
    with path.open("rb") as file:
        start = file.read(4096)
    if not start.strip():
        raise Unreadable(_("The file is empty."))
    if start.startswith(BEGINS):
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


def _format_of_package(path: Path) -> str:
    with path.open("rb") as file:
        try:
            package = open_package(file, LIMITS)
        except Refused as refused:
            raise Unreadable(str(SENTENCES[refused.fault])) from refused
        return _format_of_parts(package)


def _format_of_parts(package: zipfile.ZipFile) -> str:
    if has_macros(package):
        raise Unreadable(_("The file has macros, which we neither run nor keep. Save it as .docx, .xlsx or .ods without macros."))
    try:
        if sentence := why_active(package):
            raise Unreadable(str(sentence))
    except Refused as refused:
        raise Unreadable(str(SENTENCES[refused.fault])) from refused
    names = package.namelist()
    for part, kind in MAIN_PART.items():
        if part in names:
            return kind
    declared = _read(package, "mimetype") if "mimetype" in names else b""
    if declared.startswith(CALC_TYPE):
        return CALC
    if b"opendocument.text" in declared:
        raise Unreadable(_("This is an OpenDocument text (.odt). Save it as .docx and try again."))
    raise Unreadable(_("This is no Word, Excel, OpenDocument or CSV file, or it is damaged. Open it and save it again."))


def part_of(package: zipfile.ZipFile, name: str, most_tags: int = MOST_TAGS) -> bytes:
    """The bytes of one XML part; Unreadable when it is too much, or declares entities, which no office program writes."""
    content = _read(package, name)
    if content.count(b"<") > most_tags:
        raise Unreadable(str(SENTENCES[Fault.TOO_LARGE]))
    if not _is_plain(content) and not name.endswith(".svg"):  # a picture may begin as its own program wrote it
        raise Unreadable(_("The file holds something that no office program writes, so it is not read."))
    return content


def _read(package: zipfile.ZipFile, name: str) -> bytes:
    try:
        return read_part(package, name, MOST_XML)
    except Refused as refused:
        raise Unreadable(str(SENTENCES[refused.fault])) from refused


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


def count_in(text: str, otherwise: int) -> int:
    """The count that a file states; otherwise where that is no number, or one that nobody writes."""
    return int(text) if text.isdecimal() and len(text) < 10 else otherwise
