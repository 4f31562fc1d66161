"""The choice of where a document prints when, as its buttons send it."""

from django import forms
from django.utils.translation import gettext as _

from agreements.models import Agenda
from parties.forms import SiteForm


class PressedForm(SiteForm, forms.Form):
    """at is the page with the button: the agenda, or the check list of its adoption."""

    at = forms.ChoiceField(choices=[("agenda", ""), ("adoption", "")], required=False)

    def back_to(self, agenda: Agenda) -> str:
        return agenda.address("adoption") if self.cleaned_data.get("at") == "adoption" else agenda.reading_url


class WhenForm(PressedForm):
    where = forms.ChoiceField(choices=Agenda.WhenPrinted.choices)

    @property
    def saved(self) -> str:
        if self.cleaned_data["where"] == Agenda.WhenPrinted.NOTHING:
            return _("The document prints the words alone.")
        return _("The document prints start, due date, recurrence and budget from now on.")
