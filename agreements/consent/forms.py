"""Forms of an adoption: they clean what was typed; agreements/consent/adoption.py acts."""

from collections.abc import Iterable
from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.agenda.content import AgendaContent
from agreements.markdown import first_words
from agreements.models import Action, Assent, Goal, Proposal
from agreements.signing.files import check_signed_upload
from parties.dates import DayField
from parties.forms import DayInput, SiteForm
from parties.models import Party
from parties.texts import REASON, REPORT, LongTextField
from parties.working_days import working_day_from

TIME_TO_ANSWER = timedelta(weeks=3)  # offered; the person chooses


class ProposeForm(SiteForm, forms.Form):
    deadline = DayField(label=_("Answer by"), widget=DayInput(), help_text=_("After this day the proposal expires."))
    reason = LongTextField(
        label=_("Message with it"),
        required=False,
        max_length=REASON,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("It stands in the mail to everyone who must answer."),
    )

    def __init__(self, data=None, files=None, **kwargs):
        initial = {"deadline": working_day_from(timezone.localdate() + TIME_TO_ANSWER), **kwargs.pop("initial", {})}
        super().__init__(data, files, initial=initial, **kwargs)


class BringInForm(ProposeForm):
    """A text that was signed on paper: when, and the signed file."""

    signed_on = DayField(label=_("Signed on"), widget=DayInput(), help_text=_("The day on which the last party signed."))
    signed_file = forms.FileField(
        label=_("Signed file"), validators=[check_signed_upload], help_text=_("The document with all signatures, as PDF.")
    )
    field_order = ["signed_on", "signed_file", "deadline", "reason"]


class WithdrawForm(SiteForm, forms.Form):
    reason = LongTextField(
        label=_("Why you take it back"),
        required=False,
        max_length=REASON,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("It stands in the mail to everyone who coordinates or signs."),
    )


class ExtendForm(SiteForm, forms.Form):
    deadline = DayField(label=_("Answer by"), widget=DayInput())


class AssentForm(SiteForm, forms.Form):
    """The answer for one party. about is where a remark belongs: empty, or "goal-3" or "action-8".

    seen is the hash of the text on the page: an answer is about what the person read, not about what was proposed since.
    """

    marks_optional = False
    party = forms.ModelChoiceField(Party.objects.none(), label=_("For which party?"), empty_label=None)
    answer = forms.ChoiceField(label=_("Does your party agree?"), widget=forms.RadioSelect)
    remark = LongTextField(
        label=_("Remark"),
        required=False,
        max_length=REPORT,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("What must change first, or why you do not agree. Not needed with a plain yes."),
    )
    about = forms.ChoiceField(label=_("What is the remark about?"), required=False)
    capacity = forms.CharField(
        label=_("Your capacity"), required=False, max_length=200, help_text=_("Such as wethouder or bestuurder. Not obligatory.")
    )
    mandate = forms.CharField(
        label=_("Mandate"),
        required=False,
        max_length=200,
        help_text=_("The decision that gives you the right to agree, such as a collegebesluit. Not obligatory."),
    )

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, data=None, *, proposal: Proposal, parties, places: Iterable[tuple[str, str]]):
        super().__init__(data, initial={"seen": proposal.content_sha256})
        self.proposal = proposal
        offered = list(parties)
        self.fields["party"].queryset = parties
        if len(offered) == 1:
            self.fields["party"].widget = forms.HiddenInput()
            self.initial["party"] = offered[0]
        self.fields["answer"].choices = answer_choices(proposal)
        self.fields["answer"].help_text = _("A condition or “not agreed” ends this proposal: it goes back to who proposed it.")
        self.fields["about"].choices = [("", _("the text as a whole")), *places]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("answer") in {Assent.Answer.AGREED_IF, Assent.Answer.REFUSED} and not cleaned.get("remark", "").strip():
            self.add_error("remark", _("Say what must change first, or why you do not agree."))
        kind, _dash, key = (cleaned.pop("about", "") or "").partition("-")
        # What may be chosen comes from the text of this year, so the row is of this agreement.
        cleaned["goal"] = Goal.objects.filter(pk=key).first() if kind == "goal" else None
        cleaned["action"] = Action.objects.filter(pk=key).first() if kind == "action" else None
        return cleaned

    def show_anew(self) -> None:
        """What was refused comes back on a page with the text that is proposed now."""
        self.data = {**self.data.dict(), "seen": self.proposal.content_sha256}


def answer_choices(proposal: Proposal) -> list[tuple[str, str]]:
    if proposal.is_signed_on_paper:
        return [
            (Assent.Answer.AGREED, _("Confirmed: this is the text that was signed")),
            (Assent.Answer.REFUSED, _("Not right: this is not the text that was signed")),
        ]
    return [
        (Assent.Answer.AGREED, pgettext_lazy("answer", "Agreed")),
        (Assent.Answer.AGREED_IF, _("Agreed, provided that something changes first")),
        (Assent.Answer.REFUSED, _("Not agreed")),
    ]


def places_in(content: AgendaContent) -> list[tuple[str, str]]:
    """Where a remark on a text may belong: its goals and actions."""
    places = []
    for goal in content.goals:
        places.append((f"goal-{goal.id}", f"{goal.number} {first_words(goal.text)}".strip()))
        places += [(f"action-{action.id}", f"– {first_words(action.text)}") for action in goal.actions]
    return places
