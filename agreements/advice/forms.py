"""Forms of an advice: they clean what was typed; agreements/advice/workflow.py acts."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models import Advice, Participation
from agreements.models.advice_days import TERM
from parties.dates import DayField
from parties.files.uploads import check_upload
from parties.forms import DayInput, SiteForm
from parties.models import Party
from parties.texts import REASON, REPORT, LongTextField
from parties.working_days import working_day_from


class AskAdviceForm(SiteForm, forms.Form):
    party = forms.ModelChoiceField(Party.objects.none(), label=_("Of which party?"), empty_label=None)
    subject = forms.CharField(label=_("Subject"), max_length=200, help_text=_("Such as: the rents of 2027."))
    question = LongTextField(
        label=_("What you ask advice on"),
        max_length=REPORT,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("What is intended, why, and what it means for tenants."),
    )
    request_file = forms.FileField(
        label=_("Document with it"), required=False, validators=[check_upload], help_text=_("Such as the request on paper.")
    )
    due_on = DayField(label=_("Advice by"), widget=DayInput(), help_text=_("At least six weeks from today. More is allowed."))

    def __init__(self, data=None, files=None, *, askable: list[Participation], offered: Mapping[str, Any] | None = None):
        """offered is what may be filled in already, such as the party that a proposal waits for."""
        due_on = working_day_from(timezone.localdate() + TERM)
        super().__init__(data, files, initial={"due_on": due_on, **(offered or {})})
        parties = Party.objects.filter(pk__in=[row.party_id for row in askable]).order_by("name")
        self.fields["party"].queryset = parties
        self.fields["party"].label_from_instance = lambda party: party.name


class GiveAdviceForm(SiteForm, forms.Form):
    marks_optional = False
    outcome = forms.ChoiceField(label=_("What does your party advise?"), required=False, widget=forms.RadioSelect)
    text = LongTextField(
        label=_("Your advice"),
        required=False,
        max_length=REPORT,
        widget=forms.Textarea({"rows": 8}),
        help_text=_("With a condition or a negative advice: what must change, or why. Not needed with «no objection»."),
    )
    advice_file = forms.FileField(label=_("Document with it"), required=False, validators=[check_upload])

    def __init__(self, data=None, files=None, *, advice: Advice):
        super().__init__(data, files, initial={"outcome": advice.outcome, "text": advice.text})
        self.fields["outcome"].choices = [
            (Advice.Outcome.NO_OBJECTION, _("No objection")),
            (Advice.Outcome.POSITIVE, _("Positive advice")),
            (Advice.Outcome.POSITIVE_IF, _("Positive advice, provided that something changes")),
            (Advice.Outcome.NEGATIVE, _("Negative advice")),
        ]
        if advice.advice_file:
            self.fields["advice_file"].help_text = _("«%(name)s» is kept with it; another file takes its place.") % {
                "name": advice.advice_file_name
            }


class AnswerAdviceForm(SiteForm, forms.Form):
    marks_optional = False
    follows = forms.ChoiceField(
        label=_("What is done with the advice?"),
        widget=forms.RadioSelect,
        choices=[
            (Advice.Follows.FOLLOWED, _("It is followed")),
            (Advice.Follows.PARTLY, _("It is followed in part")),
            (Advice.Follows.NOT, _("It is not followed")),
        ],
    )
    answer = LongTextField(
        label=_("Answer"),
        required=False,
        max_length=REPORT,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("What you do with it. Where it is not followed, or only in part: the reasons."),
    )


class MoreTimeForm(SiteForm, forms.Form):
    due_on = DayField(label=_("Advice by"), widget=DayInput())


class WithdrawAdviceForm(SiteForm, forms.Form):
    reason = LongTextField(
        label=_("Why you take it back"),
        required=False,
        max_length=REASON,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("It stands in the mail to the party that was asked."),
    )
