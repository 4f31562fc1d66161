"""What every test may count on, and which tests an engine needs not see."""

from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection

from parties.remembered import forget_all
from tests import left_to_all
from tests.emptying import empty_what_is_filled
from tests.engines import NOT_FOR_POSTGRESQL, is_for_both, is_for_postgresql, place_of
from tests.factories import cast, make_cast  # noqa: F401 (a fixture)
from tests.kept_guard import watch_what_is_kept
from tests.locks_met import fail_when_one_was_not_met, watch_locks
from tests.quicker import leave_alone_what_is_loaded, look_never, run_in_one_piece
from tests.shared_rows import cast_rows, cast_rows_of_the_session, module_rows  # noqa: F401 (fixtures)
from tests.words_guard import watch_words

HERE = Path(__file__).parent
# Folders whose tests `make test` runs apart, by the marker that they get: what needs Chromium, and what takes long.
PARTS = {
    "access": "pages",
    "agreements": "agreements",
    "agreements/exports": "documents",
    "agreements/imports": "files",
    "browser": "browser",
    "monitoring/demo": "files",
    "monitoring/exports": "documents",
    "security": "pages",
}

# PostgreSQL sees what a database can break. tests/engines.py says which files that are.
ASKS_FOR_DATABASE = {"db", "transactional_db", "django_db_setup"}


def pytest_addoption(parser):
    parser.addoption("--each-once", action="store_true", help="on SQLite, leave out what PostgreSQL runs and need not run twice")
    parser.addoption("--quick", action="store_true", help="leave out what tests/left_to_all names")
    parser.addoption("--all", action="store_true", help="leave out no case on either engine; run the migrations on SQLite too")


def pytest_ignore_collect(collection_path, config):
    """What PostgreSQL leaves out as a whole is not even loaded there; a third of the loading."""
    if collection_path.suffix == ".py" and is_spared(config) and place_of(collection_path) in NOT_FOR_POSTGRESQL:
        return True if "for_postgresql" not in collection_path.read_text("utf-8") else None
    return None


def pytest_collection_modifyitems(config, items):
    for item in items:
        run_in_one_piece(item)
        for marker in markers_of(item.path):
            item.add_marker(marker)
    if config.getoption("quick"):
        refuse_lines_without_a_test(config, items)
    if not config.getoption("all"):
        asked = {"each_once": config.getoption("each_once"), "quick": config.getoption("quick")}
        left_out = [item for item in items if is_left_out(item, **asked)]
        config.hook.pytest_deselected(items=left_out)
        gone = set(left_out)
        items[:] = [item for item in items if item not in gone]


@cache
def markers_of(path: Path) -> set[str]:
    return {marker for folder, marker in PARTS.items() if path.is_relative_to(HERE / folder)}


def pytest_collection_finish():
    leave_alone_what_is_loaded()


def pytest_sessionfinish(session):
    if is_postgresql():
        fail_when_one_was_not_met(session)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    cast_rows_of_the_session.prepare(item, make_cast)


def is_postgresql() -> bool:
    return settings.DATABASES["default"]["ENGINE"].endswith("postgresql")


def is_spared(config) -> bool:
    """Whether this run leaves out what no database can break."""
    return is_postgresql() and not config.getoption("all")


def is_left_out(item, *, each_once: bool, quick: bool = False) -> bool:
    if item.get_closest_marker("with_all"):
        return True
    if quick and left_to_all.is_left(item.nodeid, engine()):
        return True
    if is_postgresql():
        return not can_differ_on_postgresql(item)
    return each_once and not is_for_sqlite(item)


def engine() -> str:
    return "postgresql" if is_postgresql() else "sqlite"


def refuse_lines_without_a_test(config, items) -> None:
    """A test that got another name runs from then on; its old line would leave out whatever gets that name later."""
    if any("::" in argument for argument in config.args):
        return
    gone = left_to_all.lines_without_a_test({item.nodeid for item in items}, engine())
    if gone:
        raise pytest.UsageError(f"tests/left_to_all/{engine()}.txt names no test (any more), take out: " + ", ".join(gone))


def is_for_sqlite(item) -> bool:
    """What PostgreSQL leaves out, and what both run."""
    return (
        not can_differ_on_postgresql(item)
        or bool(item.get_closest_marker("for_postgresql") or item.get_closest_marker("browser"))
        or is_for_both(item.path)
    )


def can_differ_on_postgresql(item) -> bool:
    marker = item.get_closest_marker("django_db")
    commits = "transactional_db" in item.fixturenames or bool(marker and marker.kwargs.get("transaction"))
    if commits or item.get_closest_marker("for_postgresql"):
        return True
    asks = marker or not ASKS_FOR_DATABASE.isdisjoint(item.fixturenames)
    is_same = item.get_closest_marker("same_for_postgresql")
    return bool(asks) and not is_same and is_for_postgresql(item.path)


@pytest.fixture(scope="session")
def django_db_use_migrations(request) -> bool:
    """PostgreSQL runs the migrations; SQLite gets the tables of the models (make check: migrations and models say the same)."""
    return is_postgresql() or request.config.getoption("all")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request, django_db_modify_db_settings):
    """SQLite in memory; in a file where a live server's threads need connections and transactions of their own."""
    if not is_postgresql() and any(item.get_closest_marker("browser") for item in request.session.items):
        connection.settings_dict["TEST"]["NAME"] = settings.DATA_DIR / "test.sqlite3"


@pytest.fixture(scope="session")
def django_db_setup(request, django_db_blocker):
    """Migrations in two thirds of their time; and what Django asks once, it does not ask while the first test counts queries."""
    with look_never():
        request.getfixturevalue("django_db_setup")
    with django_db_blocker.unblock():
        assert connection.features.supports_json_field


@pytest.fixture(scope="session", autouse=True)
def rules_are_watched():
    """In every test: nothing reads the words of a row past agreements/agenda/words.py, what is kept is watched, locks are met."""
    watch_words()
    watch_what_is_kept()
    watch_locks()
    empty_what_is_filled()


@pytest.fixture(autouse=True)
def empty_caches():
    """No test finds what another one left in a cache."""
    yield
    for each in caches.all(initialized_only=True):
        each.clear()
    forget_all()
