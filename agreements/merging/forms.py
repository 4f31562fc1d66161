"""Into which party, and from which day on."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.merging.permissions import successors_for
from parties.dates import DayField
from parties.forms import DayInput, SiteForm
from parties.models import Party, User


class PartyMergerForm(SiteForm, forms.Form):
    successor = forms.ModelChoiceField(Party.objects.none(), label=_("Goes on as"), empty_label=_("choose"))
    on = DayField(
        label=_("From this day on"),
        widget=DayInput(),
        help_text=_("The first day of the new situation, as the deed of the merger says: today, or earlier."),
    )

    def __init__(self, data=None, *, party: Party, by: User):
        super().__init__(data, initial={"on": timezone.localdate()})
        self.fields["successor"].queryset = successors_for(by, party)
        self.fields["successor"].label_from_instance = lambda row: row.name

    @property
    def has_choice(self) -> bool:
        return self.fields["successor"].queryset.exists()
