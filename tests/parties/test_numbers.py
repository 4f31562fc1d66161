"""Numbers as people write them."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from parties.numbers import NumberField


def typed(text: str, *, unit: str = "", language: str = "nl") -> Decimal:
    with translation.override(language):
        return NumberField(unit=unit, max_digits=14, decimal_places=2, required=False).clean(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("4.730", "4730"),
        ("1.250,5", "1250.5"),
        ("€ 575,03", "575.03"),
        ("€\N{NO-BREAK SPACE}575,03", "575.03"),
        ("95%", "95"),
        ("94,5\N{NO-BREAK SPACE}%", "94.5"),
        ("4\N{NARROW NO-BREAK SPACE}730", "4730"),
        ("350.000,-", "350000"),
        ("-12", "-12"),
        ("0", "0"),
    ],
)
def test_a_number_in_dutch_notation(text, number):
    assert typed(text) == Decimal(number)


def test_the_notation_follows_the_language():
    assert typed("1,250.5", language="en") == Decimal("1250.5")


def test_the_unit_may_stand_behind_the_number():
    assert typed("38 woningen", unit="woningen") == 38
    assert typed("€ 548,50 per maand", unit="€ per maand") == Decimal("548.5")


def test_a_percentage_of_dwellings_is_refused_in_a_sentence():
    with pytest.raises(ValidationError, match="Dit wordt geteld in woningen, niet in procenten"):
        typed("95%", unit="woningen")


@pytest.mark.parametrize("text", ["veel", "38 huizen", "1.2.3", "NaN", "Infinity", "twaalf"])
def test_words_in_a_number_field_give_one_clear_sentence(text):
    with pytest.raises(ValidationError) as refused:
        typed(text, unit="woningen")
    assert refused.value.messages == ["Schrijf een getal, zoals 1250 of 575,03."]


def test_what_was_typed_is_shown_again():
    assert NumberField().prepare_value("veel") == "veel"
    with translation.override("nl"):
        assert NumberField().prepare_value(Decimal("4730.00")) == "4.730"
