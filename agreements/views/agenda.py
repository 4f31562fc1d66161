"""The agenda of a year: as a page and as a document to sign."""

from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agreements.agenda.becoming import draft_changes
from agreements.agenda.collect import collect_agenda
from agreements.agenda.content import AgendaContent
from agreements.agenda.selection import SelectionForm, narrow
from agreements.changes.asking import may_write_changes, why_not_changed
from agreements.changes.listing import proposed_in
from agreements.comments.counts import open_comments
from agreements.conditions.listing import conditions_in, with_conditions_known
from agreements.consent.looks import note_look
from agreements.exports.files import agenda_file_name
from agreements.exports.formats import FORMATS
from agreements.exports.versions import agenda_document
from agreements.labels.listing import labelled_in, with_labels_known
from agreements.models import Agenda
from agreements.printing.choosing import choose_contributions_printed, choose_when_printed
from agreements.printing.forms import PressedForm, WhenForm
from agreements.printing.unprinted import unprinted, unprinted_contributions
from agreements.rollover.dropped_since import still_in_draft, warning_of
from parties.files.downloads import as_download
from parties.files.making import NotMadeError
from parties.models import User
from parties.prepared import Prepared, Word, Year
from parties.views.outcome import run_and_notify


@require_safe
def agenda(request, slug: str, year: int):
    """The agenda laid out as its document, whole or narrowed to what the address asks."""
    found = _agenda_to_read(request.user, slug, year)
    note_look(request, found)
    content = collect_agenda(found)
    years = Agenda.years_of(found.agreement_id)
    conditions = conditions_in(found)
    waiting = {pk for pk, condition in conditions.items() if condition.is_waiting}
    labelled = labelled_in(found)
    form = SelectionForm(request.GET, content=content, waiting=waiting, labelled=labelled)
    commented = open_comments(content, found, seen_by=request.user)
    context = {
        "content": content,
        "then_what": f"jaar-{year}",
        "shown": narrow(content, form.chosen, commented, waiting, labelled),
        "labelled": labelled,
        "conditions": conditions,
        "commented": commented,
        "form": form,
        "agreement": found.agreement,
        "years": list(years),
        "becoming": draft_changes(content, found.agreement, years),
        "may_edit": found.may_edit,
        **_unprinted(content, found),
        "text": found,
        "dropped_since": warning_of(still_in_draft(found)) if found.may_edit and min(years) < year else "",
        "proposed": proposed_in(found),
        "may_propose": found.may_propose and not why_not_changed(found),
    }
    return render(request, "agreements/agenda.html", context)


def _agenda_to_read(user: User, slug: str, year: int) -> Any:
    """With what the person may do there, and what else there is of it. One query; a 404 where it is not visible."""
    rows = _agenda_at.models(user.pk, Word(slug), Year(year), is_superuser=user.is_superuser)
    if not rows:
        raise Http404
    return rows[0]


@Prepared
def _agenda_at(user: int, slug: str, year: int, *, is_superuser: bool) -> QuerySet[Agenda]:
    person = User(pk=user, is_superuser=is_superuser)
    may_edit = Exists(Agenda.objects.editable_by(person).filter(pk=OuterRef("pk")))
    agendas = with_labels_known(with_conditions_known(Agenda.objects.visible_to(person)))
    found = agendas.annotate(may_edit=may_edit, may_propose=may_write_changes(person)).select_related("agreement")
    return found.filter(agreement__slug=slug, year=year)


def _unprinted(content: AgendaContent, agenda: Agenda) -> dict:
    """What was agreed and would not be printed, for who can still mend that."""
    if not agenda.may_edit or agenda.is_adopted:
        return {}
    return {"unprinted": unprinted(content), "unprinted_contributions": unprinted_contributions(content)}


@require_POST
def choose_when(request, slug: str, year: int):
    """Where the document prints what was agreed on time and money: the button of the warning, on the page or the check list."""
    found = Agenda.objects.visible_to(request.user).at(slug, year)
    form = WhenForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose where it is printed."))
        return redirect(found)
    run_and_notify(request, choose_when_printed, form.saved, agenda=found, where=form.cleaned_data["where"])
    return redirect(form.back_to(found))


@require_POST
def print_contributions(request, slug: str, year: int):
    """Let the document print who pays what: the button of the warning."""
    found = Agenda.objects.visible_to(request.user).at(slug, year)
    form, said = PressedForm(request.POST), _("The document prints who pays what from now on.")
    run_and_notify(request, choose_contributions_printed, said, agenda=found)
    return redirect(form.back_to(found) if form.is_valid() else found)


@require_safe
def agenda_as_pdf(request, slug: str, year: int):
    """The agenda as PDF/UA; with the parties' signature block when the address asks for it."""
    found = Agenda.objects.visible_to(request.user).at(slug, year)
    note_look(request, found)
    with_signatures = "ondertekening" in request.GET
    try:
        document = agenda_document(found, with_signatures=with_signatures)
    except NotMadeError as error:
        messages.error(request, str(error))
        return redirect(found)
    return as_download(document, agenda_file_name(found, "pdf", with_signatures=with_signatures), "application/pdf")


@require_safe
def agenda_as_file(request, slug: str, year: int, extension: str):
    """The agenda as a document to go on editing, or as a table."""
    found = Agenda.objects.visible_to(request.user).at(slug, year)
    chosen = FORMATS[extension]
    try:
        document = chosen.write(found)
    except NotMadeError as error:
        messages.error(request, str(error))
        return redirect(found)
    return as_download(document, agenda_file_name(found, extension), chosen.content_type)
