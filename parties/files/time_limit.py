"""A limit on the time of work that a stranger's file may make long, whatever the work is busy with.

A worker has several threads, and a signal reaches only the first. So another thread watches the clock, and raises
an error in the thread that works, between two steps of Python. docs/decisions/0016-files-of-strangers.md tells why,
and where it may be used: around work that makes a value of bytes or bytes of a value, never a query or a write.
"""

import ctypes
from collections.abc import Callable
from threading import Event, Lock, Thread, get_ident
from typing import TypeVar

Result = TypeVar("Result")
AGAIN = 1.0  # seconds after which it is said once more, to work that did not hear it


class TooSlowError(Exception):
    """The work took longer than it may, and was broken off."""


class _TimeIsUp(BaseException):
    """Raised in the midst of the work; no library takes it for an error of its own."""


def within(seconds: float, work: Callable[..., Result], *args) -> Result:
    """The result of the work; TooSlowError when it takes longer. One call in C is never broken off."""
    watch = _Watch(seconds)
    try:
        try:
            watch.start()
            return work(*args)
        finally:
            watch.end()
    except _TimeIsUp:
        watch.end()
        raise TooSlowError from None


class _Watch(Thread):
    def __init__(self, seconds: float):
        super().__init__(daemon=True)
        self._seconds, self._thread = seconds, get_ident()
        self._lock, self._ended = Lock(), Event()

    def run(self) -> None:
        wait = self._seconds
        while not self._ended.wait(wait):
            with self._lock:
                if not self._ended.is_set():
                    _raise_in(self._thread, _TimeIsUp)
            wait = AGAIN

    def end(self) -> None:
        """From here on nothing is raised, also when time was up just now."""
        with self._lock:
            self._ended.set()
            _raise_in(self._thread, None)


def _raise_in(thread: int, error: type[BaseException] | None) -> None:
    """Raise the error at the next step of the thread; None takes back one that was not raised yet."""
    what = None if error is None else ctypes.py_object(error)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), what)
