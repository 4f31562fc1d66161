"""Whether the checks of the database hold for a row, asked in one query of which Django writes the SQL once for each kind of row.

Every row that is saved is asked so, and writing that query took a quarter of saving it.
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
    """Whether all checks of the database hold for the row. False where that cannot be asked of all at once."""
    known = row._get_field_expression_map(meta=row._meta, exclude=exclude)
    if not all(type(value) is models.Value and not hasattr(value.output_field, "get_placeholder") for value in known.values()):
        return False
    key = type(row), frozenset(exclude or ()), tuple(name for name, value in known.items() if value.value is None)
    connection = connections[router.db_for_write(type(row), instance=row)]
    if key not in _written:
        _written[key] = _write(row, known, connection)
    written = _written[key]
    return written is not None and _is_answered(written, known, connection)


def is_check(constraint: models.BaseConstraint) -> bool:
    return isinstance(constraint, models.CheckConstraint)


def _write(row: models.Model, known: dict[str, models.Value], connection: Any) -> _Checks | None:
    """The SQL differs where a field says nothing: what is NULL is written as that."""
    conditions = [each.condition for _model, constraints in row.get_constraints() for each in constraints if is_check(each)]
    if len(conditions) < 2:
        return None
    query = Query(None)
    for name, value in known.items():
        standing = value if value.value is None else _Standing(name, value.output_field)
        query.add_annotation(standing, name, select=False)
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
