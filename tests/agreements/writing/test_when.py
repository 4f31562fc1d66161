"""What people type for a date, and what is understood of it."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from agreements.writing.when import When, read_when, readings


@pytest.fixture(autouse=True)
def in_dutch():
    with translation.override("nl"):
        yield


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("Q3 2025", "kwartaal 3 van 2025"),
        ("Q3", "kwartaal 3 van 2025"),
        ("voor 1 juli", "1 juli 2025"),
        ("1-7", "1 juli 2025"),
        ("eind 2025", "2025"),
        ("juni", "juni 2025"),
        ("tweede helft 2025", "tweede helft van 2025"),
        ("ieder halfjaar", "ieder halfjaar"),
        ("vanaf Q2, ieder kwartaal", "vanaf kwartaal 2 van 2025, ieder kwartaal"),
        ("ieder halfjaar, tot eind 2026", "2026, ieder halfjaar"),
        ("2025-2026", "2025 tot en met 2026"),
        ("Q4 2025 t/m Q2 2026", "kwartaal 4 van 2025 tot en met kwartaal 2 van 2026"),
        ("1 maart tot en met 1 juni", "1 maart 2025 tot en met 1 juni 2025"),
        ("", ""),
    ],
)
def test_as_people_say_it(typed, understood):
    assert read_when(typed, 2025).phrase == understood


@pytest.mark.parametrize(
    ("typed", "both"),
    [
        ("voor juli", ["juni 2025", "juli 2025"]),
        ("voor 2026", ["2025", "2026"]),
        ("mei of juni", ["mei 2025", "juni 2025"]),
        ("5/6", ["5 juni 2025", "mei 2025 tot en met juni 2025"]),
        ("1 juli 2025 / 1 oktober 2025", ["1 juli 2025", "1 oktober 2025"]),
    ],
)
def test_what_means_two_things_is_asked(typed, both):
    assert [when.phrase for when in readings(typed, 2025)] == both
    with pytest.raises(ValidationError, match="twee dingen"):
        read_when(typed, 2025)


@pytest.mark.parametrize("typed", ["zomer", "als het kan", "31-2-2025", "Q1 2025 ieder kwartaal", "x" * 200])
def test_what_is_not_understood_is_never_guessed(typed):
    with pytest.raises(ValidationError):
        read_when(typed, 2025)


def test_what_is_printed_is_read_back_as_it_was():
    for typed in ("Q3 2025", "voor 1 juli", "eind 2025", "vanaf Q2", "Q4 2025 t/m Q2 2026", "tweede helft 2025"):
        when = read_when(typed, 2025)
        assert read_when(when.phrase, 2025) == when
        assert When.from_code(when.code) == when
