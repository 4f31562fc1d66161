"""Why an action stays in a draft although it was dropped in the year before."""

from django import forms
from django.utils.translation import gettext_lazy as _

from parties.forms import SiteForm
from parties.texts import REASON, LongTextField


class KeepForm(SiteForm, forms.Form):
    reason = LongTextField(label=_("Why does it stay?"), max_length=REASON, widget=forms.Textarea({"rows": 2}))
