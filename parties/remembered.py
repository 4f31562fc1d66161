"""What was made of the answers of the database, kept until the database answers something else.

Each time the same queries are asked again, in the same order, and all that they answer is compared: only the work in Python is
saved, and nothing is ever told that the tables do not say now. So it may be kept in memory, by each process for itself.
"""

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MethodType, NoneType
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Model
from django.utils import translation

T = TypeVar("T")
PLAIN = (str, int, float, Decimal, date, UUID, NoneType)  # a bool is an int, and a moment a date


class _Forgetful(Protocol):
    def forget(self) -> None: ...


_EVERY: list[_Forgetful] = []


@dataclass(slots=True)
class _Asked:
    """A query and what the database answered."""

    sql: str
    params: Any
    rows: list[tuple]


@dataclass(slots=True)
class _Kept(Generic[T]):
    asked: list[_Asked]
    made: T


class Same(Generic[T]):
    """A value that does not change, as a key: it is that one value and none that is equal, so that nothing is looked through."""

    __slots__ = ("of",)

    def __init__(self, of: T):
        assert getattr(of, "__dataclass_params__").frozen, "What may change is no key."  # noqa: B009, S101
        self.of = of

    def __hash__(self) -> int:
        return id(self.of)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.of is other.of


class Remembered(Generic[T]):
    """Calls that follow from their key, the language and what the database answers, and from nothing else.

    What is made must not be changed by who gets it. A call that writes is an error.
    """

    def __init__(self, most: int):
        self._most = most
        self._kept: OrderedDict[Hashable, _Kept[T]] = OrderedDict()
        _EVERY.append(self)

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        key = (key, translation.get_language())
        known = self._kept.get(key)
        again: list[_Asked] = []
        if known is not None and _is_answered_as_before(known.asked, again):
            self._kept.move_to_end(key)
            return known.made
        with _listening(again) as heard:
            made = make()
        self._kept[key] = _Kept(heard, made)
        self._kept.move_to_end(key)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return made

    def forget(self) -> None:
        self._kept.clear()


def forget_with_all(kept: _Forgetful) -> None:
    """From now on forget_all() makes this forget as well."""
    _EVERY.append(kept)


def forget_all() -> None:
    """For tests: each begins with nothing in memory."""
    for remembered in _EVERY:
        remembered.forget()


def content_of(row: Model, *, without: Collection[str] = ()) -> tuple:
    """What a row knows, for a key: its columns, what it was annotated with, and the rows that were selected along.

    without are names of what the call does not look at, such as what the person who asks may do with it.
    """
    own = (
        (name, repr(value) if isinstance(value, (dict, list)) else value)  # of JSON
        for name, value in row.__dict__.items()
        if isinstance(value, (*PLAIN, dict, list)) and not name.startswith("_") and name not in without
    )
    along = ((name, content_of(other)) for name, other in row._state.fields_cache.items() if isinstance(other, Model))
    return (row._meta.label, *own, *along)


def _is_answered_as_before(asked: list[_Asked], again: list[_Asked]) -> bool:
    """Ask until an answer differs; again gets what was asked, so that nothing is asked twice."""
    for before in asked:
        with connection.cursor() as cursor:
            cursor.execute(before.sql, before.params)
            rows = cursor.fetchall()
        again.append(_Asked(before.sql, before.params, rows))
        if rows != before.rows:
            return False
    return True


@contextmanager
def _listening(known: list[_Asked]) -> Iterator[list[_Asked]]:
    """What is asked in the block with its answers; known are the first of them, as far as it asks the same."""
    heard: list[_Asked] = []
    real, coming = connection.cursor, iter(known)
    connection.cursor = lambda: _Cursor(real, coming, heard)  # type: ignore[method-assign]
    try:
        yield heard
    finally:
        if isinstance(real, MethodType):
            del connection.cursor
        else:  # that of another call, within which this one is
            connection.cursor = real  # type: ignore[method-assign]


@contextmanager
def unheard() -> Iterator[None]:
    """What is asked in the block changes only when something changes that was heard before it: nobody need ask it again."""
    listening = connection.cursor
    if isinstance(listening, MethodType):  # nobody listens
        yield
        return
    del connection.cursor
    try:
        yield
    finally:
        connection.cursor = listening  # type: ignore[method-assign]


@dataclass
class _Cursor:
    """Reads as a cursor does, from a list that is kept."""

    real: Callable[[], Any]
    coming: Iterator[_Asked]
    heard: list[_Asked]
    rows: Iterator[tuple] = field(default_factory=lambda: iter(()))

    def execute(self, sql: str, params: Any = None) -> None:
        if not sql.startswith(("SELECT", "(SELECT", "WITH")):
            raise AssertionError(f"What is remembered only reads: {sql[:80]}")
        answer = next(self.coming, None)
        if answer is None or (answer.sql, answer.params) != (sql, params):
            self.coming = iter(())
            with self.real() as cursor:
                cursor.execute(sql, params)
                answer = _Asked(sql, params, cursor.fetchall())
        self.heard.append(answer)
        self.rows = iter(answer.rows)

    def fetchone(self) -> tuple | None:
        return next(self.rows, None)

    def fetchmany(self, size: int) -> list[tuple]:
        return [row for row, _number in zip(self.rows, range(size), strict=False)]

    def fetchall(self) -> list[tuple]:
        return list(self.rows)

    def close(self) -> None:
        """The real one is closed already."""

    def __enter__(self) -> "_Cursor":
        return self

    def __exit__(self, *_error) -> None:
        self.close()
