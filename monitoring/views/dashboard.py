"""The dashboard for the bestuurlijk overleg: a page, and the same large on the screen of the meeting room."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements.models import Agenda
from monitoring.board import PARAMETERS, POSITION, Selection, collect_board, position_asked
from monitoring.charts.counts import StackedCounts
from monitoring.charts.lights import light_bars
from monitoring.dashboard import PartyView, ThemeCounts
from monitoring.models import Position
from monitoring.windows import day_of


def agenda_for(user, slug: str, year: int) -> Agenda:
    agendas = Agenda.objects.visible_to(user).select_related("agreement")
    return get_object_or_404(agendas, agreement__slug=slug, year=year)


@require_safe
def dashboard(request, slug: str, year: int):
    """What goes wrong first; then counts, figures, changes and what is asked of each party."""
    agenda = agenda_for(request.user, slug, year)
    position = position_asked(request.GET, agenda)
    board = collect_board(agenda, position=position, today=day_of(timezone.now()))
    selection, here = Selection.asked(request.GET, board.state), Here(position)
    context = {
        "agenda": agenda,
        "agreement": agenda.agreement,
        "board": board,
        "state": board.state,
        "position": position,
        "positions": Position.objects.filter(agenda=agenda).defer("content"),
        "selection": selection,
        "rows": selection.rows_of(board),
        "here": here,
        "total_chart": light_bars([("", board.totals)], chart_id="totaal", title=_("All actions"), link=here.link_to),
        "theme_chart": _chart(board.themes, "per-thema", agenda.agreement.theme_label),
        "party_chart": _chart(board.parties, "per-partij", _("Party")),
    }
    return render(request, "monitoring/dashboard.html", context)


@require_safe
def presentation(request, slug: str, year: int):
    """One subject a screen, large, for the meeting room; arrow keys go on and back."""
    agenda = agenda_for(request.user, slug, year)
    position = position_asked(request.GET, agenda)
    board = collect_board(agenda, position=position, today=day_of(timezone.now()))
    total = light_bars([("", board.totals)], chart_id="totaal", title=_("All actions"))
    context = {"agenda": agenda, "agreement": agenda.agreement, "board": board, "state": board.state, "position": position}
    return render(request, "monitoring/presentation.html", {**context, "here": Here(position), "total_chart": total})


@dataclass(frozen=True, slots=True)
class Here:
    """The address of this page with the position that it shows, to be narrowed further."""

    position: Position | None

    def __str__(self) -> str:
        return f"?{POSITION}={self.position.pk}&" if self.position else "?"

    def link_to(self, light: str) -> str:
        return f"{self}{urlencode({PARAMETERS['light']: light})}#rijen"


def _chart(rows: Iterable[ThemeCounts | PartyView], chart_id: str, title: str) -> StackedCounts:
    return light_bars([(row.name, row.counts) for row in rows], chart_id=chart_id, title=title)
