"""Marks on one scale: below each name a bar for each moment, with the moment above it and its number behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from .geometry import COLOURS, Box, ChartTable, Text, percent, pixels

BAR, GAP, LINE, BELOW = 16, 6, 22, 10
WIDE = 70.0  # percent, of the highest mark: behind it stands the number


@dataclass(frozen=True, slots=True)
class Score:
    """The mark at one moment; count is of how many people it is the mean, 0 for nobody."""

    value: Decimal | None
    count: int = 1

    @property
    def words(self) -> str:
        if self.value is None:
            return "–"
        digits = 0 if self.value == self.value.to_integral_value() else 1
        number = number_format(self.value, digits)
        return number if self.count < 2 else _("%(mark)s (%(count)s people)") % {"mark": number, "count": self.count}


@dataclass(frozen=True, slots=True)
class ScoreChart:
    chart_id: str
    title: str
    description: str
    height: int
    boxes: tuple[Box, ...]
    texts: tuple[Text, ...]
    table: ChartTable


def score_chart(
    moments: Sequence[str], rows: Sequence[tuple[str, Sequence[Score]]], *, highest: int, chart_id: str, title: str, label: str
) -> ScoreChart:
    """A row for each name with its marks, in the order of the moments; the last moment is the one it is about.

    label is the heading of the names. Where nothing was given stands a dash and no bar. Of one moment alone the title tells.
    """
    boxes: list[Box] = []
    texts: list[Text] = []
    top = 0
    for name, scores in rows:
        texts.append(Text("0%", pixels(top + LINE - 7), name, anchor="start", weight="600"))
        top += LINE
        for moment, score in zip(moments, scores, strict=True):
            if len(moments) > 1:
                texts.append(Text("0%", pixels(top + LINE - 8), moment, anchor="start", colour=COLOURS["quiet"]))
                top += LINE
            width = float((score.value or 0) / highest) * WIDE
            colour = COLOURS["measured"] if moment == moments[-1] else COLOURS["earlier"]
            boxes.append(Box("0%", pixels(top), percent(WIDE), pixels(BAR), "score__scale", COLOURS["ground"]))
            if score.value is not None:
                boxes.append(Box("0%", pixels(top), percent(width), pixels(BAR), "score", colour))
            texts.append(Text(percent(WIDE + 1), pixels(top + BAR - 4), score.words, anchor="start", weight="600"))
            top += BAR + GAP
        top += BELOW
    table = ChartTable((label, *moments), tuple((name, *(score.words for score in scores)) for name, scores in rows))
    words = "; ".join(f"{name}: {', '.join(_said(moments, scores))}" for name, scores in rows)
    return ScoreChart(chart_id, title, words, max(top, LINE), tuple(boxes), tuple(texts), table)


def _said(moments: Sequence[str], scores: Sequence[Score]) -> list[str]:
    return [f"{moment} {score.words}" for moment, score in zip(moments, scores, strict=True)]
