"""The form of a progress update. What must be filled in is for the model to say; here input is read, and its words stand."""

from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from monitoring.lights import LIGHTS, Light
from monitoring.models import Judgement, Phase, ProgressUpdate
from monitoring.models.progress import ANSWERS, NEED_EXPLANATION, NOTHING_SAID
from parties.dates import DayField
from parties.forms import DayInput, SiteForm
from parties.history.changes import in_words
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
YEARS_AHEAD = 10  # a proposed date beyond this is a slip of the keyboard


def text_box(label, rows: int = 2, *, max_length: int = REPORT) -> LongTextField:
    return LongTextField(label=label, max_length=max_length, required=False, widget=forms.Textarea(attrs={"rows": rows}))


class ExplainedChoices(forms.RadioSelect):
    """Each choice with what it means, and a judgement with its light."""

    def __init__(self, meanings: dict[str, str], lights: dict[str, Light] | None = None):
        super().__init__()
        self.meanings, self.lights = meanings, lights or {}

    def create_option(self, name, value, *args, **kwargs) -> dict:
        option = super().create_option(name, value, *args, **kwargs)
        return {**option, "meaning": self.meanings[value], "light": self.lights.get(value)}


def choice_with_meanings(label, choices, meanings: dict[str, str], lights: dict[str, Light] | None = None) -> forms.ChoiceField:
    """A choice of which every option says what it means."""
    widget = ExplainedChoices(meanings, lights)
    template = "monitoring/report/choices.html"
    return forms.ChoiceField(label=label, choices=choices, required=False, widget=widget, template_name=template)


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True

    def __init__(self):
        super().__init__(attrs={"multiple": True})


class ReportForm(SiteForm, forms.Form):
    """Everything may be empty: a draft is as incomplete as it comes."""

    marks_optional = False
    done = text_box(_("What was done?"), rows=3)
    next = text_box(_("What happens next?"), rows=3)
    phase = choice_with_meanings(_("How far is it?"), Phase.choices, PHASE_MEANS)
    judgement = choice_with_meanings(_("Will it be reached in time?"), Judgement.choices, JUDGEMENT_MEANS, LIGHTS)
    cause = text_box(_("What causes this?"))
    effect = text_box(_("What is the effect on what was agreed?"))
    correction = text_box(_("What do you do to correct it?"))
    ask = text_box(_("What do you ask of the meeting?"))
    needs_no_decision = forms.BooleanField(
        label=_("No decision is needed"),
        required=False,
        help_text=_("The meeting reads what is wrong and what you do about it; nothing is asked of it."),
    )
    proposal = choice_with_meanings(_("Your proposal"), Proposal.choices, PROPOSAL_MEANS)
    proposal_text = text_box(_("The text you propose, or why it can be dropped"), max_length=AGREED_TEXT)
    proposal_date = DayField(
        label=_("The date you propose"),
        required=False,
        widget=DayInput(),
        error_messages={"invalid": _("Write the date as day-month-year, such as 31-12-2024.")},
    )
    evidence = forms.FileField(
        label=_("Choose files"),
        required=False,
        widget=SeveralFiles(),
        help_text=_("A document, a table, a text or a picture, 20 MB at most each. They go along when you submit."),
    )
    token = forms.UUIDField(widget=forms.HiddenInput, required=True)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args, reference_date: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.reference_date = reference_date

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
        for name in [name for name, value in self.answers.items() if value != getattr(other, name)]:
            field = ProgressUpdate._meta.get_field(name)
            unsaid = dict(field.flatchoices).get("", _("empty"))
            found.append((self.fields[name].label, in_words(field, getattr(other, name)) or unsaid))
        return found
