"""What the charts share: colours, scales, and the table that stands beside each picture.

Across a chart is measured in percent and down in pixels, so that a picture is as wide as its place while its letters keep their
size, on a phone and on paper. WeasyPrint gives an inline SVG no style sheet, so colours are attributes: those of tokens.css.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

COLOURS = {
    "ink": "#1a1d21",
    "quiet": "#4c5157",
    "hairline": "#d8d5cc",
    "paper": "#ffffff",
    "ground": "#f5f4f0",
    "measured": "#0b4f5c",
    "earlier": "#7fa3aa",
    "target": "#9a3d00",
    "baseline": "#4c5157",
}


@dataclass(frozen=True, slots=True)
class ChartTable:
    """The figures of a chart in words: the first cell of each row is its heading."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def labelled_rows(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Each row as its heading and its cells, every cell with the heading of its column."""
        return [(row[0], list(zip(self.head[1:], row[1:], strict=True))) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Text:
    x: str
    y: str
    words: str
    anchor: str = "middle"
    colour: str = COLOURS["ink"]
    weight: str = "400"
    has_halo: bool = False  # a rim of the paper's colour, where lines pass behind the words


@dataclass(frozen=True, slots=True)
class ChartLine:
    x1: str
    y1: str
    x2: str
    y2: str
    css: str
    colour: str
    width: str = "1"
    dashes: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; pattern is the name of the hatching on top of its flat colour, empty for none."""

    x: str
    y: str
    width: str
    height: str
    css: str
    fill: str
    stroke: str = "none"
    pattern: str = ""


def percent(value: float) -> str:
    """For an attribute, so with a point in every language."""
    return f"{value:.2f}%"


def pixels(value: float) -> str:
    return f"{value:.1f}"


@dataclass(frozen=True, slots=True)
class Scale:
    """From values to pixels: low stands at the bottom, high at the top."""

    low: Decimal
    high: Decimal
    top: float
    bottom: float
    step: Decimal

    def y(self, value: Decimal) -> float:
        share = float((value - self.low) / (self.high - self.low))
        return self.bottom - share * (self.bottom - self.top)

    @property
    def ticks(self) -> list[Decimal]:
        count = int((self.high - self.low) / self.step)
        return [self.low + self.step * index for index in range(count + 1)]


def scale_for(values: Iterable[Decimal], *, top: float, bottom: float, from_zero: bool) -> Scale:
    """A scale with round numbers that holds all values; from_zero for bars, to compare their length."""
    held = list(values) or [Decimal(0)]
    low = min([*held, Decimal(0)]) if from_zero else min(held)
    high = max([*held, Decimal(0)]) if from_zero else max(held)
    step = _round_step((high - low or abs(high) or Decimal(1)) / 3)
    bottom_value = (low / step).to_integral_value(rounding="ROUND_FLOOR") * step
    top_value = (high / step).to_integral_value(rounding="ROUND_CEILING") * step
    if top_value == bottom_value:
        top_value += step
    return Scale(bottom_value, top_value, top, bottom, step)


def _round_step(rough: Decimal) -> Decimal:
    """The smallest of 1, 2 or 5 times a power of ten that is not below the rough step."""
    power = Decimal(1).scaleb(rough.adjusted())
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
