"""Whether the constraints of the database hold for a row, in one query of which Django writes the SQL once for each kind of row.

Every row that is saved is asked so: its checks, and whether another row has what is to be unique. Writing the queries took a
quarter of saving it.
"""

from collections.abc import Collection
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet, FieldError
from django.db import DatabaseError, connections, models, router, transaction
from django.db.models.functions import Coalesce
from django.db.models.sql import Query


@dataclass(frozen=True, slots=True)
class _Checks:
    """SQL with its parameters, of which some stand for what a field says."""

    sql: str
    params: tuple

    def params_of(self, known: dict[str, models.Value], connection: Any) -> list:
        return [_stored(known[param.value], connection) if isinstance(param, _Standing) else param for param in self.params]


class _Standing(models.Value):
    """What stands for the value of a field while the SQL is written; its own value is the name of that field."""

    def as_sql(self, compiler, connection):
        return "%s", [self]


_written: dict[tuple, _Checks | None] = {}  # None for what is never so, or looks at a field that is left out


def all_hold(row: models.Model, exclude: Collection[str] | None) -> bool:
    """Whether what is_asked() holds for the row. False where that cannot be asked of all at once."""
    known = row._get_field_expression_map(meta=row._meta, exclude=exclude)
    if not all(type(value) is models.Value and not hasattr(value.output_field, "get_placeholder") for value in known.values()):
        return False
    absent = tuple(name for name, value in known.items() if value.value is None)
    key = type(row), frozenset(exclude or ()), absent, row._state.adding
    connection = connections[router.db_for_write(type(row), instance=row)]
    if key not in _written:
        _written[key] = _write(row, known, connection)
    written = _written[key]
    return written is not None and _is_answered(written, known, connection)


def is_asked(constraint: models.BaseConstraint) -> bool:
    """A check, or that no two rows say the same in these fields."""
    is_unique = isinstance(constraint, models.UniqueConstraint) and constraint.fields and constraint.nulls_distinct is not False
    return bool(is_unique) or isinstance(constraint, models.CheckConstraint)


def _write(row: models.Model, known: dict[str, models.Value], connection: Any) -> _Checks | None:
    """The SQL differs where a field says nothing: what is NULL is written as that."""
    standing = {name: value if value.value is None else _Standing(name, value.output_field) for name, value in known.items()}
    asked = [(model, each) for model, constraints in row.get_constraints() for each in constraints if is_asked(each)]
    conditions = [
        each.condition if isinstance(each, models.CheckConstraint) else _is_unique(row, model, each, standing)
        for model, each in asked
    ]
    if len(conditions) < 2:
        return None
    query = Query(None)
    for name, value in standing.items():
        query.add_annotation(value, name, select=False)
    query.add_annotation(models.Value(1), "_check")
    together = models.Q(*conditions)
    if connection.features.supports_comparing_boolean_expr:
        together = models.Q(Coalesce(together, True, output_field=models.BooleanField()))
    try:
        query.add_q(together)
        sql, params = query.get_compiler(connection=connection).as_sql()
    except (FieldError, EmptyResultSet):
        return None
    return _Checks(sql, tuple(params))


def _is_unique(
    row: models.Model, model: type[models.Model], constraint: models.UniqueConstraint, standing: dict[str, models.Value]
) -> models.Q:
    """That no other row says the same; always so where a field is left out or says nothing."""
    same = {name: standing.get(name) for name in constraint.fields}
    if any(value is None or value.value is None for value in same.values()):
        return models.Q()
    others = model._default_manager.filter(**same)
    if not row._state.adding:
        others = others.exclude(pk=standing["pk"])
    if constraint.condition is None:
        return models.Q(~models.Exists(others))
    return ~(constraint.condition & models.Exists(others.filter(constraint.condition)))


def _is_answered(written: _Checks, known: dict[str, models.Value], connection: Any) -> bool:
    undoing = transaction.atomic(using=connection.alias) if connection.in_atomic_block else nullcontext()
    try:
        with undoing, connection.cursor() as cursor:
            cursor.execute(written.sql, written.params_of(known, connection))
            return cursor.fetchone() is not None
    except DatabaseError:
        return False


def _stored(value: models.Value, connection: Any) -> Any:
    return value.output_field.get_db_prep_value(value.value, connection=connection)
