"""The page of one's own account: what it is called, how one gets in, where one is signed in."""

import logging

from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from parties.accounts import second_factor
from parties.accounts.forms import NameForm

logger = logging.getLogger(__name__)


@require_safe
def account(request):
    kinds = list(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    context = {
        "has_app": Authenticator.Type.TOTP in kinds,
        "passkeys": kinds.count(Authenticator.Type.WEBAUTHN),
        "sign_on": next(iter(get_adapter().list_providers(request)), None),
        "connected": request.user.socialaccount_set.exists(),
        "second_factor_required": second_factor.is_required_for(request.user),
        "memberships": request.user.memberships.select_related("party"),
    }
    return render(request, "account/index.html", context)


@require_http_methods(["GET", "POST"])
def name(request):
    form = NameForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your name was changed."))
        return redirect("account")
    return render(request, "account/name.html", {"form": form})


@login_not_required
def single_sign_on(request, provider_id):
    """Off to the organisation's own sign-in; a server there that fails is reported, not our error."""
    try:
        return openid_connect.login(request, provider_id)
    except OSError:  # what requests raises is one
        logger.warning("The OpenID Connect provider cannot be reached.", exc_info=True)
        return render(request, "socialaccount/authentication_error.html", status=503)
