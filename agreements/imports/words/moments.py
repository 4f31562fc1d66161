"""Dates in the words of an action, only where they can mean one thing; docs/handleiding-inlezen.md lists them."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from django.conf import settings
from django.utils import translation

from agreements.models.action import Action, Precision

YEARS = range(1950, 2100)  # a date in another year is a slip of the pen
_MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
_MONTH = "|".join([*_MONTHS, *(name[:3] for name in _MONTHS)])
_DAY = rf"(?P<d>\d{{1,2}})(?:[-/](?P<m>\d{{1,2}})[-/]|\s+(?P<name>{_MONTH})\.?\s+)(?P<y>\d{{4}}|\d{{2}})\b"
_BY_DAY = re.compile(rf"\b(?:t/m|tot en met|uiterlijk(?: op)?|v[oó][oó]r|per|op)\s+{_DAY}", re.IGNORECASE)
_ONE_DAY = re.compile(rf"(?<![\d-]){_DAY}", re.IGNORECASE)
_ORDINAL = {
    "eerste": 1,
    "1e": 1,
    "1ste": 1,
    "tweede": 2,
    "2e": 2,
    "2de": 2,
    "derde": 3,
    "3e": 3,
    "3de": 3,
    "vierde": 4,
    "4e": 4,
    "4de": 4,
}
_NTH = "|".join(_ORDINAL)
_QUARTER = re.compile(
    rf"\b(?P<from>vanaf\s+(?:het\s+)?)?(?:Q(?P<a>[1-4])|kwartaal\s+(?P<b>[1-4])|(?P<c>{_NTH})\s+kwartaal|K(?P<e>[1-4]))\b"
    r"(?:\s+(?:van\s+)?(?P<y>20\d\d))?",
    re.IGNORECASE,
)
_TRIMESTER = re.compile(rf"\b(?P<c>{_NTH})\s+trimester\b(?:\s+(?:van\s+)?(?P<y>20\d\d))?", re.IGNORECASE)
_HALF = re.compile(rf"\b(?:(?P<c>{_NTH})\s+(?:half\s?jaar|helft)(?:\s+van)?|H(?P<a>[12]))(?:\s+(?P<y>20\d\d))?\b", re.IGNORECASE)
_IN_MONTH = re.compile(
    rf"\b(?:in|uiterlijk(?: in)?|eind|per|v[oó][oó]r eind)\s+(?P<name>{'|'.join(_MONTHS)})(?:\s+(?P<y>20\d\d))?\b", re.IGNORECASE
)
_CHRISTMAS = re.compile(r"\bv[oó][oó]r (?:de )?kerst", re.IGNORECASE)
_RECURS = (
    (Action.Recurrence.SIX_WEEKS, r"(?:iedere|elke|om de) (?:6|zes) weken"),
    (Action.Recurrence.TWO_MONTHS, r"(?:iedere|elke|om de) (?:2|twee) maanden"),
    (Action.Recurrence.QUARTER, r"(?:ieder|elk|per) kwartaal"),
    (Action.Recurrence.HALF_YEAR, r"(?:ieder|elk) half ?jaar|halfjaarlijkse?"),
    (Action.Recurrence.YEAR, r"jaarlijkse?|(?:ieder|elk) jaar"),
)
_OFTEN = tuple((value, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)) for value, pattern in _RECURS)
_SPANS = ("weken", "maanden", "kwartaal", "jaar")  # one of which stands in whatever says how often
_BY_YEAR = r"\b(?:in|voor|eind|uiterlijk(?: in)?|gedurende)\s+{year}\b(?!\s*(?:en verder|[-–/]))"
_AMOUNT = re.compile(r"^(?:€|eur(?:o)?)?\s*([\d.]+(?:,\d{1,2})?|\d+\.\d{2})\s*(?:,-|,=)?\s*(?:euro)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Moment:
    """When something is agreed to be done; nothing is filled in where the text leaves it open."""

    starts_on: date | None = None
    starts_precision: str = ""
    due_on: date | None = None
    due_precision: str = ""


def moment_in(text: str, year: int) -> Moment:
    """The period that a text states for the agenda of the year; the most precise statement counts, another year does not."""
    if days := {day for found in _BY_DAY.finditer(text) if (day := _day(found)) and day.year == year}:
        return Moment(due_on=days.pop(), due_precision=Precision.DAY) if len(days) == 1 else Moment()
    if quarters := [(bool(found["from"]), _nth(found)) for found in _QUARTER.finditer(text) if _is_of(found, year)]:
        begins, ends = [nth for starts, nth in quarters if starts], [nth for starts, nth in quarters if not starts]
        first = min(begins) if begins else min(ends) if len(set(ends)) > 1 else None
        if begins and ends and max(ends) < min(begins):
            return Moment()  # it would end before it begins
        return Moment(
            date(year, first * 3 - 2, 1) if first else None,
            Precision.QUARTER if first else "",
            _last_day(year, max(ends) * 3) if ends else None,
            Precision.QUARTER if ends else "",
        )
    for pattern, length, precision in ((_TRIMESTER, 4, Precision.TRIMESTER), (_HALF, 6, Precision.HALF_YEAR)):
        parts = {_nth(found) for found in pattern.finditer(text) if _is_of(found, year)}
        if parts and max(parts) * length <= 12:
            return Moment(due_on=_last_day(year, max(parts) * length), due_precision=precision) if len(parts) == 1 else Moment()
    months = {_MONTHS.index(found["name"].lower()) + 1 for found in _IN_MONTH.finditer(text) if _is_of(found, year)}
    if len(months) == 1 and not re.search(r"mits[^.]*\b(?:in|per)\s+" + _MONTHS[next(iter(months)) - 1], text, re.IGNORECASE):
        return Moment(due_on=_last_day(year, months.pop()), due_precision=Precision.MONTH)
    if _CHRISTMAS.search(text):
        return Moment(due_on=date(year, 12, 24), due_precision=Precision.MONTH)
    if re.search(_BY_YEAR.format(year=year), text, re.IGNORECASE):
        return Moment(due_on=date(year, 12, 31), due_precision=Precision.YEAR)
    return Moment()


@lru_cache(maxsize=1024)
def moment_of_cell(text: str, day: date | None, year: int) -> Moment | None:
    """The period in a column with dates; None when the words are no date. There a lone year or day needs no preposition."""
    if day:
        return Moment(due_on=day, due_precision=Precision.DAY)
    if found := re.fullmatch(r"\W*(?:eind\s+)?(20\d\d)\W*", text):
        return Moment(due_on=date(int(found[1]), 12, 31), due_precision=Precision.YEAR)
    if re.fullmatch(r"20\d\d-\d\d-\d\d", text):
        return moment_of_cell("", _iso(text), year) if _iso(text) else None
    if (found := _ONE_DAY.fullmatch(text.strip())) and (only_day := _day(found)):
        return Moment(due_on=only_day, due_precision=Precision.DAY)
    years = {int(stated) for stated in re.findall(r"\b20\d\d\b", text)} or {year}
    if len(years) == 1:
        stated = years.pop()
        named = re.fullmatch(rf"\W*(?:in\s+|eind\s+)?({_MONTH})\.?(?:\s+20\d\d)?\W*", text, re.IGNORECASE)
        if named:
            month = next(place for place, name in enumerate(_MONTHS, 1) if name.startswith(named[1].lower()[:3]))
            return Moment(due_on=_last_day(stated, month), due_precision=Precision.MONTH)
        moment = moment_in(text, stated)
        return moment if moment != Moment() else None
    return None


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
    return named or recurrence_in(text)


def first_day(day: date, precision: str) -> date:
    """The first day of the period of which moment_of_cell() gives the last one."""
    months = {Precision.MONTH: 1, Precision.QUARTER: 3, Precision.TRIMESTER: 4, Precision.HALF_YEAR: 6, Precision.YEAR: 12}
    return day if precision == Precision.DAY else date(day.year, day.month - months[Precision(precision)] + 1, 1)


def day_in(text: str) -> date | None:
    """The only day that the text names, such as the date of a decision."""
    days = {day for found in _ONE_DAY.finditer(text) if (day := _day(found))}
    return days.pop() if len(days) == 1 else None


def amount_in(text: str) -> Decimal | None:
    """An amount as Dutch writes it, or as a spreadsheet stores it; None when it is no amount."""
    if re.fullmatch(r"\d+(?:\.\d{1,2})?", text):
        return Decimal(text)
    found = _AMOUNT.match(" ".join(text.split()))
    if not found:
        return None
    try:
        return Decimal(found[1].replace(".", "").replace(",", "."))
    except InvalidOperation:
        return None


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _day(found: re.Match) -> date | None:
    month = int(found["m"]) if found["m"] else _month_number(found["name"])
    year = int(found["y"]) + (2000 if len(found["y"]) == 2 else 0)
    try:
        return date(year, month, int(found["d"])) if year in YEARS else None
    except ValueError:
        return None


def _month_number(name: str) -> int:
    return next(place for place, month in enumerate(_MONTHS, 1) if month.startswith(name.lower()[:3]))


def _nth(found: re.Match) -> int:
    groups = found.groupdict()
    digit = next((groups[name] for name in ("a", "b", "e") if groups.get(name)), None)
    return int(digit) if digit else _ORDINAL[groups["c"].lower()]


def _is_of(found: re.Match, year: int) -> bool:
    return found["y"] is None or int(found["y"]) == year


def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
