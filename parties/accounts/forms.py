"""The forms of one's own account: its name, and those of allauth in the words and the look of the site."""

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

from parties.accounts.words import LABELS
from parties.forms import SiteForm
from parties.models import User


class NameForm(SiteForm, forms.ModelForm):
    class Meta:
        model = User
        fields = ["name"]
        labels = {"name": LABELS["name"]}
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}


class OwnWords(SiteForm):
    """Beside a form of allauth: our own labels and help, and no placeholder that says the label again."""

    labels: dict[str, str] = {}
    help_texts: dict[str, str] = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.labels.get(name) or LABELS.get(name, field.label)
            if name != "password1":  # which says what a password must be
                field.help_text = self.help_texts.get(name, "")
            field.widget.attrs.pop("placeholder", None)


class LoginForm(OwnWords, account.LoginForm):
    def add_error(self, field, error) -> None:
        """Which of the two is wrong is not told, so both are."""
        super().add_error(field, error)
        for name in self.fields if self.non_field_errors() else ():
            self.fields[name].widget.attrs["aria-invalid"] = "true"


class AddEmailForm(OwnWords, account.AddEmailForm):
    labels = {"email": _("New e-mail address")}


class ChangePasswordForm(OwnWords, account.ChangePasswordForm):
    pass


class SetPasswordForm(OwnWords, account.SetPasswordForm):
    pass


class ResetPasswordForm(OwnWords, account.ResetPasswordForm):
    def clean_email(self) -> str:
        """A link goes to the address of the account, never to one that waits to be confirmed: that may be a stranger's."""
        address = super().clean_email()
        self.users = [user for user in self.users if user.email == address.lower()]
        return address


class ResetPasswordKeyForm(OwnWords, account.ResetPasswordKeyForm):
    pass


class ReauthenticateForm(OwnWords, account.ReauthenticateForm):
    pass


# -- The second factor

CODE = {"code": _("Code from your app, or a recovery code")}


class AuthenticateForm(OwnWords, mfa.AuthenticateForm):
    labels = CODE


class ReauthenticateMFAForm(OwnWords, mfa.ReauthenticateForm):
    labels = CODE


class ActivateTOTPForm(OwnWords, totp.ActivateTOTPForm):
    labels = {"code": _("Code from the app")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"

    def clean_code(self) -> str:
        """The code that proves the set-up is used up: it cannot be used again by someone who saw it."""
        code = super().clean_code()
        TOTP(Authenticator(user=self.user, type=Authenticator.Type.TOTP))._mark_code_used(code)
        return code


class AddWebAuthnForm(OwnWords, webauthn.AddWebAuthnForm):
    labels = {"name": _("Name of this passkey"), "passwordless": _("Sign in without a password")}
    help_texts = {
        "name": _("So that you recognise it later: the laptop of work, my telephone."),
        "passwordless": _("Leave this off for a key that knows no fingerprint or code of its own."),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True


class EditWebAuthnForm(OwnWords, webauthn.EditWebAuthnForm):
    labels = {"name": _("Name of this passkey")}
