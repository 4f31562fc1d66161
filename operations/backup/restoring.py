"""Restore a backup: read all of it first, then the files, then the database in one transaction; and look whether all is there.

Until the database is loaded the site is what it was, with files that no row names yet. What is kept of documents is emptied. It
is found again by hashes and stamps that do not come twice (docs/decisions/0004-one-content.md); this is the second lock.
"""

from collections.abc import Callable
from io import StringIO
from pathlib import Path

from django.core.cache import caches
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from agreements.touched import touch_all
from monitoring.history.tables import tables_that_only_grow, what_keeps_history
from operations.backup import database
from operations.backup.checking import faults_in_records, faults_in_rows, faults_in_storage
from operations.backup.files import names_in, put_back, put_texts_back
from operations.backup.manifest import FILES, TEXTS, BackupError, Manifest, faults_in, read_manifest
from parties.history.append_only import open_to_change

WHERE_PEOPLE_WORK = ("parties_user", "agreements_agreement")  # a database without rows in these is not used yet
Tell = Callable[[str], None]


def read_whole(folder: Path) -> Manifest:
    """The manifest of a backup of which every file is what it was; else BackupError."""
    manifest = read_manifest(folder)
    if found := list(faults_in(folder, manifest)):
        raise BackupError("\n".join(["Deze back-up is niet heel; er is niets veranderd.", *found]))
    return manifest


def restore(folder: Path, *, replace: bool, tell: Tell) -> list[str]:
    """Restore the backup into this site; gives what is not as it was, and nothing when all is well."""
    manifest = read_whole(folder)
    tell(f"De back-up van {manifest.made_at} is heel: {len(manifest.sha256)} bestanden.")
    _expect_fit(manifest)
    if not replace:
        _expect_unused()
    files = manifest.paths_of(FILES)
    for name, sha in files.items():
        put_back(name, folder / FILES / name, sha)
    put_texts_back(folder / TEXTS, manifest.paths_of(TEXTS))
    tell(f"Teruggezet: {len(files)} bestanden.")
    database.load(folder / manifest.database)
    for name in ("documents", "imports", "public", "compared"):
        caches[name].clear()
    found = list(faults_in_rows(manifest))
    tell(f"Teruggezet: {sum(manifest.rows.values())} rijen in {len(manifest.rows)} tabellen.")
    if _unapplied(manifest):
        call_command("migrate", verbosity=0, interactive=False)
        call_command("close_history", stdout=StringIO())
        tell("De back-up is van een eerdere versie van Driehoek; de database is bijgewerkt (migrate).")
    if connection.vendor == "postgresql" and open_to_change(connection, tables_that_only_grow()):
        call_command("close_history", stdout=StringIO())  # the triggers come along, but for a backup of before they were made
    touch_all()  # for a server that went on all the same: what it keeps is of another history
    tell(what_keeps_history())
    if manifest.with_files:
        found += faults_in_storage(manifest)
    return [*found, *faults_in_records()]


def _expect_fit(manifest: Manifest) -> None:
    if manifest.vendor != connection.vendor:
        raise BackupError(f"Deze back-up is van {manifest.vendor}; DATABASE_URL is van {connection.vendor}.")
    known = {f"{app}.{name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}
    if known and (newer := [name for name in manifest.migrations if name not in known]):
        raise BackupError(f"Deze back-up is van een nieuwere versie van Driehoek ({newer[0]}). Zet eerst die versie neer.")


def _expect_unused() -> None:
    """Else something that people made would be gone."""
    here = set(database.tables_in(database.ask_live))
    used = [table for table in WHERE_PEOPLE_WORK if table in here and database.rows_of(database.ask_live, [table])[table]]
    if used:
        raise BackupError("Er staat al iets in de database. Wilt u die vervangen door de back-up: voeg --replace toe.")
    if next(names_in(default_storage), None) is not None:
        raise BackupError("Er staan al bestanden in de opslag. Wilt u de back-up daaroverheen zetten: voeg --replace toe.")


def _unapplied(manifest: Manifest) -> bool:
    """Whether this program has migrations that the backup has not; one that stands for others counts when they are there."""
    return bool(manifest.migrations) and any(
        node not in loader.applied_migrations for loader in [MigrationLoader(connection)] for node in loader.graph.leaf_nodes()
    )
