"""Forms of a written notice; monitoring/disputes/workflow.py acts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement
from monitoring.disputes.people import giving_parties, signing_parties, speakers_of
from monitoring.disputes.subjects import Subjects
from monitoring.models import NoticeEnd
from parties.forms import SiteForm
from parties.models import Party, User
from parties.texts import REPORT, LongTextField


class NoticeForm(SiteForm, forms.Form):
    """About what, to whom and in which words; it is given when the form is sent."""

    party = forms.ModelChoiceField(Party.objects.none(), label=_("In the name of"), empty_label=None)
    parties = forms.ModelMultipleChoiceField(
        Party.objects.none(),
        label=_("To which parties?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Everyone who coordinates or signs for them gets the notice by mail, and is named with it."),
    )
    goals = forms.TypedMultipleChoiceField(
        label=_("About which goals?"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    actions = forms.TypedMultipleChoiceField(
        label=_("About which actions?"), coerce=int, required=False, widget=forms.SelectMultiple(attrs={"size": 8})
    )
    text = LongTextField(
        label=_("Notice"),
        max_length=REPORT,
        widget=forms.Textarea({"rows": 10}),
        help_text=_("What was agreed, what was not kept of it, and what you ask of the other party."),
    )
    sure = forms.BooleanField(
        label=_("Give this notice now. It cannot be changed or taken away afterwards; it can be withdrawn with a sentence.")
    )

    def __init__(self, data=None, *, agreement: Agreement, user: User):
        super().__init__(data)
        own = giving_parties(agreement, user)
        self.fields["party"].queryset = own
        others = signing_parties(agreement)
        if len(own) == 1:
            others = others.exclude(pk=own[0].pk)
        self.fields["parties"].queryset = others
        self.people = speakers_of(others.values_list("pk", flat=True))
        self.fields["parties"].label_from_instance = self._name_of
        subjects = Subjects(agreement)
        self.fields["goals"].choices = subjects.goal_choices
        self.fields["actions"].choices = subjects.action_choices

    def _name_of(self, party: Party) -> str:
        names = ", ".join(person.name for person in self.people.get(party.pk, [])) or _("nobody can be reached")
        return f"{party.name} ({names})"

    def clean(self) -> dict:
        data = super().clean()
        if not (data.get("goals") or data.get("actions")) and not {"goals", "actions"} & set(self.errors):
            self.add_error("goals", _("Choose at least one goal or action."))
        if data.get("party") in data.get("parties", ()):
            self.add_error("parties", _("A party gives no notice to itself."))
        data.pop("sure", None)
        return data


class NoticeEndForm(SiteForm, forms.ModelForm):
    """What became of the notice, with a sentence."""

    marks_optional = False

    class Meta:
        model = NoticeEnd
        fields = ["kind", "text"]
        widgets = {"kind": forms.RadioSelect, "text": forms.Textarea({"rows": 4})}
