"""The form of one action on the page of the next year."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.markdown import first_words
from agreements.models import Action, RollChoice
from agreements.models.roll_choice import FEWEST_PARTS, MOST_PARTS
from monitoring.position.state import StateAction
from monitoring.rollover.proposing import RollProposal, is_finished
from parties.dates import DayField
from parties.forms import DayInput, SiteForm
from parties.history.edit_conflicts import SEEN, EditConflictMixin
from parties.texts import AGREED_TEXT, LongTextField

MOST_OTHERS = 60  # actions of the chapter that one may merge with
FIELDS = ("choice", "text", "due_on", "due_precision", "into", "reason")


class RollChoiceForm(SiteForm, EditConflictMixin, forms.ModelForm):
    """What is chosen for one action; without a choice nothing is kept.

    What the person saw goes along, so that a row that she left alone is no change, whatever others chose meanwhile.
    """

    marks_optional = False

    class Meta:
        model = RollChoice
        fields = FIELDS
        field_classes = {"due_on": DayField}
        labels = {"due_on": _("Due on"), "into": _("Merge with"), "text": _("Text in the next year")}
        widgets = {
            "choice": forms.RadioSelect,
            "text": forms.Textarea(attrs={"rows": 4}),
            "reason": forms.Textarea(attrs={"rows": 2}),
            "due_on": DayInput,
        }

    def __init__(
        self,
        data: Any = None,
        *,
        action: StateAction,
        choice: RollChoice | None,
        proposal: RollProposal,
        others: Iterable[StateAction],
        year: int,
        seen: int,
    ):
        self._seen, self.action, self.proposal, self.year = seen, action, proposal, year
        instance = choice or RollChoice(action_id=action.id)
        super().__init__(data, instance=instance, prefix=f"a{action.id}", initial=self._beforehand(choice))
        if data is None:
            self.initial[SEEN] = self.seen_now()
        self.fields["choice"].required = False
        self.fields["choice"].choices = RollChoice.Choice.choices
        others = {row.id: row for row in others}
        options = [(pk, _name(row)) for pk, row in others.items() if self._may_go_on(row)][:MOST_OTHERS]
        self._texts = {pk: others[pk].text for pk, _label in options}
        self.fields["into"].queryset = Action.objects.filter(pk__in=[pk for pk, _label in options])
        self.fields["into"].choices = [("", "–"), *options]
        self.parts = self._add_parts(choice)
        self._add_together(choice)
        for name in (*FIELDS, *self.parts, "together"):
            self.fields[name].show_hidden_initial = True

    def _may_go_on(self, row: StateAction) -> bool:
        """Whether this action can be merged with that one: not with itself, nor with what is dropped or finished."""
        chosen = self.instance.into_id == row.id
        return chosen or (row.id != self.action.id and not row.is_dropped and not is_finished(row))

    def _add_together(self, choice: RollChoice | None) -> None:
        """A box for the words of both; without any they are put one after the other once the choice is kept."""
        self.fields["together"] = LongTextField(
            label=_("Text of both together"),
            required=False,
            max_length=AGREED_TEXT,
            widget=forms.Textarea({"rows": 5}),
            help_text=_("Leave it empty and keep the choices: then both texts stand here, to be made one."),
        )
        self.initial["together"] = choice.text if choice and choice.choice == RollChoice.Choice.MERGED else ""

    def _beforehand(self, choice: RollChoice | None) -> dict:
        """Where nothing was chosen: what is proposed stands in the boxes, not in the choice."""
        if choice is not None:
            return {} if choice.text and choice.choice != RollChoice.Choice.MERGED else {"text": self.action.text}
        proposed = {name: getattr(self.proposal, name) for name in ("due_on", "due_precision", "reason")}
        return {**proposed, "text": self.proposal.text or self.action.text}

    def _add_parts(self, choice: RollChoice | None) -> list[str]:
        """A box for each part, and one more than there are."""
        texts = list(choice.parts) if choice else []
        posted = sum(f"{self.prefix}-part_{number}" in self.data for number in range(MOST_PARTS))
        names = []
        for number in range(min(max(len(texts) + 1, FEWEST_PARTS + 1, posted), MOST_PARTS)):
            name = f"part_{number}"
            field = LongTextField(label=_("Part %(number)s") % {"number": number + 1}, required=False, max_length=AGREED_TEXT)
            field.widget = forms.Textarea(attrs={"rows": 2})
            field.initial = texts[number] if number < len(texts) else ""
            self.fields[name] = field
            names.append(name)
        return names

    @property
    def hidden_choice(self) -> str:
        """What was chosen when the person got the page, to be sent along with what she chooses."""
        return self["choice"].as_hidden(only_initial=True)

    @property
    def part_fields(self) -> list:
        return [self[name] for name in self.parts]

    def seen_now(self) -> str:
        """Known for all rows of the page at once; 0 where nothing was chosen."""
        return f"rollchoice:{self._seen}"

    def clean(self) -> dict:
        cleaned = super().clean()
        choice = cleaned.get("choice")
        if not choice:
            self.add_error("choice", _("Make a choice, or leave the boxes as they were."))
        self.instance.parts = [cleaned[name].strip() for name in self.parts if (cleaned.get(name) or "").strip()]
        if choice != RollChoice.Choice.SPLIT:
            self.instance.parts = []
        if choice != RollChoice.Choice.CHANGED:
            cleaned |= {"text": "", "due_on": None, "due_precision": ""}
        elif cleaned.get("text", "").strip() == self.action.text.strip():
            cleaned["text"] = ""
        if choice != RollChoice.Choice.MERGED:
            cleaned["into"] = None
        elif into := cleaned.get("into"):
            cleaned["text"] = cleaned.get("together", "").strip() or f"{self._texts[into.pk]}\n\n{self.action.text}"
        if choice != RollChoice.Choice.ENDS:
            cleaned["reason"] = ""
        self.instance.decided_in = self.proposal.decided_in if choice == self.proposal.choice else ""
        return cleaned

    def _get_validation_exclusions(self):
        return {*super()._get_validation_exclusions(), "by", "parts"} - ({"parts"} if self._is_split else set())

    @property
    def _is_split(self) -> bool:
        return self.cleaned_data.get("choice") == RollChoice.Choice.SPLIT


def _name(row: StateAction) -> str:
    return first_words(f"{row.project}: {row.text}" if row.project else row.text, 70)
