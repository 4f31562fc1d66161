"""The agenda of a year: one per year, inside the agreement, with its state in words."""

from datetime import date

import pytest
from django.utils import translation

from agreements.models import Agenda
from tests.factories import AgendaFactory
from tests.refusal import ROW, refusal

pytestmark = pytest.mark.django_db


def agenda_in(state: str, **fields) -> Agenda:
    return AgendaFactory.build(agreement=None, state=state, adopted_on=date(2023, 12, 14), **fields)


# -- Refused


@pytest.mark.parametrize("year", [2022, 2027])
def test_a_year_outside_the_agreement(cast, year):
    agenda = AgendaFactory.build(agreement=cast.agreement, year=year)
    assert refusal(agenda) == {"year": [f"{year} lies outside the agreement, which runs from 2023 through 2026."]}


@pytest.mark.parametrize("year", [2023, 2026])
def test_the_first_and_the_last_year_are_inside(cast, year):
    assert AgendaFactory(agreement=cast.agreement, year=year) in cast.agreement.agendas.all()


def test_a_second_agenda_for_a_year(cast):
    second = AgendaFactory.build(agreement=cast.agreement, year=2024, title="Nog een keer 2024")
    assert refusal(second) == {ROW: ["There is already an agenda for this year."]}


def test_an_agenda_does_not_move_to_a_year_that_has_one(cast):
    agenda = AgendaFactory(agreement=cast.agreement, year=2025)
    assert refusal(agenda, year=2024) == {ROW: ["There is already an agenda for this year."]}


def test_two_agreements_each_have_an_agenda_for_a_year(cast):
    assert set(Agenda.objects.filter(year=2024)) == {cast.agenda, cast.other_agenda}


@pytest.mark.parametrize("state", ["adopted", "closed"])
def test_an_adopted_agenda_without_the_date(cast, state):
    assert refusal(cast.agenda, state=state) == {ROW: ["Say on which date the agenda was adopted."]}


def test_a_state_that_does_not_exist(cast):
    assert refusal(cast.agenda, state="lost") == {"state": ["Value 'lost' is not a valid choice."]}


# -- State


@pytest.mark.parametrize(
    ("state", "standing"),
    [
        ("draft", "Draft"),
        ("proposed", "Proposed for adoption"),
        ("adopted", "Adopted on 14 December 2023, version 3"),
        ("closed", "Closed, version 3"),
    ],
)
def test_the_standing_of_a_text_in_words(state, standing):
    with translation.override("en"):
        assert str(agenda_in(state, version=3).standing) == standing


def test_the_standing_in_dutch_has_a_dutch_date():
    with translation.override("nl"):
        assert "14 december 2023" in str(agenda_in("adopted").standing)


# -- Its words and its place


def test_an_agenda_has_the_heading_and_the_address_of_its_year(cast):
    assert cast.agenda.action_label == "Afspraak voor 2024"
    assert cast.agenda.get_absolute_url() == "/afspraken/waterhoek-2023-2026/2024/"
    assert str(cast.agenda) == "Uitvoeringsagenda 2024 (Prestatieafspraken Waterhoek)"


def test_the_latest_year_comes_first(cast):
    for year in (2023, 2025):
        AgendaFactory(agreement=cast.agreement, year=year)
    assert [agenda.year for agenda in cast.agreement.agendas.all()] == [2025, 2024, 2023]
