"""Dates in the words in which they were agreed."""

from datetime import date

import pytest
from django.utils import translation

from agreements.models.action import Precision
from agreements.periods import period_name, span_name


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
