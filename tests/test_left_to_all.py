"""What `make test` leaves to ALL=1 stands in a list for each engine, and a line without a test is refused."""

from types import SimpleNamespace

import pytest

from tests import conftest, left_to_all


@pytest.fixture
def lists(tmp_path, monkeypatch):
    """Two lists of one line each: of a function, and of one case."""
    monkeypatch.setattr(left_to_all, "FOLDER", tmp_path)
    left_to_all.lines_of.cache_clear()
    left_to_all.write("sqlite", ["tests/a/test_b.py::test_c", "tests/a/test_b.py::test_d[2]"])
    left_to_all.write("postgresql", ["tests/a/test_b.py::test_e"])
    (tmp_path / "needed.txt").touch()
    yield
    left_to_all.lines_of.cache_clear()


def asked_for(name: str):
    return SimpleNamespace(
        nodeid=name, path=conftest.HERE / "test_x.py", fixturenames=["db"], get_closest_marker=lambda name: None
    )


@pytest.mark.parametrize(
    ("name", "is_left"),
    [("test_c", True), ("test_c[1]", True), ("test_d[1]", False), ("test_d[2]", True), ("test_d[23]", False), ("test_e", False)],
)
def test_a_line_leaves_a_function_with_its_cases_or_one_case(lists, name, is_left, monkeypatch):
    monkeypatch.setattr(conftest, "is_postgresql", lambda: False)
    item = asked_for(f"tests/a/test_b.py::{name}")
    assert conftest.is_left_out(item, each_once=False, quick=True) is is_left
    assert not conftest.is_left_out(item, each_once=False), "who runs a file by hand runs all of it"


def test_each_engine_has_its_own(lists, monkeypatch):
    monkeypatch.setattr(conftest, "is_postgresql", lambda: True)
    left = {
        name: conftest.is_left_out(asked_for(f"tests/a/test_b.py::{name}"), each_once=False, quick=True)
        for name in ["test_c", "test_e"]
    }
    assert left == {"test_c": False, "test_e": True}


@pytest.mark.parametrize(
    ("collected", "gone"),
    [
        (["test_b.py::test_c", "test_b.py::test_d[1]", "test_b.py::test_d[2]"], []),
        (["test_b.py::test_c[1]", "test_b.py::test_d[2]"], []),
        (["test_b.py::test_c"], ["tests/a/test_b.py::test_d[2]"]),
        (["test_b.py::test_f"], ["tests/a/test_b.py::test_c", "tests/a/test_b.py::test_d[2]"]),
        (["test_other.py::test_a"], []),  # of a file that was not asked nothing is known
    ],
)
def test_a_line_without_a_test_is_known(lists, collected, gone):
    assert left_to_all.lines_without_a_test({f"tests/a/{name}" for name in collected}, "sqlite") == gone


def test_it_stops_the_run_with_the_line_and_where_it_stands(lists, monkeypatch):
    monkeypatch.setattr(conftest, "is_postgresql", lambda: False)
    items = [asked_for("tests/a/test_b.py::test_c")]
    with pytest.raises(pytest.UsageError, match=r"tests/left_to_all/sqlite.txt names no test .*test_d\[2\]"):
        conftest.refuse_lines_without_a_test(SimpleNamespace(args=["tests"]), items)
    conftest.refuse_lines_without_a_test(SimpleNamespace(args=["tests/a/test_b.py::test_c"]), items)


def test_what_is_needed_stands_there_once_and_in_order(lists):
    left_to_all.need(["b", "a"])
    left_to_all.need(["c", "a"])
    assert left_to_all.needed() == ["a", "b", "c"]


@pytest.mark.parametrize("engine", left_to_all.ENGINES)
def test_no_line_of_a_file_that_is_gone_and_none_that_is_needed(engine):
    lines = left_to_all.lines_of(engine)
    assert len(lines) > 500
    assert [file for file in {line.split("::")[0] for line in lines} if not (conftest.HERE.parent / file).exists()] == []
    assert lines.isdisjoint(left_to_all.needed())
