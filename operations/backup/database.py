"""The database of a backup: written as it was at one moment, asked about that moment, and put back in one transaction."""

import os
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient

from operations.backup.manifest import BackupError

Ask = Callable[[str], list[tuple]]

FILE_NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}
# What is of one moment or of one browser: after a restore everyone signs in again, and counts of wrong passwords begin anew.
NOT_KEPT = ("cache", "django_session", "usersessions_usersession")
TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
    "postgresql": (
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace"
        " ORDER BY relname"
    ),
}
# Whoever still works in the site holds what is to be dropped; then nothing changes.
LOCK_SECONDS = 10
DROP_ALL = """
SET lock_timeout = '%(seconds)ss';
DO $drop$
DECLARE found record;
BEGIN
  FOR found IN
    SELECT format('DROP %%s IF EXISTS %%I.%%I CASCADE', CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
      WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, nspname, relname) AS statement
    FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE nspname = current_schema() AND relkind IN ('r', 'p', 'v', 'm', 'S')
      AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_class.oid AND deptype IN ('e', 'i'))
    UNION ALL
    SELECT format('DROP ROUTINE IF EXISTS %%s CASCADE', pg_proc.oid::regprocedure)
    FROM pg_proc
    WHERE pronamespace = current_schema()::regnamespace
      AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
  LOOP
    EXECUTE found.statement;
  END LOOP;
END
$drop$;
"""


@contextmanager
def dumped(target: Path) -> Iterator[Ask]:
    """Write the database as it is now; gives what asks the database as it is in that file, whoever goes on writing."""
    with _DUMPED[connection.vendor](target) as ask:
        yield ask


def tables_in(ask: Ask) -> list[str]:
    return [name for (name,) in ask(TABLES[connection.vendor]) if name not in NOT_KEPT]


def rows_of(ask: Ask, tables: list[str]) -> dict[str, int]:
    """How many rows each of these tables has."""
    return {table: ask(f"SELECT count(*) FROM {quoted(table)}")[0][0] for table in tables}  # noqa: S608 (names of tables)


def quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def ask_live(sql: str) -> list[tuple]:
    """Ask the database of the site itself."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def load(source: Path) -> None:
    """Put the database of a backup in the place of what is there, whole or not at all."""
    _LOAD[connection.vendor](source)
    connection.close()  # what it knew of tables and statements was of the database before


# -- SQLite


@contextmanager
def _dumped_sqlite(target: Path) -> Iterator[Ask]:
    connection.ensure_connection()
    with _told_sqlite(), closing(sqlite3.connect(target, isolation_level=None)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
        here = {name for (name,) in copy.execute(TABLES["sqlite"])}
        for table in here.intersection(NOT_KEPT):
            copy.execute(f"DELETE FROM {quoted(table)}")  # noqa: S608 (names of tables)
        copy.execute("VACUUM")
        if (said := copy.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
            raise BackupError(f"De database zelf is beschadigd: {said}")
        yield lambda sql: copy.execute(sql).fetchall()


def _load_sqlite(source: Path) -> None:
    connection.ensure_connection()
    with _told_sqlite(), closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as copy:
        copy.backup(connection.connection)


@contextmanager
def _told_sqlite() -> Iterator[None]:
    """What SQLite cannot do, as a sentence for the administrator: a full or a read-only disk."""
    try:
        yield
    except sqlite3.Error as error:
        raise BackupError(f"SQLite: {error}.") from error


# -- PostgreSQL


@contextmanager
def _dumped_postgresql(target: Path) -> Iterator[Ask]:
    """pg_dump and our own questions see one snapshot."""
    own = connection.copy()
    try:
        own.set_autocommit(False)
        with own.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            (snapshot,) = cursor.fetchone()
            without = [f"--exclude-table-data={table}" for table in NOT_KEPT]
            options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", *without]
            _run("pg_dump", *options, f"--file={target}", *_where())

            def ask(sql: str) -> list[tuple]:
                cursor.execute(sql)
                return cursor.fetchall()

            yield ask
    finally:
        own.close()


def _load_postgresql(source: Path) -> None:
    """All in one transaction: whatever goes wrong, the database that was there stays."""
    connection.close()
    folder = settings.DATA_DIR / "restoring"
    folder.mkdir(mode=0o700, exist_ok=True)
    script = folder / "database.sql"
    try:
        _run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(source))
        drop = folder / "drop.sql"
        drop.write_text(DROP_ALL % {"seconds": LOCK_SECONDS}, encoding="utf-8")
        options = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
        _run("psql", *options, f"--file={drop}", f"--file={script}", *_where())
    finally:
        for path in (script, folder / "drop.sql"):
            path.unlink(missing_ok=True)
        folder.rmdir()


def _where() -> list[str]:
    """How the programs of PostgreSQL reach the database, without its password."""
    arguments, _environment = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    return arguments[1:]


def _run(program: str, *arguments: str) -> None:
    _arguments, environment = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    try:
        done = subprocess.run(  # noqa: S603 (our own arguments)
            [program, *arguments],
            env={**os.environ, **(environment or {})},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise BackupError(f"{program} is er niet: installeer het pakket postgresql-client.") from error
    if done.returncode:
        raise BackupError(f"{program} lukte niet: {done.stderr.strip()[-2000:]}")


_DUMPED = {"sqlite": _dumped_sqlite, "postgresql": _dumped_postgresql}
_LOAD = {"sqlite": _load_sqlite, "postgresql": _load_postgresql}
