"""Forms of rounds: they clean what was typed; monitoring/rounds/workflow.py acts."""

from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.agenda.words import goal_words_of, words_of
from agreements.models import Action, Agenda
from monitoring.models import Meeting, Round
from monitoring.queries import actions_of
from parties.dates import DayField
from parties.forms import DayInput, SiteForm
from parties.models import Party
from parties.texts import REASON, LongTextField
from parties.working_days import working_day_from

DAYS_TO_ANSWER = 21


class RoundForm(SiteForm, forms.ModelForm):
    """A round of this agenda, new or there already; its meeting is one of the agreement."""

    class Meta:
        model = Round
        fields = ["name", "reference_date", "opens_on", "closes_on", "meeting", "instructions"]
        fields += ["remind_every", "remind_first", "remind_last"]
        field_classes = {"reference_date": DayField, "opens_on": DayField, "closes_on": DayField}
        widgets = {
            "reference_date": DayInput(),
            "opens_on": DayInput(),
            "closes_on": DayInput(),
            "instructions": forms.Textarea({"rows": 5}),
        }

    def __init__(self, data=None, *, round: Round):
        super().__init__(data, instance=round)
        offered = Meeting.objects.shared().taking_place().filter(agreement=round.agenda.agreement_id)
        self.fields["meeting"].queryset = offered.order_by("-held_on")
        self.fields["meeting"].empty_label = _("not known yet")
        if round.opened_at:
            self.fields["reference_date"].disabled = True


def next_round(agenda: Agenda, today: date) -> Round:
    """A round as it will usually be: the next number, and the end of the coming quarter of the agenda's year.

    It opens on the working day after the reference date, or on that from today when that is past, and is open for three weeks,
    through a working day.
    """
    quarters = [date(agenda.year, 3, 31), date(agenda.year, 6, 30), date(agenda.year, 9, 30), date(agenda.year, 12, 31)]
    taken = {row.reference_date for row in agenda.rounds.all()}
    free = [quarter for quarter in quarters if quarter not in taken]
    coming = [quarter for quarter in free if quarter >= today]
    reference_date = (coming or free[-1:] or quarters[-1:])[0]
    opens_on = working_day_from(max(reference_date + timedelta(days=1), today))
    return Round(
        agenda=agenda,
        name=_("Round %(number)s") % {"number": agenda.rounds.count() + 1},
        reference_date=reference_date,
        opens_on=opens_on,
        closes_on=working_day_from(opens_on + timedelta(days=DAYS_TO_ANSWER)),
    )


class ExtensionForm(SiteForm, forms.Form):
    party = forms.ModelChoiceField(Party.objects.none(), label=_("Party"))
    until = DayField(label=_("Until"), widget=DayInput(), help_text=_("Through the end of this day."))
    reason = LongTextField(
        label=_("Reason"),
        max_length=REASON,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Everyone sees this on the page of the round."),
    )

    def __init__(self, data=None, *, round: Round, initial=None):
        super().__init__(data, initial=initial)
        leads = Party.objects.filter(leads__action__agenda=round.agenda_id).distinct().order_by("short_name")
        self.fields["party"].queryset = leads


class ActionField(forms.ModelChoiceField):
    """Each action with the number of its goal and its first words."""

    def label_from_instance(self, action: Action) -> str:
        return f"{goal_words_of(action).number} {words_of(action)}".strip()


class LeadExceptionForm(SiteForm, forms.Form):
    action = ActionField(Action.objects.none(), label=_("Action"))
    reason = LongTextField(
        label=_("Reason"),
        max_length=REASON,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Say who will lead instead, and why it cannot wait. All leads of this action get this by mail."),
        error_messages={"required": _("Say why the leads have to change during the round.")},
    )

    def __init__(self, data=None, *, round: Round, initial=None):
        super().__init__(data, initial=initial)
        self.fields["action"].queryset = actions_of(round).exclude(lead_exceptions__round=round)
