"""Dates in a row: what falls when, within a year or over the years of an agreement."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .geometry import COLOURS, ChartLine, ChartTable, Text, percent, pixels

HEAD, ROW = 28, 42
MONTHS_SHOWN = 18  # with more months than this, only the years have a name


@dataclass(frozen=True, slots=True)
class Event:
    """A day, or with last_day a span of days. css is the kind of event, for the style sheet."""

    label: str
    first_day: date
    last_day: date | None = None
    css: str = ""
    href: str = ""
    colour: str = COLOURS["measured"]

    @property
    def when(self) -> str:
        first = date_format(self.first_day, "j F Y")
        if self.last_day is None:
            return first
        return _("%(first)s through %(last)s") % {"first": first, "last": date_format(self.last_day, "j F Y")}


@dataclass(frozen=True, slots=True)
class Mark:
    """Where an event stands: a bar of some width, or for a day a diamond."""

    event: Event
    x: str
    width: str  # empty for a day
    y: str


@dataclass(frozen=True, slots=True)
class Timeline:
    chart_id: str
    title: str
    description: str
    height: int
    rules: tuple[ChartLine, ...]
    marks: tuple[Mark, ...]
    texts: tuple[Text, ...]
    table: ChartTable
    colours: dict[str, str]


def timeline(events: list[Event], *, first: date, last: date, today: date, chart_id: str, title: str) -> Timeline:
    """The events between the first and the last day, in order; what lies outside is left to the table."""
    days = (last - first).days + 1

    def across(day: date) -> float:
        return 100 * min(max((day - first).days, 0), days) / days

    shown = sorted(events, key=lambda event: (event.first_day, event.label))
    inside = [event for event in shown if event.first_day <= last and (event.last_day or event.first_day) >= first]
    height = HEAD + max(len(inside), 1) * ROW
    rules, texts = [], []
    for day, name in beginnings_of_months(first, last):
        rules.append(ChartLine(percent(across(day)), "18", percent(across(day)), str(height), "chart__rule", COLOURS["hairline"]))
        texts.append(Text(f"{across(day) + 0.5:.2f}%", "13", name, "start", COLOURS["quiet"]))
    if first <= today <= last:
        place = percent(across(today))
        rules.append(ChartLine(place, "18", place, str(height), "chart__today", COLOURS["target"], "2", "4 3"))
    marks = []
    for index, event in enumerate(inside):
        top, x = HEAD + index * ROW, across(event.first_day)
        end = across((event.last_day or event.first_day) + timedelta(days=1))
        is_right = x > 50  # so that the words stay within the picture
        at = percent(end if is_right else x)
        texts.append(Text(at, pixels(top + 12), event.label, "end" if is_right else "start"))
        width = percent(max(end - x, 0.8)) if event.last_day else ""
        marks.append(Mark(event, percent(x), width, pixels(top + 18)))
    return Timeline(
        chart_id=chart_id,
        title=title,
        description="; ".join(f"{event.label}: {event.when}" for event in shown) + "." if shown else _("Nothing is planned."),
        height=height,
        rules=tuple(rules),
        marks=tuple(marks),
        texts=tuple(texts),
        table=ChartTable((_("What"), _("When")), tuple((event.label, event.when) for event in shown)),
        colours=COLOURS,
    )


def beginnings_of_months(first: date, last: date) -> Iterator[tuple[date, str]]:
    """The first day of each month with its initial, or of each year when there are many months."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    for number in range(months):
        year, month = divmod(first.year * 12 + first.month - 1 + number, 12)
        day = date(year, month + 1, 1)
        if months <= MONTHS_SHOWN:
            yield day, date_format(day, "F")[0].upper()
        elif day.month == 1 or number == 0:
            yield day, str(year)
