"""Forms of meetings: they clean what was typed; monitoring/meetings/workflow.py acts."""

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.agenda.words import goal_words_of, printed_order, words_of
from agreements.models import Action, Goal, Proposal, parties_in
from monitoring.models import Attendance, Decision, Meeting
from parties.dates import DayField
from parties.forms import DayInput, SiteForm
from parties.models import Membership
from parties.texts import MINUTES, REPORT, LongTextField


class MeetingForm(SiteForm, forms.ModelForm):
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
        parties = parties_in(meeting.agreement_id).order_by("participations__position")
        for name in ("prepared_by", "minuted_by"):
            self.fields[name].queryset = parties
            self.fields[name].empty_label = _("as agreed for this kind of meeting")


class MinutesForm(SiteForm, forms.ModelForm):
    class Meta:
        model = Meeting
        fields = ["minutes"]
        widgets = {"minutes": forms.Textarea({"rows": 12})}


class PresentForm(SiteForm, forms.Form):
    """Who was there, of everyone who writes, coordinates or signs for a party that takes part."""

    marks_optional = False
    people = forms.ModelMultipleChoiceField(
        Membership.objects.none(), label=_("Who was there?"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data=None, *, meeting: Meeting):
        super().__init__(data)
        roles = (Membership.Role.EDITOR, Membership.Role.COORDINATOR)
        speaks = Q(role__in=roles) | Q(may_sign=True)
        there = Q(pk__in=memberships_present(meeting))
        rows = Membership.objects.filter(speaks & Q(user__is_active=True) | there, party__in=parties_in(meeting.agreement_id))
        self.fields["people"].queryset = rows.select_related("user", "party").order_by("party__short_name", "user__name", "pk")
        self.fields["people"].label_from_instance = lambda row: f"{row.party.short_name}: {row.user}"
        self.initial["people"] = list(memberships_present(meeting).values_list("pk", flat=True))


def memberships_present(meeting: Meeting):
    """The memberships for which people were there."""
    rows = Attendance.objects.filter(meeting=meeting, party=OuterRef("party"), user=OuterRef("user"))
    return Membership.objects.filter(Exists(rows))


class AdditionForm(SiteForm, forms.Form):
    """What was wrong or missing in minutes that were sent."""

    text = LongTextField(
        label=_("Addition"),
        max_length=MINUTES,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("What was wrong or missing in the minutes. It stands below them, with your name and the date."),
    )


class DecisionForm(SiteForm, forms.Form):
    """What was decided, about one action or one goal of the agreement."""

    action = forms.ModelChoiceField(
        Action.objects.none(), label=pgettext_lazy("column", "Action"), required=False, empty_label=_("none, it is about a goal")
    )
    goal = forms.ModelChoiceField(
        Goal.objects.none(), label=_("Goal"), required=False, empty_label=_("none, it is about an action")
    )
    kind = forms.ChoiceField(label=_("What was decided?"), choices=Decision.Kind, widget=forms.RadioSelect)
    text = LongTextField(
        label=_("Decision"),
        max_length=REPORT,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("In the words of the meeting; Markdown."),
    )

    proposal = forms.ModelChoiceField(
        Proposal.objects.none(),
        label=_("Agrees to the proposal"),
        required=False,
        empty_label=_("none, it is a decision of its own"),
        help_text=_(
            "When the meeting agreed to a proposal that was put to the parties; those that were there then only confirm."
        ),
    )
    corrects = forms.ModelChoiceField(
        Decision.objects.none(),
        label=_("Corrects"),
        required=False,
        empty_label=_("none, it is a decision of its own"),
        help_text=_("Only when an earlier decision was recorded wrongly; that one stays, with this one below it."),
    )

    def __init__(self, data=None, *, meeting: Meeting, initial=None):
        super().__init__(data, initial=initial)
        self.fields["proposal"].queryset = Proposal.objects.changing().open().filter(agreement=meeting.agreement_id)
        decisions = meeting.decisions.select_related("action__agenda", "action__goal", "action__project", "goal", "item")
        self.fields["corrects"].queryset = decisions
        self.fields["corrects"].label_from_instance = lambda row: _name_of_decision(row, meeting.held_on.year)
        of_agreement = Q(agenda__agreement=meeting.agreement_id)
        actions = Action.objects.filter(of_agreement).select_related("agenda", "goal", "project")
        year = meeting.held_on.year
        self.fields["action"].queryset = actions.order_by("-agenda__year", *printed_order("goal", "agenda__year"), "position")
        self.fields["action"].label_from_instance = _name_of_action
        goals = Goal.objects.filter(theme__agreement=meeting.agreement_id).order_by(*printed_order("", year))
        self.fields["goal"].queryset = goals
        self.fields["goal"].label_from_instance = lambda row: f"{words_of(row, year).number} · {words_of(row, year)}"

    def clean(self):
        cleaned = super().clean()
        if bool(cleaned.get("action")) == bool(cleaned.get("goal")) and not {"action", "goal"} & self.errors.keys():
            self.add_error("action", _("A decision is about one action or about one goal."))
        if cleaned.get("proposal") and cleaned.get("kind") not in {"", None, *Decision.CHANGING}:
            self.add_error("kind", _("A meeting that agrees to a proposal adjusts, drops, carries over or adds something."))
        return cleaned


def _name_of_action(row: Action) -> str:
    return f"{row.agenda.year} · {goal_words_of(row).number} · {words_of(row)}"


def _name_of_decision(row: Decision, year: int) -> str:
    about = _name_of_action(row.action) if row.action else words_of(row.goal, year).number if row.goal else row.item
    return f"{capfirst(row.get_kind_display())}: {about}"
