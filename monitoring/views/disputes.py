"""Written notices of a dispute: given, read, confirmed and ended."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.models import Agreement
from monitoring.disputes.forms import NoticeEndForm, NoticeForm
from monitoring.disputes.page import page_of, with_all
from monitoring.disputes.people import spoken_for
from monitoring.disputes.workflow import confirm_receipt, end_notice, give_notice, record_opened, why_not_give
from monitoring.models import DisputeNotice, NoticeEnd
from parties.views.outcome import run_and_notify, submit_form


def _notice_for(user, pk: int) -> DisputeNotice:
    return get_object_or_404(with_all(DisputeNotice.objects.visible_to(user)), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def give(request, slug: str):
    """Give a written notice to other parties that sign."""
    agreement = Agreement.objects.visible_to(request.user).at(slug)
    if reason := why_not_give(request.user, agreement):
        raise PermissionDenied(reason)
    form = NoticeForm(request.POST or None, agreement=agreement, user=request.user)
    if found := submit_form(form, give_notice, agreement=agreement, by=request.user):
        messages.success(request, _("The notice is given: it was mailed to the people named below."))
        return redirect(found)
    return render(request, "monitoring/notice/give.html", {"form": form, "agreement": agreement})


@require_safe
def notice(request, pk: int):
    """The notice with its receipt, for all who take part; that a person of a party that got it opened it is recorded."""
    found = _notice_for(request.user, pk)
    if request.method == "GET":
        record_opened(notice=found, by=request.user)
    page = page_of(found, request.user, today=timezone.localdate())
    return render(request, "monitoring/notice/notice.html", {"page": page, "notice": found, "agreement": found.agreement})


@require_POST
def confirm(request, pk: int):
    """One press: we got it."""
    found = _notice_for(request.user, pk)
    run_and_notify(request, confirm_receipt, _("Recorded: your party got this notice."), notice=found)
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
def end(request, pk: int):
    """What became of it, with a sentence."""
    found = _notice_for(request.user, pk)
    if not spoken_for(request.user).filter(pk=found.party_id).exists():
        raise PermissionDenied(_("Only the party that gave the notice says what became of it."))
    if found.is_ended:
        messages.warning(request, str(NoticeEnd.kept_sentence))
        return redirect(found)
    form = NoticeEndForm(request.POST or None)
    if submit_form(form, end_notice, notice=found, by=request.user):
        messages.success(request, _("Recorded. Everyone who got the notice was told."))
        return redirect(found)
    return render(request, "monitoring/notice/end.html", {"form": form, "notice": found, "agreement": found.agreement})
