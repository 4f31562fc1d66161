"""The file of a dispute to send on: one PDF, and the folder behind it in a zip with a manifest of fingerprints."""

import hashlib
import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import datetime, time
from itertools import groupby
from typing import IO

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from agreements.exports.pdf.writing import pdf_of
from monitoring.dispute_file.collect import DisputeFile, values_of
from parties.files.downloads import file_name
from parties.tables.csv import write_csv
from parties.tables.sheet import Column, Sheet

IN_MEMORY = 8_000_000  # a larger folder is put together on the disk
NO_DAY = (1980, 1, 1, 0, 0, 0)  # the same for every file, so that equal content gives an equal zip
COLUMNS = ("nr", "moment", "soort", "wat", "persoon", "partij", "waar", "waarom")
MANIFEST, README = "manifest-sha256.txt", "LEESMIJ.txt"


def dispute_pdf(found: DisputeFile) -> bytes:
    """The whole file as PDF/UA and PDF/A: equal files give equal bytes. NotMadeError where it is too much for one."""
    found.demand_possible()
    _key, document = pdf_of(dispute_html(found))
    return document


@translation.override("nl")
def dispute_html(found: DisputeFile) -> str:
    before_page, before_pages, after_pages = _("page %(page)s of %(pages)s").replace("%(pages)s", "%(page)s").split("%(page)s")
    numbered = list(enumerate(found.events, 1))
    context = {
        "found": found,
        "choice": found.choice,
        "agreement": found.agreement,
        "title": _("Dispute file"),
        "numbered": numbered,
        "years": [(year, list(rows)) for year, rows in groupby(numbered, key=lambda row: timezone.localtime(row[1].at).year)],
        "page_words": (before_page, before_pages, after_pages),
    }
    return render_to_string("monitoring/dispute_file/pdf.html", context)


def dispute_folder(found: DisputeFile) -> IO[bytes]:
    """A zip, put together on the disk where it is large; open at its beginning. NotMadeError where it is too much for one."""
    document = dispute_pdf(found)
    target = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  (the answer closes it)
    root = folder_name(found)
    with zipfile.ZipFile(target, "w") as archive:
        listed = []
        for name, content in _made(found, document):
            listed.append((hashlib.sha256(content).hexdigest(), name))
            archive.writestr(_entry(f"{root}/{name}", zipfile.ZIP_DEFLATED), content)
        for file in found.files:
            listed.append((file.sha256, file.path))
            with file.open() as source, archive.open(_entry(f"{root}/{file.path}"), "w", force_zip64=True) as copy:
                shutil.copyfileobj(source, copy)
        lines = "".join(f"{digest}  {name}\n" for digest, name in sorted(listed, key=lambda row: row[1]))
        archive.writestr(_entry(f"{root}/{MANIFEST}", zipfile.ZIP_DEFLATED), lines.encode())
    target.seek(0)
    return target


def _entry(name: str, compression: int = zipfile.ZIP_STORED) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, date_time=NO_DAY)
    entry.compress_type = compression
    entry.external_attr = 0o644 << 16
    return entry


@translation.override("nl")
def _made(found: DisputeFile, document: bytes) -> Iterator[tuple[str, bytes]]:
    """What is made for it, beside the files themselves."""
    yield "dossier.pdf", document
    yield "dossier.json", found.text.encode()
    yield "gebeurtenissen.csv", events_table(found)
    yield README, render_to_string("monitoring/dispute_file/readme.txt", {"found": found, "choice": found.choice}).encode()


@translation.override("nl")
def events_table(found: DisputeFile) -> bytes:
    """A row for each event, with the same as the JSON: details as JSON text, so that nothing of them is lost."""
    columns = [Column(name, 20) for name in (*COLUMNS, "details")]
    rows = []
    for number, event in enumerate(found.events, 1):
        values = values_of(number, event)
        rows.append([*(values[name] for name in COLUMNS), json.dumps(values["details"], ensure_ascii=False)])
    at = datetime.combine(found.choice.last, time(12), tzinfo=timezone.get_default_timezone())
    return write_csv([Sheet(_("Events"), columns, rows)], title=_("Dispute file"), author="", at=at)


def folder_name(found: DisputeFile) -> str:
    choice = found.choice
    return f"geschildossier-{choice.agreement.slug}-{choice.first.isoformat()}-{choice.last.isoformat()}"


def dispute_file_name(found: DisputeFile, extension: str) -> str:
    return file_name(folder_name(found), extension=extension)
