"""Charts as geometry: frozen dataclasses that templates/monitoring/charts/ turn into SVG, alike on a page and in a PDF."""

from .counts import CountRow, Segment, stacked_counts
from .spark import Spark, spark
from .target import target_chart
from .timeline import Event, timeline

__all__ = ["CountRow", "Event", "Segment", "Spark", "spark", "stacked_counts", "target_chart", "timeline"]
