"""Pages as they were at a moment: a year, the agreement as a whole, a dashboard and a goal, each with its PDF.

Who may read is decided as of now; what stands on the page is read as of then, and nothing of it is asked again while it is shown.
"""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements.agenda.collect import collect_text
from agreements.agenda.content import AgendaContent
from agreements.agenda.selection import Commented
from agreements.exports.pdf.agenda import agenda_then_pdf
from agreements.models import Agenda, Agreement, Goal, Theme
from agreements.versions.as_it_was import as_it_was, moment_in_words, moment_of
from monitoring.dashboard.bars import bars_by, light_bars
from monitoring.dashboard.board import Board, Selection, board_then
from monitoring.dashboard.drawn import drawn_figures
from monitoring.dashboard.first import FIGURES, first_screen
from monitoring.exports.goal import goal_then_pdf
from monitoring.exports.pdf import report_pdf
from monitoring.exports.report import report_then
from monitoring.position.goal import goal_then
from monitoring.views.dashboard import unless_tampered
from parties.files.downloads import as_download, file_name
from parties.files.making import NotMadeError

PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Then:
    """The moment in words and as it stands in the address, and where the page leads; what is the page, to choose another day."""

    moment: str
    key: str
    day: str
    what: str
    pdf_url: str
    now_url: str = ""
    compare_url: str = ""


def _moment(words: str) -> datetime:
    found = moment_of(words)
    if found is None:
        raise Http404
    return found


def _then(key: str, moment: datetime, what: str, **urls: str) -> Then:
    return Then(moment_in_words(moment), key, f"{localtime(moment):%Y-%m-%d}", what, **urls)


def _agreement(user, slug: str) -> Agreement:
    return Agreement.objects.visible_to(user).at(slug)


def _agenda_then(agreement: Agreement, year: int) -> Agenda:
    """The year as it was, within as_it_was(), also one that is gone by now."""
    return get_object_or_404(Agenda.objects.select_related("agreement"), agreement=agreement.pk, year=year)


def _compare_url(agreement: Agreement, text: str, key: str) -> str:
    asked = {"was": text, "was_op": key, "wordt": text}
    return f"{reverse('compare', args=[agreement.slug])}?{urlencode(asked)}"


@require_safe
def choose(request, slug: str):
    """To the page of the day that was chosen; what is chosen wrong is said on the page from which one came."""
    agreement, words = _agreement(request.user, slug), request.GET.get("op", "")
    kind, _dash, key = request.GET.get("wat", "heel").partition("-")
    if moment_of(words) is None:
        messages.error(request, _("Give a day that has been, as 2024-12-01."))
        words = f"{localdate():%Y-%m-%d}"
    names = {"jaar": "agenda_then", "dashboard": "dashboard_then", "doel": "goal_then"}
    if kind in names and key.isdecimal() and len(key) < 10:
        return redirect(names[kind], *([int(key)] if kind == "doel" else [agreement.slug, int(key)]), words)
    return redirect("agreement_then", agreement.slug, words)


# -- A year, and the agreement as a whole


def _year_content(request, slug: str, year: int, moment: datetime) -> tuple[Agreement, AgendaContent]:
    agreement = _agreement(request.user, slug)
    with as_it_was(moment):
        return agreement, collect_text(_agenda_then(agreement, year))


@require_safe
def agenda(request, slug: str, year: int, key: str):
    """The agenda of a year: the version that was in force, or what was written of it."""
    moment = _moment(key)
    agreement, content = _year_content(request, slug, year, moment)
    is_there = agreement.agendas.filter(year=year).exists()
    then = _then(
        key,
        moment,
        f"jaar-{year}",
        pdf_url=reverse("agenda_then_pdf", args=[slug, year, key]),
        now_url=reverse("agenda", args=[slug, year]) if is_there else "",
        compare_url=_compare_url(agreement, str(year), key) if is_there else "",
    )
    context = {"then": then, "agreement": agreement, "content": content, "shown": content, "commented": Commented()}
    context["dashboard_url"] = reverse("dashboard_then", args=[slug, year, key])
    return render(request, "monitoring/then/agenda.html", context)


@require_safe
def agenda_as_pdf(request, slug: str, year: int, key: str):
    moment = _moment(key)
    with translation.override("nl"):
        _agreement_now, content = _year_content(request, slug, year, moment)
        words = moment_in_words(moment)
    return _pdf(request, lambda: agenda_then_pdf(content, words), file_name(slug, year, "op", key, extension="pdf"))


def _whole_content(agreement: Agreement, moment: datetime) -> tuple[AgendaContent, tuple[tuple[int, str, str], ...]]:
    """With the years that there were: each with its title and how it stood."""
    with as_it_was(moment):
        found = get_object_or_404(Agreement, pk=agreement.pk)
        years = tuple((row.year, row.title, row.standing) for row in Agenda.objects.filter(agreement=found).order_by("year"))
        return collect_text(found), years


@require_safe
def whole(request, slug: str, key: str):
    """The agreement: who took part and how, which years there were, and the text that all years share."""
    moment, agreement = _moment(key), _agreement(request.user, slug)
    content, years = _whole_content(agreement, moment)
    then = _then(
        key,
        moment,
        "heel",
        pdf_url=reverse("agreement_then_pdf", args=[slug, key]),
        now_url=agreement.get_absolute_url(),
        compare_url=_compare_url(agreement, "heel", key),
    )
    context = {"then": then, "agreement": agreement, "content": content, "shown": content, "commented": Commented()}
    return render(request, "monitoring/then/agreement.html", context | {"years": years})


@require_safe
def whole_as_pdf(request, slug: str, key: str):
    moment, agreement = _moment(key), _agreement(request.user, slug)
    with translation.override("nl"):
        content, _years = _whole_content(agreement, moment)
        words = moment_in_words(moment)
    return _pdf(request, lambda: agenda_then_pdf(content, words), file_name(slug, "afspraken", "op", key, extension="pdf"))


def _pdf(request, make, name: str):
    try:
        return as_download(make(), name, PDF)
    except NotMadeError as error:
        messages.error(request, str(error))
        return redirect("overview")


# -- How it went


@require_safe
@unless_tampered
def dashboard(request, slug: str, year: int, key: str):
    """The dashboard of a year: its lights, figures and decisions as they were known."""
    moment, agreement = _moment(key), _agreement(request.user, slug)
    with as_it_was(moment):
        board = board_then(_agenda_then(agreement, year), today=localdate(moment))
    is_there = agreement.agendas.filter(year=year).exists()
    then = _then(
        key,
        moment,
        f"dashboard-{year}",
        pdf_url=reverse("progress_then_pdf", args=[slug, year, key]),
        now_url=reverse("dashboard", args=[slug, year]) if is_there else "",
    )
    return render(request, "monitoring/then/dashboard.html", _of_board(request, board, agreement) | {"then": then})


def _of_board(request, found: Board, agreement: Agreement) -> dict:
    board = found.board
    selection = Selection.asked(request.GET, board.state)
    figures = drawn_figures(board)
    return {
        "agreement": agreement,
        "board": board,
        "state": board.state,
        "here": "?",
        "selection": selection,
        "rows": selection.rows_of(board),
        "figures": figures,
        "first": first_screen(board, found.questions),
        "first_figures": figures[:FIGURES],
        "questions": found.questions,
        "total_chart": light_bars([("", board.totals)], chart_id="totaal", title=_("All actions")),
        "theme_chart": bars_by(board.state.agreement.theme_label, board.themes, chart_id="per-thema", totals=board.totals),
        "party_chart": bars_by(_("Party"), board.parties, chart_id="per-partij", totals=board.totals),
    }


@require_safe
@unless_tampered
def progress_as_pdf(request, slug: str, year: int, key: str):
    moment, agreement = _moment(key), _agreement(request.user, slug)
    with translation.override("nl"):
        words = moment_in_words(moment)
    with as_it_was(moment):
        report = report_then(_agenda_then(agreement, year), today=localdate(moment), moment=words)
    return _pdf(request, lambda: report_pdf(report), file_name(slug, year, "voortgang", "op", key, extension="pdf"))


def _agreement_of_goal(user, pk: int) -> Agreement:
    """Of a goal that is, or was."""
    themes = Goal.history.filter(id=pk).values("theme")
    agreements = Theme.history.filter(id__in=themes).values("agreement")
    return get_object_or_404(Agreement.objects.visible_to(user), pk__in=agreements)


def _goal(user, pk: int, moment: datetime):
    agreement = _agreement_of_goal(user, pk)
    with as_it_was(moment):
        found = goal_then(pk, day=localdate(moment))
    if found is None:
        raise Http404
    return agreement, found


@require_safe
def goal(request, pk: int, key: str):
    """A goal with its words, figures, decisions and actions, and the lights that these had."""
    moment = _moment(key)
    agreement, found = _goal(request.user, pk, moment)
    is_there = Goal.objects.filter(pk=pk).exists()
    then = _then(
        key,
        moment,
        f"doel-{pk}",
        pdf_url=reverse("goal_then_pdf", args=[pk, key]),
        now_url=reverse("goal", args=[pk]) if is_there else "",
    )
    return render(request, "monitoring/then/goal.html", {"then": then, "agreement": agreement, "found": found})


@require_safe
def goal_as_pdf(request, pk: int, key: str):
    moment = _moment(key)
    with translation.override("nl"):
        agreement, found = _goal(request.user, pk, moment)
        words = moment_in_words(moment)
    name = file_name(agreement.slug, "doel", found.number, "op", key, extension="pdf")
    return _pdf(request, lambda: goal_then_pdf(found, agreement.title, words), name)
