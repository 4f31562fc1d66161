"""A year in lanes: one for each kind of thing, with a mark on each day that has something, and how many where it has more."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .geometry import COLOURS, ChartLine, ChartTable, Text, percent, pixels
from .timeline import beginnings_of_months

HEAD, NAME, LEVEL = 28, 24, 20  # pixels: above all lanes, the name of a lane, and each row of marks below it
NEAR = 2.2  # percent of the width within which two marks would touch
LEVELS = 4
# How each state looks: another shape, and not only another colour. On a field of 12 by 12, from its middle above.
SHAPES = {
    "late": ("M0 0L7 12L-7 12Z", COLOURS["target"], COLOURS["target"]),
    "coming": ("M0 0L6 6L0 12L-6 6Z", COLOURS["paper"], COLOURS["measured"]),
    "done": ("M0 0L6 6L0 12L-6 6Z", COLOURS["measured"], COLOURS["measured"]),
    "unknown": ("M-5 5H5V7H-5Z", COLOURS["quiet"], COLOURS["quiet"]),
    "off": ("M-5 1L5 11M5 1L-5 11", "none", COLOURS["quiet"]),
}


@dataclass(frozen=True, slots=True)
class LaneEvent:
    """What stands on a day, or from begins through that day. state: one of SHAPES, of which the first counts on a shared day."""

    lane: str
    on: date
    words: str
    state: str
    state_words: str
    begins: date | None = None


@dataclass(frozen=True, slots=True)
class LaneMark:
    x: str
    y: str
    path: str
    fill: str
    stroke: str


@dataclass(frozen=True, slots=True)
class LaneBar:
    x: str
    y: str
    width: str
    fill: str = COLOURS["earlier"]


@dataclass(frozen=True, slots=True)
class Lanes:
    chart_id: str
    title: str
    description: str
    height: int
    rules: tuple[ChartLine, ...]
    bars: tuple[LaneBar, ...]
    marks: tuple[LaneMark, ...]
    texts: tuple[Text, ...]
    table: ChartTable
    legend: tuple[tuple[LaneMark, str], ...]


def lanes(events: Iterable[LaneEvent], *, first: date, last: date, today: date, chart_id: str, title: str) -> Lanes:
    """The lanes in the order of the events' first ones; as high as its lanes need, however many events there are."""
    rows = [event for event in events if first <= event.on <= last]
    by_lane: dict[str, list[LaneEvent]] = defaultdict(list)
    for event in rows:
        by_lane[event.lane].append(event)
    drawn, top = _Drawn(first, (last - first).days + 1), float(HEAD)
    for name, own in by_lane.items():
        top = drawn.lane(name, own, top)
    return Lanes(
        chart_id=chart_id,
        title=title,
        description=_described(by_lane),
        height=int(top),
        rules=tuple(drawn.rules(last, today, top)),
        bars=tuple(drawn.bars),
        marks=tuple(drawn.marks),
        texts=(*drawn.months(last), *drawn.texts),
        table=ChartTable(
            (_("What"), _("Kind"), _("When"), _("State")),
            tuple((event.words, event.lane, date_format(event.on, "j F Y"), event.state_words) for event in rows),
        ),
        legend=tuple(_legend(rows)),
    )


class _Drawn:
    """The drawing while it is made: across in percent of the year, down in pixels."""

    def __init__(self, first: date, days: int):
        self.first, self.days = first, days
        self.bars: list[LaneBar] = []
        self.marks: list[LaneMark] = []
        self.texts: list[Text] = []

    def across(self, day: date) -> float:
        return 100 * min(max((day - self.first).days, 0), self.days) / self.days

    def lane(self, name: str, events: list[LaneEvent], top: float) -> float:
        """Draw it below top, and give where the next one begins."""
        self.texts.append(Text("0%", pixels(top + 14), name, "start", weight="600"))
        by_day: dict[date, list[LaneEvent]] = defaultdict(list)
        for event in events:
            by_day[event.on].append(event)
        ends = [-100.0] * LEVELS  # where the last mark of each row of marks stands
        used = 1
        for day, own in sorted(by_day.items()):
            x = 1 + 0.98 * self.across(day)  # a mark at either end stays within the picture
            level = next((number for number, end in enumerate(ends) if x - end > NEAR), LEVELS - 1)
            ends[level], used = x + (1.5 if len(own) > 1 else 0), max(used, level + 1)
            self._mark(own, x, top + NAME + level * LEVEL)
        return top + NAME + used * LEVEL + 8

    def _mark(self, events: list[LaneEvent], x: float, y: float) -> None:
        for event in events:
            if event.begins and event.begins < event.on:
                start = 1 + 0.98 * self.across(event.begins)
                self.bars.append(LaneBar(percent(start), pixels(y + 4), percent(x - start)))
        states = {event.state for event in events}
        state = next(name for name in SHAPES if name in states)
        self.marks.append(LaneMark(percent(x), pixels(y), *SHAPES[state]))
        if len(events) > 1:
            is_right = x > 95
            place = percent(x - 1 if is_right else x + 1)
            self.texts.append(Text(place, pixels(y + 11), str(len(events)), "end" if is_right else "start", has_halo=True))

    def rules(self, last: date, today: date, bottom: float) -> Iterable[ChartLine]:
        for day, _name in beginnings_of_months(self.first, last):
            x = percent(1 + 0.98 * self.across(day))
            yield ChartLine(x, "18", x, pixels(bottom), "chart__rule", COLOURS["hairline"])
        if self.first <= today <= last:
            x = percent(1 + 0.98 * self.across(today))
            yield ChartLine(x, "18", x, pixels(bottom), "chart__today", COLOURS["target"], "2", "4 3")

    def months(self, last: date) -> Iterable[Text]:
        for day, name in beginnings_of_months(self.first, last):
            middle = 1 + 0.98 * self.across(day + timedelta(days=15))
            yield Text(percent(middle), "13", name, "middle", COLOURS["quiet"])


def _described(by_lane: dict[str, list[LaneEvent]]) -> str:
    """Each lane with how many of what; each event stands in the table beside the picture."""
    told = []
    for name, events in by_lane.items():
        counts: dict[str, int] = defaultdict(int)
        for event in events:
            counts[event.state_words] += 1
        told.append(f"{name}: " + ", ".join(f"{count} {words}" for words, count in counts.items()))
    return "; ".join(told) + "." if told else _("Nothing is planned.")


def _legend(events: list[LaneEvent]) -> Iterable[tuple[LaneMark, str]]:
    words = {event.state: event.state_words for event in events}
    return ((LaneMark("8", "1", *SHAPES[state]), words[state]) for state in SHAPES if state in words)
