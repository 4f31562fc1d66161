"""What runs or fetches something when a file is opened: refused like macros, with a sentence that says what to do."""

import io
import time
import zlib
from contextlib import suppress

import pytest
from django.utils import translation

from agreements.imports.formats.safety import recognise_format
from agreements.imports.formats.source import UnreadableError
from parties.files.active_content import why_active_pdf
from parties.files.office_files import RefusedError

from .test_uploads import PDF, judged, office, open_document

EMBEDDED = "Another file or a program is embedded in this file. Put a picture of it there instead, and choose the file again."
TEMPLATE = (
    "This file fetches a template from elsewhere when it is opened. Choose Normal as its template, and choose the file again."
)
SCRIPTS = "This file contains scripts (programs). Save it without them, or print it to a new PDF, and choose it again."
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600


def relations(*rows: str) -> str:
    return f"<?xml version='1.0'?><Relationships>{''.join(f'<Relationship {row}/>' for row in rows)}</Relationships>"


def relation(kind: str, target: str, *, external: bool = False) -> str:
    return f'Id="rId1" Type="{KINDS}/{kind}" Target="{target}"' + (' TargetMode="External"' if external else "")


def with_template(target: str) -> bytes:
    return office("docx", **{"word/_rels/settings.xml.rels": relations(relation("attachedTemplate", target, external=True))})


def with_object(kind: str, **parts) -> bytes:
    rows = relations(relation(kind, "embeddings/object1.bin"))
    return office("docx", **{"word/_rels/document.xml.rels": rows, "word/embeddings/object1.bin": "x", **parts})


def with_chart(sheet: bytes, target: str = "../embeddings/Sheet1.xlsx") -> bytes:
    rows = relations(relation("package", target))
    return office("docx", **{"word/charts/_rels/chart1.xml.rels": rows, "word/embeddings/Sheet1.xlsx": sheet})


def manifest(path: str, kind: str) -> dict[str, str]:
    entry = f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
    return {"META-INF/manifest.xml": f"<manifest:manifest>{entry}</manifest:manifest>"}


def packed_pdf(objects: bytes, level: int = 6) -> bytes:
    return PDF.replace(
        b"%%EOF", b"2 0 obj<</N 1/First 4>>stream\n" + zlib.compress(objects, level) + b"\nendstream endobj\n%%EOF"
    )


CHART = "application/vnd.oasis.opendocument.chart"
REFUSED = {
    "a template from the web": ("plan.docx", with_template("https://nep.example/sjabloon.dotm"), TEMPLATE),
    "a template from a server": ("plan.docx", with_template(r"file:///\\\\nep.example\\sjablonen\\s.dotm"), TEMPLATE),
    "a template, written in two bytes a letter": (
        "plan.docx",
        office(
            "docx",
            **{
                "word/_rels/settings.xml.rels": relations(
                    relation("attachedTemplate", "&#104;ttps://nep.example/s.dotm", external=True)
                ).encode("utf-16")
            },
        ),
        TEMPLATE,
    ),
    "an object": ("plan.docx", with_object("oleObject"), EMBEDDED),
    "an object that the list does not tell of": ("plan.docx", office("docx", **{"word/media/foto.png": OLE}), EMBEDDED),
    "a program": ("dia's.pptx", office("pptx", **{"ppt/media/film.bin": b"MZ\x90\0"}), EMBEDDED),
    "another document": ("plan.docx", with_object("package"), EMBEDDED),
    "a page within": ("plan.docx", with_object("aFChunk"), EMBEDDED),
    "a button": ("cijfers.xlsx", office("xlsx", **{"xl/_rels/w.rels": relations(relation("control", "c.xml"))}), EMBEDDED),
    "an add-in": ("plan.docx", office("docx", **{"_rels/.rels": relations(relation("webextension", "w.xml"))}), EMBEDDED),
    "a chart on a sheet with macros": ("plan.docx", with_chart(office("xlsx", **{"xl/vbaProject.bin": "x"})), EMBEDDED),
    "a chart on a sheet that is not there": ("plan.docx", with_chart(office("xlsx"), "../elders.xlsx"), EMBEDDED),
    "an object in an open document": ("plan.odt", open_document("text", **{"Object 1": OLE}), EMBEDDED),
    "a sheet in an open document": (
        "plan.odt",
        open_document("text", **manifest("Object 1/", "application/vnd.oasis.opendocument.spreadsheet")),
        EMBEDDED,
    ),
    "an event in an open document": (
        "plan.odt",
        open_document("text", **{"content.xml": "<s:event-listener xlink:href='vnd.sun.star.script:a'/>"}),
        SCRIPTS,
    ),
    "a script in an open document": ("plan.odt", open_document("text", **{"content.xml": "<office:script a='b'>"}), SCRIPTS),
    "a PDF with a script": ("plan.pdf", PDF.replace(b"<<>>", b"<</S/JavaScript/JS(x)>>"), SCRIPTS),
    "a PDF with a script under another spelling": ("plan.pdf", PDF.replace(b"<<>>", b"<</S/J#61vaScr#69pt>>"), SCRIPTS),
    "a PDF with a packed script": ("plan.pdf", packed_pdf(b"x" * 65_530 + b"<</S/JavaScript>>"), SCRIPTS),
    "a PDF with a file within": ("plan.pdf", packed_pdf(b"<</Type/EmbeddedFile>>"), EMBEDDED),
    "a PDF that starts a program": ("plan.pdf", PDF.replace(b"<<>>", b"<</S/Launch/F(cmd.exe)>>"), EMBEDDED),
    "a PDF with a password": (
        "plan.pdf",
        PDF + b"trailer<</Encrypt 5 0 R>>",
        "This file has a password. Save it without a password and choose it again.",
    ),
}
ACCEPTED = {
    "a template on the own drive": ("plan.docx", with_template("file:///C:\\Sjablonen\\Gemeente.dotm")),
    "the usual template": ("plan.docx", with_template("Normal.dotm")),
    "a link": (
        "plan.docx",
        office("docx", **{"word/_rels/d.rels": relations(relation("hyperlink", "https://a.nl", external=True))}),
    ),
    "a chart": ("plan.docx", with_chart(office("xlsx"))),
    "a chart in an open document": ("plan.odt", open_document("text", **manifest("Object 1/", CHART))),
    "the picture of an object": ("plan.odt", open_document("text", **{"ObjectReplacements/Object 1": OLE})),
    "the empty place for scripts": ("plan.odt", open_document("text", **{"content.xml": "<office:scripts/>"})),
    "a PDF with packed objects": ("plan.pdf", packed_pdf(b"<</Type/Page>>")),
    "a PDF that writes about JavaScript": ("plan.pdf", packed_pdf(b"(JavaScript en EmbeddedFile) Tj")),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused(what):
    name, content, sentence = REFUSED[what]
    assert judged(name, content) == sentence


@pytest.mark.parametrize("what", ACCEPTED)
def test_it_may_come_in(what):
    assert judged(*ACCEPTED[what]) == ""


@pytest.mark.parametrize("what", ["a template from the web", "an object", "a chart on a sheet with macros"])
def test_nor_may_it_be_read_in_as_an_agenda(tmp_path, what):
    path = tmp_path / "agenda.docx"
    path.write_bytes(REFUSED[what][1])
    with translation.override("en"), pytest.raises(UnreadableError, match=REFUSED[what][2][:30]):
        recognise_format(path, "agenda.docx")


@pytest.mark.parametrize(
    "content",
    [b"%PDF" + b"stream\nx\x9cabc" * 1_000_000, b"%PDF stream\n" + zlib.compress(b"/J#61vaScrip" * 8_000_000)],
    ids=["a million streams", "a stream of 100 MB"],
)
def test_a_pdf_of_absurd_shape_takes_no_time(content):
    begun = time.process_time()
    with suppress(RefusedError):
        why_active_pdf(io.BytesIO(content), 50 * 1024 * 1024)
    assert time.process_time() - begun < 2
