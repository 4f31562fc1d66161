"""Rows that many tests begin with, made once; what a test writes is rolled back to them.

`module_rows` holds what the fixtures of one module load, `cast_rows` the cast as long as one test after the other asks for it,
`made_once` what one module makes of the cast.
"""

import pickle
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial

import pytest
from django.db import transaction

# Tests that commit, and tests whose module has rows of its own below the cast.
NOT_SHARED = {"transactional_db", "live_server", "django_db_reset_sequences", "module_rows"}


@contextmanager
def rolled_back(blocker) -> Iterator[None]:
    """A transaction around tests, undone in the end; their own transactions are savepoints in it."""
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def made_once(blocker, make: Callable) -> Iterator[Callable]:
    """For a module-scoped fixture beside module_rows: makes rows, and gives what hands them out as they were made."""
    with rolled_back(blocker), blocker.unblock():
        yield partial(pickle.loads, pickle.dumps(make()))


class CastRows:
    """The rows of the cast: made for the first of the tests in a row that ask for them, gone before the first that does not."""

    def __init__(self):
        self.blocker = None  # pytest-django's, once there is a database
        self._open = ExitStack()
        self._pickled: bytes | None = None

    def prepare(self, item: pytest.Item, make: Callable) -> None:
        """Make the rows when the test may share them, and take them away when not; before anything of the test is set up."""
        if not self._may_share(item):
            self.close()
        elif self._pickled is None and self.blocker:
            self._open.enter_context(rolled_back(self.blocker))
            with self.blocker.unblock():
                self._pickled = pickle.dumps(make())

    def fresh(self, make: Callable):
        """The cast as it was made; no test finds what another one changed in it."""
        return make() if self._pickled is None else pickle.loads(self._pickled)

    def close(self) -> None:
        self._pickled = None
        self._open.close()

    def _may_share(self, item: pytest.Item) -> bool:
        marker = item.get_closest_marker("django_db")
        commits = bool(marker and marker.kwargs.get("transaction"))
        return "cast" in item.fixturenames and not commits and NOT_SHARED.isdisjoint(item.fixturenames)


cast_rows_of_the_session = CastRows()


@pytest.fixture(scope="session")
def cast_rows(django_db_setup, django_db_blocker) -> Iterator[CastRows]:
    cast_rows_of_the_session.blocker = django_db_blocker
    yield cast_rows_of_the_session
    cast_rows_of_the_session.close()


@pytest.fixture(scope="module")
def module_rows(django_db_setup, django_db_blocker) -> Iterator[None]:
    """What the module-scoped fixtures that ask for this one load, stays until the last test of the module."""
    with rolled_back(django_db_blocker):
        yield
        cast_rows_of_the_session.close()  # for they may have been made within this transaction
