"""Queries of which only the values differ from one time to the next: Django writes their SQL once, the database answers anew.

What someone may see is such a query, inside nearly every other one, and writing it takes longer than answering it.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from itertools import count, islice
from operator import itemgetter
from typing import Any

from django.db import connection
from django.db.models import JSONField, Model, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.query import RelatedPopulator
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler


class Word(str):
    """A value that is a word, such as a part of an address. A bare str is none: a key must not be one by mistake."""


class Year(int):
    """A value that is a year: its column is too small for what stands for a key, and PostgreSQL then finds nothing."""


class Keys(tuple):
    """More than MANY keys: one value, an array. A question with hundreds of values takes longer to put than to answer."""


Value = int | Year | Word | date | datetime
STANDS_FOR: dict[type, Callable[[int], Value]] = {  # what no row has, in place of a value while the SQL is written
    int: lambda place: 2**62 + place,
    Year: lambda place: 2**15 - 1 - place,
    Word: lambda place: f"(what stands for value {place})",
    date: lambda place: date(2, 1, 1) + timedelta(days=place),
    datetime: lambda place: datetime(2, 1, 1, tzinfo=UTC) + timedelta(hours=place),
}


MANY = 16  # keys; so many and fewer are each a value, for which PostgreSQL knows how many there are
ONE_PLAN = " /* one plan */"  # at the end of a question, for config/postgresql


@dataclass(frozen=True, slots=True)
class _Written:
    """SQL with its parameters, of which those in places are values; and what makes of a column what Django makes of it."""

    sql: str
    params: tuple
    places: dict[int, int]  # of a parameter: which value it is
    converters: dict[int, tuple]
    models: "_Models | None"  # what makes a row a model, where the query is one of models

    def params_of(self, values: list) -> tuple:
        return tuple(values[self.places[at]] if at in self.places else param for at, param in enumerate(self.params))


class Prepared:
    """A query, in no order, that is made by a function of its values alone: keys, days, moments, or tuples of keys.

    The function never sees a value, only what stands for it, so it cannot decide by it or ask the database with it. What it must
    know it gets by name; for each of those the SQL is written apart, and for each size of a tuple, which stands behind __in and
    is not empty.
    """

    def __init__(self, build: Callable[..., QuerySet], *, keeps_order: bool = False):
        self._build = build
        self._keeps_order = keeps_order
        self._known: dict[tuple, _Written] = {}
        self._end = ""

    def with_one_plan(self) -> "Prepared":
        """Let PostgreSQL plan it once, although it is asked of a party: where that is as good for one that leads very much."""
        self._end = ONE_PLAN
        return self

    @classmethod
    def in_order(cls, build: Callable[..., QuerySet]) -> "Prepared":
        """A query that keeps the order of its own."""
        return cls(build, keeps_order=True)

    def keys(self, *values: Value | tuple[int, ...], **named) -> RawSQL:
        """The query as part of another one, for a look-up with __in.

        PostgreSQL cannot tell how few there are and would read whole tables beside them; of an array it expects a few, and looks
        for those by index.
        """
        values = tuple(map(_filled_up, values))
        written = self._written(values, named)
        sql = f"SELECT unnest(ARRAY({written.sql}))" if connection.vendor == "postgresql" else written.sql
        return RawSQL(sql, written.params_of(_stored(values)))  # noqa: S611 - Django wrote it

    def rows(self, *values: Value | tuple[int, ...], **named) -> list[tuple]:
        """What the database answers now."""
        written, answered = self._answered(values, named)
        return [_converted(row, written.converters) for row in answered]

    def models(self, *values: Value | tuple[int, ...], **named) -> list[Any]:
        """As rows(), of a query of models: each with what it selects along and annotates; nothing is prefetched."""
        written, answered = self._answered(values, named)
        assert written.models is not None, "A query of values has no models."  # noqa: S101 - whoever writes it sees it at once
        make = written.models.of_one_answer()
        return [make(row) for row in answered]

    def made_on_demand(
        self, names: Iterable[str], *values: Value | tuple[int, ...], **named
    ) -> Iterator[tuple[tuple, Callable[[], Any]]]:
        """Of each row the columns or annotations of these names (JSON as it is stored), and what makes it the model of models().

        For a query of which a few rows are shown and the others only looked at.
        """
        written, answered = self._answered(values, named)
        assert written.models is not None, "A query of values has no models."  # noqa: S101 - whoever writes it sees it at once
        return written.models.on_demand(answered, names)

    def _answered(self, values: tuple, named: dict[str, Any]) -> tuple[_Written, list[tuple]]:
        values = tuple(map(_filled_up, values))
        written = self._written(values, named)
        with connection.cursor() as cursor:
            cursor.execute(written.sql + self._end, written.params_of(_stored(values)))
            return written, cursor.fetchall()

    def _written(self, values: tuple, named: dict[str, Any]) -> _Written:
        shape = tuple(map(_shape_of, values))
        known = (shape, *sorted(named.items()))
        if known not in self._known:
            self._known[known] = self._write(values, named)
        return self._known[known]

    def _write(self, values: tuple, named: dict[str, Any]) -> _Written:
        place = count()

        def stand_in(value):
            return STANDS_FOR[type(value)](next(place))

        def standing_for(value):
            if isinstance(value, Keys):
                return Keys(stand_in(0) for _ in range(MANY + 1))
            return tuple(map(stand_in, value)) if isinstance(value, tuple) else stand_in(value)

        standing = [standing_for(value) for value in values]
        built = self._build(*standing, **named)
        compiler = (built if self._keeps_order else built.order_by()).query.get_compiler(connection=connection)
        sql, params = _with_arrays(*compiler.as_sql(), [keys for keys in standing if isinstance(keys, tuple)])
        which = {value: at for at, value in enumerate(_stored(standing))}
        places = {at: which[param] for at, param in enumerate(params) if isinstance(param, Hashable) and param in which}
        self._refuse_lost(set(which.values()) - set(places.values()), list(_flat(values)), sql)
        converters = compiler.get_converters([column for column, *_ in compiler.select])
        return _Written(sql, tuple(params), places, converters, _Models.of(compiler))

    @staticmethod
    def _refuse_lost(lost: set[int], values: list, sql: str) -> None:
        """A day of which only the year went into the query would be that of what stood for it, for ever.

        A key may be asked nowhere: whose rows they are, of somebody who sees all.
        """
        if of_time := [type(values[at]).__name__ for at in sorted(lost) if type(values[at]) not in {int, Keys}]:
            raise ValueError(f"Of a query that is written once, values stand nowhere in it ({', '.join(of_time)}): {sql[:300]}")


class _Attached(QuerySet):
    """What attach() put under a row. A query of it is made only where it is narrowed or changed: then it is of that row."""

    @property
    def query(self) -> Query:
        if self._query is None:
            self._query = Query(self.model)
        return QuerySet.query.fget(self)  # with the filter that was put off

    @query.setter
    def query(self, value: Query) -> None:
        QuerySet.query.fset(self, value)


@cache
def _attached_as(kind: type[QuerySet]) -> type[QuerySet]:
    return type(kind.__name__, (_Attached, kind), {})


def attach(rows: Iterable[Model], name: str, found: Iterable[Model], key: str) -> None:
    """Put under each row, by this name, what points to it by this key, as prefetch_related() does it. No query."""
    of_row, every = defaultdict(list), list(rows)
    for each in found:
        of_row[getattr(each, f"{key}_id")].append(each)
    if not every:
        return
    kind = every[0]._meta.get_field(name).related_model
    make, shared = _attached_as(kind._default_manager._queryset_class), Query(kind)
    for row in every:
        kept = make(kind, query=shared)  # else each is given one of its own, and few are asked
        kept._query, kept._deferred_filter = None, (False, (), {key: row})
        kept._result_cache, kept._prefetch_done = of_row.get(row.pk, []), True
        for each in kept._result_cache:
            each._state.fields_cache[key] = row
        row.__dict__.setdefault("_prefetched_objects_cache", {})[name] = kept


@dataclass(frozen=True, slots=True)
class _Models:
    """Makes rows, as the database gives them, into models, as a QuerySet does it."""

    kind: type[Model]
    columns: slice
    names: list[str]
    related: tuple["_Related", ...]
    annotations: dict[str, int]
    converters: dict[int, tuple]  # of what is no column of a related row

    @classmethod
    def of(cls, compiler: SQLCompiler) -> "_Models | None":
        """None for a query of values."""
        info = compiler.klass_info
        if info is None or not compiler.query.default_cols:
            return None
        columns = slice(info["select_fields"][0], info["select_fields"][-1] + 1)
        names = [column.target.attname for column, *_ in compiler.select[columns]]
        annotations = dict(compiler.annotation_col_map or {})
        converters = compiler.get_converters([column for column, *_ in compiler.select])
        own = {at: each for at, each in converters.items() if at in annotations.values() or at in info["select_fields"]}
        return cls(info["model"], columns, names, _Related.of(info, compiler.select, converters), annotations, own)

    def of_one_answer(self) -> Callable[[tuple], Model]:
        """What makes a model of each row of one answer. A row to which many point, as to a party, is made once."""
        made: dict[tuple, Model] = {}
        alias = connection.alias

        def model_of(row: tuple) -> Model:
            own = _converted(row, self.converters)
            found = self.kind.from_db(alias, self.names, own[self.columns])
            for related in self.related:
                related.put(row, found, made)
            for name, at in self.annotations.items():
                setattr(found, name, own[at])
            return found

        return model_of

    def on_demand(self, rows: Iterable[tuple], names: Iterable[str]) -> Iterator[tuple[tuple, Callable[[], Model]]]:
        places = {**self.annotations, **{name: at for at, name in enumerate(self.names, self.columns.start)}}
        at, make = [places[name] for name in names], self.of_one_answer()
        told = itemgetter(*at) if len(at) > 1 else lambda row: tuple(row[place] for place in at)  # there may be thousands of rows
        told_as = {place: self.converters[place] for place in at if place in self.converters}
        converters = {place: how for place, how in told_as.items() if not isinstance(how[1].output_field, JSONField)}
        return ((told(_converted(row, converters)), partial(make, row)) for row in rows)


class _Related(RelatedPopulator):
    """What is selected along with a row."""

    related_populators: tuple["_Related", ...]

    @classmethod
    def of(cls, info: dict, select: list, converters: dict[int, tuple]) -> tuple["_Related", ...]:
        return tuple(cls(each, select, converters) for each in info.get("related_klass_infos", ()))

    def __init__(self, info: dict, select: list, converters: dict[int, tuple]):
        super().__init__(info, select, connection.alias)
        self.converters = {at: converters[at] for at in info["select_fields"] if at in converters}
        self.related_populators = self.of(info, select, converters)
        self.is_shared = not (info["reverse"] or info["field"].unique)

    def put(self, row: tuple, under: Model, made: dict[tuple, Model]) -> None:
        key = self._columns(row)[self.pk_idx]
        found = made.get((id(self), key))
        if found is None and key is not None:
            found = self.model_cls.from_db(self.db, self.init_list, self._columns(_converted(row, self.converters)))
            for related in self.related_populators:
                related.put(row, found, made)
            if self.is_shared:
                made[id(self), key] = found
        self.local_setter(under, found)
        if found is not None:
            self.remote_setter(found, under)

    def _columns(self, row: tuple) -> tuple:
        return self.reorder_for_init(row) if self.reorder_for_init else row[self.cols_start : self.cols_end]


def _converted(row: tuple, converters: dict[int, tuple]) -> tuple:
    """Each column as Django makes it of what the database gave: a row to which many point only when it is made."""
    if not converters:
        return row
    columns = list(row)
    for at, (convert_all, expression) in converters.items():
        for convert in convert_all:
            columns[at] = convert(columns[at], expression, connection)
    return tuple(columns)


def _filled_up(value: Value | tuple[int, ...]) -> Value | tuple[int, ...]:
    """A tuple with its last key repeated until there are 1, 2, 4, 8, … keys, so that few lengths are written; or many, as one."""
    if not isinstance(value, tuple):
        return value
    if len(value) > MANY and connection.vendor == "postgresql":
        return Keys(value)
    return value + value[-1:] * ((1 << (len(value) - 1).bit_length()) - len(value))


def _shape_of(value: Value | tuple[int, ...]) -> Hashable:
    return len(value) if isinstance(value, tuple) and not isinstance(value, Keys) else type(value)


_lists = re.compile(r" IN \((%s(?:, %s)*)\)|%[s%]")


def _with_arrays(sql: str, params: Iterable, tuples: list[tuple]) -> tuple[str, list]:
    """The SQL and its parameters, in which many keys are an array: one parameter in the place of one for each.

    A tuple stands behind __in alone, with all its keys: ValueError where it does not, also for one of few.
    """
    apart, values, left = {key for keys in tuples for key in keys if len(keys) > 1}, [], iter(params)

    def written(found: re.Match) -> str:
        among = tuple(islice(left, found[0].count("%s")))
        keys = next((keys for keys in tuples if keys == among), ())
        if isinstance(keys, Keys):
            values.append(keys)
            return " = ANY(%s)"
        if not keys and any(type(param) is int and param in apart for param in among):
            raise ValueError(f"Of a query that is written once, keys stand elsewhere than behind __in: {sql[:300]}")
        values.extend(among)
        return found[0]

    return _lists.sub(written, sql), values


def _flat(values) -> Iterator[Value | Keys]:
    for value in values:
        yield from value if isinstance(value, tuple) and not isinstance(value, Keys) else [value]


def _stored(values) -> list:
    """One after the other, as the database takes them."""
    return [_adapted(value) for value in _flat(values)]


def _adapted(value: Value):
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, Word):
        return str(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
