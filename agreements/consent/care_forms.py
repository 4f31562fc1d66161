"""Forms of the administrator: what is withheld, and why."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.consent.withholding import TextPlace
from parties.forms import SiteForm
from parties.texts import AGREED_TEXT, LongTextField


class CareReasonForm(SiteForm, forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("One line. Everyone who reads the text sees it."))


class SetBackForm(CareReasonForm):
    def __init__(self, data=None):
        super().__init__(data, prefix="back")
        self.fields["reason"].help_text = _("One line. It stands in the history beside your name.")


class WithholdForm(CareReasonForm):
    """Words of one place in the version."""

    place = forms.ChoiceField(label=_("Where does it stand?"))
    words = LongTextField(
        label=_("The words"),
        max_length=AGREED_TEXT,
        strip=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Exactly as they stand in the text; copy them. Wherever these words stand in this place, they are withheld."),
    )
    field_order = ["place", "words", "reason"]

    def __init__(self, data=None, *, places: list[TextPlace]):
        super().__init__(data)
        self.places = {place.key: place for place in places}
        self.fields["place"].choices = [(key, place.name) for key, place in self.places.items()]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("place") in self.places:
            cleaned["place"] = self.places[cleaned["place"]]
        return cleaned
