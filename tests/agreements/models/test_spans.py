"""A line of spans: which words a year reads, and what writing for one year leaves as it is in others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.models.spans import Span, span_in, write

OLD, NEW = ("oud",), ("nieuw",)
years = st.integers(2023, 2027)
words = st.sampled_from("abc").map(lambda letter: (letter,))
writes = st.lists(st.tuples(words, years, st.sets(years), st.sets(years)), max_size=8)


def words_in(line, year):
    found = span_in(line, year)
    return found and found.words


@pytest.mark.parametrize(
    ("year", "kept", "locked", "expected"),
    [
        (None, (), (), [Span(None, NEW)]),
        (2025, (), (), [Span(None, NEW)]),
        (2025, (2024,), (), [Span(None, OLD), Span(2025, NEW)]),
        (2024, (2025,), (2025,), [Span(None, NEW), Span(2025, OLD)]),
        (2024, (2023,), (2025, 2026), [Span(None, OLD), Span(2024, NEW), Span(2025, OLD)]),
    ],
)
def test_writing_for_a_year(year, kept, locked, expected):
    assert write([Span(None, OLD)], NEW, year, kept=kept, locked=locked) == expected


def test_words_that_are_written_back_leave_one_span():
    line = write([Span(None, OLD)], NEW, 2025, kept=[2024])
    assert write(line, OLD, 2025, kept=[2024]) == [Span(None, OLD)]


def test_what_begins_later_begins_earlier_when_it_is_written_for_an_earlier_year():
    line = write([Span(2025, OLD)], NEW, 2024)
    assert (words_in(line, 2023), words_in(line, 2024), words_in(line, 2025)) == (None, NEW, OLD)


@given(writes)
def test_a_write_changes_no_year_that_is_kept_before_it_or_locked_after_it(written):
    line = [Span(None, ("a",))]
    for new, year, kept, locked in written:
        before = {other: words_in(line, other) for other in range(2022, 2029)}
        line = write(line, new, year, kept=kept, locked=locked)
        after = {other: words_in(line, other) for other in range(2022, 2029)}
        assert after[year] == new
        stays = {other for other in kept if other < year} | {other for other in locked if other > year}
        assert {other: after[other] for other in stays} == {other: before[other] for other in stays}
        firsts = [span.from_year for span in line]
        assert firsts == sorted(firsts, key=lambda first: first or 0)
        assert len(set(firsts)) == len(firsts)
