"""Which figure a party owes the others, by when: planned as agreed, fulfilled by a measurement."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from agreements.contacts.choosing import reporters_by_party
from agreements.models import Agreement, Indicator, Participation, parties_in
from monitoring.models import DataDelivery
from parties.dates import MONTHS, month_number
from parties.models import Party, User

DAYS_AHEAD = 14
LAST_DAYS = {1: (3, 31), 2: (6, 30), 3: (9, 30), 4: (12, 31)}
QUARTER = re.compile(r"\b(?:kwartaal\s*|q)([1-4])\b|\b([1-4])e\s+kwartaal\b", re.IGNORECASE)
MONTH_NAME = re.compile(rf"\b({'|'.join(MONTHS)})\b", re.IGNORECASE)
YEAR = re.compile(r"\b(20\d\d)\b")


@dataclass(frozen=True, slots=True)
class DueDelivery:
    """What one person is to be reminded of: whose figure, of which year, by when."""

    person: User
    party: Party
    indicator: Indicator
    delivery: DataDelivery
    is_late: bool


def due_day(words: str, year: int) -> date:
    """The last day of the quarter or month in the agreed words; without one the last day of the year."""
    # Of "in kwartaal 3: het aantal van 1 juli 2023 en 1 juli 2024" the part before the colon says when.
    when = words.partition(":")[0]
    if found := QUARTER.search(when):
        return date(year, *LAST_DAYS[int(found[1] or found[2])])
    if found := MONTH_NAME.search(when):
        month = month_number(found[1])
        return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return date(year, 12, 31)


def years_owed(indicator: Indicator) -> list[int]:
    """The years of which the figure is delivered: those in the agreed words, else all of the period."""
    named = sorted({int(year) for year in YEAR.findall(indicator.delivered_when.partition(":")[2])})
    if named:
        return named
    agreement = indicator.goal.theme.agreement
    first = indicator.start_year or agreement.start_year
    return list(range(first, max(indicator.end_year or agreement.end_year, first) + 1))


@transaction.atomic
def plan_deliveries(agreement: Agreement, *, by: User) -> list[DataDelivery]:
    """Plan what is missing, by the party and time of each figure; returns what is new. Safe to repeat."""
    indicators = Indicator.objects.filter(goal__theme__agreement=agreement, delivered_by__in=parties_in(agreement))
    planned = set(DataDelivery.objects.in_agreements([agreement.pk]).values_list("indicator", "year"))
    new = []
    for indicator in indicators.select_related("goal__theme__agreement", "delivered_by"):
        for year in years_owed(indicator):
            if (indicator.pk, year) in planned:
                continue
            due_on = due_day(indicator.delivered_when, year)
            delivery = DataDelivery(indicator=indicator, party=indicator.delivered_by, year=year, due_on=due_on)
            delivery._history_user = by
            delivery.save()
            new.append(delivery)
    return new


def deliveries_due(on_date: date, *, days_ahead: int = DAYS_AHEAD) -> list[DueDelivery]:
    """Whom to remind of which figure that day: late, or due within so many days, and not delivered.

    Each person who reports for the party gets it. A fixed number of queries.
    """
    taking_part = Participation.objects.accepted().filter(
        agreement=OuterRef("indicator__goal__theme__agreement"), party=OuterRef("party")
    )
    due = DataDelivery.objects.filter(Exists(taking_part), due_on__lte=on_date + timedelta(days=days_ahead))
    outstanding = due.outstanding()
    rows = list(outstanding.select_related("indicator__goal__theme__agreement", "party"))
    reporters = reporters_by_party(row.party_id for row in rows)
    return [
        DueDelivery(person, row.party, row.indicator, row, is_late=row.due_on < on_date)
        for row in rows
        for person in reporters[row.party_id]
    ]
