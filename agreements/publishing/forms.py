"""Forms of publishing; agreements/publishing/workflow.py acts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.models import Publication
from parties.dates import DayField
from parties.forms import DayInput, SiteForm
from parties.models import Party


class PublishForm(SiteForm, forms.Form):
    """The parties are those for which the person publishes; has_earlier says whether there are earlier versions to show."""

    marks_optional = False

    party = forms.ModelChoiceField(Party.objects.none(), label=_("For which party?"), empty_label=None)
    embargo_until = DayField(
        label=_("Not public before"),
        required=False,
        widget=DayInput(),
        help_text=_("From this day everyone may read it. Empty: at once."),
    )
    with_earlier = forms.BooleanField(
        label=_("Show the versions that were in force before, too"),
        required=False,
        help_text=_("With what changed between them. A later version is always shown."),
    )

    def __init__(self, data=None, *, parties: tuple[Party, ...], has_earlier: bool):
        super().__init__(data)
        self.fields["party"].queryset = Party.objects.filter(pk__in=[party.pk for party in parties])
        if len(parties) == 1:
            self.fields["party"].widget = forms.HiddenInput()
            self.initial["party"] = parties[0]
        if not has_earlier:
            del self.fields["with_earlier"]


class TakeBackForm(SiteForm, forms.Form):
    reason = forms.CharField(
        label=_("Why do you take it back?"),
        max_length=Publication._meta.get_field("withdraw_reason").max_length,
        help_text=_("One or two sentences. Everyone who opens the page reads this, and it stays there."),
    )


class ForPartyForm(SiteForm, forms.Form):
    """For which of the own parties a button is pressed."""

    party = forms.ModelChoiceField(Party.objects.none())

    def __init__(self, data, *, parties: tuple[Party, ...]):
        super().__init__(data)
        self.fields["party"].queryset = Party.objects.filter(pk__in=[party.pk for party in parties])
