"""A chart of the size of a word: the years beside each other, without numbers; those stand beside it."""

from dataclasses import dataclass
from decimal import Decimal

from monitoring.figures.progression import Progression

from .geometry import COLOURS, pixels, scale_for

WIDTH, HEIGHT, SLOT, BAR = 96, 28, 12, 8


@dataclass(frozen=True, slots=True)
class Spark:
    width: int
    height: int
    bars: tuple[tuple[str, str, str, bool], ...]  # x, y, height and whether the figure is provisional
    target: tuple[tuple[str, str], ...]  # x and y of a dash per year
    bar: int
    colours: dict[str, str]


def spark(found: Progression) -> Spark:
    """The last eight years; hidden from screen readers, because the words beside it say the same."""
    rows = found.years[-(WIDTH // SLOT) :]
    values = [value for row in rows for value in (row.value, row.aim.value if row.aim else None) if value is not None]
    scale = scale_for(values, top=3, bottom=HEIGHT - 2, from_zero=True)
    zero, bars, target = scale.y(Decimal(0)), [], []
    for index, row in enumerate(rows):
        x = index * SLOT
        if row.value is not None:
            top = min(scale.y(row.value), zero - 1)
            bars.append((pixels(x + 2), pixels(top), pixels(zero - top), row.is_provisional))
        if row.aim and row.aim.value is not None and not found.agreed.cumulates:
            target.append((pixels(x), pixels(scale.y(row.aim.value))))
    return Spark(WIDTH, HEIGHT, tuple(bars), tuple(target), BAR, COLOURS)
