"""Reading the tables as they were: while a block runs, what is asked of a table is answered from its history.

In front of each query stands, for every table that it names, WITH that table AS (its rows of history then). So each page is read
by the one code that reads it today, in as many queries. docs/decisions/0044-as-it-was-and-compare.md has the reasons.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.db import connection
from django.db.models import Field, Model
from simple_history.utils import get_history_model_for_model

from parties.copied_keys import CopiedKey

READS = re.compile(r"\s*\(?\s*SELECT\b", re.IGNORECASE)
WRITES = re.compile(r"\s*(?:INSERT|UPDATE|DELETE|WITH)\b", re.IGNORECASE)


class PastIsReadOnlyError(Exception):
    """Something was written while the past was read."""


@dataclass(frozen=True, slots=True)
class TrackedTable:
    """A table with its history. only_added says that its rows never change. as_now are columns that decide who may read: they
    are answered as they are now, and of a row that is gone as they were."""

    model: type[Model]
    only_added: bool = False
    as_now: tuple[str, ...] = ()

    def sql(self) -> str:
        """Its rows at a moment, which is the only parameter. Of two records of one microsecond the one written last holds."""
        history = get_history_model_for_model(self.model)
        table, records = _stored(self.model._meta.db_table), _stored(history._meta.db_table)
        key = _quoted(self.model._meta.pk.column)
        if self.only_added:
            return f"SELECT * FROM {table} WHERE {key} IN (SELECT {key} FROM {records} WHERE history_date <= %s)"  # noqa: S608
        kept = {field.column for field in history._meta.concrete_fields}
        columns = ", ".join(self._column(field, kept) for field in self.model._meta.local_concrete_fields)
        newest = f"SELECT history_id FROM {records} WHERE {key} = then_.{key} AND history_date <= %s"  # noqa: S608
        return (
            f"SELECT {columns} FROM {records} then_ WHERE history_type <> '-' AND history_date <= %s"  # noqa: S608
            f" AND history_id = ({newest} ORDER BY history_date DESC, history_id DESC LIMIT 1)"
        )

    def _column(self, field: Field, kept: Collection[str]) -> str:
        column, key = _quoted(field.column), _quoted(self.model._meta.pk.column)
        of_row = f"FROM {_stored(self.model._meta.db_table)} now_ WHERE now_.{key} = then_.{key}"
        if isinstance(field, CopiedKey):
            return f"({self._copied(field)}) AS {column}"
        if field.column not in kept:
            return f"(SELECT {column} {of_row}) AS {column}"
        if field.column in self.as_now:
            return f"CASE WHEN EXISTS (SELECT 1 {of_row}) THEN (SELECT {column} {of_row}) ELSE {column} END AS {column}"
        return column

    def _copied(self, field: CopiedKey) -> str:
        """From the row of which it is, as that was then: also where one of the two is gone."""
        through = self.model._meta.get_field(field.through)
        records = _stored(get_history_model_for_model(through.related_model)._meta.db_table)
        key = f"{_quoted(through.target_field.column)} = then_.{_quoted(through.column)}"
        newest = "ORDER BY history_date DESC, history_id DESC LIMIT 1"
        return f"SELECT {_quoted(field.column)} FROM {records} WHERE {key} AND history_date <= %s {newest}"  # noqa: S608


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _stored(table: str) -> str:
    """The table itself: SQLite takes its bare name for the one that stands in front of the query."""
    return f"main.{_quoted(table)}" if connection.vendor == "sqlite" else _quoted(table)


@contextmanager
def reading_past(tables: Iterable[TrackedTable], moment: datetime) -> Iterator[None]:
    """What is read within reads as it was then, history included; whoever writes within gets PastIsReadOnlyError.

    Decide before who may read it, and take nothing out of the block but plain values: a row would go on asking as of now.
    """
    with connection.execute_wrapper(_Rewriting(_views(tuple(tables)), moment)):
        yield


def is_reading_past() -> bool:
    """Whether what is read now reads as it once was."""
    return any(isinstance(each, _Rewriting) for each in connection.execute_wrappers)


class _Rewriting:
    """Puts in front of a query the tables that it names."""

    def __init__(self, views: Mapping[str, str], moment: datetime):
        self._views = views
        self._names = re.compile(rf"\b(?:{'|'.join(sorted(views, key=len, reverse=True))})\b")
        self._moment = connection.ops.adapt_datetimefield_value(moment)

    def __call__(self, execute: Callable, sql: str, params, many: bool, context: dict):
        if WRITES.match(sql):
            raise PastIsReadOnlyError(sql[:200])
        named = dict.fromkeys(self._names.findall(sql)) if READS.match(sql) else {}
        if not named:
            return execute(sql, params, many, context)
        views = [f"{_quoted(name)} AS {_HINT}({self._views[name]})" for name in named]
        before = sum(self._views[name].count("%s") for name in named)
        written = sql if params is not None else sql.replace("%", "%%")
        return execute(f"WITH {', '.join(views)} {written}", (*[self._moment] * before, *(params or ())), many, context)


_HINT = "NOT MATERIALIZED "  # so that a key that is asked for is looked up in the history, not in all of it


@cache
def _views(tables: tuple[TrackedTable, ...]) -> dict[str, str]:
    """The SQL by table: of each as it was, and of its history until then."""
    found = {table.model._meta.db_table: table.sql() for table in tables}
    for table in tables:
        records = get_history_model_for_model(table.model)._meta.db_table
        found[records] = f"SELECT * FROM {_stored(records)} WHERE history_date <= %s"  # noqa: S608
    return found
