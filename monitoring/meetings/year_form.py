"""The form of a year of meetings: for each rule of the agreement its days, which may be moved, left out or added to."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.models import Agreement, parties_in
from monitoring.meetings.planning import MeetingWanted, RulePlan
from monitoring.models import Meeting
from parties.dates import DayField
from parties.forms import DayInput, SiteForm
from parties.models import Party

SPARE = 1  # empty rows after those that are proposed
MOST_ROWS = 60  # that a form may send for one rule


class DayForm(SiteForm, forms.Form):
    """One meeting; without a day it is not planned."""

    marks_optional = False
    held_on = DayField(label=_("Day"), widget=DayInput(), required=False)
    starts_at = forms.TimeField(label=_("From"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"), required=False)
    ends_at = forms.TimeField(
        label=pgettext_lazy("hour", "Until"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"), required=False
    )
    place = forms.CharField(label=_("Place"), max_length=200, required=False)

    def __init__(self, *args, year: int, number: int, rule: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.year = year
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{field.label}, {rule}, {number}"

    def clean(self):
        cleaned = super().clean()
        day, starts, ends = (cleaned.get(name) for name in ("held_on", "starts_at", "ends_at"))
        if day and day.year != self.year:
            self.add_error("held_on", _("This day lies in another year."))
        if ends and (not starts or ends <= starts):
            self.add_error("ends_at", _("A meeting ends after it begins: say from when until when."))
        return cleaned


class OwnPartiesForm(SiteForm, forms.Form):
    """Whose the meetings of this rule are."""

    marks_optional = False
    parties = forms.ModelMultipleChoiceField(
        Meeting.objects.none(), label=_("Which parties?"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, parties: QuerySet[Party], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parties"].queryset = parties
        self.fields["parties"].choices = [(party.pk, str(party)) for party in parties]  # read once for all rules of the page


@dataclass
class RuleForms:
    """What is asked of one rule."""

    plan: RulePlan
    days: list[DayForm]
    own: OwnPartiesForm | None

    def wanted(self) -> Iterator[MeetingWanted]:
        parties = tuple(self.own.cleaned_data["parties"]) if self.own else ()
        for form in self.days:
            if form.cleaned_data["held_on"]:
                yield MeetingWanted(rule=self.plan.rule, parties=parties, **form.cleaned_data)

    def is_valid(self) -> bool:
        forms_here = [*self.days, *([self.own] if self.own else [])]
        are_valid = [form.is_valid() for form in forms_here]
        if not all(are_valid):
            return False
        is_bilateral = self.plan.rule.kind == Meeting.Kind.BILATERAL
        if self.own and is_bilateral and any(self.wanted()) and len(self.own.cleaned_data["parties"]) < 2:
            self.own.add_error("parties", _("Choose the parties of this meeting: at least two."))
            return False
        return True


class YearForm(SiteForm, forms.Form):
    """All rules of a year; errors that belong to no row stand on top."""

    invite = forms.BooleanField(
        label=_("Mail the invitations now"),
        required=False,
        help_text=_("Everyone who coordinates or signs for a party that takes part gets one mail with all the days."),
    )

    def __init__(self, data=None, *, agreement: Agreement, year: int, plans: list[RulePlan]):
        super().__init__(data)
        self.agreement, self.year = agreement, year
        self.parties = parties_in(agreement).order_by("participations__position", "pk")
        self.rules = [self._of_rule(plan, data) for plan in plans]

    def _of_rule(self, plan: RulePlan, data) -> RuleForms:
        prefix = f"r{plan.rule.pk}"
        count = len(plan.days) + SPARE
        if data is not None:
            sent = data.get(f"{prefix}-rows", "")
            count = min(int(sent), MOST_ROWS) if sent.isdecimal() and len(sent) < 4 else 0
        days = [
            DayForm(
                data,
                prefix=f"{prefix}-{number}",
                initial=_filled_in(plan, number),
                year=self.year,
                number=number + 1,
                rule=str(plan.rule),
            )
            for number in range(count)
        ]
        own = None
        if plan.has_own_parties:
            own = OwnPartiesForm(data, prefix=prefix, parties=self.parties, initial={"parties": plan.parties})
        return RuleForms(plan, days, own)

    def clean(self):
        cleaned = super().clean()
        are_valid = [rule.is_valid() for rule in self.rules]  # every one of them says what is wrong
        if not all(are_valid):
            self.add_error(None, _("Something is not right in the days below."))
        elif not (wanted := [row for rule in self.rules for row in rule.wanted()]):
            self.add_error(None, _("There is no day to plan."))
        else:
            cleaned["wanted"] = wanted
        return cleaned


def _filled_in(plan: RulePlan, number: int) -> dict:
    if number >= len(plan.days):
        return {}
    usual = plan.usual
    hours = {"starts_at": usual.starts_at, "ends_at": usual.ends_at, "place": usual.place} if usual else {}
    return {"held_on": plan.days[number], **hours}
