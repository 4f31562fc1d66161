"""Forms of rounds, reviews and meetings: they clean what was typed; monitoring/workflow.py acts."""

from datetime import date, timedelta

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.models import Action, Agenda, Goal
from monitoring.models import Decision, Dissent, Judgement, Meeting, ReminderText, Round
from parties.dates import DayField
from parties.models import Party

DAYS_TO_ANSWER = 21


class DayInput(forms.DateInput):
    """The browser's own calendar; where there is none, a date as people write it."""

    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


def dress(form: forms.BaseForm) -> None:
    """The classes of the site on every widget, and a sentence that says what to do where something is missing."""
    for field in form.fields.values():
        if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
            field.error_messages["required"] = _("Make a choice.") if hasattr(field, "choices") else _("Fill this in.")
        if isinstance(field.widget, forms.RadioSelect | forms.HiddenInput):
            continue
        is_select = isinstance(field.widget, forms.Select)
        field.widget.attrs["class"] = "utrecht-select utrecht-select--html-select" if is_select else "utrecht-textbox"


def day(label, **kwargs) -> DayField:
    return DayField(label=label, widget=DayInput(), **kwargs)


class RoundForm(forms.ModelForm):
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
        self.fields["meeting"].queryset = Meeting.objects.filter(agreement=round.agenda.agreement_id).order_by("-held_on")
        self.fields["meeting"].empty_label = _("not known yet")
        if round.opened_at:
            self.fields["reference_date"].disabled = True
        dress(self)


def next_round(agenda: Agenda, today: date) -> Round:
    """A round as it will usually be: the next number, and the end of the coming quarter of the agenda's year.

    It opens on the day after the reference date, or today when that is past, and is open for three weeks.
    """
    quarters = [date(agenda.year, 3, 31), date(agenda.year, 6, 30), date(agenda.year, 9, 30), date(agenda.year, 12, 31)]
    taken = {row.reference_date for row in agenda.rounds.all()}
    free = [quarter for quarter in quarters if quarter not in taken]
    coming = [quarter for quarter in free if quarter >= today]
    reference_date = (coming or free[-1:] or quarters[-1:])[0]
    opens_on = max(reference_date + timedelta(days=1), today)
    return Round(
        agenda=agenda,
        name=_("Round %(number)s") % {"number": agenda.rounds.count() + 1},
        reference_date=reference_date,
        opens_on=opens_on,
        closes_on=opens_on + timedelta(days=DAYS_TO_ANSWER),
    )


class ExtensionForm(forms.Form):
    party = forms.ModelChoiceField(Party.objects.none(), label=_("Party"))
    until = day(_("Until"), help_text=_("Through the end of this day."))
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Everyone sees this on the page of the round."),
    )

    def __init__(self, data=None, *, round: Round, initial=None):
        super().__init__(data, initial=initial)
        leads = Party.objects.filter(leads__action__agenda=round.agenda_id).distinct().order_by("short_name")
        self.fields["party"].queryset = leads
        dress(self)


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label=_("Why do you return it?"),
        widget=forms.Textarea({"rows": 4}),
        help_text=_("The lead sees this above the form until it reports anew. It stays in the history."),
        error_messages={"required": _("Say why you return it.")},
    )

    def __init__(self, data=None):
        super().__init__(data)
        dress(self)


class DissentForm(forms.ModelForm):
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
        dress(self)


class MeetingForm(forms.ModelForm):
    """A meeting; who prepares and minutes follows from the agreement's rules where it is left empty."""

    class Meta:
        model = Meeting
        fields = ["kind", "title", "held_on", "starts_at", "place", "prepared_by", "minuted_by", "agenda_text"]
        field_classes = {"held_on": DayField}
        widgets = {
            "held_on": DayInput(),
            "starts_at": forms.TimeInput({"type": "time"}, format="%H:%M"),
            "agenda_text": forms.Textarea({"rows": 5}),
        }

    def __init__(self, data=None, *, meeting: Meeting):
        super().__init__(data, instance=meeting)
        parties = Party.objects.filter(participations__agreement=meeting.agreement_id).order_by("participations__position")
        for name in ("prepared_by", "minuted_by"):
            self.fields[name].queryset = parties
            self.fields[name].empty_label = _("as agreed for this kind of meeting")
        dress(self)


class MinutesForm(forms.ModelForm):
    class Meta:
        model = Meeting
        fields = ["minutes"]
        widgets = {"minutes": forms.Textarea({"rows": 12})}

    def __init__(self, data=None, *, meeting: Meeting):
        super().__init__(data, instance=meeting)
        dress(self)


class DecisionForm(forms.Form):
    """What was decided, about one action or one goal of the agreement."""

    action = forms.ModelChoiceField(
        Action.objects.none(), label=pgettext_lazy("column", "Action"), required=False, empty_label=_("none, it is about a goal")
    )
    goal = forms.ModelChoiceField(
        Goal.objects.none(), label=_("Goal"), required=False, empty_label=_("none, it is about an action")
    )
    kind = forms.ChoiceField(label=_("What was decided?"), choices=Decision.Kind, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Decision"), widget=forms.Textarea({"rows": 4}), help_text=_("In the words of the meeting; Markdown.")
    )

    def __init__(self, data=None, *, meeting: Meeting, initial=None):
        super().__init__(data, initial=initial)
        of_agreement = Q(agenda__agreement=meeting.agreement_id)
        actions = Action.objects.filter(of_agreement).select_related("agenda", "goal", "project")
        self.fields["action"].queryset = actions.order_by("-agenda__year", "goal__theme__position", "goal__position", "position")
        self.fields["action"].label_from_instance = lambda row: f"{row.agenda.year} · {row.goal.number} · {row}"
        goals = Goal.objects.filter(theme__agreement=meeting.agreement_id).order_by("theme__position", "position")
        self.fields["goal"].queryset = goals
        self.fields["goal"].label_from_instance = lambda row: f"{row.number} · {row}"
        dress(self)

    def clean(self):
        cleaned = super().clean()
        if bool(cleaned.get("action")) == bool(cleaned.get("goal")) and not {"action", "goal"} & self.errors.keys():
            self.add_error("action", _("A decision is about one action or about one goal."))
        return cleaned


class ReminderTextForm(forms.ModelForm):
    """The words of one kind of mail; what stands between braces and means nothing is named."""

    class Meta:
        model = ReminderText
        fields = ["subject", "body"]
        widgets = {"body": forms.Textarea({"rows": 7})}

    def __init__(self, data=None, *, instance: ReminderText):
        super().__init__(data, instance=instance)
        dress(self)
