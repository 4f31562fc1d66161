"""Dates in the words in which they were agreed."""

import calendar
from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from agreements.models.action import Action, Precision
from agreements.periods import MONTHS, When, period_name, span_name, when_in_line

RECURS = st.sampled_from(["", *(value for value in Action.Recurrence)])


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("precision", "name"),
    [
        ("day", "30 September 2024"),
        ("month", "September 2024"),
        ("quarter", "quarter 3 of 2024"),
        ("trimester", "four-month period 3 of 2024"),
        ("half_year", "second half of 2024"),
        ("year", "2024"),
    ],
)
def test_a_date_is_as_exact_as_it_was_agreed(precision, name):
    assert period_name(date(2024, 9, 30), precision) == name


def test_every_precision_has_its_own_words():
    assert len({period_name(date(2024, 9, 30), precision) for precision in Precision.values}) == len(Precision.values)


@pytest.mark.parametrize(
    ("precision", "numbers"),
    [
        ("quarter", [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4]),
        ("trimester", [1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3]),
    ],
)
def test_every_month_falls_in_its_period(precision, numbers):
    names = [period_name(date(2024, month, 1), precision) for month in range(1, 13)]
    word = names[0].removesuffix(" 1 of 2024")
    assert names == [f"{word} {number} of 2024" for number in numbers]


def test_the_year_has_two_halves():
    names = [period_name(date(2024, month, 1), "half_year") for month in range(1, 13)]
    assert names == 6 * ["first half of 2024"] + 6 * ["second half of 2024"]


JANUARY, DECEMBER = date(2024, 1, 1), date(2024, 12, 31)


@pytest.mark.parametrize(
    ("span", "name"),
    [
        ((None, "", None, ""), ""),
        ((None, "", DECEMBER, "year"), "2024"),
        ((JANUARY, "month", None, ""), "from January 2024"),
        ((JANUARY, "quarter", DECEMBER, "quarter"), "quarter 1 of 2024 through quarter 4 of 2024"),
        ((JANUARY, "day", DECEMBER, "year"), "1 January 2024 through 2024"),
        ((JANUARY, "year", DECEMBER, "year"), "2024"),
        ((JANUARY, "day", JANUARY, "day"), "1 January 2024"),
    ],
)
def test_from_when_until_when(span, name):
    assert span_name(*span) == name


def test_in_dutch_the_words_are_dutch():
    with translation.override("nl"):
        assert period_name(date(2024, 9, 30), "day") == "30 september 2024"
        assert period_name(date(2024, 9, 30), "month") == "september 2024"
        assert period_name(date(2024, 9, 30), "quarter") == "kwartaal 3 van 2024"


# -- All that was agreed on time and money, in one line


@pytest.mark.parametrize("precision", [*Precision])
@given(year=st.integers(2023, 2027), place=st.integers(0, 11), budget=st.none() | st.decimals(0, 10**9, places=2), often=RECURS)
def test_a_line_is_read_back_as_what_it_printed(precision, year, place, budget, often):
    months = MONTHS.get(precision, 1)
    last = (place // months + 1) * months
    due = date(year, last, calendar.monthrange(year, last)[1])
    with translation.override("nl"):
        when = When(None, "", due, precision, often, budget)
        assert when_in_line(when.line) == when
        start = date(year - 1, last - months + 1, 1)
        when = When(start, precision, due, precision, often, budget)
        assert when_in_line(when.line) == when
        when = When(start, precision, None, "", often, budget)
        assert when_in_line(when.line) == when


@pytest.mark.parametrize("words", ["ooit", "kwartaal 5 van 2024", "budget € veel", "2024; 2025", "ieder kwartaal; ooit"])
def test_a_line_that_says_something_else_is_not_guessed(words):
    assert when_in_line(words) is None


def test_an_empty_line_says_that_nothing_was_agreed():
    assert when_in_line("") == When()
