"""The report as PDF, for the papers of the meeting."""

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from agreements.exports.pdf.writing import pdf_of
from monitoring.charts import target_chart
from monitoring.charts.target import TargetChart
from monitoring.dashboard.bars import bars_by, light_bars
from monitoring.dashboard.counts import GoalFigure
from monitoring.exports.report import Report, chapters_of
from monitoring.position.indicators import progression_in
from monitoring.position.state import State


def report_pdf(report: Report) -> bytes:
    """The report as PDF/UA: equal reports give equal bytes, the second time from the stored documents."""
    _key, document = pdf_of(report_html(report))
    return document


@translation.override("nl")
def report_html(report: Report) -> str:
    """The HTML that becomes the PDF; static_fetcher() reads its style sheets and fonts."""
    board = report.board
    before_page, before_pages, after_pages = _("page %(page)s of %(pages)s").replace("%(pages)s", "%(page)s").split("%(page)s")
    return render_to_string(
        "monitoring/report/report.html",
        {
            "report": report,
            "board": board,
            "state": board.state,
            "made_at": timezone.localtime(report.made_at),
            "page_words": (before_page, before_pages, after_pages),
            "total_chart": light_bars([("", board.totals)], chart_id="totaal", title=_("All actions")),
            "theme_chart": bars_by(report.theme_label, board.themes, chart_id="per-thema", totals=board.totals),
            "party_chart": bars_by(_("Party"), board.parties, chart_id="per-partij", totals=board.totals),
            "chapters": () if report.is_short else chapters_of(report),
            "figures": [(figure, _chart_of(board.state, figure)) for figure in board.measured],
        },
    )


def _chart_of(state: State, figure: GoalFigure) -> TargetChart:
    return target_chart(progression_in(state, figure.indicator), chart_id=f"cijfer-{figure.indicator.id}")
