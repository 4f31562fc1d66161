"""Counts side by side in one bar: how many of each, never an average."""

from dataclasses import dataclass

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from .geometry import COLOURS, Box, ChartTable, Text, percent, pixels

ROW, BAR = 50, 24
LONGEST = 42  # letters of a label beside its bar, which is what fits on a phone; words and table have the whole of it
SMALLEST_WITH_NUMBER = 7.0  # percent of the width: a narrower part carries no number of its own
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
    texts: tuple[Text, ...]
    legend: tuple[Segment, ...]
    table: ChartTable
    colours: dict[str, str]


def stacked_counts(rows: list[CountRow], *, chart_id: str, title: str) -> StackedCounts:
    """One bar per row on one scale, with the same segments in the same order; the legend adds them up."""
    most = max([row.total for row in rows], default=0) or 1
    boxes, plates, texts = [], [], []
    for index, row in enumerate(rows):
        top = index * ROW
        texts.append(Text("0%", pixels(top + 14), Truncator(row.label).chars(LONGEST), "start"))
        texts.append(Text("100%", pixels(top + 14), str(row.total), "end", COLOURS["quiet"]))
        x = 0.0
        for segment in row.segments:
            width = 100 * segment.count / most
            if segment.count:
                place = percent(x), pixels(top + 20), percent(max(width - GAP, GAP)), pixels(BAR)
                boxes.append(Box(*place, segment.css, segment.fill, _outline(segment), segment.hatching))
            if width >= SMALLEST_WITH_NUMBER:
                plates.append((percent(x + (width - GAP) / 2), pixels(top + 20), str(segment.count)))
            x += width
    legend = _added_up(rows)
    return StackedCounts(
        chart_id=chart_id,
        title=title,
        description=_in_words(rows),
        height=max(len(rows), 1) * ROW,
        boxes=tuple(boxes),
        plates=tuple(plates),
        texts=tuple(texts),
        legend=legend,
        table=_table(rows, legend),
        colours=COLOURS,
    )


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
