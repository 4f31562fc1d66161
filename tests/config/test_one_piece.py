"""Whether the calls of a request get one piece of memory, whatever stands above them."""

import resource
import sys
import threading
from collections.abc import Callable
from typing import Any

import pytest

from config.one_piece import in_one_piece
from config.wsgi import application

CALLS = 300


def most_taken_anew(run: Callable[[], Any]) -> int:
    """How often memory is taken at most while this runs, below one call or many; in a thread, where nothing stands above it."""
    taken = []

    def below(depth: int) -> None:
        if depth:
            below(depth - 1)
            return
        before = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
        run()
        taken.append(resource.getrusage(resource.RUSAGE_THREAD).ru_minflt - before)

    def at_each_depth() -> None:
        run()
        for depth in range(200):
            below(depth)

    thread = threading.Thread(target=at_each_depth)
    thread.start()
    thread.join()
    return max(taken)


def some_calls() -> None:
    for number in range(CALLS):
        largest_of_many(number)


def largest_of_many(n: int) -> int:
    """Needs more room than one call deeper takes, so that at some depth it is this that crosses."""
    return max(n, n, n, n, n, n, n, n, n, n, n, n, n, n, n, n, n, n, n, n, n, n, n, n, n, n, n, n, n, n, n, n)


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="is about Python 3.11: a later one may keep what it took")
def test_python_takes_memory_at_each_call_that_crosses_the_end_of_a_piece():
    assert most_taken_anew(some_calls) >= CALLS


def test_in_one_piece_no_call_does():
    assert most_taken_anew(in_one_piece(some_calls)) < CALLS // 10


def test_what_it_is_called_with_goes_on_and_the_answer_comes_back():
    assert in_one_piece(divmod)(7, 2) == (3, 1)
    assert in_one_piece(sorted)([1, 3, 2], reverse=True) == [3, 2, 1]


def test_the_server_answers_in_one_piece():
    assert application.__code__.co_stacksize > 65_536
