"""Which two texts one wants beside each other."""

from datetime import datetime

from django import forms
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from agreements.versions.as_it_was import moment_of
from monitoring.comparing.sides import ChosenText, Texts
from parties.forms import SiteForm


class MomentInput(forms.TextInput):
    """A day; of a moment in an address its day, and nothing of what is none."""

    input_type = "date"

    def format_value(self, value) -> str:
        return str(value)[:10] if moment_of(str(value or "")) else ""


class CompareForm(SiteForm, forms.Form):
    """In the address, so that a comparison can be sent on."""

    marks_optional = False

    was = forms.ChoiceField(label=_("Was"))
    was_op = forms.CharField(label=_("as on"), required=False, widget=MomentInput)
    wordt = forms.ChoiceField(label=_("Becomes"))
    wordt_op = forms.CharField(label=_("as on"), required=False, widget=MomentInput)

    def __init__(self, data, *, texts: Texts):
        super().__init__(data)
        self.texts = texts
        for name in ("was", "wordt"):
            self.fields[name].choices = texts.choices

    def clean_was_op(self) -> datetime | None:
        return self._moment("was")

    def clean_wordt_op(self) -> datetime | None:
        return self._moment("wordt")

    def _moment(self, side: str) -> datetime | None:
        words = self.cleaned_data[f"{side}_op"]
        if not words:
            return None
        found = moment_of(words)
        if found is None:
            raise forms.ValidationError(_("Give a day that has been, as 2024-12-01."))
        if self.cleaned_data.get(side) and not self.texts.has_moments(self.cleaned_data[side]):
            raise forms.ValidationError(_("A version or position has its own day; leave this one empty."))
        return found

    def chosen(self, side: str) -> tuple[ChosenText, datetime | None]:
        return self.texts.by_key[self.cleaned_data[side]], self.cleaned_data[f"{side}_op"]

    def as_query(self) -> str:
        """The choice as it stands in an address."""
        words = {name: self.data.get(name, "") for name in ("was", "was_op", "wordt", "wordt_op")}
        return urlencode({name: value for name, value in words.items() if value})
