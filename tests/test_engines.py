"""Every case has its engine; what is spared stays known, and what differs runs on both."""

import os
import re
import subprocess
from types import SimpleNamespace

import pytest
from _pytest.mark.expression import Expression
from django.conf import settings

from tests import conftest, engines
from tests.locks_met import places_that_lock, within

PLACES = (*engines.FOR_POSTGRESQL, *engines.NOT_FOR_POSTGRESQL)


@pytest.mark.parametrize("place", PLACES)
def test_every_place_exists_and_is_named_once(place):
    assert (engines.HERE / place).exists()
    assert PLACES.count(place) == 1


@pytest.mark.parametrize("place", engines.ON_BOTH)
def test_what_both_run_is_a_place_that_postgresql_runs(place):
    path = engines.HERE / place
    assert path.exists()
    assert engines.ON_BOTH.count(place) == 1
    assert engines.is_for_postgresql(path)
    assert engines.is_for_both(path)


@pytest.mark.parametrize("file", ["test_constraints.py", "agreements/models/test_theme.py", "agreements/consent/test_doors.py"])
@pytest.mark.parametrize("marker", ["django_db", "for_postgresql", "same_for_postgresql", "browser"])
def test_no_case_falls_between_the_engines(file, marker, monkeypatch):
    """Whatever it is about: what PostgreSQL leaves out, SQLite runs; and SQLite leaves out only what PostgreSQL runs."""
    item = SimpleNamespace(
        path=engines.HERE / file,
        fixturenames=["db"],
        get_closest_marker=lambda name: SimpleNamespace(kwargs={}) if name == marker else None,
    )
    ran = []
    for has_postgresql in (True, False):
        monkeypatch.setattr(conftest, "is_postgresql", lambda has_postgresql=has_postgresql: has_postgresql)
        ran.append(not conftest.is_left_out(item, each_once=True))
    assert any(ran)
    assert all(ran) is (
        marker == "for_postgresql" or (marker == "browser" and ran[0]) or (file == "test_constraints.py" and ran[0])
    )
    assert not conftest.is_left_out(item, each_once=False), "who runs one file on SQLite runs all of it"


ON_SQLITE = {"SQLite", "Agreements", "Documents", "Files", "Pages"}
EVERYWHERE = {"PostgreSQL", "Browser", *ON_SQLITE}


@pytest.mark.parametrize(
    ("option", "as_it_is", "with_all", "measuring"),
    [
        ("--each-once", ON_SQLITE, set(), ON_SQLITE),
        ("--quick", EVERYWHERE - {"Browser"}, set(), set()),
        ("--all", set(), EVERYWHERE, set()),
        ("tests.choosing.meets", set(), set(), EVERYWHERE - {"Browser"}),
    ],
)
def test_what_make_test_asks_of_each_part(option, as_it_is, with_all, measuring, tmp_path):
    found = [parts_of_make_test(), parts_of_make_test(ALL="1"), parts_of_make_test(MEETS=str(tmp_path))]
    asked = [{name for name, words in parts.items() if option in words} for parts in found]
    assert asked == [as_it_is, with_all, measuring]


def test_every_file_that_asks_a_database_has_its_place():
    """A new file is a decision: is it about what a database does, or about what people see and may?"""
    files = [file for file in engines.HERE.rglob("test_*.py") if re.search(r"django_db|\bcast\b", file.read_text("utf-8"))]
    here = {engines.HERE / "browser", engines.HERE / "test_engines.py"}
    asking = [file for file in files if here.isdisjoint({file, *file.parents})]
    assert len(asking) > 150
    assert [str(file.relative_to(engines.HERE)) for file in asking if engines.place_of(file) is None] == []


def test_of_a_folder_and_a_file_in_it_the_file_counts():
    assert not engines.is_for_postgresql(engines.HERE / "agreements/consent/test_doors.py")
    assert engines.is_for_postgresql(engines.HERE / "agreements/consent/test_adoption.py")
    assert engines.is_for_postgresql(engines.HERE / "agreements/models/test_theme.py")
    assert not engines.is_for_postgresql(engines.HERE / "agreements/models/test_in_agreement.py")


def test_the_cases_that_postgresql_is_spared_do_not_grow_unseen():
    marked = [file.name for file in engines.HERE.rglob("test_*.py") if "mark.same_for_postgresql" in file.read_text("utf-8")]
    assert set(marked) - {"test_engines.py"} == {"test_lockout.py"}


def test_what_only_all_runs_does_not_grow_unseen():
    marked = [file.name for file in engines.HERE.rglob("test_*.py") if "mark.with_all" in file.read_text("utf-8")]
    only_all = {
        "test_doors.py",
        "test_first_screen.py",
        "test_kills.py",
        "test_lockout.py",
        "test_migrations.py",
        "test_note.py",
        "test_odd_input.py",
        "test_pieces.py",
        "test_round_trip.py",
    }
    assert set(marked) - {"test_engines.py"} == only_all


# -- The parts of make test

ASK = """
python=python postgresql=() arguments=
eval "$(sed -n '/^all=/,/^$/p; /^parts=/,/^}/p' scripts/test.sh)"
for name in "${parts[@]}"; do command_of "$name"; printf '%s\t' "$name" "${command[@]}"; echo; done
"""


def parts_of_make_test(**asked: str) -> dict[str, list[str]]:
    """The arguments for pytest of each part, by its name; `asked` is what stands before the command, as ALL="1"."""
    environment = {name: value for name, value in os.environ.items() if name not in {"ALL", "MEETS"}} | asked
    said = subprocess.run(
        ["bash", "-euc", ASK], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=True
    ).stdout
    return {name: arguments for name, *arguments in (line.split("\t")[:-1] for line in said.splitlines())}


def by_place(arguments: list[str], file: str) -> bool:
    """Whether pytest is told to look in this file."""
    ignored = [argument.removeprefix("--ignore=") for argument in arguments if argument.startswith("--ignore=")]
    named = [argument for argument in arguments if argument.startswith("tests")] or ["tests"]
    return any(map(within_folder(file), named)) and not any(map(within_folder(file), ignored))


def within_folder(file: str):
    return lambda folder: file.startswith(f"{folder}/")


def test_each_file_is_in_one_part_on_sqlite_or_in_the_browser_and_that_part_looks_there():
    parts = parts_of_make_test()
    assert len(parts) == 7
    del parts["PostgreSQL"]
    for path in engines.HERE.rglob("test_*.py"):
        file, markers = str(path.relative_to(settings.BASE_DIR)), conftest.markers_of(path)
        chosen = {name: Expression.compile(words[words.index("-m", 2) + 1]) for name, words in parts.items()}
        by_marker = [name for name, choice in chosen.items() if choice.evaluate(lambda asked, markers=markers: asked in markers)]
        assert by_marker == [name for name, words in parts.items() if by_place(words, file)], file
        assert len(by_marker) == 1, file


def test_postgresql_looks_everywhere_but_in_the_browser():
    words = parts_of_make_test()["PostgreSQL"]
    assert words[words.index("-m", 2) + 1] == "not browser"
    assert [word for word in words if word.startswith(("tests", "--ignore"))] == ["--ignore=tests/browser"]


# -- What holds PostgreSQL to its part


def test_what_is_spared_is_about_no_rule_of_the_database():
    about_databases = ("transaction=True", "transactional_db", "select_for_update", "OperationalError")
    files = [file for file in engines.HERE.rglob("*.py") if engines.place_of(file) in engines.NOT_FOR_POSTGRESQL]
    assert {file.name: word for file in files for word in about_databases if word in file.read_text(encoding="utf-8")} == {}


def test_every_lock_in_the_code_is_known():
    """So that a run of all tests on PostgreSQL can say which of them no test met."""
    found = places_that_lock()
    assert {"agreements/ordering.py:", "monitoring/writes.py:"} <= {place[: place.index(":") + 1] for place in found}
    text = "\n".join(path.read_text("utf-8") for path in within())
    assert len(found) > text.count("select_for_update(") / 2
