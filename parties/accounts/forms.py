"""What a person changes of the own account beside what allauth's forms do."""

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import TOTP
from django import forms

from parties.models import User


class NameForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["name"]
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}


class ConnectAppForm(ActivateTOTPForm):
    def clean_code(self) -> str:
        """The code that proves the set-up is used up: whoever looked over a shoulder cannot sign in with it."""
        code = super().clean_code()
        TOTP(Authenticator(user=self.user, type=Authenticator.Type.TOTP))._mark_code_used(code)
        return code
