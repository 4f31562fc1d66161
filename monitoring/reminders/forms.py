"""The form of the words of a mail; monitoring/reminders/editing.py keeps them."""

from django import forms

from monitoring.forms import dress
from monitoring.models import ReminderText


class ReminderTextForm(forms.ModelForm):
    """The words of one kind of mail; what stands between braces and means nothing is named."""

    class Meta:
        model = ReminderText
        fields = ["subject", "body"]
        widgets = {"body": forms.Textarea({"rows": 7})}

    def __init__(self, data=None, *, instance: ReminderText):
        super().__init__(data, instance=instance)
        dress(self)
