"""The page of a year: the events by month, of one kind or of all, and the picture of them."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agreements.models import Agreement
from monitoring.charts.lanes import LaneEvent, Lanes, lanes
from monitoring.models.legal_step import years_of
from monitoring.year_calendar.events import EventKind, YearEvent, YearQuery
from monitoring.year_calendar.sources import events_for
from parties.models import User


@dataclass(frozen=True, slots=True)
class KindChoice:
    """A kind of event with how many there are this year."""

    value: str
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class YearPage:
    year: int
    years: tuple[int, ...]
    chosen: str  # a kind, or nothing for all
    kinds: tuple[KindChoice, ...]
    total: int
    months: tuple[tuple[str, tuple[YearEvent, ...]], ...]
    chart: Lanes | None


def page_of(agreement: Agreement, user: User, *, typed_year: str, kind: str, today: date) -> YearPage:
    """At most fourteen queries, however much there is."""
    years = years_of(agreement)
    year = _chosen(typed_year, years, today)
    first, last = date(year, 1, 1), date(year, 12, 31)
    events = events_for(YearQuery(user, (agreement,), first, last, today))
    chosen = kind if kind in EventKind.values else ""
    shown = [event for event in events if chosen in {"", event.kind}]
    counts = Counter(event.kind for event in events)
    dated = [event for event in shown if event.on]
    title = _("The calendar of %(year)s") % {"year": year}
    return YearPage(
        year=year,
        years=tuple(years),
        chosen=chosen,
        kinds=tuple(
            KindChoice(value, capfirst(str(words)), counts[value]) for value, words in EventKind.choices if counts[value]
        ),
        total=len(events),
        months=tuple((name, tuple(rows)) for name, rows in groupby(shown, key=_month)),
        chart=lanes(_in_lanes(dated), first=first, last=last, today=today, chart_id="jaar", title=title) if dated else None,
    )


def _chosen(typed: str, years: range, today: date) -> int:
    """The year that was asked for; else that of today, or the nearest to it."""
    if typed.isascii() and typed.isdecimal() and len(typed) == 4 and int(typed) in years:
        return int(typed)
    return min(max(today.year, years[0]), years[-1])


def _month(event: YearEvent) -> str:
    return capfirst(date_format(event.on, "F Y")) if event.on else _("The whole year")


def _in_lanes(events: list[YearEvent]) -> list[LaneEvent]:
    order = list(EventKind)
    return [
        LaneEvent(capfirst(event.kind_words), event.on, event.what, event.state, event.state_words, event.begins)
        for event in sorted(events, key=lambda event: order.index(event.kind))
        if event.on
    ]
