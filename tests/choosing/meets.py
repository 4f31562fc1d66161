"""What each test meets of the program, and what it costs: a plugin of pytest that `MEETS=folder make test` loads.

A test meets a step from one line of our code to the next, a node of a template, and on PostgreSQL a question that differs in more
than its values. What the browser asks is not measured: it runs in the threads of a server.
"""

import os
import pickle
import re
import time
from array import array
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import coverage
import pytest
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.template.base import Node

from parties.files import time_limit
from tests.choosing import ROOT, SOURCES

# A list of values, a number in a name and a value that stands in the text itself make no other question.
ALIKE = ((re.compile(r"(\(?%s\)?)(?:,\s*\(?%s\)?)+"), r"\1"), (re.compile(r"\d+"), "0"))

ONE_LINE = (1 << 28) - 1


class Meets:
    """One part of `make test`, watched; in the end it is written to the folder that MEETS names."""

    def __init__(self):
        self._watch = coverage.Coverage(
            data_file=None,
            branch=True,
            config_file=False,
            source=[str(ROOT / source) for source in SOURCES],
            omit=["*/migrations/*"],
        )
        self._watch.start()
        self._numbers: dict[tuple, int] = {}
        self._tests: list[tuple[str, float, array]] = []
        self._others: set[tuple] = set()

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_finish(self):
        self._watch_templates()
        self._watch_questions()
        # CPython 3.11 hangs when it is traced and what was to be raised in a thread is taken back.
        original = time_limit._raise_in
        time_limit._raise_in = lambda thread, error: error and original(thread, error)
        self._met()

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item) -> Iterator[None]:
        self._met()
        before = _processor_time()
        result = yield
        self._tests.append((item.nodeid, _processor_time() - before, array("I", sorted(self._met()))))
        return result

    def pytest_sessionfinish(self):
        self._watch.stop()
        name = f"{connection.vendor}-{os.getpid()}.pickle"
        numbers = [(file, *_lines(rest[0])) if len(rest) == 1 else (file, *rest) for file, *rest in self._numbers]
        Path(os.environ["MEETS"], name).write_bytes(pickle.dumps({"numbers": numbers, "tests": self._tests}))

    def _watch_templates(self) -> None:
        original = Node.render_annotated

        def render_annotated(node, context):
            if node.token is not None:
                self._others.add((str(node.origin), node.token.lineno, type(node).__name__))
            return original(node, context)

        Node.render_annotated = render_annotated

    def _watch_questions(self) -> None:
        if connection.vendor != "postgresql":
            return
        for name in ("execute", "executemany"):
            setattr(CursorWrapper, name, self._asked(getattr(CursorWrapper, name)))

    def _asked(self, original):
        def ask(cursor, sql, *arguments, **named):
            self._others.add(("SQL", _question(str(sql))))
            return original(cursor, sql, *arguments, **named)

        return ask

    def _met(self) -> set[int]:
        """The numbers of all that was met since the last time. Coverage itself would keep a row of each step of each test."""
        met = set()
        for file, steps in list(self._watch._collector.data.items()):
            met |= {self._number_of((file, step)) for step in steps}
            steps.clear()
        met |= {self._number_of(other) for other in self._others}
        self._others.clear()
        return met

    def _number_of(self, what: tuple) -> int:
        return self._numbers.setdefault(what, len(self._numbers))


@cache
def _question(sql: str) -> str:
    for pattern, instead in ALIKE:
        sql = pattern.sub(instead, sql)
    return sql


def _lines(step: int | str) -> tuple:
    """From and to, of the number in which coverage packs a step; 0 is where a function begins or ends. A question stays."""
    if isinstance(step, str):
        return (step,)
    begin, end, leaves = step & ONE_LINE, step >> 28 & ONE_LINE, step >> 56
    return (0 if leaves & 1 else begin, 0 if leaves & 2 else end)


def _processor_time() -> float:
    """In seconds, of this process and of what it waited for."""
    taken = os.times()
    return time.process_time() + taken.children_user + taken.children_system


def pytest_configure(config):
    config.pluginmanager.register(Meets())
