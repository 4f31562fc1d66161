"""The files of people in a backup: taken from the storage, and put back into it."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage, default_storage
from django.db.models import FileField

from operations.backup.database import Ask, quoted, tables_in
from operations.backup.manifest import BackupError, hash_of_file

AT_ONCE = 1024 * 1024  # bytes


def names_in(storage: Storage, folder: str = "") -> Iterator[str]:
    """Every file of the storage; a storage that has nothing yet has none."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(files):
        yield f"{folder}/{name}" if folder else name
    for name in sorted(folders):
        yield from names_in(storage, f"{folder}/{name}" if folder else name)


def names_in_rows(ask: Ask) -> set[str]:
    """Every file that a row names; a database that has no tables yet has none."""
    found, here = set(), set(tables_in(ask))
    for model in (model for model in apps.get_models() if model._meta.db_table in here):
        for row in model._meta.local_concrete_fields:
            if isinstance(row, FileField):
                column, table = quoted(row.column), quoted(model._meta.db_table)
                sql = f"SELECT {column} FROM {table} WHERE {column} <> ''"  # noqa: S608 (names of columns and tables)
                found |= {name for (name,) in ask(sql)}
    return found


def take(name: str, target: Path, before: Path | None, known: str | None) -> str | None:
    """Copy a file out of the storage and give its hash; None when somebody took it away meanwhile.

    before is the same file in the backup before this one, with the hash known: equal files share their place on the disk.
    """
    digest = hashlib.sha256()
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with default_storage.open(name) as source, target.open("xb") as copy:
            while chunk := source.read(AT_ONCE):
                digest.update(chunk)
                copy.write(chunk)
            flush(copy)
    except FileNotFoundError:
        target.unlink(missing_ok=True)
        return None
    if before is not None and digest.hexdigest() == known:
        _share(before, target)
    return digest.hexdigest()


def _share(before: Path, target: Path) -> None:
    """Let the new name be another name of the file that is there already; a disk that cannot keeps the copy."""
    if not before.is_file() or before.stat().st_size != target.stat().st_size:
        return
    shared = target.with_name(f"{target.name}.shared")
    try:
        shared.hardlink_to(before)
    except OSError:
        return
    shared.replace(target)


def flush(file) -> None:
    file.flush()
    os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def put_back(name: str, source: Path, sha256: str) -> None:
    """Put a file into the storage under its own name; one that is there and equal stays."""
    if default_storage.exists(name):
        with default_storage.open(name) as there:
            if hashlib.file_digest(there, "sha256").hexdigest() == sha256:
                return
        default_storage.delete(name)
    with source.open("rb") as file:
        stored = default_storage.save(name, File(file))
    if stored != name:
        raise BackupError(f"{name} kreeg in de opslag een andere naam: {stored}.")


def put_texts_back(folder: Path, names: dict[str, str]) -> None:
    """The texts of the organisation's own."""
    for name, sha256 in names.items():
        target = settings.TEXTS_DIR / name
        if not target.is_file() or hash_of_file(target) != sha256:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(folder / name, target)
