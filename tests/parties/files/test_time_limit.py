"""Work that takes too long is broken off in whichever thread it is, and nothing else ever is."""

import contextlib
import threading
import time

import pytest
from django.utils import translation

from parties.files.making import NotMadeError, within_render_time
from parties.files.time_limit import TooSlowError, within

SHORT = 0.05  # seconds


def busy(seconds: float = 60.0) -> str:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass
    return "ready"


def forgiving() -> None:
    """Work as some libraries do it: whatever goes wrong, it goes on."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with contextlib.suppress(Exception):
            busy(0.5)


def test_what_is_ready_in_time_is_what_the_work_gave():
    assert within(60, "{}-{}".format, 1, 2) == "1-2"


@pytest.mark.parametrize("work", [busy, forgiving])
def test_what_takes_too_long_is_broken_off(work):
    begin = time.monotonic()
    with pytest.raises(TooSlowError):
        within(SHORT, work)
    assert time.monotonic() - begin < 20, "on a machine that has other things to do"


def test_in_another_thread_as_well():
    told = []

    def serve():
        try:
            within(SHORT, busy)
        except TooSlowError as error:
            told.append(error)

    thread = threading.Thread(target=serve)
    thread.start()
    thread.join(30)
    assert len(told) == 1


def test_a_mistake_in_the_work_is_told_as_it_is():
    with pytest.raises(ZeroDivisionError):
        within(60, lambda: 1 / 0)


def test_nothing_comes_after_the_work_even_when_its_time_was_just_up():
    """Work that ends about when its time does: it is broken off or it is not, and what follows never is."""
    answers = set()
    for _round in range(60):
        try:
            answers.add(within(0.002, busy, 0.002))
        except TooSlowError:
            answers.add("too slow")
        busy(0.002)  # would be hit by what comes too late
    assert answers <= {"ready", "too slow"}


def test_one_limit_within_another_breaks_off_the_work_once():
    def work():
        with pytest.raises(TooSlowError):
            within(SHORT, busy)
        return "went on"

    assert within(60, work) == "went on"


def test_a_document_that_takes_too_long_says_so(settings):
    settings.RENDER_SECONDS = SHORT
    with translation.override("en"), pytest.raises(NotMadeError, match="Making this document takes too long"):
        within_render_time(busy)()
