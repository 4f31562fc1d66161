"""Where allauth asks the site: who may get in, what it says, and how its mails are sent."""

import logging
from functools import partial

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthProcess
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from parties.accounts import lockout, secrets
from parties.accounts.single_sign_on import why_not_through_provider
from parties.accounts.words import ERRORS, MESSAGES, NOTICES, WHY
from parties.mail import after_answer, post
from parties.mail_budget import count_mail
from parties.refusals import NotAllowedNowError

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up; wrong passwords wait longer and longer; mail goes through the site's own queue."""

    error_messages = {**DefaultAccountAdapter.error_messages, **ERRORS}

    def is_open_for_signup(self, request) -> bool:
        return False

    # -- Wrong passwords

    def pre_authenticate(self, request, **credentials) -> None:
        if seconds := lockout.take_turn(self._guards(request, **credentials)):
            raise ValidationError(_wait(seconds), code="too_many_login_attempts")

    def authenticate(self, request, **credentials):
        """Someone who left gets the same answer as someone with a wrong password."""
        user = super().authenticate(request, **credentials)
        if user is None or not user.is_active:
            return None
        lockout.give_back(self._guards(request, **credentials))
        return user

    def set_password(self, user, password: str) -> None:
        super().set_password(user, password)
        lockout.forget_account(user.email, self.get_client_ip(self.request))

    def _guards(self, request, *, email: str = "", **credentials) -> list[lockout.Guard]:
        return lockout.guards_of(email, self.get_client_ip(request), lockout.device_of(request, email))

    # -- Afterwards

    def post_login(self, request, user, **kwargs):
        response = super().post_login(request, user, **kwargs)
        lockout.remember_device(request, response, user.email)
        return response

    def respond_user_inactive(self, request, user):
        """Nor does a single sign-on or a passkey tell more than that one does not come in."""
        self.add_message(request, messages.ERROR, message=str(ERRORS["email_password_mismatch"]))
        return redirect("account_login")

    def add_message(self, request, level, message_template=None, message_context=None, extra_tags="", message=None) -> None:
        """Our own words for what allauth wants to say; what we do not know is not said."""
        message = message or MESSAGES.get(message_template or "")
        if message:
            super().add_message(request, level, extra_tags=extra_tags, message=str(message))

    # -- Mail

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        name = template_prefix.rsplit("/", 1)[-1]
        words = {"timestamp": timezone.now(), **context, "email": email, "days": settings.PASSWORD_RESET_TIMEOUT // lockout.DAY}
        if name in NOTICES:
            subject, sentence = NOTICES[name]
            words |= {"subject": subject, "sentence": sentence}
            name = "account_notice"
        if name in {"email_confirmation", "account_already_exists"}:
            self._count(email)
        post(f"account/{name}", to=email, context=words, why=WHY[name])

    def send_password_reset_mail(self, user, email: str, context: dict) -> None:
        """Made when the visitor has the page already: for an address without an account there is nothing to make."""
        after_answer(partial(self._post_reset, email, context))

    @transaction.atomic
    def _post_reset(self, email: str, context: dict) -> None:
        try:
            count_mail(to=email, by=None)
        except NotAllowedNowError as reason:
            # The answer is the same whether or not there is an account, so it does not tell this either.
            logger.warning("Nobody gets a link to a new password now: %s", reason)
        else:
            self.send_mail("account/email/password_reset_key", email, context)

    def _count(self, email: str) -> None:
        try:
            count_mail(to=email, by=self._person())
        except NotAllowedNowError as reason:
            messages.error(self.request, str(reason))
            raise ImmediateHttpResponse(redirect("account_email")) from reason

    def _person(self):
        """Who is signed in and causes the mail."""
        user = getattr(self.request, "user", None)
        return user if user is not None and user.is_authenticated else None

    # The host that the browser names is not asked: a link in a mail leads here and nowhere else.

    def get_reset_password_from_key_url(self, key: str) -> str:
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.SITE_URL + path.replace("UID-KEY", key)

    def get_email_confirmation_url(self, request, emailconfirmation) -> str:
        return settings.SITE_URL + reverse("account_confirm_email", args=[emailconfirmation.key])


class MFAAdapter(DefaultMFAAdapter):
    error_messages = {**DefaultMFAAdapter.error_messages, **ERRORS}

    def encrypt(self, text: str) -> str:
        return secrets.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return secrets.decrypt(encrypted_text)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "Driehoek"}

    def generate_authenticator_name(self, user, type) -> str:
        return str(_("Passkey %(number)s")) % {"number": user.authenticator_set.filter(type=type).count() + 1}


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Single sign-on opens an account that is there, found by a verified address; it makes none."""

    error_messages = {**DefaultSocialAccountAdapter.error_messages, **ERRORS}

    def is_open_for_signup(self, request, sociallogin) -> bool:
        return False

    def pre_social_login(self, request, sociallogin) -> None:
        """An identity joins an account by its verified address, not because someone is signed in."""
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            raise ImmediateHttpResponse(redirect("account"))
        if sentence := why_not_through_provider(sociallogin):
            page = render(request, "socialaccount/refused.html", {"sentence": sentence}, status=403)
            raise ImmediateHttpResponse(page)

    def authenticate_by_email(self, sociallogin):
        """Only what the provider says is True counts as verified: the text "false" would be true too.

        Nor does an address open the account for which it waits to be confirmed: there it may be typed wrong. Nor one with letters
        that only look like plain ones: a Kelvin sign becomes a k in lower case, and the address that of somebody else.
        """
        written = (sociallogin.account.get_provider_account().get_user_data() or {}).get("email")
        if not str(written).isascii():
            return None
        for address in sociallogin.email_addresses:
            address.verified = address.verified is True
        found = super().authenticate_by_email(sociallogin)
        return found if found and found[0].email == found[1].lower() else None

    def list_apps(self, request, provider=None, client_id=None) -> list:
        """Only the settings switch it on: without them allauth's table of providers is not even read."""
        if not settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]:
            return []
        return super().list_apps(request, provider=provider, client_id=client_id)


def _wait(seconds: int) -> str:
    minutes = -(-seconds // lockout.MINUTE)
    return ngettext(
        "Too many attempts failed. Try again in %(minutes)s minute, sign in with a passkey, or choose a new password by mail.",
        "Too many attempts failed. Try again in %(minutes)s minutes, sign in with a passkey, or choose a new password by mail.",
        minutes,
    ) % {"minutes": minutes}
