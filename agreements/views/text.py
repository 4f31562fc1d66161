"""The text of the agreement as a whole: as a page and as a document to sign. A year has a page of its own (agenda.py)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from agreements.agenda.collect import collect_text
from agreements.agenda.selection import Commented
from agreements.changes.listing import proposed_in
from agreements.changes.workflow import why_not_write
from agreements.consent.looks import note_look
from agreements.exports.files import agenda_file_name
from agreements.exports.versions import agenda_document
from agreements.models import Agenda, Agreement
from agreements.models.adoptable import Adoptable
from parties.files.downloads import as_download
from parties.files.making import NotMadeError


def text_for(user, slug: str, year: int | None) -> Adoptable:
    """The year, or without one the agreement as a whole; there is no such page for who may not see it."""
    if year is None:
        return Agreement.objects.visible_to(user).at(slug)
    return Agenda.objects.visible_to(user).select_related("agreement").at(slug, year)


def of_text(text: Adoptable) -> dict:
    """What every page about a text needs; agenda is empty for the agreement as a whole."""
    return {"text": text, "agreement": text.whole, "agenda": None if text.year is None else text}


@require_safe
def text(request, slug: str):
    """What all years share: themes, goals and terms, as they were agreed or as they stand now."""
    found = text_for(request.user, slug, None)
    note_look(request, found)
    content = collect_text(found)
    context = {**of_text(found), "content": content, "shown": content, "commented": Commented()}
    context |= {"proposed": proposed_in(found), "may_propose": not why_not_write(found, request.user)}
    return render(request, "agreements/text.html", context)


@require_safe
def text_as_pdf(request, slug: str):
    """The agreement as a whole as PDF/UA; with the parties' signature block when the address asks for it."""
    found = text_for(request.user, slug, None)
    note_look(request, found)
    with_signatures = "ondertekening" in request.GET
    try:
        document = agenda_document(found, with_signatures=with_signatures)
    except NotMadeError as error:
        messages.error(request, str(error))
        return redirect("agreement_text", slug)
    return as_download(document, agenda_file_name(found, "pdf", with_signatures=with_signatures), "application/pdf")
