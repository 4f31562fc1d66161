"""What one does with a proposal that waits for answers, of whatever kind: take it back, remind, give more time."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from agreements.consent import answering
from agreements.consent.forms import ExtendForm, WithdrawForm
from agreements.models import Proposal
from parties.views.outcome import run_and_notify, submit_form

Page = Callable[..., HttpResponse]  # the page of the proposal, with the form by its name that says what is wrong


def withdraw_proposal(request, proposal: Proposal, page: Page, *, said: str) -> HttpResponse:
    form = WithdrawForm(request.POST)
    if submit_form(form, answering.withdraw, at="reason", proposal=proposal, by=request.user):
        messages.success(request, said)
        return redirect(proposal)
    return page(withdraw=form)


def remind_of_proposal(request, proposal: Proposal) -> HttpResponse:
    run_and_notify(request, answering.remind, _("Everyone who did not answer yet was mailed."), proposal=proposal)
    return redirect(proposal)


def extend_proposal(request, proposal: Proposal, page: Page) -> HttpResponse:
    form = ExtendForm(request.POST)
    if submit_form(form, answering.extend, at="deadline", proposal=proposal, by=request.user):
        messages.success(request, _("There is more time to answer."))
        return redirect(proposal)
    return page(extend=form)
