"""What can be counted, and the words in which a target stands."""

from decimal import Decimal

import pytest
from django.utils import translation

from agreements.models import Target
from agreements.models.indicator import plain_number
from tests.factories import IndicatorFactory, TargetFactory
from tests.refusal import ROW, refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def indicator(cast):
    return IndicatorFactory(goal=cast.goal, name="Groei van de voorraad")


def phrase(kind: str, unit: str = "woningen", **target) -> str:
    """The words of a target that is found in the database, in English."""
    indicator = IndicatorFactory(kind=kind, unit=unit)
    found = Target.objects.get(pk=TargetFactory(indicator=indicator, **target).pk)
    with translation.override("en"):
        return str(found.phrase)


# -- In words


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("minimum", "at least 75 woningen"),
        ("maximum", "at most 75 woningen"),
        ("exact", "75 woningen"),
        ("no_decrease", "not below 75 woningen"),
    ],
)
def test_a_target_says_what_is_to_be_reached(kind, words):
    assert phrase(kind, value=75) == words


def test_a_range_has_two_values():
    assert phrase("range", "uur", value=763, value_to=1000) == "763 to 1,000 uur"


def test_the_euro_sign_stands_before_the_value():
    assert phrase("range", "€ per maand", value=763, value_to=1000) == "€ 763 to 1,000 per maand"
    assert phrase("minimum", "€", value=Decimal("575.03")) == "at least € 575.03"


def test_circa_stands_before_the_value():
    assert phrase("exact", value=20, approximate=True) == "about 20 woningen"
    assert phrase("minimum", value=20, value_to=30, approximate=True) == "at least about 20 to 30 woningen"


def test_a_formula_stands_in_its_own_words():
    formula = "de loonontwikkeling minus 0,5 procentpunt"
    assert phrase("maximum", "%", value=None, formula=formula) == f"at most {formula}"
    assert phrase("exact", "%", value=None, formula=formula) == formula


def test_a_value_goes_before_a_formula():
    assert phrase("minimum", "jaar", value=30, formula="2x 15 jaar") == "at least 30 jaar"


@pytest.mark.parametrize(
    ("value", "dutch", "english"),
    [("75.00", "75", "75"), ("4730", "4.730", "4,730"), ("575.03", "575,03", "575.03"), ("7.50", "7,5", "7.5"), ("0", "0", "0")],
)
def test_numbers_are_written_as_the_language_does_without_needless_decimals(value, dutch, english):
    written = {}
    for language in ("nl", "en"):
        with translation.override(language):
            written[language] = plain_number(Decimal(value))
    assert written == {"nl": dutch, "en": english}


def test_a_large_round_number_is_written_out():
    with translation.override("nl"):
        assert plain_number(Decimal("350000.00")) == "350.000"


# -- Refused


def test_an_indicator_stands_once_per_goal(indicator):
    twice = IndicatorFactory.build(goal=indicator.goal, name="Groei van de voorraad")
    assert refusal(twice) == {ROW: ["This goal already has an indicator with this name."]}


def test_an_indicator_does_not_end_before_it_begins(indicator):
    assert refusal(indicator, start_year=2025, end_year=2024) == {ROW: ["The last year lies before the first year."]}


def test_a_second_target_for_a_year(indicator):
    TargetFactory(indicator=indicator, year=2024)
    twice = TargetFactory.build(indicator=indicator, year=2024)
    assert refusal(twice) == {ROW: ["There is already a target for this year."]}


def test_a_second_target_without_a_year(indicator):
    TargetFactory(indicator=indicator, year=None)
    twice = TargetFactory.build(indicator=indicator, year=None)
    assert refusal(twice) == {ROW: ["There is already a target without a year."]}


def test_a_target_for_the_period_stands_beside_those_of_the_years_and_before_them(indicator):
    for year in (2025, None, 2024):
        TargetFactory(indicator=indicator, year=year)
    assert [target.year for target in indicator.targets.all()] == [None, 2024, 2025]


def test_a_target_without_a_value(indicator):
    target = TargetFactory.build(indicator=indicator, value=None)
    assert refusal(target) == {ROW: ["Give a value, or say in words how it follows from another figure."]}


def test_a_range_that_runs_backwards(indicator):
    target = TargetFactory.build(indicator=indicator, value=1000, value_to=763)
    assert refusal(target) == {ROW: ["The upper value is lower than the value."]}


def test_a_target_may_lie_beyond_the_agreement(indicator):
    target = TargetFactory(indicator=indicator, year=2028, value=0)
    assert list(indicator.targets.all()) == [target]


def test_rows_are_known_by_name_and_year(indicator):
    assert str(TargetFactory.build(indicator=indicator, year=2024)) == "Groei van de voorraad 2024"
    assert str(TargetFactory.build(indicator=indicator, year=None)) == "Groei van de voorraad"


@pytest.mark.parametrize(
    ("values", "field"),
    [({"value": 5, "value_to": None}, "value_to"), ({"value": None, "value_to": 5, "formula": "de helft"}, "value")],
)
def test_a_range_has_a_lower_and_an_upper_value(indicator, values, field):
    indicator.kind = "range"
    indicator.save()
    target = TargetFactory.build(indicator=indicator, **values)
    assert refusal(target) == {field: ["A range has a lower and an upper value."]}
