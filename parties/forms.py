"""Forms of people and parties."""

from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


class LoginForm(AuthenticationForm):
    """Signing in with the e-mail address; a wrong address and a wrong password give the same sentence."""

    error_messages = {
        "invalid_login": _("This e-mail address and password do not belong together. Check both and try again."),
        "inactive": _("This e-mail address and password do not belong together. Check both and try again."),
    }
