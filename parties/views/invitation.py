"""The page behind the link of an invitation, open to whoever has the link.

Looking at it uses nothing up: mail programs open links too.
"""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from parties.models import Invitation
from parties.people.first_coordinator import prepared_for, waits_for
from parties.people.forms import NewPersonForm
from parties.people.workflow import SWITCHED_OFF, UNKNOWN, accept_invitation, invitation_for
from parties.refusals import NotAllowedNowError

Step = Invitation.Step


@login_not_required
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request, token: str):
    """The invitation; then name and password for a new account, or one press for a signed-in person."""
    try:
        found = invitation_for(token)
        step = found.step_for(request.user)
        if step in {Step.NEW, Step.RETURN}:
            return _with_password(request, found, step, token)
        if step == Step.OFF:
            raise NotAllowedNowError(SWITCHED_OFF)
        if request.method == "POST" and step == Step.JOIN:
            accept_invitation(token=token, by=request.user)
            return _enter(request)
        if request.method == "POST":
            invitation_for(token)  # another press of the button may have made the account between the two looks, and used it up
    except NotAllowedNowError as reason:
        status = 404 if reason.args == (UNKNOWN,) else 410
        return render(request, "parties/invitation_closed.html", {"reason": reason}, status=status)
    return _page(request, found, step, next=request.path)


def _with_password(request, found: Invitation, step: Step, token: str):
    form = NewPersonForm(request.POST or None, email=found.email, initial={"name": _name_of(found)})
    if form.is_valid():
        person = accept_invitation(token=token, name=form.cleaned_data["name"], password=form.cleaned_data["password"])
        if step == Step.NEW:
            login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
            return _enter(request)
        # Whoever returns may have a second factor, which only the sign-in asks.
        messages.success(request, _("Your account works again. Sign in with your new password."))
        return redirect(reverse("account_login"))
    return _page(request, found, step, form=form)


def _page(request, found: Invitation, step: Step, **context):
    """waiting is what accepting the invitation says yes to."""
    context |= {"invitation": found, "step": step, "waiting": waits_for(found), "prepared": prepared_for(found)}
    return render(request, "parties/invitation.html", context)


def _name_of(found: Invitation) -> str:
    return found.person.name if found.person else found.name


def _enter(request):
    messages.success(request, _("Welcome. You belong to the party now."))
    return redirect(settings.LOGIN_REDIRECT_URL)
