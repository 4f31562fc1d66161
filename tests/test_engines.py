"""What PostgreSQL is spared stays little and known, and on SQLite nothing is spared."""

import pytest

from tests import conftest
from tests.locks_met import places_that_lock, within


@pytest.mark.parametrize("place", conftest.NOT_FOR_POSTGRESQL)
def test_what_postgresql_is_spared_exists(place):
    assert (conftest.HERE / place).exists()


def test_what_postgresql_is_spared_does_not_grow_unseen():
    """One more is a decision: could the other database never break what these tests are about?"""
    assert len(conftest.NOT_FOR_POSTGRESQL) <= 35


def test_the_cases_that_postgresql_is_spared_do_not_grow_unseen():
    marked = [file.name for file in conftest.HERE.rglob("test_*.py") if "mark.same_for_postgresql" in file.read_text("utf-8")]
    assert set(marked) - {"test_engines.py"} == {"test_doors.py", "test_lockout.py"}


def test_what_only_all_runs_does_not_grow_unseen():
    marked = [file.name for file in conftest.HERE.rglob("test_*.py") if "mark.with_all" in file.read_text("utf-8")]
    assert set(marked) - {"test_engines.py"} == {"test_doors.py", "test_migrations.py"}


def test_what_is_spared_is_about_no_rule_of_the_database():
    about_databases = ("transaction=True", "transactional_db", "select_for_update", "OperationalError")
    places = [conftest.HERE / place for place in conftest.NOT_FOR_POSTGRESQL]
    files = [file for place in places for file in ([place] if place.is_file() else place.rglob("*.py"))]
    assert {file.name: word for file in files for word in about_databases if word in file.read_text(encoding="utf-8")} == {}


def test_every_lock_in_the_code_is_known():
    """So that a run of all tests on PostgreSQL can say which of them no test met."""
    found = places_that_lock()
    assert {"agreements/ordering.py:", "monitoring/writes.py:"} <= {place[: place.index(":") + 1] for place in found}
    text = "\n".join(path.read_text("utf-8") for path in within())
    assert len(found) > text.count("select_for_update(") / 2
