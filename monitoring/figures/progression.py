"""How a figure stands against what was agreed: arithmetic only, never a judgement.

docs/decisions/0009-figures.md has the rules and their reasons.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

from monitoring.figures.agreed import Agreed, Aim, Kind, Per, Reading
from monitoring.figures.lines import (
    TENTH,
    aims_in_time,
    elapsed,
    last_end,
    limits,
    line_of_year,
    part_of_year,
    rounded,
    stock_line,
    total_line,
    years_in,
)

ZERO = Decimal(0)


class Standing(StrEnum):
    """What the figure says by itself. People give the light of an action or goal, apart from this."""

    UNKNOWN = "unknown"  # no figure, or one year too few to tell
    NOT_YET = "not_yet"  # nothing to hold the figure against yet
    ON_LINE = "on_line"
    BEHIND = "behind"
    REACHED = "reached"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class YearFigure:
    """One year: its own figure, the total so far (if years add up), and the line at its end."""

    year: int
    value: Decimal | None = None
    total: Decimal | None = None
    measured_on: date | None = None
    is_provisional: bool = False
    reason: str = ""  # why it is not known yet
    aim: Aim | None = None
    line: Decimal | None = None
    line_to: Decimal | None = None  # the upper value, where a range is asked


@dataclass(frozen=True, slots=True)
class Comparison:
    """The figure that counts at the reference date, and what it is held against on its own day."""

    value: Decimal
    day: date
    aim: Aim
    low: Decimal | None  # it must end at this or more
    high: Decimal | None  # it must end at this or less
    line: Decimal | None  # what a straight line asks on that day; None where there is no line
    falls: bool  # whether the line goes down, so that less is better
    is_final: bool  # the time is over and the figure covers all of it
    is_provisional: bool
    end_year: int


@dataclass(frozen=True, slots=True)
class Progression:
    """All that can be said of one quantity at a reference date."""

    agreed: Agreed
    on: date
    standing: Standing
    years: tuple[YearFigure, ...]
    comparison: Comparison | None = None
    average: Decimal | None = None  # per year, over the years with a figure
    average_needed: Decimal | None = None  # per year, in the years that remain
    missing: tuple[int, ...] = ()  # years that are over and have no figure
    unknown: Reading | None = None  # the latest that was said to be unknown
    other_prices: Reading | None = None  # the latest figure at another price level, left out
    outside: Reading | None = None  # the latest figure from before or after the period over which is counted, left out

    @property
    def latest(self) -> YearFigure | None:
        return next((row for row in reversed(self.years) if row.value is not None), None)


def progression(agreed: Agreed, readings: Iterable[Reading], *, on: date) -> Progression:
    """How the quantity stands on the reference date; what was measured after it does not count."""
    seen = [reading for reading in readings if reading.measured_on <= on]
    other = [reading for reading in seen if _has_other_prices(agreed, reading)]
    with_value = [reading for reading in seen if reading.value is not None and reading not in other]
    counted = _counted(agreed, [reading for reading in with_value if _is_in_time(agreed, reading)])
    years = _years(agreed, counted, [reading for reading in seen if reading.value is None])
    missing = tuple(row.year for row in years if row.value is None and _is_asked(agreed, counted, row.year, on))
    compared = _compare(agreed, counted, missing, on)
    standing = Standing.NOT_YET if other and not counted else _standing(agreed, compared, counted, missing, on)
    average, needed = _averages(agreed, years, compared)
    return Progression(
        agreed=agreed,
        on=on,
        standing=standing,
        years=years,
        comparison=compared,
        average=average,
        average_needed=needed,
        missing=missing,
        unknown=_latest(seen, lambda reading: reading.value is None),
        other_prices=_latest(other),
        outside=_latest(with_value, lambda reading: not _is_in_time(agreed, reading)),
    )


def _latest(readings: list[Reading], fits: Callable[[Reading], bool] = bool) -> Reading | None:
    return next(filter(fits, reversed(readings)), None)


# -- The years


def _is_in_time(agreed: Agreed, reading: Reading) -> bool:
    """What is added up towards one number begins and ends with the period."""
    return not agreed.cumulates or agreed.start_year <= reading.measured_on.year <= last_end(agreed)


def _has_other_prices(agreed: Agreed, reading: Reading) -> bool:
    """An amount at prices of another year cannot be compared; a number below an indexed rent can."""
    levels = {agreed.price_level, reading.price_level}
    return agreed.unit.startswith("€") and None not in levels and len(levels) == 2


def _counted(agreed: Agreed, known: list[Reading]) -> list[Reading]:
    """The figures that count, in order: without overlap where they add up, else the latest of each year."""
    chosen: list[Reading] = []
    for reading in reversed(known):
        same = reading.overlaps if agreed.adds_up else reading.is_of_the_year_of
        if not any(same(taken) for taken in chosen):
            chosen.append(reading)
    return chosen[::-1]


def _years(agreed: Agreed, counted: list[Reading], unknown: list[Reading]) -> tuple[YearFigure, ...]:
    named = [aim.year for aim in agreed.by_year] + [reading.measured_on.year for reading in [*counted, *unknown]]
    baseline = [agreed.baseline_on.year] if agreed.baseline_on and not agreed.adds_up else []
    first, last = min([agreed.start_year, *named, *baseline]), max([agreed.end_year, *named])
    rows, total = [], ZERO
    for year in range(first, last + 1):
        own = [reading for reading in counted if reading.measured_on.year == year]
        total += sum((reading.value for reading in own), ZERO)
        silent = [reading.unknown_reason for reading in unknown if reading.measured_on.year == year]
        rows.append(_year(agreed, year, own, total, silent))
    return tuple(rows)


def _year(agreed: Agreed, year: int, own: list[Reading], total: Decimal, silent: list[str]) -> YearFigure:
    """A year with its own figures, the sum of all figures until then, and why one is unknown."""
    aim = agreed.aim_in(year)
    return YearFigure(
        year=year,
        value=sum((reading.value for reading in own), ZERO) if own else None,
        total=total if own and agreed.adds_up else None,
        measured_on=own[-1].measured_on if own else None,
        is_provisional=any(reading.is_provisional for reading in own),
        reason=silent[-1] if silent and not own else "",
        aim=aim,
        line=line_of_year(agreed, year),
        line_to=limits(agreed, aim)[1] if agreed.kind == Kind.RANGE else None,
    )


def _is_asked(agreed: Agreed, counted: list[Reading], year: int, on: date) -> bool:
    """Whether a figure of that year is due: it is over, something was agreed, no other figure covers it."""
    if not agreed.start_year <= year < on.year:
        return False
    if agreed.per == Per.MOMENT:
        only_years = [aim.year for aim in agreed.by_year] if not agreed.overall else [year]
        return year in only_years and agreed.aim_in(year) is not None and all(row.measured_on.year < year for row in counted)
    is_covered = any(reading.first_day.year <= year <= reading.measured_on.year for reading in counted)
    is_within = agreed.aim_in(year) is not None or (agreed.cumulates and year <= last_end(agreed))
    return is_within and not is_covered


# -- The comparison


def _compare(agreed: Agreed, counted: list[Reading], missing: tuple[int, ...], on: date) -> Comparison | None:
    """The figure that counts beside its target; None without a figure or a target in numbers."""
    if not counted:
        return None
    if agreed.per == Per.YEAR:
        found = [(day.year, agreed.aim_in(day.year)) for day in {reading.measured_on: None for reading in counted}]
        with_aim = [(year, aim) for year, aim in found if aim and aim.value is not None]
        if not with_aim:
            return None
        end, aim = with_aim[-1]
        own = [reading for reading in counted if reading.measured_on.year == end]
    else:
        own, in_time = counted, aims_in_time(agreed)
        end, aim = next((post for post in in_time if post[0] >= own[-1].measured_on.year), (in_time or [(0, None)])[-1])
        if aim is None or aim.value is None:
            return None
    return _against(agreed, own, end, aim, missing, on)


def _against(agreed: Agreed, own: list[Reading], end: int, aim: Aim, missing: tuple[int, ...], on: date) -> Comparison:
    """These figures against this target, which holds at the end of that year."""
    day, values = own[-1].measured_on, [reading.value for reading in own]
    low, high = limits(agreed, aim)
    falls = False
    if agreed.adds_up:
        times = years_in(agreed, end)
        value, low, high = sum(values, ZERO), _times(low, times), _times(high, times)
        line = _line_of_total(agreed, aim, day, missing)
    else:
        value = _mean(values) if agreed.per == Per.AVERAGE else values[-1]
        line, falls = stock_line(agreed, day)
    return Comparison(
        value=value,
        day=day,
        aim=aim,
        low=low,
        high=high,
        line=line,
        falls=falls,
        is_final=day >= date(end, 12, 31) or (not agreed.adds_up and on.year > end and day.year >= end),
        is_provisional=any(reading.is_provisional for reading in (own if agreed.adds_up else own[-1:])),
        end_year=end,
    )


def _times(limit: Decimal | None, years: int) -> Decimal | None:
    return None if limit is None else limit * years


def _line_of_total(agreed: Agreed, aim: Aim, day: date, missing: tuple[int, ...]) -> Decimal | None:
    """What the line asks of the sum on that day; an average asks nothing of a year that has no figure."""
    low, _ = limits(agreed, aim)
    if low is None:
        return None
    match agreed.per:
        case Per.YEAR:
            return rounded(agreed, Fraction(low) * part_of_year(day), falls=False)
        case Per.AVERAGE:
            gaps = len([year for year in missing if year < day.year])
            return rounded(agreed, Fraction(low) * (elapsed(agreed.start_year, day) - gaps), falls=False)
    return total_line(agreed, day)


# -- The standing


def _standing(
    agreed: Agreed, compared: Comparison | None, counted: list[Reading], missing: tuple[int, ...], on: date
) -> Standing:
    if compared is None:
        return Standing.NOT_YET if counted or agreed.start_year > on.year else Standing.UNKNOWN
    if agreed.starts_by_itself and compared.day.year < agreed.start_year:
        return Standing.NOT_YET
    if agreed.per == Per.YEAR and any(year > compared.day.year for year in missing):
        return Standing.UNKNOWN
    found = _of_total(compared) if agreed.adds_up else _of_stock(agreed, compared)
    if agreed.cumulates and any(year < compared.day.year for year in missing):
        found = _with_gaps(found, compared)
    if compared.is_provisional:  # a provisional figure settles nothing
        return {Standing.REACHED: Standing.ON_LINE, Standing.MISSED: Standing.BEHIND}.get(found, found)
    return found


def _of_total(compared: Comparison) -> Standing:
    """A count only grows: a minimum stays reached, and a maximum stays exceeded."""
    if compared.high is not None and compared.value > compared.high:
        return Standing.MISSED
    if compared.low is None:
        return Standing.REACHED if compared.is_final else Standing.ON_LINE
    if compared.value >= compared.low:
        return Standing.REACHED if compared.is_final or compared.high is None else Standing.ON_LINE
    if compared.is_final:
        return Standing.MISSED
    return Standing.ON_LINE if compared.line is None or compared.value >= compared.line else Standing.BEHIND


def _of_stock(agreed: Agreed, compared: Comparison) -> Standing:
    """Of what is there at a moment: it may still change until the time is over."""
    value, low, high = compared.value, compared.low, compared.high
    if (low is None or value >= low) and (high is None or value <= high):
        return Standing.REACHED if compared.is_final else Standing.ON_LINE
    if compared.is_final:
        return Standing.MISSED
    if compared.line is not None:
        keeps_up = value <= compared.line if compared.falls else value >= compared.line
        return Standing.ON_LINE if keeps_up else Standing.BEHIND
    is_ahead = agreed.per == Per.MOMENT and compared.aim.year is not None
    return Standing.NOT_YET if is_ahead else Standing.BEHIND


def _with_gaps(found: Standing, compared: Comparison) -> Standing:
    """A year without a figure is not zero: what it might add decides whether anything can be said."""
    if compared.high is not None and compared.value > compared.high:
        return found
    only_grows = compared.high is None and found in {Standing.ON_LINE, Standing.REACHED}
    return found if only_grows else Standing.UNKNOWN


# -- Averages


def _mean(values: list[Decimal]) -> Decimal:
    return (sum(values, ZERO) / len(values)).quantize(TENTH, rounding=ROUND_HALF_UP)


def _averages(
    agreed: Agreed, years: tuple[YearFigure, ...], compared: Comparison | None
) -> tuple[Decimal | None, Decimal | None]:
    """The average of whole years with a figure, and the average that the years after them need."""
    with_value = [row for row in years if row.value is not None]
    whole = [row for row in with_value if not agreed.adds_up or part_of_year(row.measured_on) == 1]
    if agreed.per != Per.AVERAGE or not whole:
        return None, None
    average = _mean([row.value for row in whole])
    if compared is None or compared.low is None or not agreed.adds_up:
        return average, None
    left = compared.end_year - whole[-1].year
    short = compared.low - sum((row.value for row in whole), ZERO)
    needed = (short / left).quantize(TENTH, rounding=ROUND_CEILING) if left > 0 and short > 0 else None
    return average, needed
