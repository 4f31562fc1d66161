"""Canonical JSON: equal values give equal bytes, and read back as they were."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parties.canonical import ADDED_LATER, canonical, restore


@dataclass(frozen=True)
class Leaf:
    words: str
    amount: Decimal | None
    day: date | None
    moment: datetime


@dataclass(frozen=True)
class Tree:
    leaves: tuple[Leaf, ...]
    count: int = 0
    is_final: bool = False
    trees: tuple["Tree", ...] = ()


text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
amounts = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12)
zones = st.integers(-12, 12).map(lambda hours: timezone(timedelta(hours=hours)))
moments = st.datetimes(min_value=datetime(1990, 1, 2), timezones=zones)
leaves = st.builds(Leaf, text, st.none() | amounts, st.none() | st.dates(), moments)
rows = st.lists(leaves, max_size=3).map(tuple)
trees = st.builds(Tree, rows, st.integers(), st.booleans(), st.lists(st.builds(Tree, rows), max_size=2).map(tuple))


@given(trees)
def test_what_was_written_reads_back_equal_and_is_written_the_same_again(tree):
    text = canonical(tree)
    assert restore(Tree, text) == tree
    assert canonical(restore(Tree, text)) == text


def test_the_same_amount_and_moment_have_one_notation():
    amsterdam = timezone(timedelta(hours=2))
    one = Leaf("x", Decimal("75"), None, datetime(2024, 10, 1, 10, tzinfo=UTC))
    same = Leaf("x", Decimal("75.00"), None, datetime(2024, 10, 1, 12, tzinfo=amsterdam))
    assert canonical(one) == canonical(same) == '{"amount":"75","day":null,"moment":"2024-10-01T10:00:00+00:00","words":"x"}'


def test_a_field_that_came_later_changes_no_hash_until_it_says_something():
    @dataclass(frozen=True)
    class Grown:
        words: str
        added_on: date | None = field(default=None, metadata=ADDED_LATER)

    assert canonical(Grown("x")) == '{"words":"x"}'
    assert restore(Grown, '{"words":"x"}') == Grown("x")
    assert canonical(Grown("x", date(2023, 2, 16))) == '{"added_on":"2023-02-16","words":"x"}'


def test_what_has_no_one_notation_is_refused():
    with pytest.raises(TypeError, match="float"):
        canonical(Tree((), count=1.5))
