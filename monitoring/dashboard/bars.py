"""The counts of the lights as stacked bars: the whole, per theme and per party."""

from collections.abc import Callable, Iterable

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from monitoring.charts.counts import CountRow, Segment, StackedCounts, stacked_counts
from monitoring.dashboard.counts import Counts, PartyView, ThemeCounts, light_words


def bars_by(label: str, rows: Iterable[ThemeCounts | PartyView], *, chart_id: str, totals: Counts) -> StackedCounts:
    """A bar for each of the rows; label is the word for one of them. The legend has the totals: each action once."""
    return light_bars([(row.name, row.counts) for row in rows], chart_id=chart_id, title=by_words(label), totals=totals)


def by_words(label: str) -> str:
    """What stands above the counts for each theme or party. The agreement's own word for a theme is Dutch in any language."""
    return _("By party") if label == _("Party") else _("For each “%(label)s”") % {"label": label.lower()}


def light_bars(
    rows: Iterable[tuple[str, Counts]],
    *,
    chart_id: str,
    title: str,
    link: Callable[[str], str] = lambda light: "",
    totals: Counts | None = None,
) -> StackedCounts:
    """One bar for each label with its counts; a light that none of them has is left out. link gives the address of a light.

    totals are for where an action counts in more than one row.
    """
    rows = list(rows)
    shown = (
        [count.light for count in rows[0][1].lights if any(counts.number_of(count.light) for _, counts in rows)] if rows else []
    )
    words = {light: capfirst(light_words(light).words) for light in shown}

    def segments(counts: Counts) -> tuple[Segment, ...]:
        return tuple(Segment(words[light], light, counts.number_of(light), href=link(light)) for light in shown)

    bars = [CountRow(label, segments(counts)) for label, counts in rows]
    whole = segments(totals) if totals else None
    return stacked_counts(bars, chart_id=chart_id, title=title, totals=whole)
