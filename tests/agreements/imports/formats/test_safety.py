"""What may be opened: every broken or dangerous file is refused with one sentence, before a library reads it."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from django.utils import translation

from agreements.imports.formats.reading import read_source
from agreements.imports.formats.safety import MOST_BYTES, recognise_format
from agreements.imports.formats.source import UnreadableError
from tests.documents import variants
from tests.parties.files.packed import packed

ROOT = Path(__file__).parents[4]
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600


def locked(content: bytes) -> bytes:
    """The package with the mark that its parts need a password."""
    marked = bytearray(content)
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = marked.find(signature)
        while at >= 0:
            marked[at + place] |= 1
            at = marked.find(signature, at + 1)
    return bytes(marked)


GOOD = variants.excel(["Nr", "Doel", "Actie"], [1, "Meer woningen", "Bouwen"])
WORD = variants.word([["Nr", "Doel", "Actie"], ["1", "Meer woningen", "Bouwen"]])
ENTITY = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "boem">]><a>&b;</a>'
BOMB = b"<w>" + b" " * (60 * 1024 * 1024)
TOO_LARGE, DAMAGED = "The file is much larger once unpacked", "The file is damaged."
STRANGE, UNKNOWN = "The file holds something that no office", "This is no Word, Excel, OpenDocument or CSV file"
UNCOMPUTED = variants.excel(["Nr", "Doel", "Actie"], [1, "=A1&B1", "x"])
ODT = packed({"mimetype": "application/vnd.oasis.opendocument.text"})
REFUSED = {
    "an empty file": ("leeg.docx", b"", "The file is empty."),
    "only white space": ("leeg.csv", b" \n\r\n ", "The file is empty."),
    "a password on Word or Excel": ("geheim.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "The file has a password."),
    "a password on the package": ("geheim.docx", locked(WORD), "The file has a password."),
    "a .doc called .docx": ("oud.docx", OLE + "WordDocument".encode("utf-16-le"), "This is an old Word file (.doc)."),
    "a .xls called .xlsx": ("oud.xlsx", OLE + "Workbook".encode("utf-16-le"), "This is an old Excel file (.xls)."),
    "another old file": ("oud.xlsx", OLE, "This is an old kind of Office file."),
    "macros in Excel": ("macro.xlsm", variants.with_part(GOOD, "xl/vbaProject.bin", b"x"), "The file has macros"),
    "macros in Word": ("macro.docx", variants.with_part(WORD, "word/vbaProject.bin", b"x"), "The file has macros"),
    "a bomb": ("bom.xlsx", variants.with_part(GOOD, "xl/worksheets/sheet1.xml", BOMB), TOO_LARGE),
    "a bomb in a picture": ("bom.docx", variants.with_part(WORD, "word/media/a.png", b"0" * 2**27), TOO_LARGE),
    "thousands of parts": ("veel.docx", packed({f"a{n}": b"" for n in range(2100)}), TOO_LARGE),
    "entities in Word": ("x.docx", variants.with_part(WORD, "word/document.xml", ENTITY), STRANGE),
    "half a file": ("half.docx", WORD[: len(WORD) // 2], DAMAGED),
    "a broken document": ("kapot.docx", variants.with_part(WORD, "word/document.xml", b"<w:document"), DAMAGED),
    "a broken sheet": ("kapot.xlsx", variants.with_part(GOOD, "xl/worksheets/sheet1.xml", b"<worksheet"), DAMAGED),
    "a workbook without its sheet": ("kapot.xlsx", packed({"xl/workbook.xml": b"<workbook/>"}), DAMAGED),
    "another package": ("a.docx", packed({"a": b"a"}), UNKNOWN),
    "an OpenDocument text": ("a.odt", ODT, "This is an OpenDocument text"),
    "a PDF": ("a.docx", b"%PDF-1.7", "This is a PDF, a web page or an old kind of text."),
    "a web page called .xls": ("a.xls", b"<html><table>", "This is a PDF, a web page or an old kind of text."),
    "text called .docx": ("a.docx", b"Doel;Actie", UNKNOWN),
    "damaged letters": ("a.csv", "Nr;Doel;Café".encode().decode("cp1252").encode(), "Letters in this file are damaged"),
    "letters of no set": ("a.csv", b"Doel;\x81\x8d\xff\x00", "The letters of this file cannot be read."),
    "a formula without a result": ("a.xlsx", UNCOMPUTED, "Cell B2 of sheet «Agenda»"),
    "a document without anything": ("a.docx", variants.word(), "There is no text and no table in this file."),
    "too many rows": ("a.csv", b"Doel;Actie\n" * 5001, "The file has more than 5000 rows of tables."),
}


def read(tmp_path, name: str, content: bytes):
    path = tmp_path / name
    path.write_bytes(content)
    return read_source(path, name)


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused_in_one_sentence(case, tmp_path):
    name, content, sentence = REFUSED[case]
    with translation.override("en"), pytest.raises(UnreadableError) as refused:
        read(tmp_path, name, content)
    assert str(refused.value).startswith(sentence)


def test_every_sentence_is_dutch_for_a_dutch_reader(tmp_path):
    for name, content, _sentence in REFUSED.values():
        with translation.override("nl"), pytest.raises(UnreadableError) as refused:
            read(tmp_path, name, content)
        with translation.override("en"), pytest.raises(UnreadableError) as in_english:
            read(tmp_path, name, content)
        assert str(refused.value) != str(in_english.value)


def test_a_file_of_200_mb_is_refused_by_its_size_alone(tmp_path):
    path = tmp_path / "groot.xlsx"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)  # takes no room: the file has no content yet
    with pytest.raises(UnreadableError):
        recognise_format(path, path.name)
    assert path.stat().st_size > MOST_BYTES


@pytest.mark.parametrize(("name", "content"), [("verkeerd.docx", GOOD), ("verkeerd.csv", WORD)])
def test_what_it_is_called_does_not_matter(name, content, tmp_path):
    assert len(list(read(tmp_path, name, content).rows)) == 2


@pytest.mark.parametrize("kind", ["image", "hyperlink"])
def test_links_to_other_files_are_not_followed(kind, tmp_path):
    rels = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId99" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" '
        b'Target="http://192.0.2.1/kwaad.png" TargetMode="External"/></Relationships>'
    ) % kind.encode()
    content = variants.with_part(WORD, "word/_rels/settings.xml.rels", rels)
    assert len(list(read(tmp_path, "link.docx", content).rows)) == 2


SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word_of(body: str) -> bytes:
    return variants.with_part(WORD, "word/document.xml", f"<w:document {SPACE}><w:body>{body}</w:body></w:document>".encode())


def styled(count: int) -> bytes:
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    styles = f"<styleSheet {space}><cellXfs>{'<xf/>' * count}</cellXfs></styleSheet>"
    return variants.with_part(GOOD, "xl/styles.xml", styles.encode())


HEAVY = {  # each as large as is let through, or larger
    "bom.xlsx": REFUSED["a bomb"][1],
    "bom.docx": REFUSED["a bomb in a picture"][1],
    "breed.xlsx": variants.excel(*[["x" * 50] * 400] * 300),
    "duizend.xlsx": variants.thousand_rows(),
    "diep.docx": word_of("<a>" * 290_000 + "</a>" * 290_000),
    "dicht.docx": word_of("<w:p>" + "<w:r><w:t>a</w:t></w:r>" * 149_000 + "</w:p>"),
    "dichter.docx": word_of("<w:p/>" * 1_200_000),
    "stijlen.xlsx": styled(59_000),
    "meer stijlen.xlsx": styled(1_500_000),
    "liegt.docx": variants.lying(WORD, "word/document.xml", megabytes=400),
    "lang.csv": b"Doel;Actie\n" + b'"' + b"a" * 15_000_000,
}
MEASURE = textwrap.dedent("""
    import re, sys, time
    import django
    django.setup()
    import docx, openpyxl, lxml.etree
    from pathlib import Path
    from agreements.imports.formats.reading import read_source
    from agreements.imports.formats.source import UnreadableError

    def highest():  # of this program alone; getrusage would count the one that started it
        return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])

    idle = highest()
    begin = time.process_time()
    for name in sys.argv[1:]:
        try:
            read_source(Path(name), name)
        except UnreadableError:
            pass
    print((highest() - idle) // 1024, round(time.process_time() - begin))
""")


def test_heavy_files_cost_less_than_300_mb_and_half_a_minute_together(tmp_path):
    for name, content in HEAVY.items():
        (tmp_path / name).write_bytes(content)
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "DATA_DIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    measured = subprocess.run(
        [sys.executable, "-c", MEASURE, *HEAVY], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    megabytes, seconds = map(int, measured.stdout.split())
    assert megabytes < 300
    assert seconds < 30
