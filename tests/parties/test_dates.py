"""Dates as people write them, in Dutch and in English, and what is none."""

from datetime import date

import pytest

from parties.dates import MONTH, MONTHS, day_of, month_number, parse_day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("7-12-2023", date(2023, 12, 7)),
        ("07/12/23", date(2023, 12, 7)),
        (" 7.12.2023 ", date(2023, 12, 7)),
        ("7 december 2023", date(2023, 12, 7)),
        ("7 Dec. 2023", date(2023, 12, 7)),
        ("1 mrt 2024", date(2024, 3, 1)),
        ("1 sept. 2024", date(2024, 9, 1)),
        ("1 March 2024", date(2024, 3, 1)),
        ("2023-12-07", date(2023, 12, 7)),
        ("1899-12-31", date(1899, 12, 31)),
    ],
)
def test_a_date(text, day):
    assert parse_day(text) == day


@pytest.mark.parametrize(
    "text", ["", "31-2-2024", "2024-13-01", "20240101", "7 foo 2023", "binnenkort", "op 7-12-2023", "7-12-203"]
)
def test_no_date(text):
    assert parse_day(text) is None


def test_months_have_one_list_of_names():
    assert [month_number(name) for name in MONTHS] == list(range(1, 13))
    assert all(month_number(name) for name in MONTH.split("|"))
    assert (month_number("Okt"), month_number("october"), month_number("winter")) == (10, 10, 0)


def test_a_date_in_three_words():
    assert day_of("7", "december", "23") == date(2023, 12, 7)
    assert day_of("7", "winter", "2023") is None
