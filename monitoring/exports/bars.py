"""The counts per theme and per party as bars, with their table."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from monitoring.charts.counts import StackedCounts
from monitoring.charts.geometry import ChartTable
from monitoring.dashboard.bars import light_bars
from monitoring.dashboard.counts import PartyView, ThemeCounts


def bars_of(rows: Sequence[ThemeCounts | PartyView], *, chart_id: str, label: str) -> StackedCounts:
    """A bar for each of the rows; label is the word for one of them. The table has the names in full, which a bar may shorten."""
    title = _("By %(label)s") % {"label": label.lower()}
    chart = light_bars([(row.name, row.counts) for row in rows], chart_id=chart_id, title=title)
    named = tuple((row.name, *cells[1:]) for row, cells in zip(rows, chart.table.rows, strict=True))
    return replace(chart, table=ChartTable(chart.table.head, named))
