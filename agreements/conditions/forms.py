"""The form with the condition of an action, and the buttons that settle it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.models import Action, Condition, parties_in
from parties.dates import DayField
from parties.forms import DayInput, SiteForm


class ConditionForm(SiteForm, forms.ModelForm):
    until = DayField(label=_("Until when"), required=False, widget=DayInput())

    class Meta:
        model = Condition
        fields = ["words", "party", "waits_for", "until"]

    def __init__(self, *args, action: Action, **kwargs):
        super().__init__(*args, instance=Condition.objects.filter(action=action).first(), **kwargs)
        parties = parties_in(action.agenda.agreement_id)
        self.fields["party"].choices = [("", "–"), *((party.pk, party.name) for party in parties)]

    def _post_clean(self) -> None:
        """The workflow writes the row, and asks its rules."""


class SettleForm(SiteForm, forms.Form):
    state = forms.ChoiceField(choices=Condition.State.choices)
