"""What was agreed about a quantity and measured of it, as plain values: the input of the arithmetic."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.formats import number_format

from agreements.models import Indicator, Target
from agreements.models.indicator import plain_number, targets_in, with_unit
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
    formula: str = ""
    is_approximate: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """One figure, of the days covers_from through measured_on; value None: unknown, with the reason.

    covers_from None: from 1 January of that year. What stands after price_level says where it comes from.
    """

    measured_on: date
    value: Decimal | None
    covers_from: date | None = None
    is_provisional: bool = False
    unknown_reason: str = ""
    price_level: int | None = None
    source: str = ""
    note: str = ""
    party: str = ""
    recorded_by: str = ""
    recorded_at: datetime | None = None
    correction_reason: str = ""
    phrase: str = ""

    @property
    def first_day(self) -> date:
        return self.covers_from or date(self.measured_on.year, 1, 1)

    def overlaps(self, other: "Reading") -> bool:
        return self.first_day <= other.measured_on and other.first_day <= self.measured_on

    def is_of_the_year_of(self, other: "Reading") -> bool:
        return self.measured_on.year == other.measured_on.year


@dataclass(frozen=True, slots=True)
class Agreed:
    """What was agreed about one quantity; start_year and end_year default to those of the agreement."""

    name: str
    kind: str
    per: str
    unit: str
    start_year: int
    end_year: int
    targets: tuple[Aim, ...] = ()
    baseline: Decimal | None = None
    baseline_on: date | None = None
    price_level: int | None = None
    starts_by_itself: bool = False  # the indicator names a first year of its own: "from 2026"

    @property
    def aims(self) -> tuple[Aim, ...]:
        """The targets; of what may not fall, where nothing else was agreed, where it was."""
        if self.targets or self.kind != Kind.NO_DECREASE or self.baseline is None:
            return self.targets
        own = Indicator(kind=self.kind, unit=self.unit)
        return (Aim(None, self.baseline, phrase=str(Target(indicator=own, value=self.baseline).phrase)),)

    @property
    def adds_up(self) -> bool:
        """Whether figures of several days add up: counts and amounts do; shares, rents and stocks do not."""
        return self.per != Per.MOMENT and "%" not in self.unit and " per " not in f" {self.unit} "

    @property
    def cumulates(self) -> bool:
        """Whether the years are added up towards one number."""
        return self.adds_up and self.per in {Per.PERIOD, Per.AVERAGE}

    @property
    def is_wanted(self) -> bool:
        """Whether there is a number to work towards; if all targets are zero, any count exceeds them."""
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


def agreed_on(indicator: Indicator, *, year: int, targets: Iterable[Target] | None = None) -> Agreed:
    """What is in force in the year; the indicator has its agreement, targets come in order or prefetched."""
    agreement = indicator.goal.theme.agreement
    start = indicator.start_year or agreement.start_year
    return Agreed(
        name=indicator.name,
        kind=indicator.kind,
        per=indicator.per,
        unit=indicator.unit,
        start_year=start,
        end_year=max(indicator.end_year or agreement.window_in(year)[1], start),
        targets=tuple(_aim(indicator, row) for row in targets_in(year, indicator.targets.all() if targets is None else targets)),
        baseline=indicator.baseline,
        baseline_on=indicator.baseline_on,
        price_level=indicator.price_level,
        starts_by_itself=indicator.start_year is not None,
    )


def _aim(indicator: Indicator, row: Target) -> Aim:
    row.indicator = indicator  # so that its words ask for no query
    return Aim(row.year, row.value, row.value_to, str(row.phrase), row.provisional, row.formula, row.approximate)


def readings_of(measurements: Iterable[Measurement]) -> tuple[Reading, ...]:
    """The figures, in order of their days; a later entry for the same day stands after an earlier one.

    They come with their indicator, party and the person who recorded them.
    """
    return tuple(_reading(row) for row in sorted(measurements, key=lambda row: (row.measured_on, row.pk)))


def _reading(row: Measurement) -> Reading:
    return Reading(
        measured_on=row.measured_on,
        value=row.value,
        covers_from=row.period_start,
        is_provisional=row.provisional,
        unknown_reason=row.unknown_reason,
        price_level=row.price_level,
        source=row.source,
        note=row.note,
        party=row.party.short_name,
        recorded_by=str(row.recorded_by),
        recorded_at=row.recorded_at,
        correction_reason=row.correction_reason,
        phrase=str(row.phrase),
    )
