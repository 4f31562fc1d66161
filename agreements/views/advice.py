"""Advice: asked, written, given and answered; all of an agreement, and one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.advice import permissions, workflow
from agreements.advice.forms import AnswerAdviceForm, AskAdviceForm, GiveAdviceForm, MoreTimeForm, WithdrawAdviceForm
from agreements.advice.page import about_in_words, advice_for, collect_advice, collect_advices, offered_for, subject_in
from agreements.consent.answering import finish_all_due
from agreements.exports.ahead import make_documents_soon
from agreements.models import Action, Advice, Agreement, Goal
from parties.files.uploads import download
from parties.models import Party
from parties.views.outcome import run_and_notify, submit_form


@require_safe
def advices(request, slug: str):
    """What was asked in this agreement: what runs, what waits for an answer, and what is done."""
    agreement = Agreement.objects.visible_to(request.user).at(slug)
    context = {
        "agreement": agreement,
        "advices": collect_advices(agreement, request.user),
        "rights": permissions.advising(agreement),
        "may_ask": not permissions.why_not_ask(request.user, agreement),
    }
    return render(request, "agreements/advice/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request, slug: str):
    """Ask for advice about what the address names: a goal, an action, a year, a proposal, or the agreement as a whole."""
    agreement = Agreement.objects.visible_to(request.user).at(slug)
    about = subject_in(request.GET.get("over", ""), agreement, request.user)
    if why := permissions.why_not_ask(request.user, agreement):
        raise PermissionDenied(why)
    askable = permissions.askable(agreement, request.user)
    offered = offered_for(about, request.GET.get("partij", ""))
    form = AskAdviceForm(request.POST or None, request.FILES or None, askable=askable, offered=offered)
    if asked := submit_form(form, workflow.ask, at="party", about=about, by=request.user):
        messages.success(request, _("%(party)s is asked for advice; its people were mailed.") % {"party": asked.party})
        return redirect(asked)
    context = {"agreement": agreement, "form": form, "about": about, "about_words": about_in_words(about), "askable": askable}
    return render(request, "agreements/advice/ask.html", context)


@require_safe
def advice(request, pk: int):
    return _page(request, advice_for(request.user, pk))


def _page(request, found: Advice, **forms):
    page = collect_advice(found, request.user)
    if page.may_write:
        forms.setdefault("give", GiveAdviceForm(advice=found))
    if page.may_answer:
        forms.setdefault("answer", AnswerAdviceForm())
    if page.may_extend:
        forms.setdefault("extend", MoreTimeForm(prefix="tijd"))
    if page.may_withdraw:
        forms.setdefault("withdraw", WithdrawAdviceForm(prefix="intrekken"))
    wrong = next((form for form in forms.values() if form.errors), None)
    context = {"page": page, "advice": found, "agreement": found.agreement, "forms": forms, "form": wrong}
    return render(request, "agreements/advice/advice.html", context, status=422 if wrong else 200)


@require_POST
def keep_draft(request, pk: int):
    found = advice_for(request.user, pk)
    _demand(permissions.why_not_draft(request.user, found))
    form = GiveAdviceForm(request.POST, request.FILES, advice=found)
    if submit_form(form, workflow.keep_draft, at="text", advice=found, by=request.user):
        messages.success(request, _("The draft is kept. Only your own party reads it."))
        return redirect(found)
    return _page(request, found, give=form)


@require_POST
def give(request, pk: int):
    found = advice_for(request.user, pk)
    _demand(permissions.why_not_give(request.user, found))
    form = GiveAdviceForm(request.POST, request.FILES, advice=found)
    if submit_form(form, workflow.give, at="text", advice=found, by=request.user):
        messages.success(request, _("The advice is given. %(party)s was mailed.") % {"party": found.asking_party})
        _finish_what_waited(request, found)
        return redirect(found)
    return _page(request, found, give=form)


@require_POST
def answer(request, pk: int):
    found = advice_for(request.user, pk)
    _demand(permissions.why_not_run(request.user, found))
    form = AnswerAdviceForm(request.POST)
    if submit_form(form, workflow.answer, at="answer", advice=found, by=request.user):
        messages.success(request, _("The advice is answered. %(party)s was mailed.") % {"party": found.party})
        _finish_what_waited(request, found)
        return redirect(found)
    return _page(request, found, answer=form)


def _finish_what_waited(request, found: Advice) -> None:
    """Put in force what all had agreed to and what waited for this advice only, now that it is kept; everyone is told."""
    for proposal in finish_all_due(found.agreement):
        make_documents_soon(proposal.text)
        messages.success(request, _("Nothing is waited for any more: %(title)s is in force.") % {"title": proposal.title})


@require_POST
def extend(request, pk: int):
    found = advice_for(request.user, pk)
    _demand(permissions.why_not_run(request.user, found))
    form = MoreTimeForm(request.POST, prefix="tijd")
    if submit_form(form, workflow.extend, at="due_on", advice=found, by=request.user):
        messages.success(request, _("There is more time to advise. %(party)s was mailed.") % {"party": found.party})
        return redirect(found)
    return _page(request, found, extend=form)


@require_POST
def withdraw(request, pk: int):
    found = advice_for(request.user, pk)
    _demand(permissions.why_not_run(request.user, found))
    form = WithdrawAdviceForm(request.POST, prefix="intrekken")
    if submit_form(form, workflow.withdraw, at="reason", advice=found, by=request.user):
        messages.success(request, _("The request is withdrawn. %(party)s was mailed.") % {"party": found.party})
        return redirect(found)
    return _page(request, found, withdraw=form)


@require_safe
def request_file(request, pk: int):
    found = advice_for(request.user, pk)
    return download(found.request_file, found.request_file_name)


@require_safe
def advice_file(request, pk: int):
    """Of a draft for the party itself only."""
    found = advice_for(request.user, pk)
    if not found.is_given and not permissions.belongs_to(request.user, found.party_id):
        raise Http404
    return download(found.advice_file, found.advice_file_name)


@require_POST
def mark_goal(request, pk: int):
    return _mark(request, get_object_or_404(Goal.objects.visible_to(request.user).select_related("theme__agreement"), pk=pk))


@require_POST
def mark_action(request, pk: int):
    return _mark(request, get_object_or_404(Action.objects.visible_to(request.user).select_related("agenda__agreement"), pk=pk))


def _mark(request, about: Goal | Action):
    """Say that the own party advises on this, or take that back."""
    key = request.POST.get("partij", "")
    party = Party.objects.coordinated_by(request.user).filter(pk=key if key.isdecimal() else None).first()
    if party is None:
        raise PermissionDenied(_("Only a coordinator of the party itself says on what it advises."))
    run_and_notify(request, workflow.mark, _("This is kept."), about=about, party=party)
    return redirect(f"{about.get_absolute_url()}#advies")


def _demand(why_not: str) -> None:
    if why_not:
        raise PermissionDenied(why_not)
