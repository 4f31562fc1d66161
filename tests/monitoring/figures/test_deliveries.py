"""What a party owes the others, by when, and whom to remind."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from monitoring.figures.deliveries import deliveries_due, due_day, plan_deliveries
from monitoring.models import DataDelivery
from parties.models import Membership, Party
from tests.factories import (
    DataDeliveryFactory,
    IndicatorFactory,
    MeasurementFactory,
    MembershipFactory,
    PartyFactory,
    PartyMemberFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("in kwartaal 3: het aantal woningen van 1 juli 2023 en 1 juli 2024", date(2024, 9, 30)),
        ("Q1", date(2024, 3, 31)),
        ("in het 2e kwartaal", date(2024, 6, 30)),
        ("voor het overleg van februari", date(2024, 2, 29)),
        ("in december", date(2024, 12, 31)),
        ("jaarlijks", date(2024, 12, 31)),
        ("", date(2024, 12, 31)),
    ],
)
def test_the_agreed_words_give_the_last_day(words, day):
    assert due_day(words, 2024) == day


def test_planning_follows_what_was_agreed_and_happens_once(cast, indicator):
    IndicatorFactory(goal=cast.goal, name="Zonder levering")
    assert len(plan_deliveries(cast.agreement, by=cast.officer)) == 4
    assert plan_deliveries(cast.agreement, by=cast.officer) == []
    rows = DataDelivery.objects.values_list("year", "due_on", "party__name")
    assert list(rows) == [(year, date(year, 9, 30), "Woonstichting De Sleutel") for year in (2023, 2024, 2025, 2026)]
    assert DataDelivery.history.first().history_user == cast.officer


def test_the_years_that_the_words_name_are_the_years_owed(cast):
    when = "in kwartaal 3: het aantal woningen van 1 juli 2023 en 1 juli 2024"
    IndicatorFactory(goal=cast.goal, delivered_by=cast.association, delivered_when=when)
    assert [row.year for row in plan_deliveries(cast.agreement, by=cast.officer)] == [2023, 2024]


def reminded(on: date) -> list[tuple]:
    return [(due.person.name, due.delivery.year, due.is_late) for due in deliveries_due(on)]


def test_someone_who_reports_for_the_party_is_reminded_of_what_is_due_and_late(cast, indicator):
    plan_deliveries(cast.agreement, by=cast.officer)
    MeasurementFactory(indicator=indicator, measured_on=date(2023, 7, 1), party=cast.association)
    assert reminded(date(2024, 9, 15)) == []
    assert reminded(date(2024, 9, 16)) == [("Abel Bouwer", 2024, False)]
    assert reminded(date(2024, 9, 30)) == [("Abel Bouwer", 2024, False)]
    assert reminded(date(2024, 10, 1)) == [("Abel Bouwer", 2024, True)]
    MeasurementFactory(indicator=indicator, measured_on=date(2024, 7, 1), party=cast.association)
    assert reminded(date(2024, 10, 1)) == []


def test_of_a_working_group_its_member_parties_are_reminded_each_person_once(cast, indicator):
    group = PartyFactory(name="Werkgroep", kind=Party.Kind.UMBRELLA)
    for member in (cast.association, cast.municipality):
        PartyMemberFactory(umbrella=group, member=member)
    MembershipFactory(user=cast.officer, party=group, role=Membership.Role.EDITOR)
    cast.association_officer.is_active = False
    cast.association_officer.save()
    DataDeliveryFactory(indicator=indicator, party=group)
    assert reminded(date(2024, 9, 30)) == [("Olga Officier", 2024, False)]


def test_reminding_takes_as_many_queries_for_three_figures_as_for_one(cast, indicator):
    counts = []
    for year in (2022, 2023, 2024):
        DataDeliveryFactory(indicator=indicator, party=cast.association, year=year)
        with CaptureQueriesContext(connection) as captured:
            assert deliveries_due(date(2024, 12, 31))
        counts.append(len(captured))
    assert counts[0] == counts[2]
