"""Files that people bring: what may come in, how it is kept, and how it goes out again.

A file is judged by its content, stored under a random name outside the web root, and given only as a download under the name that
it came with. A model uses it in two fields:

    file = UploadField(_("file"), folder="appendices", name_field="file_name", blank=True)
    file_name = FileNameField()

and its view, once it has decided who may: `return download(row.file, row.file_name)`.
"""

import os
import re
import shutil
import tempfile
import unicodedata
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from pathlib import Path, PurePath

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, ValidationError
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.files.uploadhandler import FileUploadHandler
from django.db import models
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404
from django.utils.deconstruct import deconstructible
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from parties.files.active_content import why_active, why_active_pdf
from parties.files.office_files import Fault, Limits, RefusedError, has_macros, open_package, read_part

# By the end of the name: the content type to send.
OFFICE = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
OPEN_DOCUMENT = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
}
TEXT = {"txt": "text/plain; charset=utf-8", "csv": "text/csv; charset=utf-8"}
PLAIN = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg"}
KINDS = {**PLAIN, **OFFICE, **OPEN_DOCUMENT, **TEXT}

MOST_UNPACKED = 200 * 1024 * 1024  # bytes of an office file when it is unpacked
MOST_PARTS = 5000  # files inside an office file
LONGEST_PART = 1024 * 1024  # bytes of the part that says what an office file is
LONGEST_NAME, LONGEST_ENDING = 150, 5  # characters
HEAD = 64 * 1024  # bytes that tell what a file is
MOST_FILES = 5  # of the largest size, in one request
OTHER_FIELDS = 5 * 1024 * 1024  # bytes of a request beside its files

CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
MARKUP = re.compile(r"\s*<(!doctype|!--|\?xml|html|head|body|script|svg|iframe)", re.IGNORECASE)

NOT_ALLOWED = _(
    "This kind of file is not accepted. Choose a PDF, a Word, Excel, PowerPoint or OpenDocument file, a picture or a text."
)
NOT_WHAT_IT_SAYS = _(
    "The content of this file does not fit “.%(ending)s” at the end of its name. Save it anew as that kind of file."
)
WITH_MACROS = _("This file contains macros (programs). Save it without macros and choose it again.")
TOO_LARGE = _("This file is %(size)s MB; a file is at most %(most)s MB.")
REFUSED = {
    Fault.TOO_LARGE: _("This file becomes too large when it is opened. Save a smaller version of it."),
    Fault.PASSWORD: _("This file has a password. Save it without a password and choose it again."),
}


# -- In


def check_upload(file) -> None:
    """Raise a ValidationError unless a new file may come in; one that is stored already has been judged."""
    if getattr(file, "_committed", False):
        return
    if file.size > settings.UPLOAD_MAX_BYTES:
        most = number_format(settings.UPLOAD_MAX_BYTES // 1024**2)
        raise ValidationError(TOO_LARGE, params={"size": number_format(ceil(file.size / 1024**2 * 10) / 10, 1), "most": most})
    ending = ending_of(file.name)
    if ending not in KINDS:
        raise ValidationError(NOT_ALLOWED)
    file.open()
    try:
        if not _is(ending, file):
            raise ValidationError(NOT_WHAT_IT_SAYS, params={"ending": ending})
    finally:
        file.seek(0)


def ending_of(name: str) -> str:
    return PurePath(name).suffix.lower().removeprefix(".")


def _is(ending: str, file) -> bool:
    if ending in OFFICE or ending in OPEN_DOCUMENT:
        return _is_office(ending, file)
    if ending in TEXT:
        return _is_text(file)
    found = _guesses(file.read(HEAD))
    if ending == "pdf":
        return ending in found and _is_harmless_pdf(file)
    return ending in found or (ending in {"jpg", "jpeg"} and bool(found & {"jpg", "jpeg", "jfif"}))


def _guesses(head: bytes) -> set[str]:
    import puremagic

    try:
        return {guess.extension.removeprefix(".") for guess in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        return set()


def _is_text(file) -> bool:
    """Readable signs only, and no text that a browser would take for a page or a picture."""
    first = True
    for chunk in file.chunks():
        if CONTROL.search(chunk):
            return False
        if first:
            start = chunk[:HEAD].decode("utf-8-sig", errors="replace")
            if MARKUP.match(start) or _guesses(chunk[:HEAD]) & {"pdf", "html", "svg", "exe", "rtf", "ps"}:
                return False
        first = False
    return True


def _is_harmless_pdf(file) -> bool:
    try:
        if sentence := why_active_pdf(file, MOST_UNPACKED):
            raise ValidationError(sentence)
    except RefusedError as refused:
        return _refuse(refused)
    return True


def _refuse(refused: RefusedError) -> bool:
    """Raise the sentence for the fault; False for a file that is simply not what it says."""
    if refused.fault in REFUSED:
        raise ValidationError(REFUSED[refused.fault]) from refused
    return False


def _is_office(ending: str, file) -> bool:
    try:
        with open_package(file, Limits(MOST_UNPACKED, MOST_PARTS)) as package:
            telling = "mimetype" if ending in OPEN_DOCUMENT else "[Content_Types].xml"
            kind = read_part(package, telling, LONGEST_PART).decode(errors="replace")
            if "macroenabled" in kind.lower() or has_macros(package):
                raise ValidationError(WITH_MACROS)
            if sentence := why_active(package):
                raise ValidationError(sentence)
    except RefusedError as refused:
        return _refuse(refused)
    return kind.strip() == OPEN_DOCUMENT[ending] if ending in OPEN_DOCUMENT else f"{OFFICE[ending]}.main+xml" in kind


class WholeRequestLimit(FileUploadHandler):
    """Refuse a request before reading it, when it says that it is larger than a form can be."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):  # noqa: N803
        if content_length > MOST_FILES * settings.UPLOAD_MAX_BYTES + OTHER_FIELDS:
            raise RequestDataTooBig

    def receive_data_chunk(self, raw_data, start):
        return raw_data

    def file_complete(self, file_size):
        return None


# -- Kept


@deconstructible
class RandomName:
    """Where a file is stored: nothing of the name that it came with, so nobody can guess or steer it."""

    def __init__(self, folder: str):
        self.folder = folder

    def __call__(self, instance, name: str) -> str:
        return f"{self.folder}/{uuid.uuid4().hex}.{ending_of(name)[:LONGEST_ENDING]}".rstrip(".")

    def __eq__(self, other):
        return isinstance(other, RandomName) and self.folder == other.folder

    __hash__ = None


def put_whole(folder: str, file: File) -> str:
    """Store the file, flushed to disk, under a random name; returns that name, for an UploadField.

    For a file that a row must be able to count on: the row that names it comes after.
    """
    name = default_storage.save(RandomName(folder)(None, file.name or ""), file)
    try:
        path = default_storage.path(name)
    except NotImplementedError:  # a bucket: a file is there whole, or not
        return name
    for place in (path, Path(path).parent):
        descriptor = os.open(place, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    return name


@contextmanager
def on_disk(file: FieldFile) -> Iterator[Path]:
    """Where the stored file is on this machine: of one in a bucket a copy, for as long as the block.

    Raises FileNotFoundError when it is not there any more.
    """
    try:
        path = file.path
    except NotImplementedError:
        with tempfile.NamedTemporaryFile(suffix=PurePath(file.name).suffix) as copy:
            with file.open() as opened:
                shutil.copyfileobj(opened, copy)
            copy.flush()
            yield Path(copy.name)
    else:
        yield Path(path)


class UploadField(models.FileField):
    """A file that check_upload() judges; name_field names the field for the name it came with."""

    default_validators = [check_upload]

    def __init__(self, verbose_name=None, *, folder: str = "", name_field: str = "", **kwargs):
        self.folder, self.name_field = folder, name_field
        if folder:
            kwargs["upload_to"] = RandomName(folder)
        super().__init__(verbose_name, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        if self.folder:
            kwargs.pop("upload_to", None)
        return name, path, args, {**kwargs, "folder": self.folder, "name_field": self.name_field}

    def formfield(self, **kwargs):
        return super().formfield(**{"max_length": None, **kwargs})

    def pre_save(self, model_instance, add):
        file = getattr(model_instance, self.attname)
        if not file:
            setattr(model_instance, self.name_field, "")  # a file that is taken away takes its name along
        elif not file._committed:
            setattr(model_instance, self.name_field, safe_file_name(file.name))
        return super().pre_save(model_instance, add)


class FileNameField(models.CharField):
    """The name with which a file came, made safe; filled in by UploadField, never typed."""

    def __init__(self, *args, **kwargs):
        kwargs = {"verbose_name": _("name of the file"), "max_length": LONGEST_NAME, "blank": True, "editable": False, **kwargs}
        super().__init__(*args, **kwargs)


def safe_file_name(name: str) -> str:
    """A name that can do no harm in a header or on a disk, and still reads as it did."""
    bare = name.replace("\\", "/").rpartition("/")[2]
    # Categories C*: control signs, and those that turn the reading direction so that "exe.pdf" reads as "fdp.exe".
    readable = "".join(sign for sign in unicodedata.normalize("NFC", bare) if not unicodedata.category(sign).startswith("C"))
    plain = re.sub(r'[<>:"/|?*;%]', "_", readable).strip(" .") or "bestand"
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}{dot}{ending}" if stem else plain[:LONGEST_NAME]


# -- Out


def download(file, name: str = "") -> FileResponse:
    """The file as a download, never shown by the browser itself; 404 when it is not there (any more)."""
    try:
        opened = file.open()
    except (ValueError, FileNotFoundError) as missing:
        raise Http404 from missing
    name = safe_file_name(name or file.name)
    kind = KINDS.get(ending_of(name), "application/octet-stream")
    response = FileResponse(opened, as_attachment=True, filename=name, content_type=kind)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
