"""Which agreements were touched since: PostgreSQL notes it in the transaction of every write, whoever writes and however.

So what was made of the rows of an agreement may be kept until one of those is written. The notes say when to ask again, and no
more: they are no history (docs/decisions/0053-touched.md).
"""

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Mapping
from typing import Generic, TypeVar

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from parties.history.past import is_reading_past
from parties.prepared import Keys
from parties.remembered import forget_with_all, unheard

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")

# No key to the agreement: it may be gone, and whoever writes would wait for who writes in the agreement itself.
TABLE = """
CREATE TABLE IF NOT EXISTS agreements_touched (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    agreement_id bigint,
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX IF NOT EXISTS touched_by_agreement ON agreements_touched (agreement_id, id, at);
COMMENT ON COLUMN agreements_touched.agreement_id IS 'NULL: any agreement at all';
"""
# The names are looked up as they were when the function was made, wherever it runs.
FUNCTION = """
CREATE OR REPLACE FUNCTION touched_by_{table}() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        INSERT INTO agreements_touched (agreement_id) VALUES (NULL);
    ELSIF TG_OP = 'INSERT' THEN
        INSERT INTO agreements_touched (agreement_id) SELECT {agreement} FROM becomes AS written {which} GROUP BY 1;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO agreements_touched (agreement_id) SELECT {agreement} FROM was AS written {which} GROUP BY 1;
    ELSE
        INSERT INTO agreements_touched (agreement_id) SELECT {agreement} FROM was AS written {which}
            UNION SELECT {agreement} FROM becomes AS written {which};
    END IF;
    RETURN NULL;
END $$
"""
NAMES = """
CREATE OR REPLACE FUNCTION touched_by_{table}() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO agreements_touched (agreement_id) VALUES (NULL);
    RETURN NULL;
END $$
"""
EVENTS = {
    "INSERT": "REFERENCING NEW TABLE AS becomes",
    "UPDATE": "REFERENCING OLD TABLE AS was NEW TABLE AS becomes",
    "DELETE": "REFERENCING OLD TABLE AS was",
    "TRUNCATE": "",
}
# How many notes there are tells of one with a lower number that was committed later; the moment of the last, that a restored
# database went on otherwise than this one did.
STAMPS = """\
SELECT agreement_id, count(*), max(id), max(at) FROM agreements_touched WHERE agreement_id = ANY(%s) GROUP BY agreement_id
UNION ALL
SELECT NULL, count(*), max(id), max(at) FROM agreements_touched WHERE agreement_id IS NULL
"""
# One note, newer than all that were there, says as much as many.
FEWER = """
WITH many AS (SELECT coalesce(agreement_id, 0) AS agreement FROM agreements_touched GROUP BY agreement_id HAVING count(*) > 1),
gone AS (DELETE FROM agreements_touched WHERE coalesce(agreement_id, 0) IN (SELECT agreement FROM many) RETURNING agreement_id)
INSERT INTO agreements_touched (agreement_id) SELECT DISTINCT agreement_id FROM gone
"""


def is_noted(connection: BaseDatabaseWrapper) -> bool:
    """SQLite, for one municipality, asks each time."""
    return connection.vendor == "postgresql"


def make_table(connection: BaseDatabaseWrapper) -> None:
    """For a migration: the notes, of nothing yet."""
    if is_noted(connection):
        with connection.cursor() as cursor:
            cursor.execute(TABLE)


def watch(connection: BaseDatabaseWrapper, table: str, agreement: str, joins: str = "", *, only: str = "") -> None:
    """For a migration, as the owner of the table: note from now on which agreements are touched when this table is written.

    Such a migration is not atomic, so that it holds one table at a time, and briefly: one that holds many waits for who writes
    in two of them, and they for it. Done again it changes nothing.

    agreement is SQL of a row that is called written, and of what joins add to it, with LEFT JOIN: NULL touches all agreements.
    only is a condition on such a row: what is written beside it touches nothing.
    """
    if not is_noted(connection):
        return
    which = f"{joins} WHERE {only}" if only else joins
    with connection.cursor() as cursor:
        cursor.execute(FUNCTION.format(table=table, agreement=agreement, which=which))
        for event, rows in EVENTS.items():
            _trigger(cursor, table, event, f"{event} ON {table} {rows} FOR EACH STATEMENT")


def watch_names(connection: BaseDatabaseWrapper, table: str, *columns: str) -> None:
    """For a migration: note from now on that all agreements are touched when one of these columns says something else."""
    if not is_noted(connection):
        return
    differs = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(NAMES.format(table=table))
        _trigger(cursor, table, "UPDATE", f"UPDATE OF {', '.join(columns)} ON {table} FOR EACH ROW WHEN ({differs})")


def _trigger(cursor, table: str, event: str, when: str) -> None:
    name = f"touched_by_{event.lower()}"
    cursor.execute(f"CREATE OR REPLACE TRIGGER {name} AFTER {when} EXECUTE FUNCTION touched_by_{table}()")


def touch_all() -> None:
    """What was kept of any agreement is kept no longer, by no process."""
    if is_noted(connection):
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO agreements_touched (agreement_id) VALUES (NULL)")


def keep_few_notes() -> None:
    """Of each agreement that was touched more than once keep one note."""
    if is_noted(connection):
        with connection.cursor() as cursor:
            cursor.execute(FEWER)


def stamps_of(agreements: Collection[int]) -> dict[int, Hashable]:
    """Of each of these agreements another stamp whenever what is noted of it is written. One query; PostgreSQL alone."""
    with connection.cursor() as cursor:
        cursor.execute(STAMPS, [Keys(sorted(agreements))])
        found = {agreement: tuple(told) for agreement, *told in cursor.fetchall()}
    of_all = found[None]
    return {agreement: (found.get(agreement), of_all) for agreement in agreements}


class UntilTouched(Generic[K, T]):
    """What was made of the rows of agreements, by a key: the same until one of those rows is written.

    It may follow from its key, which has the language where words are made, and from tables that are watched; from nothing else,
    such as who asks, or a row that was read before. What is made must not be changed by who gets it.
    """

    def __init__(self, most: int):
        self._most = most
        self._kept: OrderedDict[K, tuple[tuple, T]] = OrderedDict()
        forget_with_all(self)

    def get(self, wanted: Mapping[K, tuple[int, ...]], make: Callable[[Collection[K]], Mapping[K, T]]) -> dict[K, T]:
        """wanted are keys, each with the agreements of which it tells; make is asked for those of which nothing is kept, at once.

        One query, if any.
        """
        if not wanted:
            return {}
        if not is_noted(connection) or is_reading_past():
            return dict(make(list(wanted)))
        stamps = stamps_of({agreement for agreements in wanted.values() for agreement in agreements})
        now = {key: tuple((agreement, stamps[agreement]) for agreement in agreements) for key, agreements in wanted.items()}
        kept = {key: self._kept.get(key) for key in wanted}
        found = {key: known[1] for key, known in kept.items() if known is not None and known[0] == now[key]}
        if missing := [key for key in wanted if key not in found]:
            with unheard():  # for whoever asks these stamps again need not ask the rows
                found |= make(missing)
        # The stamps were asked first: what was written meanwhile makes it once too often, and never once too seldom.
        for key in wanted:
            self._kept[key] = now[key], found[key]
            self._kept.move_to_end(key)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return {key: found[key] for key in wanted}

    def forget(self) -> None:
        self._kept.clear()
