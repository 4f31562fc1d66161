"""Target against actual over the years: bars for what is counted, points for what is there at a moment."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from monitoring.figures.agreed import Agreed, Per
from monitoring.figures.progression import Progression, YearFigure

from .geometry import COLOURS, Box, ChartLine, ChartTable, Scale, Text, percent, pixels, scale_for

HEIGHT, TOP, BOTTOM = 232, 40, 204
LEFT = 10.0  # percent, for the numbers of the scale
NARROWEST = 300  # pixels: the width of the picture on a small phone
LETTER = 7  # pixels, about the width of a digit


@dataclass(frozen=True, slots=True)
class Legend:
    kind: str  # measured, earlier, provisional, target, range or baseline
    words: str


@dataclass(frozen=True, slots=True)
class TargetChart:
    chart_id: str
    title: str
    description: str
    height: int
    scale: tuple[tuple[ChartLine, Text], ...]
    boxes: tuple[Box, ...]
    lines: tuple[ChartLine, ...]
    points: tuple[tuple[str, str, bool], ...]  # x, y and whether the figure is provisional
    texts: tuple[Text, ...]
    legend: tuple[Legend, ...]
    table: ChartTable
    colours: dict[str, str]


def target_chart(found: Progression, *, chart_id: str) -> TargetChart:
    """The chart of one quantity; chart_id is unique on its page."""
    drawing = _Drawing(found)
    return TargetChart(
        chart_id=chart_id,
        title=_("%(indicator)s: target and measured") % {"indicator": found.agreed.name},
        description=_description(found),
        height=HEIGHT,
        scale=tuple(drawing.ruled()),
        boxes=(*drawing.bands(), *drawing.bars()),
        lines=(*drawing.target_lines(), *drawing.joins(), *drawing.baseline()),
        points=tuple(drawing.points()),
        texts=(*drawing.year_names(), *drawing.value_names()),
        legend=tuple(_legend(found, drawing)),
        table=_table(found),
        colours=COLOURS,
    )


class _Drawing:
    """Where everything stands. A year has a slot of equal width; its figure stands in the middle."""

    def __init__(self, found: Progression) -> None:
        self.found, self.agreed, self.years = found, found.agreed, found.years
        self.slot = (100 - LEFT) / len(self.years)
        self.scale: Scale = scale_for(self._values(), top=TOP, bottom=BOTTOM, from_zero=self.has_bars or self.counts_things)

    @property
    def has_bars(self) -> bool:
        return self.agreed.adds_up

    @property
    def counts_things(self) -> bool:
        """Whether the figures are counts, whose axis starts at zero: whole numbers of something, no share, amount or average."""
        is_share = any(sign in f" {self.agreed.unit} " for sign in ("%", "€", " per "))
        return not is_share and self.agreed.per != Per.AVERAGE and all(value == int(value) for value in self._values())

    def shown(self, row: YearFigure) -> Decimal | None:
        """The height of the year: its total so far where the period adds up, else its own figure."""
        return row.total if self.agreed.adds_up and self.agreed.per == Per.PERIOD else row.value

    def middle(self, index: int) -> float:
        return LEFT + self.slot * (index + 0.5)

    def _values(self) -> list[Decimal]:
        own = [value for row in self.years for value in (self.shown(row), row.line, row.line_to) if value is not None]
        return own if self.has_bars or self.agreed.baseline is None else [*own, self.agreed.baseline]

    def ruled(self):
        for value in self.scale.ticks:
            y = self.scale.y(value)
            line = ChartLine("0%", pixels(y), "100%", pixels(y), "chart__rule", COLOURS["hairline"])
            yield line, Text("0%", pixels(y - 3), self.agreed.number(value), "start", COLOURS["quiet"])

    def bars(self):
        if not self.has_bars:
            return
        zero = self.scale.y(Decimal(0))
        for index, row in enumerate(self.years):
            height = self.shown(row)
            if height is None:
                continue
            own = row.value if self.agreed.per == Per.PERIOD else height
            x, width = percent(self.middle(index) - self.slot * 0.3), percent(self.slot * 0.6)
            if height > own:  # the years before, below this year's own part
                top = self.scale.y(height - own)
                yield Box(x, pixels(top), width, pixels(zero - top), "chart__earlier", COLOURS["earlier"])
            top, bottom = self.scale.y(height), self.scale.y(height - own)
            thick = max(bottom - top, 2)  # a nil is a thin bar: it was measured
            fill, pattern = (COLOURS["paper"], "provisional") if row.is_provisional else (COLOURS["measured"], "")
            yield Box(x, pixels(bottom - thick), width, pixels(thick), "chart__measured", fill, COLOURS["measured"], pattern)

    def bands(self):
        """The margin between the two values of a range."""
        for index, row in enumerate(self.years):
            if row.line is not None and row.line_to is not None:
                top, bottom = self.scale.y(row.line_to), self.scale.y(row.line)
                place = percent(LEFT + self.slot * index), pixels(top), percent(self.slot), pixels(bottom - top)
                yield Box(*place, "chart__range", COLOURS["ground"])

    def target_lines(self):
        """The target in each year; sloped where a line leads to it from point to point."""
        for index, row in enumerate(self.years):
            left, right = LEFT + self.slot * index, LEFT + self.slot * (index + 1)
            if row.line is not None and self.has_slope and not self.has_bars:
                if (start := self._height_before(index)) is not None:
                    yield self._target_line(self.middle(index - 1), start, self.middle(index), row.line)
            elif row.line is not None:  # a bar is held to the end of its year, also where a straight line leads there
                yield self._target_line(left, row.line, right, row.line)
            if row.line_to is not None:
                yield self._target_line(left, row.line_to, right, row.line_to)

    def _height_before(self, index: int) -> Decimal | None:
        """Where the line of this year begins: at the point of the year before, or at the baseline."""
        before = self.years[index - 1].line if index else None
        return before if before is not None or not index else self.agreed.baseline

    @property
    def has_slope(self) -> bool:
        """Whether what is asked grows or shrinks gradually, along a straight line."""
        lines = [row.line for row in self.years if row.line is not None]
        is_gradual = self.agreed.per == Per.MOMENT or (self.agreed.adds_up and self.agreed.per == Per.PERIOD)
        return is_gradual and len(set(lines)) > 1

    def _target_line(self, x1: float, from_value: Decimal, x2: float, to_value: Decimal) -> ChartLine:
        y1, y2 = pixels(self.scale.y(from_value)), pixels(self.scale.y(to_value))
        return ChartLine(percent(x1), y1, percent(x2), y2, "chart__target", COLOURS["target"], "2", "6 4")

    def points(self):
        if not self.has_bars:
            for index, row in enumerate(self.years):
                if row.value is not None:
                    yield percent(self.middle(index)), pixels(self.scale.y(row.value)), row.is_provisional

    def joins(self):
        """Between the points of years that follow each other; a year without a figure leaves a gap."""
        for index, (before, row) in enumerate(zip(self.years, self.years[1:], strict=False)):
            if not self.has_bars and before.value is not None and row.value is not None:
                start, end = (percent(self.middle(index)), before.value), (percent(self.middle(index + 1)), row.value)
                heights = pixels(self.scale.y(start[1])), pixels(self.scale.y(end[1]))
                yield ChartLine(start[0], heights[0], end[0], heights[1], "chart__join", COLOURS["measured"], "2")

    def baseline(self):
        if self.has_bars or self.agreed.baseline is None:
            return
        y = pixels(self.scale.y(self.agreed.baseline))
        yield ChartLine(percent(LEFT), y, "100%", y, "chart__baseline", COLOURS["baseline"], "1", "1 3")

    def year_names(self):
        short = self.slot * NARROWEST / 100 < 4 * LETTER + 2
        for index, row in enumerate(self.years):
            words = f"’{row.year % 100:02}" if short else str(row.year)
            yield Text(percent(self.middle(index)), pixels(BOTTOM + 18), words, colour=COLOURS["quiet"])

    def value_names(self):
        """Each figure at its own mark; where all do not fit beside each other, only the latest."""
        shown = [(index, self.shown(row)) for index, row in enumerate(self.years) if self.shown(row) is not None]
        widest = max([len(self.agreed.number(value)) for _index, value in shown], default=0) * LETTER
        if widest > self.slot * NARROWEST / 100:
            shown = shown[-1:]
        for index, value in shown:
            y = self.scale.y(value) - (6 if self.has_bars else 10)
            yield Text(percent(self.middle(index)), pixels(y), self.agreed.number(value), weight="600", has_halo=True)
        asked = [row.line for row in self.years if row.line is not None]
        if asked and self.years[-1].value is None:  # beside a figure it would stand in its way; the legend has it too
            y = self.scale.y(asked[-1]) - 6
            yield Text("100%", pixels(y), self.agreed.number(asked[-1]), "end", COLOURS["target"], "600")
        for index, row in enumerate(self.years):
            if row.reason:
                yield Text(percent(self.middle(index)), pixels(BOTTOM - 6), "?", weight="600")


# -- In words


def _legend(found: Progression, drawing: _Drawing) -> list[Legend]:
    rows, agreed = found.years, found.agreed
    is_total = agreed.adds_up and agreed.per == Per.PERIOD
    asked = [row.line for row in rows if row.line is not None]
    items = [
        (any(row.value is not None and not row.is_provisional for row in rows), "measured", _("measured")),
        (is_total and any(row.total and row.total > row.value for row in rows), "earlier", _("earlier years")),
        (any(row.is_provisional for row in rows), "provisional", _("provisional")),
        (bool(asked), "target", _target_words(agreed, asked, is_slope=drawing.has_slope)),
        (any(row.line_to is not None for row in rows), "range", _("margin")),
        (agreed.baseline is not None and not drawing.has_bars, "baseline", _("baseline")),
    ]
    return [Legend(kind, words) for is_there, kind, words in items if is_there]


def _target_words(agreed: Agreed, asked: list[Decimal], *, is_slope: bool) -> str:
    if not asked:
        return ""
    words = {"value": agreed.number(asked[-1])}
    if is_slope:
        return _("straight line to %(value)s") % words
    return _("target %(value)s") % words if len(set(asked)) == 1 else _("target")


def _description(found: Progression) -> str:
    """The picture in a sentence per year that has something to tell."""
    parts = [f"{row[0]}: {'; '.join(f'{head} {cell}' for head, cell in cells if cell != '–')}" for row, cells in _cells(found)]
    return ". ".join(parts) + "." if parts else _("There is no figure yet.")


def _cells(found: Progression) -> list[tuple[tuple[str, ...], list[tuple[str, str]]]]:
    table = _table(found)
    rows = [(row, list(zip(table.head[1:], row[1:], strict=True))) for row in table.rows]
    return [(row, cells) for row, cells in rows if any(cell != "–" for _head, cell in cells)]


def _table(found: Progression) -> ChartTable:
    agreed = found.agreed
    is_total = agreed.adds_up and agreed.per == Per.PERIOD
    head = [_("Year"), _("Measured"), *([_("Total so far")] if is_total else []), _("Target"), *([_("Line")] if is_total else [])]
    rows = []
    for row in found.years:
        cells = [str(row.year), _measured(agreed, row)]
        if is_total:
            cells.append("–" if row.total is None else agreed.number(row.total))
        cells.append(_asked(agreed, row))
        if is_total:
            cells.append("–" if row.line is None else agreed.number(row.line))
        rows.append(tuple(cells))
    return ChartTable(tuple(head), tuple(rows))


def _measured(agreed: Agreed, row: YearFigure) -> str:
    if row.value is None:
        return _("not known yet: %(reason)s") % {"reason": row.reason} if row.reason else "–"
    words = {"value": agreed.in_words(row.value), "day": date_format(row.measured_on, "j F Y")}
    sentence = _("%(value)s (provisional, %(day)s)") if row.is_provisional else _("%(value)s (%(day)s)")
    return sentence % words


def _asked(agreed: Agreed, row: YearFigure) -> str:
    if row.aim is None:
        return "–" if row.line is None or agreed.cumulates else _("line: %(value)s") % {"value": agreed.number(row.line)}
    return _("%(aim)s (provisional)") % {"aim": row.aim.phrase} if row.aim.is_provisional else row.aim.phrase
