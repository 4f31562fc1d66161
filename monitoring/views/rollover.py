"""The next year, made on one page: what goes on, what is proposed, the draft of it, and taking that back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from agreements.models import Agenda, AgendaImport, RollChoice
from agreements.rollover.choosing import forget_choice
from agreements.rollover.making import Made, make_next_year
from agreements.rollover.permissions import why_not_write
from agreements.rollover.taking_back import take_back, take_back_row
from monitoring.rollover.figures import FiguresForm
from monitoring.rollover.page import RollPage, collect_roll
from monitoring.rollover.workflow import changed_rows, keep_changed, keep_proposals, keep_targets
from parties.row_ids import row_id
from parties.views.outcome import run_and_notify, submit_form

FILE = "bestand"  # in the address: the file with which one rolls forward


def _agenda_for(user, slug: str, year: int, *, to_write: bool = False) -> Agenda:
    agenda = Agenda.objects.visible_to(user).select_related("agreement").at(slug, year)
    if to_write and (why := why_not_write(user, agenda)):
        raise PermissionDenied(why)
    return agenda


@require_safe
def roll_forward(request, slug: str, year: int):
    """Every action of the year, what is known of it, what was chosen, and what stands in the next year already."""
    agenda = _agenda_for(request.user, slug, year)
    return _page(request, collect_roll(agenda, request.user, file=_file(request, agenda)))


def _file(request, agenda: Agenda) -> AgendaImport | None:
    """The file with which one rolls forward, as the address names it."""
    pk = row_id(request.GET.get(FILE, ""))
    files = AgendaImport.objects.editable_by(request.user).filter(agenda__agreement=agenda.agreement_id)
    return files.filter(pk=pk).first() if pk else None


def _back(page: RollPage, anchor: str = ""):
    address = reverse("roll_forward", args=[page.agenda.agreement.slug, page.agenda.year])
    return redirect(f"{address}{page.file_query}{anchor}")


def _page(request, page: RollPage, *, figures: FiguresForm | None = None, status: int = 200):
    wrong = [(row, row.form) for row in page.rows if row.is_wrong]
    context = {
        "page": page,
        "agenda": page.agenda,
        "agreement": page.agenda.agreement,
        "wrong": wrong,
        "figures": figures or FiguresForm(page=page),
    }
    return render(request, "monitoring/roll_forward.html", context, status=status)


def _save(request, slug: str, year: int) -> tuple[RollPage, bool]:
    """Keep what was changed on the page, all or nothing; False when something is not right."""
    agenda = _agenda_for(request.user, slug, year, to_write=True)
    with transaction.atomic():
        page = collect_roll(agenda, request.user, data=request.POST, file=_file(request, agenda))
        choices = changed_rows(page)
        if choices is None:
            return page, False
        kept = run_and_notify(request, keep_changed, agenda=agenda, choices=choices)
    if kept:
        messages.success(request, ngettext("%(count)s choice is kept.", "%(count)s choices are kept.", kept) % {"count": kept})
    return page, kept is not None


@require_POST
def keep(request, slug: str, year: int):
    """Keep what was chosen; nothing is made of it yet."""
    page, is_kept = _save(request, slug, year)
    return _back(page) if is_kept else _page(request, page, status=422)


@require_POST
def choose_proposed(request, slug: str, year: int):
    """Keep what was chosen, and choose what is proposed for the rest."""
    page, is_kept = _save(request, slug, year)
    if not is_kept:
        return _page(request, page, status=422)
    page = collect_roll(page.agenda, request.user, file=page.file)
    chosen = run_and_notify(request, keep_proposals, page=page)
    if chosen is not None:
        told = ngettext("%(count)s proposal is chosen.", "%(count)s proposals are chosen.", chosen)
        messages.success(request, told % {"count": chosen})
    return _back(page)


@require_POST
def make(request, slug: str, year: int):
    """Keep what was chosen, and make the draft of the next year of it, or add to it what is new."""
    page, is_kept = _save(request, slug, year)
    if not is_kept:
        return _page(request, page, status=422)
    made = run_and_notify(request, make_next_year, agenda=page.agenda)
    if made is not None:
        _tell(request, made)
    return _back(page)


def _tell(request, made: Made) -> None:
    told = ngettext("%(count)s action was added to %(agenda)s.", "%(count)s actions were added to %(agenda)s.", made.added)
    messages.success(request, told % {"count": made.added, "agenda": made.agenda.title})
    draft = made.agenda
    if str(draft.year - 1) in f"{draft.introduction_title} {draft.introduction}":
        words = {"agenda": draft.title, "year": draft.year - 1}
        messages.warning(request, _("The introduction of %(agenda)s came along and speaks of %(year)s: read it again.") % words)
    for left in made.left:
        messages.warning(request, _("%(action)s: %(reason)s.") % {"action": left.name, "reason": left.reason})


@require_POST
def undo(request, slug: str, year: int):
    """Keep what was chosen, and take back everything that was made of this year."""
    page, is_kept = _save(request, slug, year)
    if not is_kept:
        return _page(request, page, status=422)
    run_and_notify(request, take_back, _("Everything was taken back. Your choices are kept."), agenda=page.agenda)
    return _back(page)


@require_POST
def undo_row(request, slug: str, year: int, pk: int):
    """Keep what was chosen, and take back what was made of one action; its choice stays."""
    return _with_row(request, slug, year, pk, take_back_row, _("This action was taken back. The choice is kept."))


@require_POST
def forget(request, slug: str, year: int, pk: int):
    """Keep what was chosen, but for this action nothing any more."""
    return _with_row(request, slug, year, pk, forget_choice, _("Nothing is chosen for this action any more."))


def _with_row(request, slug: str, year: int, pk: int, act, sentence: str):
    page, is_kept = _save(request, slug, year)
    if not is_kept:
        return _page(request, page, status=422)
    choices = RollChoice.objects.filter(action__agenda=page.agenda).select_related("action__agenda__agreement")
    run_and_notify(request, act, sentence, choice=get_object_or_404(choices, action__pk=pk))
    return _back(page, f"#rij-{pk}")


@require_POST
def set_figures(request, slug: str, year: int):
    """The figures that are agreed year by year, for the next year."""
    agenda = _agenda_for(request.user, slug, year, to_write=True)
    page = collect_roll(agenda, request.user)
    form = FiguresForm(request.POST, page=page)
    if submit_form(form, lambda **typed: keep_targets(agenda=agenda, targets=form.targets, by=request.user)) is None:
        return _page(request, page, figures=form, status=422)
    messages.success(request, _("The figures of %(year)s are kept.") % {"year": page.year})
    return redirect("roll_forward", slug, year)
