"""Files that people bring: judged by their content, kept under a name that tells nothing, given as a download."""

import io
import zipfile

import pytest
from django.core.exceptions import RequestDataTooBig, ValidationError
from django.core.files.base import ContentFile
from django.test import RequestFactory
from django.utils import translation

from agreements.models import Appendix
from parties.files.uploads import check_upload, download, safe_file_name
from tests.factories import AppendixFactory
from tests.refusal import refusal

TYPES = "application/vnd.openxmlformats-officedocument"
MAIN = {
    "docx": f"{TYPES}.wordprocessingml.document.main+xml",
    "xlsx": f"{TYPES}.spreadsheetml.sheet.main+xml",
    "pptx": f"{TYPES}.presentationml.presentation.main+xml",
}
PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + b"\0" * 30
JPG = b"\xff\xd8\xff\xe0\0\x10JFIF\0" + b"\0" * 30
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def zipped(**parts: bytes | str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return packed.getvalue()


def office(ending: str, **parts: bytes | str) -> bytes:
    """A file of Word, Excel or PowerPoint, as far as one looks inside."""
    return zipped(**{"[Content_Types].xml": f'<Types><Override ContentType="{MAIN[ending]}"/></Types>', **parts})


def open_document(kind: str, **parts: bytes | str) -> bytes:
    return zipped(mimetype=f"application/vnd.oasis.opendocument.{kind}", **parts)


def judged(name: str, content: bytes) -> str:
    """The sentence that refuses the file, in English; empty when it may come in."""
    with translation.override("en"):
        try:
            check_upload(ContentFile(content, name=name))
        except ValidationError as error:
            return error.messages[0]
    return ""


ACCEPTED = {
    "plan.pdf": PDF,
    "PLAN.PDF": PDF,
    "kaart.png": PNG,
    "foto.jpg": JPG,
    "foto.jpeg": JPG,
    "plan.docx": office("docx"),
    "cijfers.xlsx": office("xlsx"),
    "dia's.pptx": office("pptx"),
    "plan.odt": open_document("text"),
    "cijfers.ods": open_document("spreadsheet"),
    "dia's.odp": open_document("presentation"),
    "lijst.csv": "adres;huur\nKade 1;€ 575,03\n".encode(),
    "oud.csv": "adres;huur\nKade 1;€ 575,03\n".encode("cp1252"),
    "lees mij.txt": "Eén regel.\r\nNog een.".encode(),
}

ANOTHER_KIND = "This kind of file is not accepted. Choose a PDF, a Word"
ANOTHER_CONTENT = "The content of this file does not fit"
MACROS = "This file contains macros (programs). Save it without macros and choose it again."
TOO_LARGE_INSIDE = "This file becomes too large when it is opened. Save a smaller version of it."
REFUSED = {
    "a page": ("plan.html", b"<p>Dag</p>", ANOTHER_KIND),
    "a drawing that may hold a program": ("kaart.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", ANOTHER_KIND),
    "a program": ("plan.exe", b"MZ\x90\0", ANOTHER_KIND),
    "a document with macros by its name": ("plan.docm", office("docx"), ANOTHER_KIND),
    "a name without an ending": ("plan", PDF, ANOTHER_KIND),
    "two endings": ("plan.pdf.exe", PDF, ANOTHER_KIND),
    "a page that calls itself a PDF": ("plan.pdf", b"<html><script>alert(1)</script>", ANOTHER_CONTENT),
    "a page that calls itself a text": ("plan.txt", b"\n <!DOCTYPE html><script>alert(1)</script>", ANOTHER_CONTENT),
    "a drawing that calls itself a text": ("kaart.csv", b"\xef\xbb\xbf<svg onload='alert(1)'>", ANOTHER_CONTENT),
    "a PDF that calls itself a text": ("plan.txt", b"%PDF-1.7 leesbaar", ANOTHER_CONTENT),
    "a text with signs that no text has": ("plan.txt", b"dag\0dag", ANOTHER_CONTENT),
    "a program that calls itself a picture": ("foto.png", b"MZ\x90\0" + b"\0" * 60, ANOTHER_CONTENT),
    "a picture of another kind": ("foto.jpg", PNG, ANOTHER_CONTENT),
    "a sheet that calls itself a document": ("plan.docx", office("xlsx"), ANOTHER_CONTENT),
    "a text document that calls itself a sheet": ("cijfers.ods", open_document("text"), ANOTHER_CONTENT),
    "an archive that is no document": ("plan.docx", zipped(**{"a.txt": "a"}), ANOTHER_CONTENT),
    "half an archive": ("plan.docx", office("docx")[:-30], ANOTHER_CONTENT),
    "no archive": ("plan.docx", b"PK\x03\x04" + b"\0" * 40, ANOTHER_CONTENT),
    "a document with macros inside": ("plan.docx", office("docx", **{"word/vbaProject.bin": b"x"}), MACROS),
    "a document with macros by its type": (
        "plan.docx",
        zipped(**{"[Content_Types].xml": "application/vnd.ms-word.document.macroEnabled.main+xml"}),
        MACROS,
    ),
    "a sheet with old macros": ("cijfers.xlsx", office("xlsx", **{"xl/macrosheets/sheet1.xml": "x"}), MACROS),
    "an open document with macros": ("plan.odt", open_document("text", **{"Basic/Standard/Module1.xml": "x"}), MACROS),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_it_may_come_in(name):
    assert judged(name, ACCEPTED[name]) == ""


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused(what):
    name, content, sentence = REFUSED[what]
    assert judged(name, content).startswith(sentence)


def test_a_file_larger_than_the_limit_is_refused_with_both_sizes(settings):
    settings.UPLOAD_MAX_BYTES = 2 * 1024**2
    assert judged("plan.txt", b"a" * (2 * 1024**2)) == ""
    assert judged("plan.txt", b"a" * (2 * 1024**2 + 300_000)) == "This file is 2.3 MB; a file is at most 2 MB."


def test_an_archive_that_unpacks_to_far_more_is_refused_without_unpacking_it(monkeypatch):
    monkeypatch.setattr("parties.files.uploads.MOST_UNPACKED", 1_000_000)
    assert judged("plan.docx", office("docx", **{"word/document.xml": b"0" * 2_000_000})) == TOO_LARGE_INSIDE
    monkeypatch.setattr("parties.files.uploads.MOST_PARTS", 10)
    many = {f"word/{number}.xml": "" for number in range(10)}
    assert judged("plan.docx", office("docx", **many)) == TOO_LARGE_INSIDE


def test_a_locked_document_is_refused_because_nobody_can_look_inside():
    sentence = "This file has a password. Save it without a password and choose it again."
    content = bytearray(office("docx"))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert judged("plan.docx", bytes(content)) == sentence
    old_way = bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le")
    assert judged("plan.docx", old_way) == sentence
    manifest = {"META-INF/manifest.xml": "<manifest:encryption-data/>"}
    assert judged("plan.odt", open_document("text", **manifest)) == sentence


def test_a_request_that_says_it_is_far_too_large_is_not_read(settings):
    settings.UPLOAD_MAX_BYTES = 1024
    file = ContentFile(b"a" * 6 * 1024**2, name="plan.txt")
    with pytest.raises(RequestDataTooBig):
        _ = RequestFactory().post("/", {"file": file}).FILES


NAMES = {
    "plan.pdf": "plan.pdf",
    "C:\\Mijn documenten\\plan.pdf": "plan.pdf",
    "../../etc/passwd.txt": "passwd.txt",
    'plan";filename="x.exe.pdf': "plan__filename=_x.exe.pdf",
    "plan\r\nSet-Cookie: a=b.pdf": "planSet-Cookie_ a=b.pdf",
    "plan\u202efdp.exe.pdf": "planfdp.exe.pdf",
    "  .pdf": "pdf",
    "": "bestand",
    "één.pdf": "één.pdf",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_made_safe_and_still_reads_as_it_did(name):
    assert safe_file_name(name) == NAMES[name]


def test_a_long_name_keeps_its_ending():
    assert safe_file_name("a" * 400 + ".pdf") == "a" * 146 + ".pdf"


# -- An appendix


@pytest.fixture
def kept(cast):
    """An appendix whose file has a name that would do harm."""
    file = ContentFile(PDF, name="Begroting ‘24\r\nX-Kwaad: 1 \u202e.pdf")
    appendix = AppendixFactory(agreement=cast.agreement, title="Begroting", file=file)
    yield Appendix.objects.get(pk=appendix.pk)
    appendix.file.delete(save=False)


@pytest.mark.django_db
def test_it_lies_under_a_random_name_and_keeps_its_own_for_the_download(kept):
    assert kept.file.name.startswith("appendices/")
    assert len(kept.file.name) == len("appendices/") + 32 + len(".pdf")
    assert kept.file_name == "Begroting ‘24X-Kwaad_ 1 .pdf"
    assert kept.history.get().file_name == kept.file_name


@pytest.mark.django_db
def test_the_download_has_a_safe_header_with_the_name(kept):
    response = download(kept.file, kept.file_name)
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''Begroting%20%E2%80%9824X-Kwaad_%201%20.pdf"
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert response.getvalue() == PDF


@pytest.mark.django_db
def test_what_was_stored_before_under_another_ending_is_a_download_without_a_kind(kept):
    assert download(kept.file, "oud.html")["Content-Type"] == "application/octet-stream"


@pytest.mark.django_db
def test_a_stored_file_is_not_judged_again(kept):
    kept.file.storage.delete(kept.file.name)
    kept.title = "Begroting 2024"
    kept.save()
    assert kept.file_name == "Begroting ‘24X-Kwaad_ 1 .pdf"


@pytest.mark.django_db
def test_the_model_refuses_what_a_form_refuses(cast):
    appendix = AppendixFactory.build(agreement=cast.agreement, file=ContentFile(b"<svg/>", name="kaart.svg"))
    with translation.override("en"):
        (sentence,) = refusal(appendix)["file"]
    assert sentence.startswith(ANOTHER_KIND)
