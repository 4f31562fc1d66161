"""The calendar of a person: its private address on a page of the account, and the calendar itself, without signing in."""

from allauth.core.internal import ratelimit  # the part that is not internal counts no GET
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from monitoring.feed.address import address_at, remember_question, renew_address, withdraw_address
from monitoring.feed.entries import entries_for
from monitoring.feed.forms import AddressForm
from monitoring.models import CalendarAddress
from parties.calendar_file import calendar_file
from parties.canonical import hash_of


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("token")
def own_calendar(request):
    """Whether there is an address; a new one is shown this once."""
    token = renew_address(request.user) if request.method == "POST" else ""
    context = {
        "address": CalendarAddress.objects.filter(user=request.user).first(),
        "form": _to_copy(token) if token else None,
    }
    return render(request, "monitoring/calendar_address.html", context)


def _to_copy(token: str) -> AddressForm:
    return AddressForm(initial={"address": f"{settings.SITE_URL}{reverse('calendar_feed', args=[token])}"})


@require_POST
def withdraw(request):
    withdraw_address(request.user)
    messages.success(request, _("The address is withdrawn. Calendars that ask for it get nothing any more."))
    return redirect("own_calendar")


@login_not_required
@require_safe
@sensitive_variables("token")
def feed(request, token: str):
    """What its person reads now. Who knows no address learns nothing, and no cookie is set or asked."""
    limits = {"app": "monitoring", "config": settings.FEED_RATE_LIMITS, "limit_get": True}
    if not ratelimit.consume(request, action="calendar_feed", key=hash_of(token), **limits):
        return HttpResponse(_("Too often. Ask again later."), status=429, headers={"Retry-After": "3600"})
    address = address_at(token)
    if address is None:
        raise Http404
    with translation.override("nl"):
        content = calendar_file(entries_for(address.user), name=_("Driehoek: my dates"))
    remember_question(address)
    etag = quote_etag(hash_of(content.decode()))
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'inline; filename="driehoek.ics"'
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response
