"""What a test of a race may rely on: processes and connections of their own, refusals as outcomes, no fault that goes unseen."""

import os
import time
from functools import partial

import pytest
from django.db import connection

from parties.models import Party
from tests import races
from tests.factories import PartyFactory
from tests.races import Outcome, meeting_point, needs_postgresql, race, staggers

pytestmark = [pytest.mark.django_db(transaction=True), needs_postgresql]


def who_am_i() -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return os.getpid(), cursor.fetchone()[0]


def refuse(sentence: str):
    raise LookupError(sentence)


def test_each_call_has_a_process_and_a_connection_of_its_own():
    here = who_am_i()
    told = [here, *(outcome.value for outcome in race(who_am_i, who_am_i)), who_am_i()]
    assert len({pid for pid, _session in told}) == 3
    assert len({session for _pid, session in told}) == 4, "the connection of the test itself is opened anew"


def test_a_call_sees_the_rows_of_the_test_and_the_test_sees_those_of_the_call():
    PartyFactory(name="Eerst")
    [outcome] = race(lambda: [Party.objects.count(), PartyFactory(name="Daarna").name])
    assert outcome == Outcome([1, "Daarna"])
    assert list(Party.objects.order_by("pk").values_list("name", flat=True)) == ["Eerst", "Daarna"]


def test_a_refusal_that_is_expected_is_an_outcome():
    assert race(partial(refuse, "Nu niet."), lambda: 1, refusals=(LookupError,)) == [Outcome(refusal="Nu niet."), Outcome(1)]


def test_any_other_exception_fails_the_test_with_its_traceback():
    with pytest.raises(pytest.fail.Exception, match=r"(?s)in refuse\n.*LookupError: Nu niet\."):
        race(lambda: 1, partial(refuse, "Nu niet."), refusals=(OSError,))


def test_a_process_that_dies_fails_the_test():
    with pytest.raises(pytest.fail.Exception, match="A process ended without an answer"):
        race(partial(os._exit, 1))


def test_processes_that_wait_for_each_other_fail_the_test(monkeypatch):
    monkeypatch.setattr(races, "LONGEST", 0.2)
    with pytest.raises(pytest.fail.Exception, match="they wait for each other"):
        race(partial(time.sleep, 30))


def test_calls_meet_between_two_statements():
    met = meeting_point(2)

    def count_after_both_added(name: str) -> int:
        PartyFactory(name=name)
        met.wait()
        return Party.objects.count()

    assert [outcome.value for outcome in race(*(partial(count_after_both_added, name) for name in "AB"))] == [2, 2]


def test_the_delays_go_from_nothing_to_nearly_the_longest(monkeypatch):
    monkeypatch.setattr(races, "TIMES", 4)
    assert staggers(0.2) == [0, 0.05, 0.1, pytest.approx(0.15)]
