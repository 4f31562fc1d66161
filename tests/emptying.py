"""What a test that commits leaves is taken away: of the tables in which something stands, not of all two hundred.

Django empties every table, and then lets every app add again what it adds after migrating (types of content, permissions). Here
that is done once, after the first such test; after the others nothing is added, for what was added then is still there.
"""

from collections.abc import Callable
from functools import cache

from django.db import connection, transaction
from django.test import TransactionTestCase

from operations.backup.database import ask_live, quoted

_flush = TransactionTestCase._fixture_teardown


class Emptying:
    """Takes the rows away; where what Django adds did not stay as it was, or nobody knows yet what that is, Django does it."""

    def __init__(self):
        self._added: dict[str, list[tuple]] | None = None  # by table, in a database that Django emptied

    def empty(self, flush: Callable[[], None]) -> None:
        if self._added is None:
            self._empty_wholly(flush)
            return
        found = filled_tables()
        if any(table not in found or rows_in(table) != rows for table, rows in self._added.items()):
            self._empty_wholly(flush)
        else:
            take_away([table for table in found if table not in self._added])

    def _empty_wholly(self, flush: Callable[[], None]) -> None:
        flush()
        self._added = {table: rows_in(table) for table in filled_tables()}


@cache
def tables_of_models() -> list[str]:
    return sorted(connection.introspection.django_table_names(only_existing=True, include_views=False))


def filled_tables() -> list[str]:
    """The tables in which a row stands; one question for all of them."""
    asked = [f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {quoted(name)})" for name in tables_of_models()]
    return [name for (name,) in ask_live(" UNION ALL ".join(asked))]


def rows_in(table: str) -> list[tuple]:
    return sorted(ask_live(f"SELECT * FROM {quoted(table)}"), key=repr)


def take_away(tables: list[str]) -> None:
    """In any order: whether a row that is gone is pointed at, PostgreSQL does not ask meanwhile, and SQLite at the end."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
        for table in tables:
            cursor.execute(f"DELETE FROM {quoted(table)}")


def empty_what_is_filled() -> None:
    """From now on in this process."""
    emptying = Emptying()

    def teardown(case: TransactionTestCase) -> None:
        emptying.empty(lambda: _flush(case))

    TransactionTestCase._fixture_teardown = teardown
