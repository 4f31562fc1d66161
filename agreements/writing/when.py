"""When something is done, as people type it: «Q3 2025», «voor 1 juli», «eind 2025», «ieder halfjaar»; read back in our words."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from agreements.imports.words.moments import Moment, first_day, moment_of_cell, recurrence_named
from agreements.models.action import Precision
from agreements.periods import When
from parties.dates import FIRST_YEAR, LAST_YEAR, MONTH, MONTHS, day_of, month_number

FIELDS = ("starts_on", "starts_precision", "due_on", "due_precision", "recurrence")
LONGEST = 120  # characters
_YEAR = re.compile(r"\b(20\d\d)\b")
_BEFORE = r"v[oó][oó]r\s+"
_DAY_WITHOUT_YEAR = re.compile(rf"\b(\d{{1,2}}\s+(?:{MONTH})\b\.?)(?!\s*\d)", re.IGNORECASE)
_NUMBERS_WITHOUT_YEAR = re.compile(r"(?<![-\d/])(\d{1,2})-(\d{1,2})(?![-\d/])")
_SLASH = re.compile(r"(?:(?:v[oó][oó]r|uiterlijk|op|per)\s+)?(\d{1,2})\s*/\s*(\d{1,2})", re.IGNORECASE)
_BEFORE_MONTH = re.compile(rf"{_BEFORE}({MONTH})\.?(?:\s+(20\d\d))?", re.IGNORECASE)
_BEFORE_YEAR = re.compile(rf"{_BEFORE}(20\d\d)", re.IGNORECASE)
_YEARS = re.compile(r"(20\d\d)\s*(?:[-–/]|t/m|tot en met|en)\s*(20\d\d)", re.IGNORECASE)
_THROUGH = re.compile(r"\s+(?:t/m|tot en met|tot|–|-)\s+", re.IGNORECASE)
_FROM = re.compile(r"(?:van|vanaf)\s+(?:het\s+)?", re.IGNORECASE)
_OR = re.compile(r"\s+of\s+|\s+/\s+", re.IGNORECASE)
_DATED = re.compile(rf"\b(?:20\d\d|{MONTH}|[qk][1-4])\b", re.IGNORECASE)
_AND = re.compile(r"\s*[,;]\s*|\s+en\s+", re.IGNORECASE)


class TypedWhen(When):
    """When.phrase reads it back; all empty where nothing was agreed, and never with a budget, which has a part of its own."""

    __slots__ = ()

    @property
    def code(self) -> str:
        """As a form and its version carry it; from_code() reads it."""
        return "|".join(str(getattr(self, name) or "") for name in FIELDS)

    @classmethod
    def from_code(cls, code: str) -> "TypedWhen":
        starts, how, due, due_how, often = code.split("|")
        first, last = (date.fromisoformat(day) if day else None for day in (starts, due))
        return cls(first, how, last, due_how, often)

    @classmethod
    def of(cls, row: object) -> "TypedWhen":
        return cls(**{name: getattr(row, name) for name in FIELDS})


def read_when(text: str, year: int) -> TypedWhen:
    """What the text means for an agenda of that year; ValidationError where it means nothing, or two things.

    The error of a text that means two things has them as its params["readings"].
    """
    if len(text) > LONGEST:
        raise ValidationError(_("This is too long for a date. Put what else was agreed in the text of the action."))
    found = readings(text, year)
    if not found:
        sentence = _("We do not understand this as a date. Write for instance: Q3 %(year)s, voor 1 juli, ieder halfjaar.")
        raise ValidationError(sentence, params={"year": year})
    if len(found) > 1:
        sentence = _("This can mean two things: %(phrases)s. Choose which one you mean.")
        phrases = _(" or ").join(f"“{reading.phrase}”" for reading in found)
        raise ValidationError(sentence, code="two_things", params={"phrases": phrases, "readings": found})
    return found[0]


def readings(text: str, year: int) -> list[TypedWhen]:
    """All that the text can mean, each once; nothing where it is not understood."""
    words = " ".join(text.split()).strip(" .")
    if not words:
        return [TypedWhen()]
    for cut in _AND.finditer(words):
        halves = words[: cut.start()], words[cut.end() :]
        for one, other in (halves, halves[::-1]):
            if (often := recurrence_named(one)) and (spans := _spans(other, year)):
                return [replace(span, recurrence=often) for span in spans]
    if often := recurrence_named(words):
        return [] if _DATED.search(words) else [TypedWhen(recurrence=often)]
    return [when for when in _spans(words, year) if _is_possible(when)]


def _is_possible(when: TypedWhen) -> bool:
    return all(FIRST_YEAR <= day.year <= LAST_YEAR for day in (when.starts_on, when.due_on) if day)


def _spans(words: str, year: int) -> list[TypedWhen]:
    return list(dict.fromkeys(_each(words, year)))


def _each(words: str, year: int) -> Iterator[TypedWhen]:
    stated = _YEAR.findall(words)
    of_year = int(stated[-1]) if stated else year
    if years := _YEARS.fullmatch(words):
        yield _between(Moment(due_on=date(int(years[1]), 12, 31), due_precision=Precision.YEAR), _year(int(years[2])))
    elif _OR.search(words):
        for part in _OR.split(words):
            yield from _each(part, of_year)
    elif len(halves := _THROUGH.split(words)) == 2:
        begins, ends = (_one(_FROM.sub("", half), of_year) for half in halves)
        if begins and ends:
            yield _between(begins, ends)
    elif (found := _FROM.match(words)) and (begins := _one(words[found.end() :], of_year)):
        yield TypedWhen(first_day(begins.due_on, begins.due_precision), begins.due_precision)
    else:
        yield from _ends(words, year)


def _ends(words: str, year: int) -> Iterator[TypedWhen]:
    """What only says by when; "voor juli" may be June or July."""
    if slash := _SLASH.fullmatch(words):
        yield from _of_slash(int(slash[1]), int(slash[2]), year)
    elif month := _BEFORE_MONTH.fullmatch(words):
        number, of_year = month_number(month[1]), int(month[2] or year)
        before = date(of_year, number, 1) - timedelta(days=1)
        yield TypedWhen(due_on=before, due_precision=Precision.MONTH)
        yield from _known(MONTHS[number - 1], of_year)
    elif before := _BEFORE_YEAR.fullmatch(words):
        yield from (_due(_year(each)) for each in (int(before[1]) - 1, int(before[1])))
    else:
        yield from _known(words, year)


def _of_slash(one: int, other: int, year: int) -> Iterator[TypedWhen]:
    """ "5/6" is a day, or a span of months."""
    if day := day_of(str(one), str(other), str(year)):
        yield TypedWhen(due_on=day, due_precision=Precision.DAY)
    if 1 <= one < other <= 12:
        begins, ends = (_one(MONTHS[month - 1], year) for month in (one, other))
        if begins and ends:
            yield _between(begins, ends)


def _known(words: str, year: int) -> Iterator[TypedWhen]:
    if moment := _one(words, year):
        yield TypedWhen(moment.starts_on, moment.starts_precision, moment.due_on, moment.due_precision)


def _one(words: str, year: int) -> Moment | None:
    """What an import reads in a column of dates; a day or month without a year is of the agenda."""
    stated = _YEAR.search(words)
    if not stated:
        words = _DAY_WITHOUT_YEAR.sub(rf"\1 {year}", words)
        words = _NUMBERS_WITHOUT_YEAR.sub(rf"\1-\2-{year}", words)
    return moment_of_cell(words, None, year)


def _year(year: int) -> Moment:
    return Moment(due_on=date(year, 12, 31), due_precision=Precision.YEAR)


def _due(moment: Moment) -> TypedWhen:
    return TypedWhen(due_on=moment.due_on, due_precision=moment.due_precision)


def _between(begins: Moment, ends: Moment) -> TypedWhen:
    start = begins.due_on or begins.starts_on
    how = begins.due_precision or begins.starts_precision
    return TypedWhen(first_day(start, how) if start else None, how, ends.due_on, ends.due_precision)
