"""Agreements that move up a year every year: each year has its own window, and a year that stands still keeps it."""

from datetime import date

import pytest

from agreements.agenda.collect import live_rows_of
from agreements.consent.lock import why_not_change
from agreements.models import Agreement, Target
from agreements.models.indicator import targets_in
from tests.factories import AgendaFactory, IndicatorFactory, TargetFactory
from tests.refusal import refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def rolling(cast) -> Agreement:
    cast.agreement.start_year, cast.agreement.end_year, cast.agreement.rolling_years = 2024, 2027, 4
    cast.agreement.title = "Afspraken 2024-2027"
    cast.agreement.save()
    return cast.agreement


def adopt(agenda) -> None:
    agenda.state, agenda.adopted_on = "adopted", date(2023, 12, 14)
    agenda.save()


def test_each_year_prints_its_own_window_and_title(cast, rolling):
    rolling.end_year = 2028
    rolling.save()
    agendas = [cast.agenda, AgendaFactory(agreement=rolling, year=2025)]
    printed = [live_rows_of(type(agenda).objects.select_related("agreement").get(pk=agenda.pk)).agreement for agenda in agendas]
    assert [(row.title, row.start_year, row.end_year) for row in printed] == [
        ("Afspraken 2024-2027", 2024, 2027),
        ("Afspraken 2025-2028", 2025, 2028),
    ]


def test_its_name_is_that_of_the_year_in_front(cast, rolling):
    adopt(cast.agenda)
    assert str(Agreement.objects.get(pk=rolling.pk)) == "Afspraken 2024-2027"
    assert Agreement.objects.get(pk=rolling.pk).window == (2024, 2027)
    rolling.end_year = 2028
    rolling.save()
    AgendaFactory(agreement=rolling, year=2025, state="adopted", adopted_on=date(2024, 12, 14))
    assert str(Agreement.objects.get(pk=rolling.pk)) == "Afspraken 2025-2028"


def test_an_agreement_that_does_not_roll_has_one_window(cast):
    assert {cast.agreement.window_in(year) for year in (2023, 2024, 2026)} == {(2023, 2026)}
    assert cast.agreement.title_in(2026) == cast.agreement.title


def test_a_year_that_stands_still_keeps_its_window(cast):
    """Rolling from its first year on changes nothing of it, and so may be chosen later; anything else would."""
    cast.agreement.start_year, cast.agreement.end_year = 2024, 2027
    cast.agreement.save()
    adopt(cast.agenda)
    assert refusal(cast.agreement, rolling_years=3) == {
        "rolling_years": ["The agenda of 2024 stands still, and it speaks of 2024 through 2027."]
    }
    cast.agreement.rolling_years = 4
    assert why_not_change(cast.agreement, fields=["rolling_years"]) == ""
    cast.agreement.save()
    assert cast.agreement.window_in(2025) == (2025, 2028)


# -- Targets of a year that are agreed later


@pytest.fixture
def indicator(cast):
    adopt(cast.agenda)
    found = IndicatorFactory(goal=cast.goal, per="year")
    Target.objects.bulk_create([Target(indicator=found, year=year, value=10) for year in (2024, 2026)])
    return found


def test_a_target_that_is_agreed_later_says_nothing_in_the_years_before(cast, indicator):
    AgendaFactory(agreement=cast.agreement, year=2025)
    added = TargetFactory(indicator=indicator, year=2025, value=12)
    assert added.from_year == 2025
    told = {year: [row.year for row in targets_in(year, indicator.targets.all())] for year in (2024, 2025)}
    assert told == {2024: [2024, 2026], 2025: [2024, 2025, 2026]}
    added.value = 13
    added.save()
    assert Target.objects.get(pk=added.pk).from_year == 2025
    assert why_not_change(added, fields=["value"]) == ""


def test_a_target_of_a_year_that_stands_still_is_refused_and_one_of_a_later_year_waits_for_a_draft(cast, indicator):
    assert "2024" in why_not_change(Target(indicator=indicator, year=2024, value=1))
    assert "nog geen concept van een later jaar" in why_not_change(Target(indicator=indicator, year=2025, value=1))
    AgendaFactory(agreement=cast.agreement, year=2025)
    assert why_not_change(Target(indicator=indicator, year=2025, value=1)) == ""
    first = indicator.targets.get(year=2024)
    assert why_not_change(first, fields=["value"])
