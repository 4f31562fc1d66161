"""Adopting the text of a year, or of the agreement as a whole: the page on which it is proposed, answered and followed."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.advice.page import advice_box
from agreements.agenda.collect import collect_text, shown_rows_of
from agreements.consent import adoption as workflow
from agreements.consent import answering
from agreements.consent.closing import close_year, reopen_year
from agreements.consent.forms import AssentForm, BringInForm, ExtendForm, ProposeForm, WithdrawForm, places_in
from agreements.consent.looks import looks_at
from agreements.consent.page import collect_adoption, parties_to_answer
from agreements.consent.waiting import why_it_waits
from agreements.exports.ahead import make_documents_soon
from agreements.exports.files import agenda_file_name
from agreements.exports.pdf.changes import changes_pdf
from agreements.models import Agreement, Assent, Proposal
from agreements.models.adoptable import Adoptable
from agreements.printing.unprinted import unprinted, unprinted_contributions
from agreements.rollover.dropped_since import still_in_draft, warning_of
from agreements.signing.files import NO_MARK
from agreements.signing.marks import marks_in
from agreements.views.text import of_text, text_for
from agreements.views.waiting_proposal import extend_proposal, remind_of_proposal, withdraw_proposal
from parties.files.downloads import as_download
from parties.files.making import NotMadeError
from parties.views.outcome import run_and_notify, submit_form


def _open_proposal(text: Adoptable) -> Proposal:
    found = Proposal.objects.of(text).adopting().open().select_related("agreement", "agenda__agreement", "party").first()
    if found is None:
        raise Http404
    return found


@require_safe
def adoption(request, slug: str, year: int | None = None):
    """How the adoption stands, and what this person can do about it."""
    return _page(request, text_for(request.user, slug, year))


def _page(request, text: Adoptable, **forms):
    page = collect_adoption(text, request.user)
    if page.own and "answer" not in forms:
        parties = parties_to_answer(page.open, request.user)
        forms["answer"] = AssentForm(proposal=page.open, parties=parties, places=places_in(page.content))
    if not page.open and not page.why_not_propose:
        forms.setdefault("propose", ProposeForm())
    if page.open and page.is_coordinator:
        forms.setdefault("extend", ExtendForm())
    if page.open and page.is_proposer:
        forms.setdefault("withdraw", WithdrawForm())
    context = {"page": page, **of_text(text), "forms": forms, "form": next(iter(forms.values()), None)}
    context["advice_box"] = advice_box(page.open or text, seen_by=request.user)
    is_written = not page.open and not text.is_adopted
    context["unprinted"] = unprinted(page.content) if is_written else ()
    context["unprinted_contributions"] = unprinted_contributions(page.content) if is_written else 0
    is_missing = context["unprinted"] or context["unprinted_contributions"]
    context["may_edit"] = bool(is_missing) and type(text).objects.editable_by(request.user).filter(pk=text.pk).exists()
    context["waits"] = why_it_waits(page.open) if page.open else ""
    context["dropped_since"] = warning_of(still_in_draft(text)) if text.year else ""
    has_errors = any(form.errors for form in forms.values())
    return render(request, "agreements/adoption.html", context, status=422 if has_errors else 200)


@require_safe
def changes_as_pdf(request, slug: str, year: int):
    """What the year changes in the text before it, as PDF/UA."""
    text = text_for(request.user, slug, year)
    try:
        document = changes_pdf(text)
    except NotMadeError as error:
        messages.error(request, str(error))
        return redirect("adoption", slug, year)
    if document is None:
        raise Http404
    return as_download(document, agenda_file_name(text, "pdf").replace(".pdf", "-wijzigingen.pdf"), "application/pdf")


@require_safe
def changes_since(request, slug: str, pk: int, year: int | None = None):
    """What others changed in the text since this party last looked at it."""
    text = text_for(request.user, slug, year)
    if text.is_adopted:
        raise Http404
    look = next((row for row in looks_at(text, shown_rows_of(text)) if row.party.pk == pk and row.looked_at), None)
    if look is None:
        raise Http404
    return render(request, "agreements/changes_since.html", {**of_text(text), "look": look})


@require_POST
def propose(request, slug: str, year: int | None = None):
    text = text_for(request.user, slug, year)
    form = ProposeForm(request.POST)
    if done := submit_form(form, workflow.propose, text=text, by=request.user):
        messages.success(request, _("The text is proposed. Everyone who must answer was mailed."))
        return redirect(done)
    return _page(request, text, propose=form)


@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request, slug: str, year: int | None = None):
    """A text that was signed on paper already."""
    text = text_for(request.user, slug, year)
    if not Agreement.objects.coordinated_by(request.user).filter(pk=text.whole.pk).exists():
        raise PermissionDenied(_("Only a coordinator of a party that signs proposes a text for adoption."))
    form = BringInForm(request.POST or None, request.FILES or None)
    if done := submit_form(form, workflow.bring_in, text=text, by=request.user):
        make_documents_soon(text)
        if not marks_in(form.cleaned_data["signed_file"]):
            messages.warning(request, NO_MARK)
        messages.success(request, _("The signed text is brought in. The other parties were asked to confirm it."))
        return redirect(done)
    return render(request, "agreements/bring_in.html", {"form": form, **of_text(text)})


@require_POST
def answer(request, slug: str, year: int | None = None):
    text = text_for(request.user, slug, year)
    proposal = _open_proposal(text)
    parties = parties_to_answer(proposal, request.user)
    if not parties:
        raise PermissionDenied(_("You do not sign for a party whose answer is still awaited."))
    form = AssentForm(request.POST, proposal=proposal, parties=parties, places=places_in(collect_text(text)))
    done = submit_form(form, answering.answer, at="answer", proposal=proposal, by=request.user)
    if done is None:
        form.show_anew()
        return _page(request, text, answer=form)
    if done.state == Proposal.State.AGREED:
        make_documents_soon(text)
        messages.success(request, _("Your answer is recorded. With it all have agreed: the text is adopted and in force."))
    elif form.cleaned_data["answer"] == Assent.Answer.AGREED:
        messages.success(request, _("Your answer is recorded. The text is adopted once everyone has agreed."))
    else:
        messages.success(request, _("Your answer is recorded. The text is a draft again, and everyone was told why."))
    return redirect(done)


@require_POST
def withdraw(request, slug: str, year: int | None = None):
    text = text_for(request.user, slug, year)
    said = _("The proposal is withdrawn; the text is a draft again.")
    return withdraw_proposal(request, _open_proposal(text), partial(_page, request, text), said=said)


@require_POST
def remind(request, slug: str, year: int | None = None):
    return remind_of_proposal(request, _open_proposal(text_for(request.user, slug, year)))


@require_POST
def extend(request, slug: str, year: int | None = None):
    text = text_for(request.user, slug, year)
    return extend_proposal(request, _open_proposal(text), partial(_page, request, text))


@require_POST
def close(request, slug: str, year: int):
    agenda = text_for(request.user, slug, year)
    run_and_notify(request, close_year, _("The year is closed."), agenda=agenda)
    return redirect("year_end", slug, year)


@require_POST
def reopen(request, slug: str, year: int):
    agenda = text_for(request.user, slug, year)
    run_and_notify(request, reopen_year, _("The year is open again."), agenda=agenda)
    return redirect("year_end", slug, year)
