"""Commands that a clock starts on two machines: one does the work, whoever dies lets go."""

import os
import signal
import time
from functools import partial
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, connections

from parties.once import alone
from tests.races import FORK, meeting_point, race

COMMANDS = ("send_reminders", "settle_proposals", "make_documents", "check_versions", "check_minutes", "clean_up")
pytestmark = pytest.mark.django_db(transaction=True)


def _hold(name: str, taken, done) -> bool:
    with alone(name) as mine:
        taken.wait()
        done.wait()
        return mine


def test_of_two_processes_at_once_one_may(settings):
    if connection.vendor == "sqlite":
        connections.close_all()
    taken, done = meeting_point(2), meeting_point(2)
    outcomes = race(partial(_hold, "poging", taken, done), partial(_hold, "poging", taken, done))
    assert sorted(outcome.value for outcome in outcomes) == [False, True]
    with alone("poging") as mine:
        assert mine


def test_another_name_is_another_lock():
    with alone("een") as one, alone("twee") as other, alone("een") as again:
        assert (one, other, again) == (True, True, False)


def _hold_until_killed(taken) -> None:
    connections.close_all()
    with alone("gedood"):
        taken.wait()
        time.sleep(60)


def test_who_is_killed_lets_go():
    connections.close_all()
    taken = meeting_point(2)
    process = FORK.Process(target=_hold_until_killed, args=(taken,), daemon=True)
    process.start()
    taken.wait()
    with alone("gedood") as mine:
        assert not mine
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with alone("gedood") as mine:
            if mine:
                return
        time.sleep(0.05)
    pytest.fail("The lock of a process that is gone stays.")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_clock_does_nothing_while_another_does_it(command):
    said = StringIO()
    with alone(command):
        call_command(command, stdout=said)
    assert "loopt al" in said.getvalue()
    said = StringIO()
    call_command(command, stdout=said)
    assert "loopt al" not in said.getvalue()
