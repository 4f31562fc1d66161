"""The log as JSON, one line for each event, with no name, address, search word or token in it.

Nothing is searched for and blotted out: only what cannot be personal comes in. Of a message that is a text of ours, with numbers
filled in; of other libraries, which put addresses and subjects in theirs, the place that speaks and the text before anything is
filled in. Of an exception its kind and where it happened; what it says of itself may hold what somebody typed.
"""

import json
import logging
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from operations.watching.request_id import current_request_id

OURS = {"agreements", "config", "monitoring", "operations", "parties", "public_site"}
LEFT_OUT = "…"
ROOT = Path(__file__).parents[2]
MOST_CAUSES, MOST_PLACES = 5, 40


class JsonFormatter(logging.Formatter):
    """`extra={"data": {…}}` adds values to the line; whoever gives them answers for what is in them."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": message_of(record),
            **getattr(record, "data", {}),
        }
        if request_id := current_request_id():
            line["request_id"] = request_id
        if record.exc_info and record.exc_info[1]:
            line["exception"] = causes_of(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def message_of(record: logging.LogRecord) -> str:
    """The message with numbers filled in, and the kind of an error; all else is left out."""
    is_ours = record.name.partition(".")[0] in OURS
    place = f"{record.module}:{record.lineno}"
    if not record.args:
        return str(record.msg) if is_ours else place
    many = isinstance(record.args, dict)
    shown: Any = {name: _shown(value) for name, value in record.args.items()} if many else tuple(map(_shown, record.args))
    try:
        said = record.msg % shown
    except (TypeError, ValueError):
        return place
    return said if is_ours else f"{place} {said}"


def _shown(value: object) -> object:
    if isinstance(value, int | float):
        return value
    return type(value).__name__ if isinstance(value, BaseException) else LEFT_OUT


def causes_of(error: BaseException) -> list[dict]:
    """The error and what it came from, each with its kind and the places of its way, the last one last."""
    return [{"kind": kind_of(one), "at": list(places_of(one.__traceback__))} for one in _chain(error)]


def kind_of(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")


def _chain(error: BaseException) -> Iterator[BaseException]:
    found: BaseException | None = error
    for _cause in range(MOST_CAUSES):
        if found is None:
            return
        yield found
        found = found.__cause__ or (None if found.__suppress_context__ else found.__context__)


def places_of(found: TracebackType | None) -> Iterator[str]:
    """File, line and function of each step, without the values that they had."""
    steps = traceback.StackSummary.extract(traceback.walk_tb(found), lookup_lines=False)
    for step in steps[-MOST_PLACES:]:
        yield f"{_short(step.filename)}:{step.lineno} {step.name}"


def _short(path: str) -> str:
    """From the root of the code, or from where libraries lie."""
    return path.rpartition("site-packages/")[2] if "site-packages/" in path else path.removeprefix(f"{ROOT}/")
