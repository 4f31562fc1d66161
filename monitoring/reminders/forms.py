"""The form of the words of a mail; monitoring/reminders/editing.py keeps them."""

from django import forms

from monitoring.models import ReminderText
from parties.forms import SiteForm


class ReminderTextForm(SiteForm, forms.ModelForm):
    """The words of one kind of mail; what stands between braces and means nothing is named."""

    class Meta:
        model = ReminderText
        fields = ["subject", "body"]
        widgets = {"body": forms.Textarea({"rows": 7})}
