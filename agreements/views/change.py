"""Proposals to change a text in force: a change at its place, the draft, the answers, and where it all is listed."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.changes import workflow
from agreements.changes.applying import WasChangedError
from agreements.changes.asking import texts_in_force
from agreements.changes.forms import ChangeForm
from agreements.changes.listing import drafts_of, list_proposals
from agreements.changes.page import TEXTS, ChangePage, collect_change, parties_asked, writes
from agreements.changes.places import ChangePlace, place_at, place_of
from agreements.changes.putting import DescribeForm, PutForm, places_in
from agreements.changes.told import changes_of, tell, with_rows
from agreements.consent import answering
from agreements.consent.forms import AssentForm, ExtendForm, WithdrawForm
from agreements.consent.page import parties_to_answer
from agreements.exports.ahead import make_documents_soon
from agreements.models import Agreement, Assent, Change, Proposal, Version
from agreements.models.adoptable import Adoptable
from agreements.views.text import of_text, text_for
from agreements.views.waiting_proposal import extend_proposal, remind_of_proposal, withdraw_proposal
from parties.row_ids import row_id
from parties.views.outcome import run_and_notify, submit_form

GONE = "weg"  # in the address: the change that was just taken out, to be put back


def proposal_for(user, pk: int) -> Proposal:
    """A proposal of changes; a draft is there for its own party alone."""
    return get_object_or_404(Proposal.objects.visible_to(user).changing().select_related(*TEXTS), pk=pk)


def _draft_for(user, pk: int) -> Proposal:
    """A draft that the person writes along; once it was put to the parties, workflow.py says why it stays as it is."""
    proposal = proposal_for(user, pk)
    if not writes(proposal, user):
        raise PermissionDenied(_("Only editors and coordinators of %(party)s write this proposal.") % {"party": proposal.party})
    return proposal


# -- A change at its place


@require_http_methods(["GET", "HEAD", "POST"])
def change_row(request, slug: str, what: str, pk: int, act: str = "", year: int | None = None):
    """What one can propose here, with the form of one of it: filled with what stands there."""
    text = text_for(request.user, slug, year)
    if why := workflow.why_not_write(text, request.user):
        raise PermissionDenied(why)
    place = place_at(text, what, pk, act)
    drafts = drafts_of(text, [workflow.writing_party(text, request.user)])
    form = ChangeForm(_posted(request), place=place, user=request.user, drafts=drafts)
    if done := _write(form, text):
        messages.success(request, _("It stands in the proposal. Nothing changes until all parties have agreed."))
        return redirect(done.proposal)
    return _form_page(request, form, place)


@require_http_methods(["GET", "HEAD", "POST"])
def change_line(request, pk: int, line: int):
    """Write a change of a draft otherwise."""
    proposal = _draft_for(request.user, pk)
    change = get_object_or_404(with_rows(Change.objects.filter(proposal=pk)), pk=line)
    change.proposal = proposal
    place = place_of(change, proposal)
    form = ChangeForm(_posted(request), place=place, user=request.user, change=change)
    if _write(form, proposal.text, draft=proposal, change=change):
        return redirect(f"{proposal.get_absolute_url()}#regel-{line}")
    return _form_page(request, form, place, proposal=proposal)


def _posted(request):
    return request.POST if request.method == "POST" else None


def _write(form: ChangeForm, text: Adoptable, *, draft: Proposal | None = None, change: Change | None = None) -> Change | None:
    if not form.is_valid():
        return None
    place = form.place
    what = {"kind": place.kind, "about": place.about, "row": place.changed_row, "becomes": form.becomes()}
    try:
        return workflow.write_change(text=text, by=form.user, draft=draft or form.draft, change=change, **what)
    except WasChangedError as refused:
        about_another = refused.change.pk != (change.pk if change else None) and refused.change.becomes != what["becomes"]
        form.refuse(ValidationError(_another_is_stale()) if about_another else refused)
    except ValidationError as refused:
        form.refuse(refused)
    except workflow.NotAllowedNowError as refused:
        form.add_error(None, str(refused))
    return None


def _another_is_stale() -> str:
    return _("Something else in this proposal reads otherwise since it was written. Look at the proposal first.")


def _form_page(request, form: ChangeForm, place: ChangePlace, *, proposal: Proposal | None = None):
    context = {**of_text(place.text), "form": form, "place": place, "proposal": proposal}
    return render(request, "agreements/change_row.html", context, status=422 if form.errors else 200)


# -- The proposal


@require_safe
def change(request, pk: int):
    """How the proposal stands, and what this person can do about it."""
    return _page(request, proposal_for(request.user, pk))


def _page(request, proposal: Proposal, **forms):
    page = collect_change(proposal, request.user)
    forms = _forms_of(page, request.user) | forms
    gone = row_id(request.GET.get(GONE, "")) if proposal.is_draft else None
    shown = page.text if page.reads_text else None
    context = {"page": page, "proposal": proposal, "forms": forms, "gone": gone, "text": page.text}
    context |= of_text(page.text) if shown else {}
    wrong = next((form for form in forms.values() if form.errors), None)
    return render(request, "agreements/change.html", {**context, "form": wrong}, status=422 if wrong else 200)


def _forms_of(page: ChangePage, user) -> dict:
    proposal, forms = page.proposal, {}
    if proposal.is_draft and page.is_writer:
        forms["describe"] = DescribeForm(initial={name: getattr(proposal, name) for name in ("subject", "reason", "level")})
    if proposal.is_draft and page.is_proposer:
        forms["put"] = PutForm(proposal=proposal)
    if page.own:
        parties, places = parties_to_answer(proposal, user), list(places_in(page.changes))
        forms["answer"] = AssentForm(proposal=proposal, parties=parties, places=places)
    if proposal.is_open and page.is_coordinator and not page.is_agreed:
        forms["extend"] = ExtendForm()
    if proposal.is_open and page.is_proposer:
        forms["withdraw"] = WithdrawForm()
    return forms


@require_POST
def describe(request, pk: int):
    proposal = _draft_for(request.user, pk)
    form = DescribeForm(request.POST)
    if submit_form(form, workflow.describe, proposal=proposal, by=request.user):
        messages.success(request, _("Saved."))
        return redirect(proposal)
    return _page(request, proposal, describe=form)


@require_POST
def take_out(request, pk: int, line: int):
    proposal = _draft_for(request.user, pk)
    found = get_object_or_404(Change, pk=line, proposal=pk)
    found.proposal = proposal
    run_and_notify(request, workflow.take_out, change=found)
    return redirect(f"{proposal.get_absolute_url()}?{GONE}={line}#wijzigingen")


@require_POST
def put_back(request, pk: int, line: int):
    """Undo taking a change out."""
    proposal = _draft_for(request.user, pk)
    try:
        run_and_notify(request, workflow.put_back, _("It stands in the proposal again."), proposal=proposal, key=line)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect(f"{proposal.get_absolute_url()}#wijzigingen")


@require_POST
def read_anew(request, pk: int):
    """Take over what stands in the text now, beside what is proposed."""
    proposal = _draft_for(request.user, pk)
    run_and_notify(request, workflow.read_anew, _("The proposal stands on the text as it is now."), proposal=proposal)
    return redirect(proposal)


@require_POST
def put(request, pk: int):
    """Put the draft to the parties."""
    proposal = _draft_for(request.user, pk)
    form, about = PutForm(request.POST, proposal=proposal), DescribeForm(request.POST)
    if not submit_form(about, workflow.describe, proposal=proposal, by=request.user):
        return _page(request, proposal, put=form, describe=about)
    if done := submit_form(form, workflow.open_changes, at="deadline", proposal=proposal, by=request.user):
        messages.success(request, _("The change is proposed. Everyone who must answer was mailed."))
        return redirect(done)
    return _page(request, proposal, put=form, describe=about)


@require_POST
def discard(request, pk: int):
    proposal = _draft_for(request.user, pk)
    run_and_notify(request, workflow.discard, _("The draft is put aside."), proposal=proposal)
    return redirect(proposal)


@require_POST
def again(request, pk: int):
    """A new draft with the same changes, of what ended without taking effect."""
    proposal = _draft_for(request.user, pk)
    done = run_and_notify(
        request, workflow.propose_again, _("Change what must change, and put it to the parties."), proposal=proposal
    )
    return redirect(done or proposal)


@require_POST
def answer(request, pk: int):
    proposal = proposal_for(request.user, pk)
    if proposal.is_draft:
        raise Http404
    asked = parties_asked(proposal, request.user)
    if not asked.exists():
        raise PermissionDenied(_("You do not sign for a party whose answer is still awaited."))
    places = list(places_in(tell(proposal, changes_of(proposal))))
    form = AssentForm(request.POST, proposal=proposal, parties=asked, places=places)
    done = submit_form(form, answering.answer, at="answer", proposal=proposal, by=request.user)
    if done is None:
        form.show_anew()
        return _page(request, proposal, answer=form)
    messages.success(request, _said_after(done, form.cleaned_data["answer"]))
    return redirect(done)


def _said_after(done: Proposal, given: str) -> str:
    if done.state == Proposal.State.AGREED:
        made = Version.objects.filter(agreement=done.agreement_id, place__gte=done.version.place)
        for text in {version.text for version in made.select_related("agreement", "agenda__agreement")}:
            make_documents_soon(text)
        return _("Your answer is recorded. With it all have agreed: the change is in force.")
    if given == Assent.Answer.AGREED:
        return _("Your answer is recorded. The change is in force once everyone has agreed.")
    return _("Your answer is recorded. The text stays as it is, and everyone was told why.")


@require_POST
def withdraw(request, pk: int):
    proposal = proposal_for(request.user, pk)
    said = _("The proposal is withdrawn; the text stays as it is.")
    return withdraw_proposal(request, proposal, partial(_page, request, proposal), said=said)


@require_POST
def remind(request, pk: int):
    return remind_of_proposal(request, proposal_for(request.user, pk))


@require_POST
def extend(request, pk: int):
    proposal = proposal_for(request.user, pk)
    return extend_proposal(request, proposal, partial(_page, request, proposal))


# -- All of an agreement


@require_safe
def changes(request, slug: str):
    """The proposals of changes of an agreement, by how they stand; of one year when the address asks for it."""
    agreement = Agreement.objects.visible_to(request.user).at(slug)
    year = row_id(request.GET.get("jaar", "")) or None
    in_force = [text for text in texts_in_force(agreement) if year in {None, text.year}]
    newest = max(in_force, key=lambda text: text.year or 0, default=None)
    context = {
        "agreement": agreement,
        "year": year,
        "begin_at": newest if newest and not workflow.why_not_write(newest, request.user) else None,
        "years": list(agreement.agendas.order_by("year").values_list("year", flat=True)),
        "listed": list_proposals(agreement, request.user, year=year),
    }
    return render(request, "agreements/changes.html", context)
