"""Which accounts an organisation may sign in: addresses of its domains, one identity each, no superusers."""

from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.utils.translation import gettext as _


def why_not_through_provider(sociallogin: SocialLogin) -> str:
    """The sentence that says why this identity opens no account here, or nothing.

    Asked at every sign-in, also of an identity that was joined before: the account may be a superuser's by now, or its owner may
    work elsewhere.
    """
    person, is_known = sociallogin.user, sociallogin.is_existing
    addresses = [person.email] if is_known else [address.email for address in sociallogin.email_addresses]
    if is_known and person.is_superuser:
        sentence = _("An administrator of Driehoek signs in with e-mail address and password, not with %(provider)s.")
    elif not all(_speaks_for(sociallogin.provider, address) for address in addresses):
        sentence = _("%(provider)s opens no account with this e-mail address. Sign in with your e-mail address and password.")
    elif is_known and _has_another_identity(sociallogin.account, person):
        sentence = _(
            "Your account is connected to another identity of %(provider)s. Sign in with that one, or with your e-mail address "
            "and password, and disconnect it on the page of your account."
        )
    else:
        return ""
    return sentence % {"provider": sociallogin.provider.name}


def _speaks_for(provider, address: str) -> bool:
    return address.rpartition("@")[2].lower() in provider.app.settings.get("email_domains", ())


def _has_another_identity(account: SocialAccount, person) -> bool:
    return SocialAccount.objects.filter(user=person, provider=account.provider).exclude(uid=account.uid).exists()
