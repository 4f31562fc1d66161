"""Whether a file may be read, decided before any library reads it, and what to say when it may not."""

from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.imports.formats.source import LONGEST_TEXT, Place, UnreadableError
from parties.files.active_content import why_active
from parties.files.office_files import BEGINS, Fault, Limits, RefusedError, has_macros, kind_of, open_package

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS = 5000, 60
# Once it is large, a harmless file shrinks by packing to no less than a two hundredth.
LIMITS = Limits(unpacked=100 * 1024 * 1024, parts=2000, times=200, free=10 * 1024 * 1024)

WORD, EXCEL, CALC, TEXT = "docx", "xlsx", "ods", "csv"
ACCEPTED = (".docx", ".xlsx", ".ods", ".csv")
TEXT_ENDINGS = {".csv", ".txt", ".tsv"}
UNKNOWN = gettext_lazy("This is no Word, Excel, OpenDocument or CSV file, or it is damaged. Open it and save it again.")
SENTENCES = {
    Fault.DAMAGED: gettext_lazy("The file is damaged. Open it, save it again and try once more."),
    Fault.TOO_LARGE: gettext_lazy("The file is much larger once unpacked, too large to read. Put only the agenda in it."),
    Fault.PASSWORD: gettext_lazy("The file has a password. Save it without a password and try again."),
    Fault.OLD_WORD: gettext_lazy("This is an old Word file (.doc). Open it in Word and save it as .docx."),
    Fault.OLD_EXCEL: gettext_lazy("This is an old Excel file (.xls). Open it in Excel and save it as .xlsx."),
    Fault.OLD_OFFICE: gettext_lazy("This is an old kind of Office file. Save it as .docx or .xlsx first."),
    Fault.STRANGE: gettext_lazy("The file holds something that no office program writes, so it is not read."),
    Fault.ROWS: gettext_lazy("The file has more than %(count)s rows of tables."),
    Fault.EMPTY_ROWS: gettext_lazy("The file has far too many empty rows. Copy the table to a new file, and try again."),
    Fault.LONG_TEXT: gettext_lazy("In %(place)s stands a text of more than %(count)s letters. Take it out, or divide it."),
    Fault.MUCH_TEXT: gettext_lazy("There is far more text in this file than an agenda has. Put only the agenda in it."),
    Fault.LETTERS: gettext_lazy("The letters of this file cannot be read. Save it again as CSV with the character set UTF-8."),
    Fault.QUOTES: gettext_lazy("The quotation marks on line %(row)s do not match, or this is no text with columns."),
    Fault.STRICT: gettext_lazy("This file was saved as «Strict Open XML». Save it as an ordinary Word document (.docx)."),
}


class SafeFile(NamedTuple):
    """A file that may be read: its kind, its bytes, and the package that they are unless it is a text."""

    kind: str
    content: bytes
    package: ZipFile | None = None


def sentence_of(refused: RefusedError) -> str:
    """What is wrong with the file and what to do, in one sentence."""
    place = Place(str(refused.where.get("sheet", "")), int(refused.where.get("row", 0)))
    count = LONGEST_TEXT if refused.fault == Fault.LONG_TEXT else MOST_ROWS
    return str(SENTENCES[refused.fault]) % {"place": place, "count": count, "row": place.row}


def recognise_format(path: Path, name: str) -> SafeFile:
    """The file with its format by content, not by name; UnreadableError when it cannot or may not be read."""
    refuse_size(path.stat().st_size)
    content = path.read_bytes()
    if not content[:4096].strip():
        raise UnreadableError(_("The file is empty."))
    if content.startswith(BEGINS):
        return _package(content)
    if content[:4096].lstrip().startswith((b"%PDF", b"{\\rtf", b"<")):
        raise UnreadableError(_("This is a PDF, a web page or an old kind of text. Save it as .docx, .xlsx, .ods or .csv first."))
    if Path(name).suffix.lower() not in TEXT_ENDINGS:
        raise UnreadableError(str(UNKNOWN))
    return SafeFile(TEXT, content)


def refuse_size(size: int) -> None:
    """Raise UnreadableError when a file of this many bytes is too large to take in."""
    if size > MOST_BYTES:
        raise UnreadableError(_("The file is larger than 20 MB. Take out pictures and other tables, and try again."))


def _package(content: bytes) -> SafeFile:
    package = open_package(BytesIO(content), LIMITS)
    if has_macros(package):
        raise UnreadableError(
            _("The file has macros, which we neither run nor keep. Save it as .docx, .xlsx or .ods without macros.")
        )
    if sentence := why_active(package):
        raise UnreadableError(str(sentence))
    kind = kind_of(package)
    if kind == "odt":
        raise UnreadableError(_("This is an OpenDocument text (.odt). Save it as .docx and try again."))
    if kind not in {WORD, EXCEL, CALC}:
        raise UnreadableError(str(UNKNOWN))
    return SafeFile(kind, content, package)
