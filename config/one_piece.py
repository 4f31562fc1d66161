"""Gives the calls of a request or command one piece of memory.

Python keeps running calls in pieces of 16 kB, and takes one and gives it back at every call that crosses the end of a piece
(`push_chunk` in its `pystate.c`). Below the server, the middleware and a template some busy call does: 1,292 times in one page on
which an agenda is written, a fifth of its time.
"""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

P, T = ParamSpec("P"), TypeVar("T")
SPACE = 70_000  # slots of eight bytes, just over half a megabyte: Python takes a megabyte and leaves the rest to what follows


def in_one_piece(function: Callable[P, T]) -> Callable[P, T]:
    """The function, with all that it calls in one piece. What is not used of it is never taken from the machine."""

    def call(*args: P.args, **kwargs: P.kwargs) -> T:
        return function(*args, **kwargs)

    call.__code__ = call.__code__.replace(co_stacksize=SPACE)
    return call
