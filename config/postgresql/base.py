"""PostgreSQL as Django speaks to it, but for what is asked again: that the server keeps with its plan.

Django writes the values into the SQL, so that each question is new to the server, and planning a question of ours takes it two to
eight times as long as answering. Here a question goes with its values beside it (docs/decisions/0052-questions-that-are-kept.md).
"""

import re
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from django.db.backends.postgresql import base
from django.db.backends.postgresql.psycopg_any import BaseTzLoader
from psycopg import ClientCursor, RawCursor, errors
from psycopg.adapt import Dumper, PyFormat
from psycopg.postgres import types
from psycopg.pq import TransactionStatus
from psycopg.types.numeric import Int4, Int4Dumper, Int8, Int8Dumper, IntDumper, IntNumeric, IntNumericDumper

from parties.prepared import ONE_PLAN, Keys

ASKS = ("SELECT", "(SELECT", "WITH")
MOST_VALUES = 1100  # what has more is hardly asked again with as many
IS_ONE_VALUE = (str, int, date, UUID, Keys)  # a moment is a date
KEYS, DONE = "unnest(ARRAY(", "unnest(array("
_in_place = re.compile("%[s%]").sub
_is_name = re.compile("[a-z_]{1,20}").fullmatch  # of a state, a kind, a role
_of_party = re.compile(r'party_id" (=|IN|= ANY) ?\(?\$').search


class DatabaseOperations(base.DatabaseOperations):
    def last_executed_query(self, cursor, sql, params):
        """What was asked, with its values; psycopg keeps no words of a question that was prepared."""
        return sql if params is None else ClientCursor(cursor.connection).mogrify(sql, params)


class DatabaseWrapper(base.DatabaseWrapper):
    """Its OPTIONS are those of Django and `prepared`: how many questions each connection keeps, or 0 behind a pool."""

    ops_class = DatabaseOperations

    def get_connection_params(self):
        params = super().get_connection_params()
        self._prepared = params.pop("prepared", 0)
        if self._prepared:
            params |= {"cursor_factory": Cursor, "prepare_threshold": 1}
        return params

    def get_new_connection(self, conn_params):
        connection = super().get_new_connection(conn_params)
        if self._prepared:
            connection.prepared_max = self._prepared
            connection.adapters.register_dumper(int, WholeNumberDumper)
        connection.adapters.register_dumper(Keys, KeysDumper)
        own = type("MomentLoader", (MomentLoader,), {"timezone": self.timezone})
        connection.adapters.register_loader("timestamptz", own)
        return connection


class Cursor(base.CursorMixin, RawCursor):
    """Sends what only asks with its values beside it, and all else as Django's own does it: with the values written into it.

    What is asked of a party is planned each time: one party leads a thousand times what another leads. A prepared query may ask
    for one plan.
    """

    def execute(self, query, params=None, **how):
        if params is None:
            return super().execute(query, None, prepare=False, **how)
        if not (isinstance(query, str) and query.startswith(ASKS) and len(params) <= MOST_VALUES):
            return super().execute(ClientCursor(self.connection).mogrify(query, params), None, prepare=False, **how)
        places, values = _each_once(params)
        query, is_of_party = _with_numbers(query, places)
        if is_of_party:
            return super().execute(query, values, prepare=False, **how)
        try:
            return super().execute(query, values, **how)
        except errors.FeatureNotSupported:
            # A migration changed a column since it was prepared. Within a transaction its end does what is done here.
            if self.connection.info.transaction_status != TransactionStatus.IDLE:
                raise
            super().execute("DEALLOCATE ALL", None, prepare=False)
            return super().execute(query, values, **how)

    def executemany(self, query, params_seq, **how):
        for params in params_seq:
            self.execute(query, params, **how)


class WholeNumberDumper(IntDumper):
    """A whole number as PostgreSQL reads one that is written in SQL: never as smallint, of which a sum may not fit."""

    _four, _eight, _more = Int4Dumper(Int4), Int8Dumper(Int8), IntNumericDumper(IntNumeric)

    def upgrade(self, obj: int, format: PyFormat):
        if -(2**31) <= obj < 2**31:
            return self._four
        return self._eight if -(2**63) <= obj < 2**63 else self._more


class KeysDumper(Dumper):
    """Many keys as an array, which psycopg would look through one by one for what they are."""

    oid = types["int8"].array_oid

    def dump(self, obj: Keys) -> bytes:
        return f"{{{','.join(map(str, obj))}}}".encode()


class MomentLoader(BaseTzLoader):
    """Reads a moment as Django does, in a fifth of the time: a page has hundreds of them."""

    def load(self, data) -> datetime:
        try:
            moment = datetime.fromisoformat(str(data, "ascii"))
        except ValueError:  # such as infinity, of which psycopg says what is wrong with it
            return super().load(data)
        return moment if moment.tzinfo is self.timezone else moment.replace(tzinfo=self.timezone)  # which takes ten times as long


def _each_once(params) -> tuple[tuple[int | str, ...], list]:
    """Of each parameter which value it is, or what stands in the SQL for it; and the values, of which equal ones are one.

    PostgreSQL takes $1 and $2 for different expressions, in GROUP BY too, also where both are the same. Of a state it must know
    which one it is, for of what is open there is little.
    """
    known: dict = {}
    values: list = []
    places: list[int | str] = []
    for param in params:
        if isinstance(param, bool):
            places.append("true" if param else "false")
        elif isinstance(param, str) and _is_name(param):
            places.append(f"'{param}'")
        else:
            key = (type(param), param) if isinstance(param, IS_ONE_VALUE) else (None, len(values))
            if key not in known:
                known[key] = len(values)
                values.append(param)
            places.append(known[key])
    return tuple(places), values


@lru_cache(maxsize=2000)
def _with_numbers(query: str, places: tuple[int | str, ...]) -> tuple[str, bool]:
    """The SQL of Django with $1 for the first value, instead of %s; and whether it asks what certain parties have."""
    stands = iter(place if isinstance(place, str) else f"${place + 1}" for place in places)
    numbered = _in_place(lambda found: "%" if found[0] == "%%" else next(stands), query)
    return _said_once(numbered), bool(_of_party(numbered)) and not numbered.endswith(ONE_PLAN)


def _said_once(sql: str) -> str:
    """The same question, in which keys that are looked up in more than one place are looked up once, in front.

    What a person may see is such keys, as an array (Prepared.keys() writes it): PostgreSQL would plan and ask it in each place.
    """
    in_front: list[str] = []
    # From the last one, which has none within it: what is in front reads only what stands before it.
    while sql.startswith("SELECT") and (at := sql.rfind(KEYS)) >= 0:
        keys = sql[at : _end_of(sql, at + len(KEYS))]
        once = keys.replace(KEYS, DONE)
        if sql.count(keys) > 1:
            in_front.append(f'keys_{len(in_front)} ("key") AS MATERIALIZED ({once[len(DONE) : -1]})')
            once = f'{DONE}SELECT "key" FROM keys_{len(in_front) - 1})'  # noqa: S608 - all of it stood in the question
        sql = sql.replace(keys, once)
    front = f"WITH {', '.join(in_front)} " if in_front else ""
    return f"{front}{sql}".replace(DONE, KEYS)


def _end_of(sql: str, at: int) -> int:
    """Where what began just before this is closed."""
    depth = 1
    while depth:
        at += 1
        depth += {"(": 1, ")": -1}.get(sql[at - 1], 0)
    return at
