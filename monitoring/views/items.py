"""The agenda of a meeting: read by everyone who sees the meeting, made and kept by those who keep it; and its papers."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from monitoring.exports.papers import collect_papers, papers_file_name, papers_pdf
from monitoring.meetings.agenda_page import agenda_for, mailed, with_page_known
from monitoring.meetings.item_forms import ItemForm, LeaveOutForm, PaperForm
from monitoring.meetings.items import add_item, change_item, leave_out, make_agenda, move_item, put_back
from monitoring.meetings.mailing import send_agenda
from monitoring.meetings.papers import add_paper, parties_for_paper, take_away, why_not_add_paper, why_not_take_away
from monitoring.models import Item, Meeting, Paper
from monitoring.permissions import why_not_keep
from parties.files.downloads import as_download
from parties.files.making import NotMadeError
from parties.files.uploads import download
from parties.models import Party
from parties.views.outcome import run_and_notify, submit_form


def _meeting_for(user, pk: int) -> Meeting:
    return get_object_or_404(Meeting.objects.visible_to(user).select_related("agreement"), pk=pk)


def _kept_by(user, pk: int) -> Meeting:
    """The meeting, for someone who keeps it."""
    found = _meeting_for(user, pk)
    if reason := why_not_keep(user, found):
        raise PermissionDenied(reason)
    return found


def _item_for(user, pk: int) -> Item:
    rows = Item.objects.visible_to(user).select_related("meeting__agreement", "action__goal", "action__project", "goal__theme")
    return get_object_or_404(rows, pk=pk)


def _item_kept_by(user, pk: int) -> Item:
    found = _item_for(user, pk)
    if reason := why_not_keep(user, found.meeting):
        raise PermissionDenied(reason)
    return found


def _to_agenda(meeting: Meeting):
    return redirect("meeting_agenda", meeting.pk)


@require_safe
def agenda(request, pk: int):
    """What the meeting talks about, when, where each item comes from, and its papers."""
    meetings = with_page_known(Meeting.objects.visible_to(request.user), request.user)
    found = get_object_or_404(meetings.select_related("agreement"), pk=pk)
    is_open = not (found.is_settled or found.is_cancelled)
    keeps = is_open and found.is_coordinated
    is_to_come = found.held_on >= timezone.localdate()
    shown = agenda_for(found, request.user)
    own = parties_for_paper(request.user, Item(meeting=found)) if is_open else Party.objects.none()
    context = {
        "meeting": found,
        "agreement": found.agreement,
        "meeting_agenda": shown,
        "mailed": mailed(shown) if keeps and is_to_come else None,
        "keeps": keeps,
        "is_to_come": is_to_come,
        "own_parties": frozenset(own.values_list("pk", flat=True)),
    }
    return render(request, "monitoring/agenda/page.html", context)


@require_POST
def make(request, pk: int):
    """Make the agenda of what there is, or add to it what came since."""
    found = _kept_by(request.user, pk)
    new = run_and_notify(request, make_agenda, meeting=found)
    if new:
        words = ngettext("%(count)s item came onto the agenda.", "%(count)s items came onto the agenda.", len(new))
        messages.success(request, words % {"count": len(new)})
    elif new is not None:
        messages.info(request, _("Nothing came that was not on the agenda yet."))
    return _to_agenda(found)


@require_POST
def send(request, pk: int):
    """Mail the agenda with one link; after a change once more."""
    found = _kept_by(request.user, pk)
    run_and_notify(request, send_agenda, _("The agenda was mailed to everyone who coordinates or signs."), meeting=found)
    return _to_agenda(found)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request, pk: int):
    """An item of one's own."""
    found = _kept_by(request.user, pk)
    form = ItemForm(request.POST or None, instance=Item(meeting=found))
    if item := submit_form(form, add_item, meeting=found, by=request.user):
        messages.success(request, _("The item is on the agenda."))
        return redirect(item)
    return render(request, "monitoring/agenda/item_form.html", {"form": form, "meeting": found, "agreement": found.agreement})


def _context(item: Item, form) -> dict:
    return {"form": form, "item": item, "meeting": item.meeting, "agreement": item.meeting.agreement}


@require_http_methods(["GET", "HEAD", "POST"])
def change(request, pk: int):
    found = _item_kept_by(request.user, pk)
    form = ItemForm(request.POST or None, instance=found)
    if submit_form(form, change_item, item=found, by=request.user):
        messages.success(request, _("Saved."))
        return redirect(found)
    return render(request, "monitoring/agenda/item_form.html", _context(found, form))


@require_POST
def move(request, pk: int, steps: int):
    """One place up or down."""
    found = _item_kept_by(request.user, pk)
    run_and_notify(request, move_item, item=found, steps=steps)
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
def omit(request, pk: int):
    """Leave an item out, with the reason."""
    found = _item_kept_by(request.user, pk)
    form = LeaveOutForm(request.POST or None)
    if submit_form(form, leave_out, item=found, by=request.user):
        messages.success(request, _("The item was left out. It stands below the agenda, with the reason."))
        return redirect(found)
    return render(request, "monitoring/agenda/leave_out.html", _context(found, form))


@require_POST
def restore(request, pk: int):
    """Put an item back that was left out."""
    found = _item_kept_by(request.user, pk)
    run_and_notify(request, put_back, _("The item is on the agenda again."), item=found)
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
def new_paper(request, pk: int):
    """A file with an item: for everyone, or for one's own party."""
    found = _item_for(request.user, pk)
    if reason := why_not_add_paper(request.user, found):
        raise PermissionDenied(reason)
    form = PaperForm(request.POST or None, request.FILES or None, item=found, by=request.user)
    if submit_form(form, add_paper, item=found, by=request.user):
        messages.success(request, _("The paper was added."))
        return redirect(found)
    return render(request, "monitoring/agenda/paper_form.html", _context(found, form))


def _paper_for(user, pk: int) -> Paper:
    rows = Paper.objects.visible_to(user).select_related("item__meeting__agreement")
    return get_object_or_404(rows, pk=pk)


@require_safe
def paper(request, pk: int):
    """The file as it came, always as a download."""
    found = _paper_for(request.user, pk)
    return download(found.file, found.file_name)


@require_POST
def remove_paper(request, pk: int):
    """Take a paper off the agenda."""
    found = _paper_for(request.user, pk)
    if reason := why_not_take_away(request.user, found):
        raise PermissionDenied(reason)
    run_and_notify(request, take_away, _("The paper was taken away."), paper=found)
    return redirect(found.item)


@require_safe
def papers(request, pk: int):
    """Everything that this person reads for the meeting, in one PDF."""
    found = _meeting_for(request.user, pk)
    try:
        document = papers_pdf(collect_papers(found, request.user))
    except NotMadeError as error:
        messages.error(request, str(error))
        return redirect(f"{reverse('meeting_agenda', args=[pk])}")
    return as_download(document, papers_file_name(found), "application/pdf")
