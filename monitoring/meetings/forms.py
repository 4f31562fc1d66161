"""Forms of meetings: they clean what was typed; monitoring/meetings/workflow.py acts."""

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.agenda.words import goal_words_of, printed_order, words_of
from agreements.models import Action, Goal, Proposal, parties_in
from monitoring.meetings.attending import Seat, parties_at
from monitoring.models import Attendance, Decision, Meeting
from parties.dates import DayField
from parties.forms import DayInput, SiteForm
from parties.models import Membership, Party
from parties.texts import MINUTES, REASON, REPORT, LongTextField


class MeetingForm(SiteForm, forms.ModelForm):
    """A meeting; who prepares and minutes follows from the agreement's rules where it is left empty."""

    parties = forms.ModelMultipleChoiceField(
        Party.objects.none(),
        label=_("Which parties?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For a meeting of two parties or on one theme. Nothing chosen: all parties of the agreement."),
    )

    class Meta:
        model = Meeting
        fields = ["kind", "title", "held_on", "starts_at", "ends_at", "place", "prepared_by", "minuted_by", "agenda_text"]
        field_classes = {"held_on": DayField}
        widgets = {
            "held_on": DayInput(),
            "starts_at": forms.TimeInput({"type": "time"}, format="%H:%M"),
            "ends_at": forms.TimeInput({"type": "time"}, format="%H:%M"),
            "agenda_text": forms.Textarea({"rows": 5}),
        }

    def __init__(self, data=None, *, meeting: Meeting):
        super().__init__(data, instance=meeting)
        parties = parties_in(meeting.agreement_id).order_by("participations__position")
        for name in ("prepared_by", "minuted_by"):
            self.fields[name].queryset = parties
            self.fields[name].empty_label = _("as agreed for this kind of meeting")
        self.fields["parties"].queryset = parties
        if meeting.pk:
            self.initial["parties"] = list(meeting.own_parties.values_list("party", flat=True))
        else:
            self.fields["invite"] = forms.BooleanField(
                label=_("Mail the invitations now"),
                required=False,
                help_text=_("Everyone who coordinates or signs for a party that takes part gets a mail."),
            )
            self.say_what_is_missing()
        self.order_fields(["kind", "title", "parties"])

    def clean(self):
        cleaned = super().clean()
        kind, parties = cleaned.get("kind"), cleaned.get("parties", ())
        if kind == Meeting.Kind.BILATERAL and len(parties) < 2:
            self.add_error("parties", _("Choose the parties of this meeting: at least two."))
        if kind in {Meeting.Kind.AMBTELIJK, Meeting.Kind.BESTUURLIJK} and parties:
            self.add_error("parties", _("A meeting of officers or executives is of all parties."))
        return cleaned


class CancelForm(SiteForm, forms.Form):
    reason = LongTextField(
        label=_("Why does it not take place?"),
        max_length=REASON,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("The meeting stays visible, with this reason. Who was invited gets a mail."),
    )


class MinutesForm(SiteForm, forms.ModelForm):
    class Meta:
        model = Meeting
        fields = ["minutes"]
        widgets = {"minutes": forms.Textarea({"rows": 12})}


class AttendanceForm(SiteForm, forms.Form):
    """Who was there, of everyone who writes, coordinates or signs for a party that takes part."""

    marks_optional = False
    NOT_RECORDED = ("", _("not recorded"))

    def __init__(self, data=None, *, meeting: Meeting):
        super().__init__(data)
        known = {(row.party_id, row.user_id): row for row in meeting.attendances.all()}
        self.people = list(_who_may_be_there(meeting))
        for person in self.people:
            row = known.get((person.party_id, person.user_id))
            name = str(person.user)
            kinds = [self.NOT_RECORDED, *Attendance.Kind.choices]
            self.fields[f"kind-{person.pk}"] = forms.ChoiceField(
                label=name, choices=kinds, required=False, initial=row.kind if row else ""
            )
            self.fields[f"by-{person.pk}"] = forms.CharField(
                label=_("%(name)s: represented by") % {"name": name},
                max_length=200,
                required=False,
                initial=row.represented_by if row else "",
            )

    def by_party(self) -> list[tuple[Party, list[tuple[forms.BoundField, forms.BoundField]]]]:
        """The two fields of each person, under the party."""
        found: dict[Party, list] = {}
        for person in self.people:
            found.setdefault(person.party, []).append((self[f"kind-{person.pk}"], self[f"by-{person.pk}"]))
        return list(found.items())

    def clean(self):
        cleaned = super().clean()
        seats = []
        for person in self.people:
            kind, by = cleaned.get(f"kind-{person.pk}", ""), cleaned.get(f"by-{person.pk}", "")
            if (kind == Attendance.Kind.REPRESENTED) != bool(by):
                self.add_error(f"by-{person.pk}", _("Say who spoke instead of who was represented, and of nobody else."))
            if kind:
                seats.append(Seat(person.party_id, person.user_id, kind, by))
        return {"seats": seats}


def _who_may_be_there(meeting: Meeting):
    roles = (Membership.Role.EDITOR, Membership.Role.COORDINATOR)
    speaks = (Q(role__in=roles) | Q(may_sign=True)) & Q(
        user__is_active=True, party__in=parties_at(meeting).order_by().values("pk")
    )
    recorded = Attendance.objects.filter(meeting=meeting, party=OuterRef("party"), user=OuterRef("user"))
    rows = Membership.objects.filter(speaks | Q(Exists(recorded))).select_related("user", "party")
    return rows.order_by("party__short_name", "user__name", "pk")


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
