"""The form of a progress update. What must be filled in is for the model to say; here input is read, and its words stand."""

from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from monitoring.lights import LIGHTS
from monitoring.models import Judgement, Phase, ProgressUpdate
from monitoring.models.progress import ANSWERS, NEED_EXPLANATION, NOTHING_SAID
from parties.texts import AGREED_TEXT, REPORT, LongTextField

Proposal = ProgressUpdate.Proposal

PHASE_MEANS = {
    Phase.NOT_STARTED: _("No work has been done on it yet."),
    Phase.RUNNING: _("It is being worked on, or it goes on all year."),
    Phase.FINISHED: _("The work is complete."),
}
JUDGEMENT_MEANS = {
    Judgement.ON_TRACK: _("It will be reached as agreed and in time."),
    Judgement.AT_RISK: _("It may go wrong; with a correction it can still be reached."),
    Judgement.OFF_TRACK: _("It will not be reached, or not in time, whatever is done."),
    Judgement.DONE: _("It has been reached; nothing is left to do."),
    Judgement.NOT_DUE: _("It was agreed for later; there is nothing to judge yet."),
}
PROPOSAL_MEANS = {
    Proposal.NONE: _("The text stays as agreed."),
    Proposal.READY: _("This action is complete and needs no more reports."),
    Proposal.OTHER_DATE: _("The same result, at another date."),
    Proposal.OTHER_TEXT: _("Agree on something else than what stands there now."),
    Proposal.DROP: _("Do not carry out this action any more."),
}
YES_NO = {True: _("yes"), False: _("no")}
YEARS_AHEAD = 10  # a proposed date beyond this is a slip of the keyboard


def text_box(label, rows: int = 2, *, max_length: int = REPORT) -> LongTextField:
    widget = forms.Textarea(attrs={"rows": rows, "class": "utrecht-textbox"})
    return LongTextField(label=label, max_length=max_length, required=False, widget=widget)


class ReportForm(forms.Form):
    """Everything may be empty: a draft is as incomplete as it comes."""

    done = text_box(_("What was done?"), rows=3)
    next = text_box(_("What happens next?"), rows=3)
    phase = forms.ChoiceField(label=_("How far is it?"), choices=Phase.choices, required=False, widget=forms.RadioSelect)
    judgement = forms.ChoiceField(
        label=_("Will it be reached in time?"), choices=Judgement.choices, required=False, widget=forms.RadioSelect
    )
    cause = text_box(_("What causes this?"))
    effect = text_box(_("What is the effect on what was agreed?"))
    correction = text_box(_("What do you do to correct it?"))
    ask = text_box(_("What do you ask of the meeting?"))
    needs_no_decision = forms.BooleanField(
        label=_("No decision is needed"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "field__check"}),
        help_text=_("The meeting reads what is wrong and what you do about it; nothing is asked of it."),
    )
    proposal = forms.ChoiceField(label=_("Your proposal"), choices=Proposal.choices, required=False, widget=forms.RadioSelect)
    proposal_text = text_box(_("The text you propose, or why it can be dropped"), max_length=AGREED_TEXT)
    proposal_date = forms.DateField(
        label=_("The date you propose"),
        required=False,
        input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d-%m-%y", "%d/%m/%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "utrecht-textbox"}),
        error_messages={"invalid": _("Write the date as day-month-year, such as 31-12-2024.")},
    )
    token = forms.UUIDField(widget=forms.HiddenInput, required=True)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args, reference_date: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.reference_date = reference_date
        self.evidence_errors: list[str] = []

    def clean_phase(self) -> str:
        """What is done is finished; that need not be said twice."""
        phase = self.cleaned_data["phase"]
        return phase or (Phase.FINISHED.value if self.data.get("judgement") == Judgement.DONE else "")

    def clean_seen(self) -> int:
        return self.cleaned_data["seen"] or 0

    def clean_proposal_date(self) -> date | None:
        proposed = self.cleaned_data["proposal_date"]
        latest = self.reference_date + timedelta(days=366 * YEARS_AHEAD)
        if proposed and not self.reference_date < proposed <= latest:
            words = {name: date_format(day, "j F Y") for name, day in (("first", self.reference_date), ("last", latest))}
            raise ValidationError(_("Propose a date after %(first)s and before %(last)s."), params=words)
        return proposed

    @property
    def answers(self) -> dict[str, str | bool | date | None]:
        """What could be read, by field, as it was filled in: for a draft, which keeps everything."""
        return {name: self.cleaned_data[name] for name in ANSWERS if name in self.cleaned_data}

    @property
    def final_answers(self) -> dict[str, str | bool | date | None]:
        """Without what a choice has folded away: no cause of a risk that is none, no text of a proposal that was not made."""
        answers, dropped = self.answers, []
        if answers.get("judgement") not in NEED_EXPLANATION:
            dropped += ["cause", "effect", "correction", "ask", "needs_no_decision"]
        if answers.get("proposal") not in {Proposal.OTHER_TEXT, Proposal.DROP}:
            dropped.append("proposal_text")
        final = {**answers, **{name: NOTHING_SAID[name] for name in dropped if name in answers}}
        return final if answers.get("proposal") == Proposal.OTHER_DATE else {**final, "proposal_date": None}

    def take(self, refused: ValidationError) -> None:
        """Show what the model refused, each sentence at its own field."""
        for name, sentences in refused.message_dict.items():
            for sentence in sentences:
                self.add_error(name if name in self.fields else None, sentence)

    def differences(self, other: ProgressUpdate) -> list[tuple[str, str]]:
        """What the other version says where it says something else: the label and its words."""
        found = []
        for name, value in self.answers.items():
            theirs = getattr(other, name)
            if theirs != value:
                words = date_format(theirs, "j F Y") if isinstance(theirs, date) else theirs
                words = YES_NO[theirs] if isinstance(theirs, bool) else words
                choices = dict(getattr(self.fields[name], "choices", ()))
                found.append((self.fields[name].label, choices.get(words, words) or _("empty")))
        return found

    @property
    def phases(self) -> list[tuple]:
        return [(radio, PHASE_MEANS[radio.data["value"]], None) for radio in self["phase"]]

    @property
    def judgements(self) -> list[tuple]:
        """Each choice with its meaning and its light."""
        return [(radio, JUDGEMENT_MEANS[radio.data["value"]], LIGHTS[radio.data["value"]]) for radio in self["judgement"]]

    @property
    def proposals(self) -> list[tuple]:
        return [(radio, PROPOSAL_MEANS[radio.data["value"]], None) for radio in self["proposal"]]

    @property
    def mistakes(self) -> list[tuple[str, str, str]]:
        """For the summary: the id to go to, the label and the sentence."""
        found = [("", "", sentence) for sentence in self.non_field_errors()]
        for field in self.visible_fields():
            first = f"{field.auto_id}_0" if isinstance(field.field.widget, forms.RadioSelect) else field.auto_id
            found += [(first, field.label, sentence) for sentence in field.errors]
        return found
