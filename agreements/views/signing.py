"""Signing elsewhere and signing together: the signed file as an answer or afterwards, and the moment of the ceremony."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.consent.answerers import coordinates
from agreements.consent.ceremony import cancel_ceremony, coming_ceremony, set_ceremony
from agreements.consent.page import parties_to_answer
from agreements.consent.signing import add_signed_file, answer_with_file, parties_to_add_for
from agreements.consent.signing_forms import AnswerWithFileForm, CeremonyForm, SignedFileForm
from agreements.exports.ahead import make_documents_soon
from agreements.exports.pdf.change_to_sign import change_to_sign
from agreements.models import Proposal, Version
from agreements.signing.files import remark_on
from agreements.signing.marks import mark_of
from agreements.views.text import of_text, text_for
from parties.files.downloads import as_download, file_name
from parties.files.making import NotMadeError
from parties.files.uploads import download
from parties.views.outcome import run_and_notify, submit_form


def _open_proposal(user, slug: str, year: int | None) -> Proposal:
    text = text_for(user, slug, year)
    rows = Proposal.objects.of(text).adopting().open().select_related("agreement", "agenda__agreement", "party", "ceremony")
    if (found := rows.first()) is None:
        raise Http404
    return found


def _open_change(user, pk: int) -> Proposal:
    rows = Proposal.objects.visible_to(user).changing().open().select_related("agreement", "agenda__agreement", "party")
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def elsewhere(request, slug: str, year: int | None = None):
    """Download the copy to sign, sign it, and bring the signed file: that is the answer of the party."""
    proposal = _open_proposal(request.user, slug, year)
    place = reverse("agreement_pdf", args=[slug]) if year is None else reverse("agenda_pdf", args=[slug, year])
    return _elsewhere(request, proposal, f"{place}?ondertekening")


@require_http_methods(["GET", "HEAD", "POST"])
def change_elsewhere(request, pk: int):
    """The same for a proposal of changes."""
    return _elsewhere(request, _open_change(request.user, pk), reverse("change_copy_to_sign", args=[pk]))


def _elsewhere(request, proposal: Proposal, copy_url: str):
    parties = parties_to_answer(proposal, request.user)
    if not parties:
        raise PermissionDenied(_("You do not sign for a party whose answer is still awaited."))
    form = AnswerWithFileForm(request.POST or None, request.FILES or None, proposal=proposal, parties=parties)
    if done := submit_form(form, answer_with_file, at="signed_file", proposal=proposal, by=request.user):
        _say_without_mark(request, done.signed_copies.filter(added_by=request.user).last())
        messages.success(request, _what_came_of_it(done))
        return redirect(done)
    context = {**of_text(proposal.text), "form": form, "proposal": proposal, "copy_url": copy_url}
    context["mark"] = mark_of(proposal.content_sha256)
    return render(request, "agreements/signing/elsewhere.html", context, status=422 if form.errors else 200)


def _what_came_of_it(proposal: Proposal) -> str:
    if proposal.state != Proposal.State.AGREED:
        return _("The signed file is in, and is the answer of your party.")
    if proposal.is_change:
        make_documents_soon()
        return _("The signed file is in. With it all have agreed: the change is in force.")
    make_documents_soon(proposal.text)
    return _("The signed file is in. With it all have agreed: the text is adopted and in force.")


def _say_without_mark(request, row) -> None:
    if row and (remark := remark_on(row)):
        messages.warning(request, remark)


@require_safe
def signed_copy(request, slug: str, pk: int, year: int | None = None):
    """What a party signed elsewhere, while the text is proposed; later it is a document of the version."""
    copy = get_object_or_404(_open_proposal(request.user, slug, year).signed_copies, pk=pk)
    return download(copy.file, copy.file_name)


@require_safe
def change_copy_to_sign(request, pk: int):
    """What would be in force, what changes in it, and lines to sign on; each page carries the mark of the proposal."""
    proposal = _open_change(request.user, pk)
    try:
        document = change_to_sign(proposal)
    except NotMadeError as error:
        messages.error(request, str(error))
        return redirect(proposal)
    name = file_name(proposal.agreement.slug, "wijziging", str(proposal.pk), "ter-ondertekening", extension="pdf")
    return as_download(document, name, "application/pdf")


@require_safe
def change_signed_copy(request, pk: int, copy: int):
    """What a party signed elsewhere, while the change is proposed."""
    found = get_object_or_404(_open_change(request.user, pk).signed_copies, pk=copy)
    return download(found.file, found.file_name)


@require_safe
def brought_in(request, slug: str, year: int | None = None):
    """The signed file of a text that was brought in as signed: who confirms it must be able to read it."""
    proposal = _open_proposal(request.user, slug, year)
    return download(proposal.signed_file, proposal.signed_file_name)


@require_http_methods(["GET", "HEAD", "POST"])
def ceremony(request, slug: str, year: int | None = None):
    """Plan the moment at which the parties sign together, or move it."""
    proposal = _open_proposal(request.user, slug, year)
    if not coordinates(proposal.text, request.user):
        raise PermissionDenied(_("Only a coordinator of a party that signs the agreement does this."))
    planned = coming_ceremony(proposal)
    form = CeremonyForm(request.POST or None, ceremony=planned)
    if submit_form(form, set_ceremony, at="day", proposal=proposal, by=request.user):
        messages.success(request, _("The moment is set. Everyone who may sign was mailed, with it for the calendar."))
        return redirect(proposal)
    context = {**of_text(proposal.text), "form": form, "planned": planned, "proposal": proposal}
    return render(request, "agreements/signing/ceremony.html", context, status=422 if form.errors else 200)


@require_POST
def ceremony_cancel(request, slug: str, year: int | None = None):
    proposal = _open_proposal(request.user, slug, year)
    run_and_notify(request, cancel_ceremony, _("It is cancelled, and everyone who may sign was told."), proposal=proposal)
    return redirect(proposal)


@require_http_methods(["GET", "HEAD", "POST"])
def version_add_file(request, slug: str, number: int, year: int | None = None):
    """Add a signed file to a version that is in force or was."""
    text = text_for(request.user, slug, year)
    version = get_object_or_404(Version.objects.of(text).select_related("agreement", "agenda__agreement"), number=number)
    parties = parties_to_add_for(version, request.user)
    if not parties:
        raise PermissionDenied(_("Only someone who may sign or coordinates for a party that signs adds a signed file."))
    form = SignedFileForm(request.POST or None, request.FILES or None, parties=parties)
    if done := submit_form(form, add_signed_file, at="signed_file", version=version, by=request.user):
        _say_without_mark(request, done)
        messages.success(request, _("The signed file is added to the version."))
        return redirect(text.address("versions"))
    context = {**of_text(text), "form": form, "version": version, "mark": mark_of(version.content_sha256)}
    return render(request, "agreements/signing/add_file.html", context, status=422 if form.errors else 200)
