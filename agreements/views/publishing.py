"""What everyone may read of a text: published, taken back, and what is shown beside it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.models import Publication, PublicConsent
from agreements.publishing import workflow
from agreements.publishing.forms import ForPartyForm, PublishForm, TakeBackForm
from agreements.publishing.page import PublishingPage, publishing_page
from agreements.publishing.permissions import parties_of
from agreements.views.text import of_text, text_for
from parties.views.outcome import run_and_notify, submit_form

NOT_YOURS = gettext_lazy("Only a coordinator of a party that signs this text publishes it, or takes that back.")


@require_safe
def publishing(request, slug: str, year: int | None = None):
    """Who published the text, what each party chose, and what the reader can do."""
    text = text_for(request.user, slug, year)
    context = {**of_text(text), "page": publishing_page(text, request.user)}
    return render(request, "agreements/publishing/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request, slug: str, year: int | None = None):
    text = text_for(request.user, slug, year)
    page = publishing_page(text, request.user)
    _demand_own(page)
    if not text.is_adopted or not page.to_publish:
        return redirect(text.address("publishing"))
    form = PublishForm(request.POST or None, parties=page.to_publish, has_earlier=page.has_earlier)
    if done := submit_form(form, workflow.publish, at="embargo_until", text=text, by=request.user):
        messages.success(request, _said(done))
        return redirect(text.address("publishing"))
    context = {**of_text(text), "form": form, "page": page}
    return render(request, "agreements/publishing/publish.html", context, status=422 if form.errors else 200)


def _demand_own(page: PublishingPage) -> None:
    if not page.own:
        raise PermissionDenied(NOT_YOURS)


def _said(done: Publication) -> str:
    if done.is_published:
        return _("Everyone can read this text now. The other parties were told.")
    return _("It is public from the day that you chose. The other parties were told.")


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request, slug: str, pk: int, year: int | None = None):
    text = text_for(request.user, slug, year)
    rows = Publication.objects.of(text).active().select_related("party", "agreement", "agenda__agreement")
    row = get_object_or_404(rows, pk=pk)
    if row.party not in parties_of(text, request.user):
        raise PermissionDenied(NOT_YOURS)
    form = TakeBackForm(request.POST or None)
    if submit_form(form, workflow.withdraw, at="reason", publication=row, by=request.user):
        messages.success(request, _("It is taken back, with your reason. The other parties were told."))
        return redirect(text.address("publishing"))
    others = Publication.objects.of(text).published().exclude(pk=row.pk).select_related("party")
    context = {**of_text(text), "form": form, "publication": row, "others": others}
    return render(request, "agreements/publishing/withdraw.html", context, status=422 if form.errors else 200)


@require_POST
def agree(request, slug: str, kind: str, year: int | None = None):
    return _choose(request, slug, kind, year, workflow.agree, _("Your party agrees. The other parties were told."))


@require_POST
def disagree(request, slug: str, kind: str, year: int | None = None):
    said = _("Your party no longer agrees: nobody outside sees it now. The other parties were told.")
    return _choose(request, slug, kind, year, workflow.disagree, said)


def _choose(request, slug: str, kind: str, year: int | None, choose, said: str):
    text = text_for(request.user, slug, year)
    if kind not in PublicConsent.Kind.values:
        raise Http404
    own = tuple(parties_of(text, request.user))
    if not own:
        raise PermissionDenied(NOT_YOURS)
    form = ForPartyForm(request.POST, parties=own)
    if form.is_valid():
        run_and_notify(request, choose, said, text=text, kind=kind, party=form.cleaned_data["party"])
    else:
        messages.error(request, _("Choose a party for which you speak."))
    return redirect(text.address("publishing"))
