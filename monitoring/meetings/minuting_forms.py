"""Forms of the screen on which a meeting is minuted: they clean what was typed; minuting.py acts."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from monitoring.meetings.who_when import LONGEST, Possible, read_who_when
from monitoring.models import ActionPoint, Decision, Item, Meeting
from parties.dates import DayField
from parties.forms import DayInput, SiteForm
from parties.models import Party, User
from parties.texts import MINUTES, REASON, REPORT, LongTextField


class DiscussedForm(SiteForm, forms.Form):
    """What was said; seen is the change up to which the person read."""

    marks_optional = False
    discussed = LongTextField(
        label=_("What was said"), max_length=MINUTES, required=False, widget=forms.Textarea({"rows": 9, "accesskey": "t"})
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_seen(self) -> int:
        return self.cleaned_data["seen"] or 0


class ItemAdditionForm(SiteForm, forms.Form):
    """What was wrong or missing in an item that stands."""

    discussed = LongTextField(
        label=_("What was wrong or missing"), max_length=MINUTES, widget=forms.Textarea({"rows": 4, "accesskey": "t"})
    )


class ItemDecisionForm(SiteForm, forms.Form):
    """What was decided about one item. Its names begin with "los-": report.js keeps what is typed until it was recorded."""

    marks_optional = False
    prefix = "los"
    kind = forms.ChoiceField(label=_("What was decided?"), widget=forms.RadioSelect)
    text = LongTextField(
        label=_("In the words of the meeting"), max_length=REPORT, widget=forms.Textarea({"rows": 3, "accesskey": "b"})
    )

    def __init__(self, data=None, *, item: Item, standing: list[Decision], **options):
        super().__init__(data, **options)
        has_subject = item.action_id or item.goal_id or item.proposal_id
        kinds = [kind for kind in Decision.Kind if has_subject or kind not in Decision.CHANGING]
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]
        if standing:
            self.fields["corrects"] = forms.ModelChoiceField(
                Decision.objects.filter(pk__in=[row.pk for row in standing]),
                label=_("Corrects"),
                required=False,
                empty_label=_("none, it is a decision of its own"),
            )
            names = [(row.pk, Truncator(f"{row.get_kind_display()}: {row.text}").chars(80)) for row in standing]
            self.fields["corrects"].choices = [("", _("none, it is a decision of its own")), *names]
        self.say_what_is_missing()


class PromiseForm(SiteForm, forms.Form):
    """Who does what by when: in one line, or in fields of their own."""

    marks_optional = False
    what = LongTextField(label=_("Who does what?"), max_length=REASON, widget=forms.Textarea({"rows": 2, "accesskey": "a"}))
    who_when = forms.CharField(
        label=_("Who, and by when"),
        required=False,
        max_length=LONGEST,
        help_text=_("A person or party of the meeting, and a day: P. Jansen, 1 mei."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    who = forms.ChoiceField(label=_("Person or party"), required=False)
    due_on = DayField(label=_("By"), required=False, widget=DayInput())

    def __init__(self, data=None, *, meeting: Meeting, possible: list[Possible], point: ActionPoint | None = None):
        super().__init__(data)
        self.meeting, self.possible = meeting, possible
        if point is not None:
            self._show(point)
        choices = [(row.key, str(row)) for row in self.possible]
        self.fields["who"].choices = [("", _("choose, or write it above")), *choices]

    def _show(self, point: ActionPoint) -> None:
        """As it stands; whoever promised it stays to be chosen, also after leaving."""
        whole = Possible(point.party_id, point.party.short_name, (), point.person_id, str(point.person or ""))
        if whole.key not in {row.key for row in self.possible}:
            self.possible = [*self.possible, whole]
        self.initial = {"what": point.text, "who": whole.key, "due_on": point.due_on}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if line := cleaned.get("who_when"):
            try:
                found = read_who_when(line, self.possible, held_on=self.meeting.held_on)
            except ValidationError as unread:
                if not (cleaned.get("who") and cleaned.get("due_on")):
                    self.add_error("who_when", unread)
                    return cleaned
            else:
                return self._promised(cleaned, found.who, found.due_on)
        if "who" in cleaned and "due_on" in cleaned:
            self._expect_both(cleaned)
        return cleaned

    def _expect_both(self, cleaned: dict[str, Any]) -> None:
        chosen = {row.key: row for row in self.possible}.get(cleaned["who"])
        if chosen is None and not cleaned["due_on"]:
            self.add_error("who_when", _("Say who does it, and by when."))
        elif chosen is None:
            self.add_error("who", _("Make a choice."))
        elif not cleaned["due_on"]:
            self.add_error("due_on", _("Fill this in."))
        else:
            self._promised(cleaned, chosen, cleaned["due_on"])

    def _promised(self, cleaned: dict[str, Any], who: Possible, due_on) -> dict[str, Any]:
        self.promised = {
            "text": cleaned.get("what", ""),
            "party": Party.objects.get(pk=who.party_id),
            "person": User.objects.get(pk=who.person_id) if who.person_id else None,
            "due_on": due_on,
        }
        return cleaned


class WithdrawDecisionForm(SiteForm, forms.Form):
    reason = LongTextField(
        label=_("Why is the decision withdrawn?"),
        max_length=REASON,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Everyone who reads the meeting reads this with the decision."),
    )


class DoneForm(SiteForm, forms.Form):
    note = LongTextField(label=_("What came of it?"), max_length=REASON, required=False, widget=forms.Textarea({"rows": 3}))
