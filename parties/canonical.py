"""Frozen dataclasses as canonical JSON and back: equal values give equal bytes everywhere, always."""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import Field, fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache, partial
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

# Of a field that a row got after rows of its kind were hashed: while it has its default it is not written, so no hash differs.
ADDED_LATER = {"added_later": True}
RESTORED: dict[type, Callable[[str], Any]] = {
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    Decimal: Decimal,
}


def canonical(row: Any) -> str:
    """The row as JSON with one way to write it: names sorted, no white space, UTC, plain numbers."""
    return json.dumps(_plain(row), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def restore(kind: type, text: str) -> Any:
    """The row that canonical() wrote."""
    return restore_value(kind, json.loads(text))


def hash_of(text: str) -> str:
    """The SHA-256 of the text as a download gives it, in hexadecimals."""
    return hashlib.sha256(text.encode()).hexdigest()


def _is_written(row: Any, each: Field) -> bool:
    return not each.metadata.get("added_later") or getattr(row, each.name) != each.default


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value) if _is_written(value, each)}
    match value:
        case None | bool() | int():
            return value
        case str():
            return str(value)
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case Decimal():
            return "0" if value == 0 else f"{value.normalize():f}"
        case tuple():
            return [_plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no place in canonical JSON: {value!r}")


def restore_value(kind: Any, value: Any) -> Any:
    """The row from JSON; names unknown by now are skipped, later ones have their default."""
    restore_one = _restorer(kind)
    return restore_one(value) if restore_one else value


@cache
def _restorer(kind: Any) -> Callable[[Any], Any] | None:
    """What makes a value of this kind from JSON, found once: a state has thousands. None where JSON has it as it is."""
    if get_origin(kind) in {Union, UnionType}:
        one = _restorer(next(option for option in get_args(kind) if option is not NoneType))
        return one and (lambda value: None if value is None else one(value))
    if get_origin(kind) is tuple:
        (item, _every) = get_args(kind)
        return lambda value: _restore_all(item, value)
    return partial(_restore_row, kind) if is_dataclass(kind) else RESTORED.get(kind)


def _restore_all(kind: Any, values: Iterable) -> tuple:
    restore_one = _restorer(kind)
    return tuple(map(restore_one, values) if restore_one else values)


def _restore_row(kind: Any, value: dict[str, Any]) -> Any:
    values = {}
    for name, restore_one in _restorers(kind).items():
        if name in value:
            values[name] = restore_one(value[name]) if restore_one else value[name]
    return kind(**values)


@cache
def _restorers(kind: Any) -> dict[str, Callable[[Any], Any] | None]:
    return {name: _restorer(hint) for name, hint in get_type_hints(kind).items()}
