"""A plugin of pytest: for each breakage a process in which it is made, and in it the tests that meet its line, until one fails.

All tests are loaded once, on SQLite; a fork has them, and the tables in memory, at once. The tests that `make test` runs come
first, those that meet the least of the program before the others, as they are about that line; then those that it leaves.
What fails must pass unbroken.
"""

import gc
import json
import os
import pickle
import time
import types
from collections.abc import Iterator
from pathlib import Path
from select import select
from signal import SIGKILL

import pytest
from _pytest.runner import runtestprotocol

from tests.choosing import ROOT
from tests.choosing.breakages import Breakage, make

FIRST, SECOND, THIRD = 10, 12, 100  # seconds of processor time for what runs, what is left, and the rest of what runs
SAYS_NOTHING = ("passed", "took too long to tell")


class Forks:
    def __init__(self, job: dict):
        self._job = job
        self._unsure: set[str] = set()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session) -> bool:
        self._tests = {item.nodeid: item for item in session.items}
        self._begin(session)
        with Path(self._job["out"]).open("a", encoding="utf-8") as out:
            for breakage, runs, left in self._job["breakages"]:
                self._breakage = Breakage(**{**breakage, "place": tuple(breakage["place"])})
                here = [[name for name in names if name in self._tests] for names in (runs, left)]
                out.write(json.dumps([str(self._breakage), *self._outcome(*here)]) + "\n")
                out.flush()
        return True

    def _begin(self, session) -> None:
        """One test with a database, so that the tables are there; and the functions that can be broken."""
        first = next(item for item in session.items if "cast" in item.fixturenames)
        reports = runtestprotocol(first, nextitem=next(item for item in session.items if item is not first), log=False)
        said = "\n".join(report.longreprtext for report in reports if report.failed)
        assert not said, f"{first.nodeid} fails before anything is broken:\n{said}"
        gc.unfreeze()
        here = f"{ROOT}/"
        # Not isinstance(), which wakes what is lazy.
        functions = (each for each in gc.get_objects() if type(each) is types.FunctionType)
        self._functions = [each for each in functions if each.__code__.co_filename.startswith(here)]
        gc.freeze()

    def _outcome(self, runs: list[str], left: list[str]) -> tuple[str, str]:
        """Which of the two caught it, and the test that did."""
        if not runs and not left:
            return "met by no test", ""
        what, name, number = self._until_caught(runs, FIRST)
        if what not in SAYS_NOTHING:
            return "caught", name
        found, by, _ = self._until_caught(left, SECOND)
        if found in SAYS_NOTHING:
            return ("caught by none" if {what, found} == {"passed"} else "not known"), ""
        if what == "passed":
            return "only by what is left", by
        what, name, _ = self._until_caught(runs[number:], THIRD)
        return ("only by what is left", by) if what in SAYS_NOTHING else ("caught", name)

    def _until_caught(self, names: list[str], seconds: float) -> tuple[str, str, int]:
        """What came of it, by which test, and how many ran."""
        while names := [name for name in names if name not in self._unsure]:
            what, name, number = self._forked(names, seconds, breakage=self._breakage)
            if what != "failed" or self._forked([name], seconds, breakage=None)[0] == "passed":
                return what, name, number
            self._unsure.add(name)
        return "passed", "", 0

    def _forked(self, names: list[str], seconds: float, *, breakage: Breakage | None) -> tuple[str, str, int]:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                os.close(reading)
                for descriptor in (1, 2):
                    os.dup2(os.open(os.devnull, os.O_WRONLY), descriptor)
                os.write(writing, pickle.dumps(self._run(names, seconds, breakage)))
            finally:
                os._exit(0)
        os.close(writing)
        said = b"".join(_until_closed(reading, 60 + 3 * seconds))
        os.kill(child, SIGKILL)
        os.waitpid(child, 0)
        os.close(reading)
        return pickle.loads(said) if said else ("ended or hung", names[0], 0)

    def _run(self, names: list[str], seconds: float, breakage: Breakage | None) -> tuple[str, str, int]:
        begin = time.process_time()
        if breakage:
            make(breakage, self._functions)
        items = [self._tests[name] for name in names]
        items[0].session._setupstate.teardown_exact(items[0])
        for number, (item, following) in enumerate(zip(items, [*items[1:], items[-1]], strict=True), 1):
            if any(report.failed for report in runtestprotocol(item, nextitem=following, log=False)):
                return "failed", item.nodeid, number
            if time.process_time() - begin > seconds:
                return "took too long to tell", "", number
        return "passed", "", len(items)


def _until_closed(reading: int, seconds: float) -> Iterator[bytes]:
    end = time.monotonic() + seconds
    while select([reading], [], [], max(0.0, end - time.monotonic()))[0] and (part := os.read(reading, 65536)):
        yield part


def pytest_configure(config):
    config.pluginmanager.register(Forks(json.loads(Path(os.environ["BREAKAGES"]).read_text("utf-8"))))
