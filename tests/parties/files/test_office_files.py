"""A file of an office program is opened only when it unpacks to what it says, and to no more than it may."""

import io
import struct
import tracemalloc
import zipfile
import zlib

import pytest

from agreements.imports.formats.reading import read_source
from agreements.imports.formats.source import UnreadableError
from parties.files.office_files import Fault, Limits, RefusedError, has_macros, open_package, read_part
from parties.tables.files import read_table
from parties.tables.sheet import NotReadableError
from tests.parties.files.test_uploads import judged

LIMITS = Limits(unpacked=1_000_000, parts=10, times=100, free=100_000)
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600
MEGABYTE = 1024 * 1024


def package(*parts: tuple[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", packing) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return made.getvalue()


def saying(content: bytes, name: str, **sizes: int) -> bytes:
    """The package in which one part says another size of itself, both times that it says it."""
    lying = bytearray(content)
    for signature, size_at, name_at in ((b"PK\x03\x04", 22, 30), (b"PK\x01\x02", 24, 46)):
        begin = lying.find(signature)
        while lying[begin + name_at : begin + name_at + len(name)] != name.encode():
            begin = lying.find(signature, begin + 1)
        struct.pack_into("<I", lying, begin + size_at, sizes["unpacked"])
    return bytes(lying)


def flagged(content: bytes) -> bytes:
    locked = bytearray(content)
    locked[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(locked)


def fault(content: bytes, limits: Limits = LIMITS) -> Fault | None:
    try:
        open_package(io.BytesIO(content), limits).close()
    except RefusedError as refused:
        return refused.fault
    return None


@pytest.fixture(scope="module")
def twice():
    with pytest.warns(UserWarning, match="Duplicate name"):
        return package(("a.xml", b"<a/>"), ("a.xml", b"<b/>"))


PLAIN = package(("a.xml", b"<a/>"), ("b/", b""), ("b/c.png", b"0123456789" * 1000))
FAULTS = {
    "more bytes than it may have": (package(("a", b"ab" * 600_000)), Fault.TOO_LARGE),
    "more parts than it may have": (package(*((str(number), b"") for number in range(11))), Fault.TOO_LARGE),
    "far more bytes than it has packed": (package(("a", b"a" * 900_000)), Fault.TOO_LARGE),
    "a part with more bytes than it says": (saying(PLAIN, "b/c.png", unpacked=10), Fault.DAMAGED),
    "a part with fewer bytes than it says": (saying(PLAIN, "b/c.png", unpacked=90_000), Fault.DAMAGED),
    "a part that is locked": (flagged(PLAIN), Fault.PASSWORD),
    "parts that OpenDocument locked": (
        package(("mimetype", b"x"), ("META-INF/manifest.xml", b"<a><manifest:encryption-data/></a>")),
        Fault.PASSWORD,
    ),
    "garbage in a part": (PLAIN.replace(zlib.compress(b"0123456789" * 1000)[2:10], b"\xff" * 8), Fault.DAMAGED),
    "another way of packing": (package(("a.xml", b"<a/>"), packing=zipfile.ZIP_LZMA), Fault.DAMAGED),
    "half a package": (PLAIN[: len(PLAIN) // 2], Fault.DAMAGED),
    "a part with another letter": (package(("a", b"<a/>"), packing=zipfile.ZIP_STORED).replace(b"<a/>", b"<b/>"), Fault.DAMAGED),
    "something before it": (b"%PDF-1.7\n" + PLAIN, Fault.DAMAGED),
    "nothing": (b"", Fault.DAMAGED),
    "a password on Word or Excel": (OLE + "EncryptedPackage".encode("utf-16-le"), Fault.PASSWORD),
    "an old document": (OLE + "WordDocument".encode("utf-16-le"), Fault.OLD_WORD),
    "an old workbook": (OLE + "Workbook".encode("utf-16-le"), Fault.OLD_EXCEL),
    "another old file": (OLE, Fault.OLD_OFFICE),
}


@pytest.mark.parametrize("case", FAULTS)
def test_it_is_refused_for_one_reason(case):
    content, expected = FAULTS[case]
    assert fault(content) == expected


def test_a_name_that_stands_in_it_twice_is_refused(twice):
    assert fault(twice) == Fault.DAMAGED


def test_a_manifest_without_end_is_not_read():
    endless = package(("META-INF/manifest.xml", b" " * 5 * MEGABYTE))
    assert fault(endless, Limits(10 * MEGABYTE, 10)) == Fault.TOO_LARGE


def test_what_is_as_it_says_is_opened():
    assert fault(PLAIN) is None
    assert fault(package(("a", b"a" * 90_000))) is None, "a small package may shrink as far as it likes"
    assert fault(package(("a", b"a" * 900_000)), Limits(1_000_000, 10)) is None
    with open_package(io.BytesIO(PLAIN), LIMITS) as opened:
        assert opened.read("a.xml") == b"<a/>"


def test_of_a_part_no_more_is_read_than_asked_for():
    with open_package(io.BytesIO(PLAIN), LIMITS) as opened:
        assert len(read_part(opened, "b/c.png", 10_000)) == 10_000
        with pytest.raises(RefusedError) as refused:
            read_part(opened, "b/c.png", 9_999)
        assert refused.value.fault == Fault.TOO_LARGE
        with pytest.raises(RefusedError) as refused:
            read_part(opened, "d.xml", 10)
        assert refused.value.fault == Fault.DAMAGED


@pytest.mark.parametrize(
    ("name", "macros"),
    [("word/vbaProject.bin", True), ("xl/macrosheets/sheet1.xml", True), ("Basic/Standard/a.xml", True), ("word/a.xml", False)],
)
def test_programs_are_known_by_their_names(name, macros):
    with open_package(io.BytesIO(package((name, b"x"))), LIMITS) as opened:
        assert has_macros(opened) is macros


# -- A bomb that says it is small: what zipfile and the libraries would unpack whole


@pytest.fixture(scope="module")
def bombs():
    zeros = b"\0" * (200 * MEGABYTE)
    types = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    sheet = saying(package(("[Content_Types].xml", types), ("xl/workbook.xml", zeros)), "xl/workbook.xml", unpacked=100)
    calc = b"application/vnd.oasis.opendocument.spreadsheet"
    return {
        "bom.xlsx": sheet,
        "bom.ods": saying(package(("mimetype", calc), ("content.xml", zeros)), "content.xml", unpacked=100),
    }


@pytest.mark.parametrize("name", ["bom.xlsx", "bom.ods"])
def test_a_bomb_that_says_it_is_small_is_refused_everywhere_and_never_unpacked(name, bombs, tmp_path):
    path = tmp_path / name
    path.write_bytes(bombs[name])
    tracemalloc.start()
    with pytest.raises(UnreadableError):
        read_source(path, name)
    with pytest.raises(NotReadableError):
        read_table(bombs[name])
    assert judged(name, bombs[name]).startswith("The content of this file does not fit")
    _now, highest = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert highest < 20 * MEGABYTE
