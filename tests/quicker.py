"""What makes Python itself lose less time while tests run; nothing of what they ask or find depends on it."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import pytest

SPACE = (
    70_000  # slots of eight bytes: just over half a megabyte, so that Python takes a megabyte and leaves the rest to what follows
)


def look_less_often() -> None:
    """Let Python look for what only points at itself after twenty thousand new objects, not after seven hundred.

    With all of Django in memory every thorough look takes tens of milliseconds: a seventh of the time, a third of loading it.
    """
    gc.set_threshold(20_000, 20, 20)


@contextmanager
def look_never() -> Iterator[None]:
    """For what makes a gigabyte of classes and is done in a moment: migrations."""
    gc.disable()
    yield
    gc.enable()
    leave_alone_what_is_loaded()


def leave_alone_what_is_loaded() -> None:
    gc.collect()
    gc.freeze()


def run_in_one_piece(item: pytest.Item) -> None:
    """Give the calls of a test one piece of memory.

    Python keeps running calls in pieces of 16 kB, and takes one and gives it back at every call that crosses the end of a piece.
    Below pytest, the middleware and a template some busy call always does: half a million times in a minute, a fifth of the time.
    """
    item.setup = partial(_with_space, item.setup)
    item.runtest = partial(_with_space, item.runtest)


def _with_space(run: Callable):
    return run()


_with_space.__code__ = _with_space.__code__.replace(co_stacksize=SPACE)
