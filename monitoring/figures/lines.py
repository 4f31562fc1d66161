"""What was agreed, as limits and lines: where a figure may end, and what a line asks on the way.

Lines are computed as fractions and rounded once, in favour of the figure: what is said and what is compared are one number.
"""

from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction

from monitoring.figures.agreed import Agreed, Aim, Kind, Per

TENTH, CENT = Decimal("0.1"), Decimal("0.01")


def limits(agreed: Agreed, aim: Aim | None) -> tuple[Decimal | None, Decimal | None]:
    """The least and the most that the figure may end at; None where there is no such limit."""
    if aim is None or aim.value is None:
        return None, None
    match agreed.kind:
        case Kind.MAXIMUM:
            return None, aim.value
        case Kind.RANGE:
            return aim.value, aim.value_to
        case Kind.EXACT if not agreed.adds_up:
            return aim.value, aim.value
        case Kind.EXACT if not agreed.is_wanted:
            return None, aim.value
    return aim.value, None


def aims_in_time(agreed: Agreed) -> list[tuple[int, Aim]]:
    """The targets with the year at whose end they hold, in order."""
    targets = [(aim.year, aim) for aim in agreed.by_year]
    if agreed.overall:
        targets.append((agreed.end_year, agreed.overall))
    return sorted(targets, key=lambda target: target[0])


def last_end(agreed: Agreed) -> int:
    return max([year for year, _ in aims_in_time(agreed)], default=agreed.end_year)


def years_in(agreed: Agreed, end: int) -> int:
    """By how much a target per year is multiplied to become a total."""
    return max(end - agreed.start_year + 1, 1) if agreed.per == Per.AVERAGE else 1


def part_of_year(day: date) -> Fraction:
    first = date(day.year, 1, 1)
    return Fraction((day - first).days + 1, (date(day.year + 1, 1, 1) - first).days)


def elapsed(start_year: int, day: date) -> Fraction:
    """Years from the beginning of start_year through the day: 2 on 31 December of the second year."""
    return day.year - start_year + part_of_year(day)


def _between(points: list[tuple[Fraction, Fraction]], at: Fraction) -> Fraction:
    """The height of the line through the points, flat before the first and after the last."""
    before = points[0]
    for point in points:
        if at <= point[0]:
            width = point[0] - before[0]
            return point[1] if not width else before[1] + (point[1] - before[1]) * (at - before[0]) / width
        before = point
    return before[1]


def rounded(agreed: Agreed, exact: Fraction, *, falls: bool) -> Decimal:
    """Whole for what is counted whole, else a tenth (a cent for amounts): never half a dwelling."""
    step = CENT if agreed.unit.startswith("€") else TENTH if "%" in agreed.unit or not _is_whole(agreed) else Decimal(1)
    number = Decimal(exact.numerator) / Decimal(exact.denominator)
    return number.quantize(step, rounding=ROUND_CEILING if falls else ROUND_FLOOR)


def _is_whole(agreed: Agreed) -> bool:
    values = [value for aim in agreed.aims for value in (aim.value, aim.value_to)] + [agreed.baseline]
    return all(value == value.to_integral() for value in values if value is not None)


def total_line(agreed: Agreed, day: date) -> Decimal | None:
    """What a straight line from zero to the target asks of the total that day, by way of targets."""
    targets = [(year, limits(agreed, aim)[0]) for year, aim in aims_in_time(agreed)]
    points = [
        (Fraction(year - agreed.start_year + 1), Fraction(low) * years_in(agreed, year))
        for year, low in targets
        if low is not None
    ]
    if not points:
        return None
    return rounded(agreed, _between([(Fraction(0), Fraction(0)), *points], elapsed(agreed.start_year, day)), falls=False)


def stock_line(agreed: Agreed, day: date) -> tuple[Decimal | None, bool]:
    """What a straight line from the baseline to the target asks of a stock that day; whether it falls."""
    targets = aims_in_time(agreed)
    if agreed.kind in {Kind.NO_DECREASE, Kind.RANGE} or agreed.per != Per.MOMENT or any(aim.value is None for _, aim in targets):
        return None, False
    first = agreed.baseline_on or date(agreed.start_year, 1, 1)
    points = (
        [(elapsed(0, first), Fraction(agreed.baseline))] if agreed.baseline is not None and not agreed.starts_by_itself else []
    )
    points += [(Fraction(year + 1), Fraction(aim.value)) for year, aim in targets]
    ahead = [index for index, point in enumerate(points) if point[0] >= elapsed(0, day)]
    if not ahead or ahead[0] == 0:
        return None, False
    start, end = points[ahead[0] - 1][1], points[ahead[0]][1]
    wrong_way = {Kind.MINIMUM: start >= end, Kind.MAXIMUM: start <= end}.get(agreed.kind, start == end)
    if wrong_way:
        return None, False
    return rounded(agreed, _between(points, elapsed(0, day)), falls=start > end), start > end


def line_of_year(agreed: Agreed, year: int) -> Decimal | None:
    """What is asked at the end of the year: the target itself, or the line on the way to it."""
    aim = agreed.aim_in(year)
    own = next((value for value in limits(agreed, aim) if value is not None), None)
    if agreed.adds_up and agreed.per == Per.PERIOD:
        line = total_line(agreed, date(year, 12, 31))
        return (own if line is None else line) if agreed.start_year <= year <= last_end(agreed) else None
    if agreed.per == Per.MOMENT:
        line, _ = stock_line(agreed, date(year, 12, 31))
        return own if line is None else line
    return own
