"""Every place in the code that locks rows is met by a test on PostgreSQL; SQLite has no such locks and would never tell.

tests/engines.py leaves out there what no database can break. This is what holds it to that: the run of all tests on PostgreSQL
fails when a function of ours that asks select_for_update() was called by none of them.
"""

import ast
import sys
from pathlib import Path

import pytest
from django.db.models import QuerySet

ROOT = Path(__file__).parents[1]
APPS = ("agreements", "config", "monitoring", "parties")
LOCK = "select_for_update"

_met: set[str] = set()
_lock = QuerySet.select_for_update


def within() -> list[Path]:
    return [path for app in APPS for path in sorted((ROOT / app).rglob("*.py")) if "migrations" not in path.parts]


def places_that_lock() -> set[str]:
    """The functions that lock, as "path:name"."""
    found = set()
    for path in within():
        text = path.read_text(encoding="utf-8")
        if LOCK not in text:
            continue
        for function in ast.walk(ast.parse(text)):
            if isinstance(function, ast.FunctionDef) and any(map(_is_lock, ast.walk(function))):
                found.add(f"{path.relative_to(ROOT)}:{function.name}")
    return found


def lines_that_lock() -> list[set[tuple[str, int]]]:
    """Of each lock the lines on which it stands, with their file."""
    return [
        {(str(path), line) for line in range(node.lineno, node.end_lineno + 1)}
        for path in within()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if _is_lock(node)
    ]


def _is_lock(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == LOCK


def watch_locks() -> None:
    """From now on in this process, a function that locks is noted; one that a race calls in another process is not."""

    def noted(rows, *args, **kwargs):
        frame = sys._getframe(1)
        while "site-packages" in frame.f_code.co_filename:  # a manager, which asks its rows
            frame = frame.f_back
        code = frame.f_code
        _met.add(f"{code.co_filename.removeprefix(f'{ROOT}/')}:{code.co_name}")
        return _lock(rows, *args, **kwargs)

    QuerySet.select_for_update = noted


def fail_when_one_was_not_met(session: pytest.Session) -> None:
    """Only of a run of all tests, of which none failed already."""
    config = session.config
    ran_all = config.args_source is config.ArgsSource.TESTPATHS and not config.option.keyword
    missing = sorted(places_that_lock() - _met)
    if ran_all and missing and session.exitstatus == pytest.ExitCode.OK:
        print("\n\nNo test on PostgreSQL meets the lock in " + ", ".join(missing))
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
