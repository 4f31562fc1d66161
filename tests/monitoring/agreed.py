"""What a test says of a quantity: agreed("minimum", "period", "woningen", {None: "75"}) and measured("2024-12-31", "38")."""

from datetime import date
from decimal import Decimal

from django.utils import translation

from agreements.models import Indicator, Target
from monitoring.figures.agreed import Agreed, Aim, Reading
from monitoring.figures.progression import Progression, progression
from monitoring.figures.words import Account, account_of


def agreed(kind: str, per: str, unit: str, targets: dict, *, start: int = 2023, end: int = 2026, **more) -> Agreed:
    """targets: the year (or None) with its value, or with the two values of a range."""
    indicator = Indicator(kind=kind, per=per, unit=unit)
    with translation.override("nl"):
        aims = tuple(_aim(indicator, year, value) for year, value in targets.items())
    return Agreed(name="Woningen", kind=kind, per=per, unit=unit, start_year=start, end_year=end, targets=aims, **more)


def _aim(indicator: Indicator, year: int | None, value) -> Aim:
    low, high = value if isinstance(value, tuple) else (value, None)
    target = Target(indicator=indicator, value=Decimal(low), value_to=None if high is None else Decimal(high))
    return Aim(year=year, value=target.value, value_to=target.value_to, phrase=str(target.phrase))


def measured(day: str, value: str | None, **more) -> Reading:
    return Reading(measured_on=date.fromisoformat(day), value=None if value is None else Decimal(value), **more)


def stand(quantity: Agreed, *readings: Reading, on: str) -> Progression:
    return progression(quantity, readings, on=date.fromisoformat(on))


def told(quantity: Agreed, *readings: Reading, on: str) -> Account:
    """What the page says of it, in Dutch."""
    with translation.override("nl"):
        return account_of(stand(quantity, *readings, on=on))
