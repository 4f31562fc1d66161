"""Whether a restored site is whole: as many rows as were dumped, every file, and versions, positions and minutes as recorded."""

import hashlib
from collections.abc import Iterator

from django.core.files.storage import default_storage
from django.db.models import QuerySet

from agreements.models import Agreement
from agreements.versions.checking import faults, faults_of_all
from monitoring.models import AdoptedMinutes, MinutesTamperedError, Position, PositionTamperedError
from operations.backup.database import ask_live, rows_of, tables_in
from operations.backup.files import names_in_rows
from operations.backup.manifest import FILES, Manifest


def faults_in_rows(manifest: Manifest) -> Iterator[str]:
    """Right after the database was loaded, before a migration adds rows."""
    here = set(tables_in(ask_live))
    for table in sorted(set(manifest.rows) - here):
        yield f"De tabel {table} ontbreekt."
    found = rows_of(ask_live, sorted(here & set(manifest.rows)))
    for table, count in found.items():
        if count != manifest.rows[table]:
            yield f"De tabel {table} heeft {count} rijen; in de back-up waren het er {manifest.rows[table]}."


def faults_in_storage(manifest: Manifest) -> Iterator[str]:
    for name, sha in manifest.paths_of(FILES).items():
        if _hash_in_storage(name) != sha:
            yield f"Het bestand {name} is in de opslag niet wat het in de back-up was."
    for name in sorted(names_in_rows(ask_live) - set(manifest.missing)):
        if not default_storage.exists(name):
            yield f"Het bestand {name}, dat in de database staat, is er niet."


def _hash_in_storage(name: str) -> str:
    try:
        with default_storage.open(name) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""


def faults_in_records() -> Iterator[str]:
    """Versions with their chain, hashes and files; positions; and minutes."""
    for agreement in Agreement.objects.order_by("slug"):
        yield from (f"{agreement.slug}: {sentence}" for sentence in faults(agreement))
    yield from faults_of_all()
    yield from _tampered(Position.objects.order_by("pk"), "De stand")
    yield from _tampered(AdoptedMinutes.objects.order_by("pk"), "Het verslag")


def _tampered(rows: QuerySet, what: str) -> Iterator[str]:
    for row in rows.iterator(chunk_size=100):
        try:
            row.verified_content()
        except (MinutesTamperedError, PositionTamperedError):
            yield f"{what} {row.pk} is niet wat werd vastgelegd."
