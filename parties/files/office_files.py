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
MANIFEST = "META-INF/manifest.xml"
LONGEST_MANIFEST = 4 * 1024 * 1024  # bytes
PIECE = 64 * 1024  # bytes
MACROS = re.compile(r"(^|/)(vbaProject\.bin|vbaData\.xml|activeX/.*|macrosheets/.*)$|^(Basic|Scripts)/.", re.IGNORECASE)
# What zipfile raises for a zip that is broken off, or says of itself what cannot be.
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


class Fault(Enum):
    """Why a package is not opened."""

    DAMAGED = auto()
    TOO_LARGE = auto()
    PASSWORD = auto()
    OLD_WORD = auto()
    OLD_EXCEL = auto()
    OLD_OFFICE = auto()  # another kind


class Refused(Exception):  # noqa: N818
    """The file may not be opened; whoever asked has a sentence for each fault."""

    def __init__(self, fault: Fault):
        super().__init__(fault.name)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Limits:
    """times: how often a package of more than `free` bytes may be its own size once it is unpacked; 0 is any number."""

    unpacked: int  # bytes
    parts: int
    times: int = 0
    free: int = 0  # bytes


_OLD = (  # by what stands in the file; the first one counts
    ("EncryptedPackage", Fault.PASSWORD),
    ("WordDocument", Fault.OLD_WORD),
    ("Workbook", Fault.OLD_EXCEL),
)


def open_package(file: BinaryIO, limits: Limits) -> zipfile.ZipFile:
    """The zip in the file, of which every part is known to be whole and no larger than it says; raises Refused.

    The file stays open while the zip is in use.
    """
    file.seek(0)
    if file.read(len(OLE)) == OLE:
        raise Refused(_fault_of_old(OLE + file.read()))
    file.seek(0)
    if file.read(len(ZIP)) != ZIP:
        raise Refused(Fault.DAMAGED)
    packed = file.seek(0, 2)
    try:
        package = zipfile.ZipFile(file)
        _refuse_by_list(package.infolist(), packed, limits)
        if not all(_is_whole(package, part) for part in package.infolist()):
            raise Refused(Fault.DAMAGED)
        if MANIFEST in package.namelist() and b"encryption-data" in read_part(package, MANIFEST, LONGEST_MANIFEST):
            raise Refused(Fault.PASSWORD)
    except BROKEN as error:
        raise Refused(Fault.DAMAGED) from error
    return package


def read_part(package: zipfile.ZipFile, name: str, most: int) -> bytes:
    """The bytes of one part, of which no more are unpacked than asked for; raises Refused."""
    try:
        with package.open(name) as part:
            content = part.read(most + 1)
    except (KeyError, *BROKEN) as error:
        raise Refused(Fault.DAMAGED) from error
    if len(content) > most:
        raise Refused(Fault.TOO_LARGE)
    return content


def has_macros(package: zipfile.ZipFile) -> bool:
    """Whether there are programs in it, by the names of its parts."""
    return any(MACROS.search(name) for name in package.namelist())


def _fault_of_old(content: bytes) -> Fault:
    return next((fault for name, fault in _OLD if name.encode("utf-16-le") in content), Fault.OLD_OFFICE)


def _refuse_by_list(parts: list[zipfile.ZipInfo], packed: int, limits: Limits) -> None:
    """Refuse by what the package says of itself, so that an honest one that is too large is not unpacked at all."""
    unpacked = sum(part.file_size for part in parts)
    is_suspect = limits.times and unpacked > limits.free and unpacked > limits.times * packed
    if unpacked > limits.unpacked or len(parts) > limits.parts or is_suspect:
        raise Refused(Fault.TOO_LARGE)
    if any(part.flag_bits & 1 for part in parts):
        raise Refused(Fault.PASSWORD)
    names = {part.filename for part in parts}
    kinds = {part.compress_type for part in parts}
    if len(names) < len(parts) or not kinds <= {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise Refused(Fault.DAMAGED)  # no office program writes a name twice, or packs in another way


def _is_whole(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether it unpacks to exactly as many bytes as it says."""
    roomier = copy.copy(part)
    roomier.file_size += 1  # zipfile stops where the part says that it ends; now it comes upon what is there beyond
    count = 0
    with package.open(roomier) as content:
        while piece := content.read(PIECE):
            count += len(piece)
    return count == part.file_size
