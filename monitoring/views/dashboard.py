"""The dashboard for the bestuurlijk overleg: a page, and the same on the screen of the meeting."""

from dataclasses import dataclass
from functools import lru_cache, wraps

from django.db.models import QuerySet
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements.conditions.listing import conditions_in, with_conditions_known
from agreements.models import Agenda
from agreements.models.in_front import from_year, with_next
from monitoring.calendar import day_of
from monitoring.charts.counts import StackedCounts
from monitoring.dashboard.bars import bars_by, light_bars
from monitoring.dashboard.board import POSITION, Selection, collect_board
from monitoring.dashboard.counts import Dashboard
from monitoring.dashboard.drawn import DrawnFigure, drawn_figures
from monitoring.dashboard.first import FIGURES, first_screen
from monitoring.dashboard.reciprocity import matrix_of
from monitoring.exports.report import Length
from monitoring.models import Position, PositionTamperedError
from monitoring.queries import with_waiting_known
from monitoring.views.position import show_tampered
from parties.models import User
from parties.prepared import Prepared, Word, Year
from parties.remembered import Same


def unless_tampered(view):
    """Where a position that it reads is not what was frozen, say so instead of showing anything of it."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except PositionTamperedError as error:
            return show_tampered(request, error.position)

    return answer


@require_safe
@unless_tampered
def dashboard(request, slug: str, year: int):
    """What goes wrong first; then counts, figures, changes and what is asked of each party."""
    agenda, context = _page(request, slug, year)
    board = context["board"]
    conditions = {} if context["position"] else conditions_in(agenda)
    selection = Selection.asked(request.GET, board.state, conditions)
    context |= {
        "selection": selection,
        "conditions": conditions,
        "waiting": sum(row.is_waiting for row in conditions.values()),
        "rows": selection.rows_of(board),
        "lengths": list(Length),
        "at": f"&stand={context['position'].pk}" if context["position"] else "",
    }
    return render(request, "monitoring/dashboard.html", context)


@require_safe
@unless_tampered
def presentation(request, slug: str, year: int):
    """One subject a screen, large, for the meeting room; arrow keys go on and back."""
    _agenda, context = _page(request, slug, year)
    context["theme_chart"] = context["pictures"].themes
    return render(request, "monitoring/presentation.html", context)


@require_safe
@unless_tampered
def reciprocity(request, slug: str, year: int):
    """Who contributes to which goal, and goals without the municipality or the tenants."""
    _agenda, context = _page(request, slug, year)
    context["matrix"] = matrix_of(context["state"])
    return render(request, "monitoring/reciprocity.html", context)


def _page(request, slug: str, year: int) -> tuple[Agenda, dict]:
    """The agenda with what all its pages show: the dashboard of now or of the position in the address."""
    user = request.user
    agenda, following = with_next(_two_years.models(user.pk, Word(slug), Year(year), is_superuser=user.is_superuser), year)
    found = collect_board(agenda, request.GET, today=day_of(timezone.now()), user=request.user)
    here = Here(found.position)
    pictures = _pictures(Same(found.board), agenda.agreement.theme_label, get_language())
    return agenda, {
        "pictures": pictures,
        "figures": pictures.figures,
        "first": first_screen(found.board, found.questions),
        "first_figures": pictures.figures[:FIGURES],
        "questions": found.questions,
        "agenda": agenda,
        "next_year": following,
        "then_what": f"dashboard-{agenda.year}",
        "agreement": agenda.agreement,
        "board": found.board,
        "state": found.board.state,
        "position": found.position,
        "positions": found.positions,
        "here": here,
        "total_chart": pictures.total,
    }


@Prepared.in_order
def _two_years(user: int, slug: str, year: int, *, is_superuser: bool) -> QuerySet[Agenda]:
    agendas = Agenda.objects.visible_to(User(pk=user, is_superuser=is_superuser))
    return from_year(with_waiting_known(with_conditions_known(agendas)), slug, year)


@dataclass(frozen=True, slots=True)
class Pictures:
    """The charts of a board."""

    board: Dashboard
    total: StackedCounts
    themes: StackedCounts
    parties: StackedCounts
    figures: tuple[DrawnFigure, ...]


@lru_cache(maxsize=16)
def _pictures(of: Same[Dashboard], label: str, _language: str) -> Pictures:
    """They follow from the board, which is one as long as nothing changes."""
    board = of.of
    return Pictures(
        board=board,
        total=light_bars([("", board.totals)], chart_id="totaal", title=_("All actions")),
        themes=bars_by(label, board.themes, chart_id="per-thema", totals=board.totals),
        parties=bars_by(_("Party"), board.parties, chart_id="per-partij", totals=board.totals),
        figures=drawn_figures(board),
    )


@dataclass(frozen=True, slots=True)
class Here:
    """The address of this page with the position that it shows, to be narrowed further."""

    position: Position | None

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        return f"?{POSITION}={self.position.pk}&" if self.position else "?"
