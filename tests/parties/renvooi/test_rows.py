"""Rows of two texts: of what moved, the fewest that must have been lifted."""

from hypothesis import given
from hypothesis import strategies as st

from parties.renvooi.rows import Placed, row_changes


def kinds(was, becomes) -> dict[int, tuple[str, ...]]:
    return {pk: fate.kinds for pk, fate in row_changes(was, becomes).fates.items()}


def rows(*ids: int) -> list[Placed]:
    return [Placed(pk) for pk in ids]


def test_the_one_row_that_was_lifted_moved():
    assert kinds(rows(1, 2, 3, 4), rows(4, 1, 2, 3)) == {4: ("moved",), 1: (), 2: (), 3: ()}


def test_a_row_put_in_between_and_one_that_went_move_nobody():
    assert kinds(rows(1, 2, 3), rows(1, 9, 3)) == {1: (), 9: ("new",), 3: ()}
    assert row_changes(rows(1, 2, 3), rows(1, 9, 3)).gone == (2,)


def test_below_another_parent():
    assert kinds([Placed(1, 10), Placed(2, 20)], [Placed(1, 20), Placed(2, 20)]) == {1: ("placed",), 2: ()}


def test_carried_over_split_and_merged():
    was = rows(1, 2, 3, 4)
    becomes = [Placed(11, None, (11, 1)), Placed(12, None, (12, 2)), Placed(13, None, (13, 2)), Placed(14, None, (14, 3, 4))]
    assert kinds(was, becomes) == {11: ("carried",), 12: ("split",), 13: ("split",), 14: ("merged",)}
    assert row_changes(was, becomes).gone == ()


@given(st.lists(st.integers(0, 9), unique=True), st.lists(st.integers(0, 9), unique=True))
def test_what_is_not_said_to_have_moved_stands_in_its_order(was, becomes):
    found = row_changes(rows(*was), rows(*becomes)).fates
    stayed = [pk for pk in becomes if found[pk].kinds == ()]
    assert stayed == [pk for pk in was if pk in stayed]
    assert all(("new" in found[pk].kinds) == (pk not in was) for pk in becomes)
