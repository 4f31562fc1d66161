"""Forms of what happens to minutes once they are written; monitoring/meetings/minutes.py acts."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from monitoring.meetings.minutes import concept_hash, last_day_to_react, meetings_that_adopt, reacting_parties
from monitoring.models import Item, Meeting, MinutesReaction, ReactionAnswer
from parties.dates import DayField
from parties.forms import DayInput, SiteForm
from parties.models import Party, User
from parties.texts import REPORT, LongTextField


class TermForm(SiteForm, forms.Form):
    """Until when parties react; two weeks are proposed."""

    react_until = DayField(
        label=_("Parties react through"),
        widget=DayInput(),
        help_text=_("After this day, and once every reaction has an answer, a later meeting adopts the minutes."),
    )

    def __init__(self, data=None, *, meeting: Meeting | None = None):
        super().__init__(data)
        self.initial["react_until"] = meeting.react_until if meeting and meeting.react_until else last_day_to_react()


class ReactionForm(SiteForm, forms.Form):
    """What a party says about the minutes; about one item of them, or about the whole."""

    marks_optional = False
    party = forms.ModelChoiceField(Party.objects.none(), label=_("For which party?"), empty_label=None)
    item = forms.ModelChoiceField(
        Item.objects.none(), label=pgettext_lazy("minutes", "About"), required=False, empty_label=_("the minutes as a whole")
    )
    text = LongTextField(
        label=_("Reaction"),
        max_length=REPORT,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("What should read otherwise, and how. All parties of the meeting read it, with the answer."),
    )

    def __init__(self, data=None, *, meeting: Meeting, user: User, initial=None):
        super().__init__(data, initial=initial)
        self.fields["party"].queryset = reacting_parties(meeting, user)
        self.fields["item"].queryset = meeting.items.on_agenda()
        if not meeting.items.on_agenda().exists():
            del self.fields["item"]


class ReactionAnswerForm(SiteForm, forms.ModelForm):
    """Whether it is taken over, and the sentence that is printed with it."""

    marks_optional = False

    class Meta:
        model = ReactionAnswer
        fields = ["outcome", "text"]
        widgets = {"outcome": forms.RadioSelect, "text": forms.Textarea({"rows": 4})}

    def __init__(self, data=None, *, reaction: MinutesReaction):
        super().__init__(data, instance=ReactionAnswer(reaction=reaction))
        self.fields["outcome"].choices = ReactionAnswer.Outcome.choices


class AdoptionOfMinutesForm(SiteForm, forms.Form):
    """In which meeting the minutes were adopted; seen is the hash of what stood on the page."""

    marks_optional = False
    adopted_in = forms.ModelChoiceField(Meeting.objects.none(), label=_("Adopted in"), empty_label=None)
    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, meeting: Meeting, initial=None):
        super().__init__(data, initial={"seen": concept_hash(meeting), **(initial or {})})
        self.fields["adopted_in"].queryset = meetings_that_adopt(meeting)
