"""Counts side by side in one bar: how many of each, never an average."""

from dataclasses import dataclass
from textwrap import wrap

from django.utils.translation import gettext as _

from .geometry import COLOURS, Box, ChartLine, ChartTable, Text, percent, pixels

BAR, BELOW = 24, 18  # of a bar, and of the numbers below it
LINE, LINES = 17, 4  # of a label above its bar
LONGEST = 42  # letters on such a line, which is what fits on a phone
SMALLEST_WITH_NUMBER = 7.0  # percent of the width: the number of a narrower part stands below it
APART = 6.0  # percent between two such numbers
GAP = 0.4

# The lights, as the look names them: colour and hatching, which tells them apart in grey as well.
LIGHTS = {
    "on_track": ("#1f7a3d", ""),
    "at_risk": ("#9c5700", "diagonal"),
    "off_track": ("#b3261e", "cross"),
    "done": ("#1d4f91", "horizontal"),
    "not_due": ("#5f6670", "upright"),
    "not_reported": ("#ffffff", "open"),
    "none_yet": ("#ffffff", "open"),
}


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a bar. css names a light or a class; without a colour it takes that of the light."""

    label: str
    css: str
    count: int
    pattern: str = ""
    href: str = ""
    colour: str = ""

    @property
    def fill(self) -> str:
        return self.colour or LIGHTS.get(self.css, (COLOURS["quiet"], ""))[0]

    @property
    def hatching(self) -> str:
        return self.pattern or LIGHTS.get(self.css, ("", ""))[1]


@dataclass(frozen=True, slots=True)
class CountRow:
    """One bar, such as a theme; without a label where there is only one."""

    label: str
    segments: tuple[Segment, ...]
    href: str = ""

    @property
    def total(self) -> int:
        return sum(segment.count for segment in self.segments)


@dataclass(frozen=True, slots=True)
class StackedCounts:
    chart_id: str
    title: str
    description: str
    height: int
    boxes: tuple[Box, ...]
    plates: tuple[tuple[str, str, str], ...]  # x, y and the number
    lines: tuple[ChartLine, ...]  # from a narrow part to its number
    texts: tuple[Text, ...]
    legend: tuple[Segment, ...]
    table: ChartTable
    colours: dict[str, str]


def stacked_counts(
    rows: list[CountRow], *, chart_id: str, title: str, totals: tuple[Segment, ...] | None = None
) -> StackedCounts:
    """One bar per row on one scale, with the same segments in the same order.

    The legend adds them up, or has the totals where something counts in more than one row.
    """
    drawing = _Bars(max([row.total for row in rows], default=0) or 1)
    for row in rows:
        drawing.add(row)
    legend = totals or _added_up(rows)
    return StackedCounts(
        chart_id=chart_id,
        title=title,
        description=_in_words(rows),
        height=max(drawing.top, LINE + BAR),
        boxes=tuple(drawing.boxes),
        plates=tuple(drawing.plates),
        lines=tuple(drawing.lines),
        texts=tuple(drawing.texts),
        legend=legend,
        table=_table(rows, legend),
        colours=COLOURS,
    )


class _Bars:
    """Where everything stands: for each row its label, its bar, and below that the numbers of the parts that are too narrow."""

    def __init__(self, most: int) -> None:
        self.most, self.top = most, 0
        self.boxes: list[Box] = []
        self.plates: list[tuple[str, str, str]] = []
        self.lines: list[ChartLine] = []
        self.texts: list[Text] = []

    def add(self, row: CountRow) -> None:
        words = _label_lines(row.label)
        for number, line in enumerate(words):
            self.texts.append(Text("0%", pixels(self.top + 14 + number * LINE), line, "start"))
        bar = self.top + max(len(words), 1) * LINE + 3
        self.texts.append(Text("100%", pixels(bar - 6), str(row.total), "end", COLOURS["quiet"]))
        x, narrow = 0.0, []
        for segment in row.segments:
            width = 100 * segment.count / self.most
            if segment.count:
                place = percent(x), pixels(bar), percent(max(width - GAP, GAP)), pixels(BAR)
                self.boxes.append(Box(*place, segment.css, segment.fill, _outline(segment), segment.hatching))
                middle = x + (width - GAP) / 2
                if width >= SMALLEST_WITH_NUMBER:
                    self.plates.append((percent(middle), pixels(bar), str(segment.count)))
                else:
                    narrow.append((middle, segment))
            x += width
        self._numbers_below(narrow, bar + BAR)
        self.top = bar + BAR + (BELOW if narrow else 0) + 6

    def _numbers_below(self, narrow: list[tuple[float, Segment]], y: int) -> None:
        places = _apart([middle for middle, _segment in narrow])
        for (middle, segment), place in zip(narrow, places, strict=True):
            colour = COLOURS["quiet"] if segment.hatching == "open" else segment.fill
            self.lines.append(ChartLine(percent(middle), pixels(y), percent(place), pixels(y + 6), "chart__lead", colour))
            self.texts.append(Text(percent(place), pixels(y + BELOW), str(segment.count), weight="600"))


def _label_lines(label: str) -> list[str]:
    """A name over as many lines as it needs; only one of more than four lines is cut."""
    return wrap(label, LONGEST, max_lines=LINES, placeholder="…")


def _apart(middles: list[float]) -> list[float]:
    """The places of numbers in a row: each as near to its part as the others allow, within the picture."""
    places: list[float] = []
    for middle in middles:
        places.append(max(middle, 2.0, places[-1] + APART if places else 0))
    last = 98.0
    for index in reversed(range(len(places))):
        places[index] = min(places[index], last)
        last = places[index] - APART
    return places


def _outline(segment: Segment) -> str:
    return COLOURS["quiet"] if segment.hatching == "open" else segment.fill


def _added_up(rows: list[CountRow]) -> tuple[Segment, ...]:
    if not rows:
        return ()
    columns = zip(*[row.segments for row in rows], strict=True)
    return tuple(
        Segment(
            label=column[0].label,
            css=column[0].css,
            count=sum(segment.count for segment in column),
            pattern=column[0].pattern,
            href=column[0].href,
            colour=column[0].colour,
        )
        for column in columns
    )


def _in_words(rows: list[CountRow]) -> str:
    parts = []
    for row in rows:
        counts = ", ".join(f"{segment.count} {segment.label}" for segment in row.segments if segment.count) or _("nothing")
        parts.append(f"{row.label}: {counts}" if row.label else counts)
    return "; ".join(parts) + "."


def _table(rows: list[CountRow], legend: tuple[Segment, ...]) -> ChartTable:
    head = ("", *[segment.label for segment in legend], _("Total"))
    body = [(row.label or _("All"), *[str(segment.count) for segment in row.segments], str(row.total)) for row in rows]
    return ChartTable(head, tuple(body))
