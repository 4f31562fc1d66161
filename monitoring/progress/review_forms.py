"""Forms of a review: they clean what was typed; monitoring/progress/reviewing.py acts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from monitoring.models import Dissent, Judgement
from parties.forms import SiteForm
from parties.history.write_rules import Act, act
from parties.texts import REASON, LongTextField


class ReturnForm(SiteForm, forms.Form):
    reason = LongTextField(
        label=_("Why do you return it?"),
        max_length=REASON,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("The lead sees this above the form until it reports anew. It stays in the history."),
        error_messages={"required": _("Say why you return it.")},
    )


class DissentForm(SiteForm, forms.ModelForm):
    """How a party sees the judgement, other than it was reported."""

    class Meta:
        model = Dissent
        fields = ["party", "judgement", "reason"]
        labels = {"party": _("For which party?"), "judgement": _("How does your party see it?"), "reason": _("Why?")}
        widgets = {"judgement": forms.RadioSelect, "reason": forms.Textarea({"rows": 4})}

    def __init__(self, data=None, *, dissent: Dissent, parties):
        super().__init__(data, instance=dissent)
        self.fields["party"].queryset = parties
        self.fields["party"].empty_label = None
        reported = dissent.update.judgement
        self.fields["judgement"].choices = [choice for choice in Judgement.choices if choice[0] != reported]

    @act(Act.REVIEW)
    def _post_clean(self) -> None:
        """Check the row as it will be written; reviewing.py asks who may, and writes it."""
        super()._post_clean()
