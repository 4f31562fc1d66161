"""Forms of an evaluation: they clean what was typed; workflow.py, answering.py and points.py act."""

from collections.abc import Sequence
from datetime import date, timedelta

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.agenda.words import goal_words_of, printed_order, words_of
from agreements.models import Action, Agenda, Goal, parties_in
from monitoring.models import Evaluation, EvaluationAnswer, EvaluationPoint, EvaluationQuestion, EvaluationReply
from monitoring.models.evaluation import QUESTIONS
from monitoring.models.evaluation_answer import HIGHEST, LOWEST
from parties.dates import DayField
from parties.forms import DayInput, SiteForm
from parties.history.edit_conflicts import SEEN, EditConflictMixin
from parties.models import Party
from parties.texts import REASON, REPORT, LongTextField
from parties.working_days import working_day_from

DAYS_TO_ANSWER = 28
MOST_QUESTIONS = 12
SPRING_ENDS = 6  # the month
NOTHING_SEEN = "evaluationanswer:0 evaluationreply.answer:0"


def next_evaluation(agenda: Agenda, today: date) -> Evaluation:
    """An evaluation as it will usually be: in the month of the one of the year before, else in that of the settings.

    It opens on a working day, today or later, and is open for four weeks, through a working day. The first of a year needs no
    name; of another one the season is proposed.
    """
    earlier = Evaluation.objects.filter(agenda__agreement=agenda.agreement_id, agenda__year__lt=agenda.year)
    last = earlier.order_by("agenda__year", "opens_on").last()
    planned = date(agenda.year, settings.EVALUATION_MONTH, 1)
    if last is not None:
        planned = date(agenda.year + last.opens_on.year - last.agenda.year, last.opens_on.month, 1)
    opens_on = working_day_from(max(planned, today))
    is_first = not agenda.evaluations.exists()
    season = _("looking back in spring") if opens_on.month <= SPRING_ENDS else _("autumn")
    return Evaluation(
        agenda=agenda,
        name="" if is_first else str(season),
        answered_by=last.answered_by if last else Evaluation.AnsweredBy.PARTY,
        opens_on=opens_on,
        closes_on=working_day_from(opens_on + timedelta(days=DAYS_TO_ANSWER)),
    )


def questions_for(agenda: Agenda) -> list[str]:
    """Those of the newest evaluation of the agreement; the usual five where there is none."""
    last = Evaluation.objects.filter(agenda__agreement=agenda.agreement_id).order_by("agenda__year", "opens_on", "pk").last()
    asked = [row.text for row in last.questions.all()] if last else []
    return asked or list(QUESTIONS)


class EvaluationForm(SiteForm, forms.ModelForm):
    """An evaluation, new or there already; once it was opened only its name and its days change."""

    questions = LongTextField(
        label=_("Questions"),
        max_length=REPORT,
        widget=forms.Textarea({"rows": 7}),
        help_text=_("One on each line. The next evaluation of these agreements begins with the same questions."),
    )

    class Meta:
        model = Evaluation
        fields = ["name", "opens_on", "closes_on", "answered_by"]
        field_classes = {"opens_on": DayField, "closes_on": DayField}
        widgets = {"opens_on": DayInput(), "closes_on": DayInput(), "answered_by": forms.RadioSelect}

    def __init__(self, data=None, *, evaluation: Evaluation):
        super().__init__(data, instance=evaluation)
        asked = [row.text for row in evaluation.questions.all()] if evaluation.pk else questions_for(evaluation.agenda)
        self.initial["questions"] = "\n".join(asked)
        if evaluation.opened_at:
            for name in ("answered_by", "questions"):
                del self.fields[name]

    def clean_questions(self) -> list[str]:
        found = [" ".join(line.split()) for line in self.cleaned_data["questions"].splitlines()]
        found = list(dict.fromkeys(filter(None, found)))
        longest = EvaluationQuestion._meta.get_field("text").max_length or 0
        if len(found) > MOST_QUESTIONS:
            raise forms.ValidationError(_("At most %(most)s questions."), params={"most": MOST_QUESTIONS})
        if any(len(line) > longest for line in found):
            raise forms.ValidationError(_("A question has at most %(most)s characters."), params={"most": longest})
        return found


class EvaluationExtensionForm(SiteForm, forms.Form):
    party = forms.ModelChoiceField(Party.objects.none(), label=_("Party"))
    until = DayField(label=_("Until"), widget=DayInput(), help_text=_("Through the end of this day."))
    reason = LongTextField(
        label=_("Reason"),
        max_length=REASON,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Everyone sees this on the page of the evaluation."),
    )

    def __init__(self, data=None, *, evaluation: Evaluation, initial=None):
        super().__init__(data, initial=initial)
        self.fields["party"].queryset = Party.objects.filter(pk__in=[party.pk for party in evaluation.parties_asked])


class EvaluationAnswerForm(EditConflictMixin, SiteForm, forms.Form):
    """The answer of a party, or of one of its people. A draft may miss anything; what is submitted has a mark and its reason."""

    below = ((EvaluationReply, "answer"),)
    marks_optional = False

    cooperation = forms.TypedChoiceField(
        label=_("Which mark do you give the cooperation?"),
        choices=[("", _("choose a mark")), *((mark, str(mark)) for mark in range(LOWEST, HIGHEST + 1))],
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("From 1, very bad, to 10, excellent."),
    )
    reason = LongTextField(label=_("Why this mark?"), max_length=REASON, widget=forms.Textarea({"rows": 3}), required=False)

    def __init__(self, data=None, *, answer: EvaluationAnswer, questions: Sequence[EvaluationQuestion], submit: bool = True):
        self.instance, self.questions, self.submit = answer, questions, submit
        super().__init__(data)
        written = {row.question_id: row.text for row in answer.replies.all()} if answer.pk else {}
        for question in questions:
            self.fields[_name_of(question)] = LongTextField(
                label=question.text, max_length=REPORT, required=False, widget=forms.Textarea({"rows": 4})
            )
            self.initial[_name_of(question)] = written.get(question.pk, "")
        self.initial |= {"cooperation": answer.cooperation, "reason": answer.reason}
        if not answer.pk:
            self.initial[SEEN] = NOTHING_SEEN
        self.order_fields([*map(_name_of, questions), "cooperation", "reason"])

    def clean(self):
        cleaned = super().clean()
        if self.submit and not self.errors:
            if not any(cleaned.get(_name_of(question)) for question in self.questions):
                self.add_error(_name_of(self.questions[0]), _("Answer at least one of the questions."))
            if cleaned.get("cooperation") is None:
                self.add_error("cooperation", _("Choose a mark from 1 to 10."))
            if not cleaned.get("reason"):
                self.add_error("reason", _("Say why you give this mark."))
        return cleaned

    @property
    def written(self) -> dict:
        """What write_answer() takes."""
        cleaned = self.cleaned_data
        replies = {question.pk: cleaned[_name_of(question)] for question in self.questions}
        return {"cooperation": cleaned["cooperation"], "reason": cleaned["reason"], "replies": replies}


def _name_of(question: EvaluationQuestion) -> str:
    return f"vraag_{question.pk}"


class ConclusionForm(EditConflictMixin, SiteForm, forms.ModelForm):
    """The joint conclusion; what a colleague wrote meanwhile is told, not overwritten."""

    class Meta:
        model = Evaluation
        fields = ["conclusion"]
        widgets = {"conclusion": forms.Textarea({"rows": 14})}


class PointForm(SiteForm, forms.ModelForm):
    """A point, about one goal or one action of the agreement or about neither, and the party that takes it up."""

    class Meta:
        model = EvaluationPoint
        fields = ["text", "action", "goal", "party"]
        field_classes = {"text": LongTextField}
        widgets = {"text": forms.Textarea({"rows": 2})}

    def __init__(self, data=None, *, point: EvaluationPoint):
        super().__init__(data, instance=point)
        agenda = point.evaluation.agenda
        actions = Action.objects.filter(agenda=agenda).select_related("agenda", "goal", "project")
        self.fields["action"].queryset = actions.order_by(*printed_order("goal", "agenda__year"), "position")
        self.fields["action"].label = pgettext_lazy("column", "Action")
        self.fields["action"].label_from_instance = lambda row: f"{goal_words_of(row).number} · {words_of(row)}"
        self.fields["action"].empty_label = _("none, or it is about a goal")
        goals = Goal.objects.filter(theme__agreement=agenda.agreement_id).order_by(*printed_order("", agenda.year))
        self.fields["goal"].queryset = goals
        self.fields["goal"].label_from_instance = lambda row: (
            f"{words_of(row, agenda.year).number} · {words_of(row, agenda.year)}"
        )
        self.fields["goal"].empty_label = _("none, or it is about an action")
        self.fields["party"].queryset = parties_in(agenda.agreement_id).order_by("participations__position")
        self.fields["party"].empty_label = _("nobody in particular")


class SettlePointForm(SiteForm, forms.Form):
    """What was done with a point."""

    settled_on = DayField(label=_("On which day?"), widget=DayInput())
    settled_note = LongTextField(
        label=_("What was done with it?"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Such as the decision of the meeting. It stands beside the point, which does not come back any more."),
    )
