"""Forms of signing elsewhere and of signing together; agreements/consent/signing.py and ceremony.py act."""

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from agreements.models import Ceremony, Proposal
from agreements.signing.files import check_signed_upload
from parties.dates import DayField
from parties.forms import DayInput, SiteForm
from parties.models import Party


class SignedFileForm(SiteForm, forms.Form):
    """A file that was signed elsewhere, for one party or for several together."""

    marks_optional = False
    party = forms.ModelChoiceField(Party.objects.none(), label=_("For which party?"), empty_label=None)
    signed_on = DayField(
        label=_("Signed on"), widget=DayInput(), help_text=_("The day on which the last of those who signed this file did so.")
    )
    signed_file = forms.FileField(
        label=_("Signed file"),
        validators=[check_signed_upload],
        help_text=_("The signed document as PDF, or a picture of the signed page."),
    )
    is_joint = forms.BooleanField(
        label=_("Several parties signed this file together"),
        required=False,
        help_text=_("Each of the others then confirms it with its own answer."),
    )

    def __init__(self, data=None, files=None, *, parties, **kwargs):
        super().__init__(data, files, **kwargs)
        offered = list(parties)
        self.fields["party"].queryset = parties
        if len(offered) == 1:
            self.fields["party"].widget = forms.HiddenInput()
            self.initial["party"] = offered[0]


class AnswerWithFileForm(SignedFileForm):
    """The answer of a party, with what it signed elsewhere. seen is the hash of the text on the page."""

    capacity = forms.CharField(
        label=_("Capacity of who signed"),
        required=False,
        max_length=200,
        help_text=_("Such as wethouder or bestuurder. Not obligatory."),
    )
    mandate = forms.CharField(
        label=_("Mandate"),
        required=False,
        max_length=200,
        help_text=_("The decision that gives the right to sign, such as a collegebesluit. Not obligatory."),
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, data=None, files=None, *, proposal: Proposal, parties):
        super().__init__(data, files, parties=parties, initial={"seen": proposal.content_sha256})


class CeremonyForm(SiteForm, forms.Form):
    day = DayField(label=_("Day"), widget=DayInput())
    hour = forms.TimeField(label=_("Hour"), widget=forms.TimeInput({"type": "time"}, "%H:%M"))
    place = forms.CharField(label=_("Place"), max_length=200, help_text=_("Such as the town hall, with the address."))

    def __init__(self, data=None, *, ceremony: Ceremony | None = None):
        starts = localtime(ceremony.starts_at) if ceremony else None
        initial = {"day": starts.date(), "hour": starts.time(), "place": ceremony.place} if starts else {}
        super().__init__(data, initial=initial)
