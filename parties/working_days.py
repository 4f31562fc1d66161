"""Working days in the Netherlands: Monday through Friday, except public holidays."""

from datetime import date, timedelta
from functools import cache

A_DAY = timedelta(days=1)


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in _public_holidays()


def working_day_from(day: date) -> date:
    """The day itself, or the first working day after it."""
    while not is_working_day(day):
        day += A_DAY
    return day


def working_day_until(day: date) -> date:
    """The day itself, or the last working day before it."""
    while not is_working_day(day):
        day -= A_DAY
    return day


def working_days_before(day: date, count: int) -> date:
    """The working day from which there are this many working days left through the day itself, counted as people do.

    One working day before Friday is Thursday; before Monday, and before a Sunday, it is the Friday.
    """
    return _step(day, count, -A_DAY)


def working_days_after(day: date, count: int) -> date:
    """The working day that comes so many working days after the day."""
    return _step(day, count, A_DAY)


def _step(day: date, count: int, step: timedelta) -> date:
    while count > 0:
        day += step
        count -= is_working_day(day)
    return day


@cache
def _public_holidays():
    """A calendar that works out each year when it is first asked for."""
    import holidays

    return holidays.country_holidays("NL")
