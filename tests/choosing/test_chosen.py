"""What runs in `make test`: most of the program for its time, and whatever is cheap, must run or caught something alone."""

import pickle
from array import array
from dataclasses import replace

import pytest

from tests.choosing import chosen
from tests.choosing.chosen import Measured, Measurement, choose, leave, read


def measured(*tests: tuple, questions=()) -> Measurement:
    """Tests on SQLite, each with its name, its seconds and the numbers of what it meets."""
    numbers = {("a.py", number, number + 1): number for number in range(100)} | {("SQL", each): each for each in questions}
    return Measurement([Measured("sqlite", name, seconds, array("I", met)) for name, seconds, met in tests], numbers)


def names(found: Measurement, **options) -> list[str]:
    return [found.tests[place].name for place in sorted(choose(found, **options))]


def test_of_two_that_meet_the_same_the_quicker_one_runs():
    assert names(measured(("slow", 4, [1, 2]), ("quick", 1, [1, 2])), share=0.2) == ["quick"]


def test_what_meets_something_new_goes_before_what_meets_the_same_again():
    found = measured(("first", 1, [1, 2, 3]), ("again", 1, [1, 2, 3]), ("other", 1, [1, 4, 5]))
    assert names(found, share=0.6) == ["first", "other"]


def test_within_the_share_a_step_is_met_more_than_once():
    found = measured(("first", 1, [1, 2, 3]), ("again", 1, [1, 2, 3]), ("other", 1, [1, 4, 5]))
    assert names(found, share=1) == ["first", "again", "other"]


def test_a_walk_through_all_pages_meets_a_step_only_in_part(monkeypatch):
    found = measured(("about it", 1, range(20)), ("about the rest", 1, range(20, 40)), ("walk", 1, range(40)))
    assert names(found, share=0.3) == ["walk"]
    monkeypatch.setattr(chosen, "PAGE", 20)
    assert names(found, share=0.6) == ["about it", "about the rest"]


def test_a_question_counts_once_and_for_less_than_a_step():
    found = measured(("asks", 1, [200, 201]), ("asks again", 1, [200, 201]), ("steps", 1, [1]), questions=[200, 201])
    assert names(found, share=0.3) == ["steps"]
    assert names(found, share=1) == ["asks", "steps"], "what adds nothing is left whatever the share"


@pytest.mark.parametrize(
    "name",
    ["tests/test_architecture.py::test_a", "tests/access/test_matrix.py::test_b[row]"],
)
def test_what_steps_do_not_tell_runs_anyway(name):
    found = measured((name, 9, [1]), ("quick", 1, [1, 2]))
    assert name in names(found, share=0)


def test_what_is_cheap_runs_and_what_meets_nothing_of_the_program():
    assert names(measured(("cheap", 0.01, [1]), ("of a script", 5, []), ("other", 1, [1])), share=0) == ["cheap", "of a script"]


def test_what_caught_something_alone_runs_by_its_name_or_by_that_of_its_function():
    found = measured(("a::test_x[1]", 5, [1]), ("a::test_x[2]", 5, [1]), ("a::test_y", 5, [1]))
    assert names(found, share=0, needed=["a::test_x[2]"]) == ["a::test_x[2]"]
    assert names(found, share=0, needed=["a::test_x"]) == ["a::test_x[1]", "a::test_x[2]"]


def test_on_postgresql_each_lock_is_met_by_the_cheapest_that_meets_it():
    found = measured(("dear", 9, [7]), ("cheap", 5, [7]), ("on sqlite", 1, [7]))
    tests = [replace(test, engine="sqlite" if "sqlite" in test.name else "postgresql") for test in found.tests]
    found = Measurement(tests, found.numbers)
    assert names(found, share=0, locks=[{("a.py", 8)}]) == ["cheap"]
    assert names(found, share=0, locks=[{("a.py", 50)}]) == []


def test_a_function_of_which_nothing_runs_is_one_line_and_of_another_each_case():
    found = measured(("f::test_a[1]", 1, [1]), ("f::test_a[2]", 1, [1]), ("f::test_b[1]", 1, [1]), ("f::test_b[2]", 1, [1]))
    assert leave(found.tests, {2}) == {"postgresql": [], "sqlite": ["f::test_a", "f::test_b[2]"]}


def test_what_is_the_same_in_two_parts_has_one_number(tmp_path):
    for name, steps, met in (
        ("sqlite-1", [("a.py", 1, 2), ("a.py", 2, 3)], [0, 1]),
        ("sqlite-2", [("a.py", 2, 3)], [0]),
        ("postgresql-3", [("SQL", "SELECT"), ("a.py", 1, 2)], [0, 1]),
    ):
        written = {"numbers": steps, "tests": [(f"test of {name}", 1.5, array("I", met))]}
        (tmp_path / f"{name}.pickle").write_bytes(pickle.dumps(written))
    found = read(tmp_path)
    steps_of = {test.name: {list(found.numbers)[number] for number in test.meets} for test in found.tests}
    assert steps_of == {
        "test of sqlite-1": {("a.py", 1, 2), ("a.py", 2, 3)},
        "test of sqlite-2": {("a.py", 2, 3)},
        "test of postgresql-3": {("SQL", "SELECT"), ("a.py", 1, 2)},
    }
    assert [list(found.numbers)[number] for number in found.questions] == [("SQL", "SELECT")]


def test_a_folder_without_an_engine_is_refused_with_what_to_do(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"nothing of postgresql: run MEETS=.* make test first"):
        read(tmp_path)
