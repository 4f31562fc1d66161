"""Make a backup: first the database, then the files, for a file is there before the row that names it.

A file that somebody took away between the two would be missing beside its row; then the database is dumped once more. The folder
has another name until all of it is on the disk: what is called a backup is whole.
"""

import shutil
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from operations.backup import database
from operations.backup.files import flush_folder, names_in, names_in_rows, take
from operations.backup.manifest import (
    FILES,
    FOLDERS_START,
    NAME,
    TEXTS,
    BackupError,
    Manifest,
    backups_in,
    check_of_key,
    hash_of_file,
    read_manifest,
)

UNFINISHED = ".unfinished"
LEFT_OVER = 24 * 60 * 60  # seconds: a folder of a backup that was broken off
MOST_DUMPS = 5


@dataclass(frozen=True, slots=True)
class FinishedBackup:
    folder: Path
    manifest: Manifest


def make_backup(target: Path, *, with_files: bool = True, most_kept: int | None = None) -> FinishedBackup:
    """Make a backup in this folder; most_kept of them stay, the newest."""
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    before = next(iter(backups_in(target)), None)
    made_at = datetime.now(UTC)
    name = f"{FOLDERS_START}{made_at:%Y%m%dT%H%M%S.%fZ}"
    unfinished = target / f".{name}{UNFINISHED}"
    unfinished.mkdir(mode=0o700)
    try:
        manifest = _fill(unfinished, before, made_at.isoformat(), with_files=with_files)
        unfinished.rename(target / name)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    flush_folder(target)
    if most_kept is not None:
        _clear(target, most_kept)
    return FinishedBackup(target / name, manifest)


def _fill(folder: Path, before: Path | None, made_at: str, *, with_files: bool) -> Manifest:
    known = read_manifest(before) if before else None
    sha256: dict[str, str] = {}
    if with_files:
        sha256 |= _texts(folder)
    dump = folder / database.FILE_NAMES[connection.vendor]
    for _dump in range(MOST_DUMPS):
        dump.unlink(missing_ok=True)
        with database.dumped(dump) as ask:
            tables = database.tables_in(ask)
            rows, named, migrations = database.rows_of(ask, tables), names_in_rows(ask), _migrations(ask, tables)
        if not with_files:
            break
        sha256 |= _files(folder, before, known, {path for path in sha256 if path.startswith(f"{FILES}/")})
        missing = {name for name in named if f"{FILES}/{name}" not in sha256}
        if not missing or missing <= names_in_rows(database.ask_live):  # else it went while we looked
            break
    else:
        raise BackupError("Er verdwenen telkens bestanden terwijl de back-up werd gemaakt. Probeer het opnieuw.")
    manifest = Manifest(
        made_at=made_at,
        vendor=connection.vendor,
        database=dump.name,
        with_files=with_files,
        key_check=check_of_key(made_at, settings.SECRET_KEY),
        migrations=migrations,
        rows=rows,
        sha256={dump.name: hash_of_file(dump), **sha256},
        missing=sorted(missing) if with_files else [],
    )
    manifest.write(folder)
    _flush(folder, {dump, folder / NAME})
    return manifest


def _texts(folder: Path) -> dict[str, str]:
    if not settings.TEXTS_DIR.is_dir():
        return {}
    shutil.copytree(settings.TEXTS_DIR, folder / TEXTS)
    return {str(path.relative_to(folder)): hash_of_file(path) for path in (folder / TEXTS).rglob("*") if path.is_file()}


def _files(folder: Path, before: Path | None, known: Manifest | None, taken: set[str]) -> dict[str, str]:
    """What is in the storage and was not taken yet; a file never changes under its name."""
    found = {}
    earlier = known.sha256 if known else {}
    for name in names_in(default_storage):
        path = f"{FILES}/{name}"
        if path in taken:
            continue
        sha = take(name, folder / path, before / path if before and path in earlier else None, earlier.get(path))
        if sha is not None:
            found[path] = sha
    return found


def _migrations(ask: database.Ask, tables: list[str]) -> list[str]:
    table = MigrationRecorder.Migration._meta.db_table
    if table not in tables:
        return []
    rows = ask(f"SELECT app, name FROM {database.quoted(table)} ORDER BY app, name")  # noqa: S608
    return [f"{app}.{name}" for app, name in rows]


def _flush(folder: Path, files: set[Path]) -> None:
    """What was written stays when the power fails; the files of people were flushed one by one."""
    for path in files:
        flush_folder(path)
    for place in (*(path for path in folder.rglob("*") if path.is_dir()), folder):
        flush_folder(place)


def _clear(target: Path, most_kept: int) -> None:
    for old in backups_in(target)[most_kept:]:
        gone = old.with_name(f".{old.name}{UNFINISHED}")
        old.rename(gone)  # so that half a backup is never called one
        shutil.rmtree(gone)
    for left in target.glob(f".{FOLDERS_START}*{UNFINISHED}"):
        if time.time() - left.stat().st_mtime > LEFT_OVER:
            shutil.rmtree(left, ignore_errors=True)
