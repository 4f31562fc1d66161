"""Several processes at one database at the same moment, for what goes wrong only then.

    pytestmark = [pytest.mark.django_db(transaction=True), needs_postgresql]

    def test_one_of_two_wins():
        for stagger in staggers(0.05):
            row = RowFactory()
            one, other = race(partial(take, row), partial(take, row), refusals=(NotAllowedNowError,), stagger=stagger)
            assert [one.refusal, other.refusal].count("") == 1

Each call runs in a process of its own: a copy of this one, with a connection of its own. So a call may use all that the test has
made: rows, fixtures, the clock of the test, mock.patch. What it changes in memory stays there; what it returns comes back. Other
processes see committed rows only, hence transaction=True.

All calls begin together. What comes out depends on who reaches which statement first, so a race is run many times: a loop in one
test, because between two tests all tables are emptied. A fault with a narrow window is met when the calls shift against each
other: `stagger` lets each call begin that much later than the one before it. Where the test knows between which two statements
it goes wrong, let the calls meet there: wait() of a `meeting_point(2)` returns in both processes once both have called it. Where
one must come upon a lock of the other, the other keeps it `until_another_waits()`: then once is enough, and no luck is needed.

RACES=200 before pytest runs every race two hundred times. First see that the test fails without the lock that it is about.
"""

import multiprocessing
import os
import pickle
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection

import pytest
from django.db import connection, connections

TIMES = int(os.environ.get("RACES", "8"))  # how often each race is run; scripts/test.sh says 4, and 20 with ALL=1
LONGEST = 60.0  # seconds; processes that wait longer than this wait for each other
LONGEST_WAIT = 20.0  # seconds in which one that should come upon a lock has come upon it

# A copy of the process, not a new one: nothing has to be loaded again, and a call need not be importable.
FORK = multiprocessing.get_context("fork")

needs_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite lets one process write at a time, and in memory it is nobody else's."
)


@dataclass(frozen=True)
class Outcome:
    """What one call gave: its value, or the sentence with which it was refused."""

    value: object = None
    refusal: str = ""


def staggers(longest: float) -> list[float]:
    """From 0 to `longest` seconds, one for each time that a race is run: about what the first call takes, to meet all of it."""
    return [longest * turn / TIMES for turn in range(TIMES)]


def meeting_point(calls: int):
    """An object whose wait() returns once it was called in so many processes; it fails when the others do not come."""
    return FORK.Barrier(calls, timeout=LONGEST)


def until_another_waits() -> None:
    """In a process that holds a lock: returns when another one waits for it, and fails when none comes."""
    last = time.monotonic() + LONGEST_WAIT
    while time.monotonic() < last:
        with connection.cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid)))")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)
    raise AssertionError("Nobody waits for the lock that this process holds.")


def race(*calls: Callable[[], object], refusals: tuple[type[Exception], ...] = (), stagger: float = 0.0) -> list[Outcome]:
    """Run the calls at the same moment, each in its own process; their outcomes in the order of the calls.

    Exceptions in `refusals` are outcomes, with their text; any other exception fails the test with its traceback. stagger is in
    seconds.
    """
    assert not connection.in_atomic_block, "Other processes see committed rows only: use django_db(transaction=True)."
    connections.close_all()  # a copy of an open connection would be the same connection
    start = meeting_point(len(calls))
    runners = [_Runner(call, start, stagger * place, refusals) for place, call in enumerate(calls)]
    try:
        return [runner.outcome() for runner in runners]
    finally:
        for runner in runners:
            runner.stop()


class _Runner:
    def __init__(self, call, start, delay: float, refusals):
        self._answer, answer = FORK.Pipe(duplex=False)
        self._process = FORK.Process(target=_run, args=(call, start, delay, refusals, answer), daemon=True)
        self._process.start()
        answer.close()  # so that the end of the process is the end of the pipe

    def outcome(self) -> Outcome:
        if not self._answer.poll(LONGEST):
            pytest.fail(f"A process gave no answer in {LONGEST:.0f} seconds: they wait for each other.")
        try:
            found = self._answer.recv()
        except EOFError:
            pytest.fail("A process ended without an answer.")
        if isinstance(found, str):
            pytest.fail(f"A process failed:\n{found}", pytrace=False)
        return found

    def stop(self) -> None:
        if self._process.is_alive():
            self._process.join(1)
            self._process.kill()
        self._process.join()


def _run(call, start, delay: float, refusals, answer: Connection) -> None:
    """In the new process."""
    try:
        connection.ensure_connection()  # before the start, or who connects first has won
        start.wait()
        time.sleep(delay)
        found = pickle.dumps(_outcome(call, refusals))
    except BaseException:  # noqa: BLE001 (whatever it is, the test must hear of it)
        found = pickle.dumps(traceback.format_exc())
    finally:
        connections.close_all()
    answer.send_bytes(found)


def _outcome(call, refusals) -> Outcome:
    try:
        return Outcome(call())
    except refusals as refusal:
        return Outcome(refusal=str(refusal) or type(refusal).__name__)
