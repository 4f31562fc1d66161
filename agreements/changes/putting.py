"""The forms of a proposal as a whole: what it is about, putting it to the parties, and where a remark on it belongs."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.changes.fields import About
from agreements.changes.told import ToldChange
from agreements.models import Proposal
from parties.dates import DayField
from parties.forms import DayInput, SiteForm
from parties.texts import REASON, LongTextField
from parties.working_days import working_day_from

TIME_TO_ANSWER = timedelta(weeks=2)  # offered; the person chooses


def default_deadline() -> date:
    return working_day_from(timezone.localdate() + TIME_TO_ANSWER)


class DescribeForm(SiteForm, forms.Form):
    subject = LongTextField(
        label=_("Subject"), max_length=200, widget=forms.Textarea({"rows": 2}), help_text=_("In a few words: what changes.")
    )
    reason = LongTextField(
        label=_("Why"),
        required=False,
        max_length=REASON,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("It stands in the mail to everyone who must answer."),
    )
    level = forms.ChoiceField(
        label=pgettext_lazy("proposal", "Between whom is it settled?"),
        required=False,
        choices=[("", _("not said")), *Proposal.Level.choices],
        widget=forms.RadioSelect,
    )

    def clean_subject(self) -> str:
        return " ".join(self.cleaned_data["subject"].split())


class PutForm(SiteForm, forms.Form):
    """Putting the draft to the parties."""

    deadline = DayField(label=_("Answer by"), widget=DayInput(), help_text=_("After this day the proposal expires."))

    def __init__(self, data=None, *, proposal: Proposal):
        offered = default_deadline()
        own = proposal.deadline if proposal.deadline and proposal.deadline >= offered else None
        super().__init__(data, initial={"deadline": own or offered})


def places_in(changes: Iterable[ToldChange]) -> Iterator[tuple[str, str]]:
    """Where a remark on told changes may belong: the goals and actions that change."""
    for told in changes:
        row = told.change.row
        if told.change.about in {About.GOAL, About.ACTION} and row is not None:
            yield f"{told.change.about}-{row.pk}", told.heading
