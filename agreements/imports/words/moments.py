"""Dates in the words of an action, where they can mean one thing only; docs/handleiding-inlezen.md."""

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache, partial

from django.conf import settings
from django.utils import translation

from agreements.models.action import Action, Precision
from parties.dates import MONTH, MONTHS, day_of, month_number, parse_day
from parties.numbers import parse_number

YEARS = range(1950, 2100)  # a date in another year is a slip of the pen
_DAY = rf"(?P<d>\d{{1,2}})(?:[-/](?P<m>\d{{1,2}})[-/]|\s+(?P<name>{MONTH})\.?\s+)(?P<y>\d{{4}}|\d{{2}})\b"
_BY_DAY = re.compile(rf"\b(?:t/m|tot en met|uiterlijk(?: op)?|v[oó][oó]r|per|op)\s+{_DAY}", re.IGNORECASE)
_ONE_DAY = re.compile(rf"(?<![\d-]){_DAY}", re.IGNORECASE)
_NTHS = (("eerste", "1e", "1ste"), ("tweede", "2e", "2de"), ("derde", "3e", "3de"), ("vierde", "4e", "4de"))
_ORDINAL = {word: nth for nth, words in enumerate(_NTHS, start=1) for word in words}
_NTH = "|".join(_ORDINAL)
_QUARTER = re.compile(
    rf"\b(?P<from>vanaf\s+(?:het\s+)?)?(?:Q(?P<a>[1-4])|(?:kwartaal|kw\.?)\s+(?P<b>[1-4])|(?P<c>{_NTH})\s+(?:kwartaal|kw\b\.?)"
    r"|K(?P<e>[1-4]))(?!\w)(?:\s+(?:van\s+)?(?P<y>20\d\d))?",
    re.IGNORECASE,
)
_TRIMESTER = re.compile(rf"\b(?P<c>{_NTH})\s+trimester\b(?:\s+(?:van\s+)?(?P<y>20\d\d))?", re.IGNORECASE)
_HALF = re.compile(rf"\b(?:(?P<c>{_NTH})\s+(?:half\s?jaar|helft)(?:\s+van)?|H(?P<a>[12]))(?:\s+(?P<y>20\d\d))?\b", re.IGNORECASE)
_IN_MONTH = re.compile(
    rf"\b(?:in|uiterlijk(?: in)?|eind|per|v[oó][oó]r eind)\s+(?P<name>{'|'.join(MONTHS)})(?:\s+(?P<y>20\d\d))?\b", re.IGNORECASE
)
_MONTH_ALONE = re.compile(rf"\W*(?:in\s+|eind\s+)?({MONTH})\.?(?:\s+20\d\d)?\W*", re.IGNORECASE)
_YEAR_ALONE = re.compile(r"\W*(?:eind\s+)?(20\d\d)\W*")
_SHORT_YEAR = re.compile(r"(?<!\w)['’‘`](\d\d)\b")  # "mei '24"
_ISO = re.compile(r"20\d\d-\d\d-\d\d")
_CHRISTMAS = re.compile(r"\bv[oó][oó]r (?:de )?kerst", re.IGNORECASE)
_RECURS = (
    (Action.Recurrence.SIX_WEEKS, r"(?:iedere|elke|om de) (?:6|zes) weken"),
    (Action.Recurrence.TWO_MONTHS, r"(?:iedere|elke|om de) (?:2|twee) maanden"),
    (Action.Recurrence.QUARTER, r"(?:ieder|elk|per) kwartaal|kwartaallijkse?|(?:iedere|elke|om de) (?:3|drie) maanden"),
    (Action.Recurrence.HALF_YEAR, r"(?:ieder|elk|per|om het) half ?jaar|halfjaarlijkse?|(?:iedere|elke|om de) (?:6|zes) maanden"),
    (Action.Recurrence.YEAR, r"jaarlijkse?|(?:ieder|elk) jaar"),
)
_OFTEN = tuple((value, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)) for value, pattern in _RECURS)
_TIMES = (
    (Action.Recurrence.QUARTER, re.compile(r"(?:4|vier)(?: ?x| keer| maal)? (?:per|in het) jaar", re.IGNORECASE)),
    (Action.Recurrence.HALF_YEAR, re.compile(r"(?:2|twee)(?: ?x| keer| ?maal)? (?:per|in het) jaar", re.IGNORECASE)),
    (Action.Recurrence.YEAR, re.compile(r"(?:(?:1|een|één)(?: ?x| keer| ?maal)? )?per jaar", re.IGNORECASE)),
)  # in a column of its own; in a text «100 woningen per jaar» is an amount
_SPANS = ("weken", "maanden", "kwartaal", "jaar")  # one of which stands in whatever says how often
_BY_YEAR = r"\b(?:in|voor|eind|uiterlijk(?: in)?|gedurende)\s+{year}\b(?!\s*(?:en verder|[-–/]))"
_EURO = re.compile(r"^eur(?:o)?\s|\s?euro$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Moment:
    """When something is agreed to be done; nothing is filled in where the text leaves it open."""

    starts_on: date | None = None
    starts_precision: str = ""
    due_on: date | None = None
    due_precision: str = ""


def moment_in(text: str, year: int) -> Moment:
    """The period that a text states for the year of the agenda; the most precise statement counts."""
    likely = _likely_readers(text.lower(), str(year))
    stated = (read(text, year) for read in likely)
    return next((moment for moment in stated if moment is not None), Moment())


# Each gives None where the text says nothing of its kind, an empty moment where it says several things.


def _by_day(text: str, year: int) -> Moment | None:
    days = {day for found in _BY_DAY.finditer(text) if (day := _day(found)) and day.year == year}
    if not days:
        return None
    return Moment(due_on=days.pop(), due_precision=Precision.DAY) if len(days) == 1 else Moment()


def _in_quarters(text: str, year: int) -> Moment | None:
    quarters = [(bool(found["from"]), _nth(found)) for found in _QUARTER.finditer(text) if _is_of(found, year)]
    begins, ends = [nth for starts, nth in quarters if starts], [nth for starts, nth in quarters if not starts]
    if not quarters:
        return None
    if begins and ends and max(ends) < min(begins):
        return Moment()  # it would end before it begins
    first = min(begins) if begins else min(ends) if len(set(ends)) > 1 else None
    return Moment(
        date(year, first * 3 - 2, 1) if first else None,
        Precision.QUARTER if first else "",
        _last_day(year, max(ends) * 3) if ends else None,
        Precision.QUARTER if ends else "",
    )


def _in_part(text: str, year: int, *, pattern: re.Pattern, months: int, precision: Precision) -> Moment | None:
    parts = {_nth(found) for found in pattern.finditer(text) if _is_of(found, year)}
    if not parts or max(parts) * months > 12:
        return None
    return Moment(due_on=_last_day(year, parts.pop() * months), due_precision=precision) if len(parts) == 1 else Moment()


_PARTS = (
    partial(_in_part, pattern=_TRIMESTER, months=4, precision=Precision.TRIMESTER),
    partial(_in_part, pattern=_HALF, months=6, precision=Precision.HALF_YEAR),
)


def _in_month(text: str, year: int) -> Moment | None:
    """In several months is in none of them; "mits dat in mei kan" is a condition."""
    months = {month_number(found["name"]) for found in _IN_MONTH.finditer(text) if _is_of(found, year)}
    if len(months) != 1:
        return None
    month = months.pop()
    if re.search(rf"mits[^.]*\b(?:in|per)\s+{MONTHS[month - 1]}", text, re.IGNORECASE):
        return None
    return Moment(due_on=_last_day(year, month), due_precision=Precision.MONTH)


def _before_christmas(text: str, year: int) -> Moment | None:
    return Moment(due_on=date(year, 12, 24), due_precision=Precision.MONTH) if _CHRISTMAS.search(text) else None


def _in_year(text: str, year: int) -> Moment | None:
    is_stated = re.search(_BY_YEAR.format(year=year), text, re.IGNORECASE)
    return Moment(due_on=date(year, 12, 31), due_precision=Precision.YEAR) if is_stated else None


def _likely_readers(lowered: str, year: str) -> Iterator[Callable[[str, int], Moment | None]]:
    """Those of which a word stands in the text: looking for a word takes far less time than trying a pattern."""
    has_month = any(name in lowered for name in _MONTH_BEGINS)
    if has_month or "-" in lowered or "/" in lowered:
        yield _by_day
    if "kw" in lowered or any(name in lowered for name in _QUARTERS):
        yield _in_quarters
    if "trimester" in lowered:
        yield _PARTS[0]
    if "half" in lowered or "helft" in lowered or "h1" in lowered or "h2" in lowered:
        yield _PARTS[1]
    if has_month:
        yield _in_month
    if "kerst" in lowered:
        yield _before_christmas
    if year in lowered:
        yield _in_year


_MONTH_BEGINS = ("jan", "feb", "mrt", "maa", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_QUARTERS = tuple(f"{letter}{nth}" for letter in "qk" for nth in range(1, 5))


@lru_cache(maxsize=1024)
def moment_of_cell(text: str, day: date | None, year: int) -> Moment | None:
    """The period in a date column, None for other words. There a lone year or day needs no preposition."""
    text = _SHORT_YEAR.sub(r"20\1", text)
    if alone := day or _day_alone(text):
        return Moment(due_on=alone, due_precision=Precision.DAY)
    if lone := _YEAR_ALONE.fullmatch(text):
        return Moment(due_on=date(int(lone[1]), 12, 31), due_precision=Precision.YEAR)
    years = {int(found) for found in re.findall(r"\b20\d\d\b", text)} or {year}
    if len(years) > 1 or _ISO.fullmatch(text):
        return None
    stated = years.pop()
    if named := _MONTH_ALONE.fullmatch(text):
        return Moment(due_on=_last_day(stated, month_number(named[1])), due_precision=Precision.MONTH)
    moment = moment_in(text, stated)
    return moment if moment != Moment() else None


def _day_alone(text: str) -> date | None:
    day = parse_day(text)
    return day if day and day.year in YEARS else None


def recurrence_in(text: str) -> str:
    """How often, when the text says so once."""
    lowered = text.lower()
    if not any(span in lowered for span in _SPANS):
        return ""
    found = [value for value, pattern in _OFTEN if pattern.search(text)]
    return found[0] if len(found) == 1 else ""


@lru_cache(maxsize=1024)
def recurrence_named(text: str) -> str:
    """How often, by its name in a column of that; empty for words that say something else."""
    with translation.override(settings.LANGUAGE_CODE):
        named = next((value for value, label in Action.Recurrence.choices if str(label).lower() == text.strip().lower()), "")
    return named or recurrence_in(text) or next((value for value, times in _TIMES if times.fullmatch(text.strip(" ."))), "")


def first_day(day: date, precision: str) -> date:
    """The first day of the period of which moment_of_cell() gives the last one."""
    months = {Precision.MONTH: 1, Precision.QUARTER: 3, Precision.TRIMESTER: 4, Precision.HALF_YEAR: 6, Precision.YEAR: 12}
    return day if precision == Precision.DAY else date(day.year, day.month - months[Precision(precision)] + 1, 1)


def day_in(text: str) -> date | None:
    """The only day that the text names, such as the date of a decision."""
    days = {day for found in _ONE_DAY.finditer(text) if (day := _day(found))}
    return days.pop() if len(days) == 1 else None


def amount_in(text: str) -> Decimal | None:
    """An amount in Dutch notation or as a spreadsheet stores it, at most in cents; None for other words."""
    number = parse_number(_EURO.sub("", " ".join(text.split())))
    if number is None or number < 0:
        return None
    exponent = number.as_tuple().exponent
    return number if isinstance(exponent, int) and exponent >= -2 else None  # "12,500" may be twelve thousand


def _day(found: re.Match) -> date | None:
    day = day_of(found["d"], found["m"] or found["name"], found["y"])
    return day if day and day.year in YEARS else None


def _nth(found: re.Match) -> int:
    groups = found.groupdict()
    digit = next((groups[name] for name in ("a", "b", "e") if groups.get(name)), None)
    return int(digit) if digit else _ORDINAL[groups["c"].lower()]


def _is_of(found: re.Match, year: int) -> bool:
    return found["y"] is None or int(found["y"]) == year


def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
