"""What was agreed about a quantity and what was measured of it, as plain values: the input of the arithmetic."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import number_format

from agreements.models import Indicator, Target
from agreements.models.indicator import plain_number, with_unit
from monitoring.models import Measurement

Kind, Per = Indicator.Kind, Indicator.Per


@dataclass(frozen=True, slots=True)
class Aim:
    """One target: of a year, or (year None) of the whole period or of every year alike.

    value is None where the target is a formula in words; value_to is the upper value of a range.
    """

    year: int | None
    value: Decimal | None
    value_to: Decimal | None = None
    phrase: str = ""
    is_provisional: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """One figure: of the days covers_from through measured_on; value None where it was said to be unknown, with the reason."""

    measured_on: date
    value: Decimal | None
    covers_from: date | None = None
    is_provisional: bool = False
    reason: str = ""
    price_level: int | None = None

    @property
    def first_day(self) -> date:
        return self.covers_from or date(self.measured_on.year, 1, 1)

    def overlaps(self, other: "Reading") -> bool:
        return self.first_day <= other.measured_on and other.first_day <= self.measured_on

    def is_of_the_year_of(self, other: "Reading") -> bool:
        return self.measured_on.year == other.measured_on.year


@dataclass(frozen=True, slots=True)
class Agreed:
    """What was agreed about one quantity. start_year and end_year are the indicator's own, or else those of the agreement."""

    name: str
    kind: str
    per: str
    unit: str
    start_year: int
    end_year: int
    aims: tuple[Aim, ...] = ()
    baseline: Decimal | None = None
    baseline_on: date | None = None
    price_level: int | None = None
    starts_by_itself: bool = False  # the indicator names a first year of its own: "from 2026"

    @property
    def adds_up(self) -> bool:
        """Whether figures of different days may be added: counts and amounts may, shares, rents and stocks may not."""
        return self.per != Per.MOMENT and "%" not in self.unit and " per " not in f" {self.unit} "

    @property
    def cumulates(self) -> bool:
        """Whether the years are added up towards one number."""
        return self.adds_up and self.per in {Per.PERIOD, Per.AVERAGE}

    @property
    def is_wanted(self) -> bool:
        """Whether an exact number is something to work towards. Where every target is nil, each one counted is one too many."""
        return any(aim.value for aim in self.aims)

    @property
    def overall(self) -> Aim | None:
        """The target without a year."""
        return next((aim for aim in self.aims if aim.year is None), None)

    @property
    def by_year(self) -> tuple[Aim, ...]:
        """The targets with a year, in order."""
        return tuple(sorted((aim for aim in self.aims if aim.year is not None), key=lambda aim: aim.year))

    def aim_in(self, year: int) -> Aim | None:
        """The target that holds in the year: its own, or the one without a year within the period."""
        own = next((aim for aim in self.aims if aim.year == year), None)
        return own or (self.overall if self.first_year <= year <= self.end_year else None)

    @property
    def first_year(self) -> int:
        """From when the target without a year holds: what may not fall, may not from where it was."""
        keeps = self.kind == Kind.NO_DECREASE and self.baseline_on
        return min(self.start_year, self.baseline_on.year) if keeps else self.start_year

    def number(self, value: Decimal) -> str:
        """The number in the notation of the language; cents in full."""
        if self.unit.startswith("€") and value != value.to_integral():
            return number_format(value, 2, force_grouping=True)
        return plain_number(value)

    def in_words(self, value: Decimal) -> str:
        return with_unit(self.number(value), self.unit)


def agreed_on(indicator: Indicator, targets: Iterable[Target] | None = None) -> Agreed:
    """What was agreed, from an indicator with its agreement selected; its targets in order, or prefetched."""
    agreement = indicator.goal.theme.agreement
    start = indicator.start_year or agreement.start_year
    targets = list(indicator.targets.all() if targets is None else targets)
    if not targets and indicator.kind == Kind.NO_DECREASE and indicator.baseline is not None:
        targets = [Target(indicator=indicator, value=indicator.baseline)]
    for target in targets:
        target.indicator = indicator  # so that its words ask for no query
    aims = [Aim(row.year, row.value, row.value_to, str(row.phrase), row.provisional) for row in targets]
    return Agreed(
        name=indicator.name,
        kind=indicator.kind,
        per=indicator.per,
        unit=indicator.unit,
        start_year=start,
        end_year=max(indicator.end_year or agreement.end_year, start),
        aims=tuple(aims),
        baseline=indicator.baseline,
        baseline_on=indicator.baseline_on,
        price_level=indicator.price_level,
        starts_by_itself=indicator.start_year is not None,
    )


def readings_of(measurements: Iterable[Measurement]) -> tuple[Reading, ...]:
    """The figures, in order of their days; a later entry for the same day stands after an earlier one."""
    rows = sorted(measurements, key=lambda row: (row.measured_on, row.pk))
    return tuple(
        Reading(row.measured_on, row.value, row.period_start, row.provisional, row.unknown_reason, row.price_level)
        for row in rows
    )
