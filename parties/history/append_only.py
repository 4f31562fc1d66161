"""Tables that only grow: on PostgreSQL the database itself refuses to change or delete what stands in them.

docs/decisions/0043-history.md tells what this keeps out, and what it does not.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

NAME = "append_only"
REFUSE = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% only grows: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
"""


def close_tables(connection: BaseDatabaseWrapper, tables: Collection[str]) -> None:
    """Refuse everyone UPDATE, DELETE and TRUNCATE of these tables. Their owner runs it; done again it changes nothing."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(REFUSE)
        for table in map(quote, tables):
            cursor.execute(f"DROP TRIGGER IF EXISTS {NAME} ON {table}")
            cursor.execute(
                f"CREATE TRIGGER {NAME} BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
            )
            cursor.execute(f"DROP TRIGGER IF EXISTS {NAME}_whole ON {table}")
            cursor.execute(
                f"CREATE TRIGGER {NAME}_whole BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            )


def open_to_change(connection: BaseDatabaseWrapper, tables: Collection[str]) -> list[str]:
    """Those of these tables that the database would let change."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relation.relname FROM pg_class relation JOIN pg_trigger closed ON closed.tgrelid = relation.oid"
            " WHERE closed.tgname IN (%s, %s) AND closed.tgenabled = 'O' GROUP BY relation.relname HAVING count(*) = 2",
            [NAME, f"{NAME}_whole"],
        )
        closed = {name for (name,) in cursor.fetchall()}
    return sorted(set(tables) - closed)


def owned(connection: BaseDatabaseWrapper, tables: Collection[str]) -> list[str]:
    """Those of these tables of which the user of this connection could take the triggers away."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename = ANY(%s)"
            " AND pg_has_role(current_user, tableowner, 'USAGE')",
            [list(tables)],
        )
        return sorted(name for (name,) in cursor.fetchall())


@contextmanager
def opened(connection: BaseDatabaseWrapper, table: str) -> Iterator[None]:
    """Let this table change within the block, within a transaction; only its owner can."""
    if connection.vendor != "postgresql":
        yield
        return
    name = connection.ops.quote_name(table)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what waits to be checked would keep the table from being altered
        cursor.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
        yield
        cursor.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")
