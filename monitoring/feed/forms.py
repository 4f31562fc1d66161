"""The private address, to be copied."""

from django import forms
from django.utils.translation import pgettext_lazy

from parties.forms import SiteForm


class AddressForm(SiteForm, forms.Form):
    marks_optional = False
    address = forms.CharField(
        label=pgettext_lazy("of a calendar", "Address"), required=False, widget=forms.TextInput({"readonly": True})
    )
