"""A command that a clock starts on every machine, and that only one of them does.

The lock is of a connection of its own (PostgreSQL) or of a file (SQLite, on the one machine that has it): who dies lets go of it.
Nothing may depend on it but time and noise, for a connection can break: what a command does must be right twice as well.
"""

import fcntl
import hashlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management.base import BaseCommand, OutputWrapper
from django.db import connection


@contextmanager
def alone(name: str) -> Iterator[bool]:
    """Whether nobody else is in the block of this name, now, on any machine of the site."""
    keep = _in_database if connection.vendor == "postgresql" else _in_file
    with keep(name) as mine:
        yield mine


@contextmanager
def _in_database(name: str) -> Iterator[bool]:
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [_number_of(name)])
            (mine,) = cursor.fetchone()
        yield mine
    finally:
        own.close()


def _number_of(name: str) -> int:
    return int.from_bytes(hashlib.sha256(f"driehoek:{name}".encode()).digest()[:8], signed=True)


@contextmanager
def _in_file(name: str) -> Iterator[bool]:
    folder = settings.DATA_DIR / "locks"
    folder.mkdir(exist_ok=True)
    with (folder / name).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


class OnceCommand(BaseCommand):
    """A command that does nothing, and says so, while another process does the same one."""

    def execute(self, *args, **options):
        name = type(self).__module__.rpartition(".")[2]
        with alone(name) as mine:
            if mine:
                return super().execute(*args, **options)
        output = OutputWrapper(options.get("stdout") or sys.stdout)
        output.write(f"{name} loopt al, hier of op een andere machine; nu gebeurt er niets.")
        return None
