"""What the parties pay for a goal, per year."""

from datetime import date
from decimal import Decimal

import pytest

from agreements.agenda.paying import PaidByParty, paid_per_year
from agreements.models import Action
from tests.factories import ActionFactory, AgendaFactory

pytestmark = pytest.mark.django_db


def test_each_party_once_per_year_who_pays_most_first(cast):
    later = AgendaFactory(agreement=cast.agreement, year=2025)
    for place, (agenda, lines) in enumerate(
        [
            (cast.agenda, "De Sleutel | 100\nGemeente Waterhoek | 300"),
            (cast.agenda, "de sleutel | 250,50\nHet Rijk | | lobby"),
            (later, "De Sleutel | 7"),
            (later, ""),
        ],
        start=2,
    ):
        ActionFactory(agenda=agenda, goal=cast.goal, contributions=lines, position=place)
    dropped = {"dropped_on": date(2024, 6, 6), "drop_reason": "Het kan niet."}
    ActionFactory(agenda=cast.agenda, goal=cast.goal, contributions="Het Rijk | 9000", position=9, **dropped)
    second, first = paid_per_year(Action.objects.filter(goal=cast.goal).select_related("agenda").order_by("position"))
    assert (second.year, second.total, [row.payer for row in second.rows]) == (2025, 7, ["De Sleutel"])
    assert (first.year, first.total) == (2024, Decimal("650.5"))
    assert first.rows == (
        PaidByParty("De Sleutel", Decimal("350.5"), is_open=False),
        PaidByParty("Gemeente Waterhoek", Decimal(300), is_open=False),
        PaidByParty("Het Rijk", Decimal(0), is_open=True),
    )
