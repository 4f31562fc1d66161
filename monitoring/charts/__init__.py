"""Charts as geometry: frozen dataclasses that templates/monitoring/charts/ turn into SVG, alike on a page and in a PDF."""

from .counts import CountRow, Segment, stacked_counts
from .scores import Score, ScoreChart, score_chart
from .spark import Spark, spark
from .target import target_chart
from .timeline import Event, timeline

__all__ = [
    "CountRow",
    "Event",
    "Score",
    "ScoreChart",
    "Segment",
    "Spark",
    "score_chart",
    "spark",
    "stacked_counts",
    "target_chart",
    "timeline",
]
