"""The form in which an administrator records an adoption; agreements/consent/recording.py acts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from parties.dates import DayField


class RecordAdoptionForm(forms.Form):
    adopted_on = DayField(label=_("Adopted on"), help_text=_("The day on which the last party agreed."))
    signed_file = forms.FileField(
        label=_("Signed copy"), help_text=_("The document with all signatures, as PDF. It becomes an appendix of the year.")
    )
