"""Who must have a second factor, and nothing else until it is there."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django_htmx.http import HttpResponseClientRedirect

from parties.sessions import end_sessions

KINDS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
# Where someone may be who must still set one up: there, and out.
OPEN = {
    "account_logout",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "set_language",
    "security_txt",
}


def is_required_for(user) -> bool:
    """Whether a role of the person needs a second factor; never for the invented people of a trial."""
    roles = settings.MFA_REQUIRED_FOR
    if not roles or (settings.IS_LOCAL and user.is_fictitious):
        return False
    if user.is_superuser and "superuser" in roles:
        return True
    asked = Q(role__in=roles)
    if "signatory" in roles:
        asked |= Q(may_sign=True)
    return bool(roles - {"superuser"}) and user.memberships.filter(asked).exists()


def is_set_up_for(user) -> bool:
    return is_mfa_enabled(user, types=KINDS)


def is_missing(request) -> bool:
    """Whether the person must set one up first. An organisation's own sign-in may have asked one."""
    user = request.user
    if not user.is_authenticated or not is_required_for(user) or is_set_up_for(user):
        return False
    methods = {record["method"] for record in get_authentication_records(request, user)}
    return not (settings.OIDC_HAS_SECOND_FACTOR and "socialaccount" in methods)


@transaction.atomic
def take_away(*, user, request) -> None:
    """For people who lost it: the account is as before, signed out everywhere, and its owner is mailed."""
    user.authenticator_set.all().delete()
    end_sessions(user)
    user._change_reason = gettext("Second factor taken away")
    user.save(update_fields=["is_active"])  # nothing changes but its history
    get_adapter(request).send_notification_mail("account/email/second_factor_removed", user)


class SecondFactorMiddleware:
    """Leads who must still set up a second factor to that page, from everywhere."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not settings.MFA_REQUIRED_FOR or request.resolver_match.view_name in OPEN or not is_missing(request):
            return None
        page = reverse("mfa_index", query={"required": "1"})
        return HttpResponseClientRedirect(page) if request.htmx else redirect(page)
