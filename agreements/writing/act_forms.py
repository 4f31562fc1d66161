"""The forms of what is done with a row as a whole: added, moved, split, merged, dropped, deleted."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from agreements.admin.fields import AgreedTextField
from agreements.agenda.anchors import MODELS
from agreements.agenda.words import words_of
from agreements.models import Action, Goal, Theme
from agreements.models.roll_choice import MOST_PARTS
from agreements.writing.forms import FieldsForm, WritingForm
from agreements.writing.numbering import next_number
from agreements.writing.order import rows_beside
from agreements.writing.parts import APPENDIX, FIGURE
from agreements.writing.places import WritingPlace, rows_of
from parties.dates import DayField
from parties.forms import DayInput
from parties.texts import AGREED_TEXT, REASON, LongTextField

LAST = 0  # in the choice before which row: last
FEWEST_BOXES = 3


class AddForm(FieldsForm):
    is_new = True

    def arguments(self) -> dict[str, Any]:
        return {**super().arguments(), "kind": self.kind}


class NumberedForm(AddForm):
    """The next number is filled in."""

    def _now(self, name: str) -> Any:
        if name == "number" and not self.is_bound and self.place.row is not None:
            return next_number(self.place, MODELS[self.kind])
        return super()._now(name)


class AddTheme(NumberedForm):
    kind, names = "thema", ("title", "number", "introduction")


class AddGoal(NumberedForm):
    kind, names = "doel", ("text", "number", "commitment", "start_year", "end_year")


class AddAction(AddForm):
    kind, names = "actie", ("text", "leads", "when", "project", "kind", "budget")


class AddFigure(AddForm):
    kind, names = "cijfer", (*FIGURE, "targets")


class AddAppendix(AddForm):
    kind, names = "bijlage", APPENDIX


class SureForm(WritingForm):
    """Only asks whether one is sure."""


class MoveForm(WritingForm):
    """Before which row, and in which goal or theme; the row itself tells where it stands now."""

    def add_fields(self) -> None:
        row = self.place.row
        if row is None:
            return
        if isinstance(row, Action):
            self._offer("above", _("To goal"), self._goals(), row.goal_id)
        elif isinstance(row, Goal):
            self._offer("above", _("To theme"), self._themes(), row.theme_id)
        elif isinstance(row, Theme):
            self._offer("above", _("Part of"), [(0, _("no other theme")), *self._themes(without=row)], row.parent_id or 0)
        beside = rows_beside(row, self.agenda)
        keys = [each.pk for each in beside]
        place = keys.index(row.pk)
        following = keys[place + 1] if place + 1 < len(keys) else LAST
        others = [(each.pk, _("before %(row)s") % {"row": self._called(each)}) for each in beside if each.pk != row.pk]
        self._offer("before", _("Place"), [*others, (LAST, _("last"))], following)
        self.fields["before"].help_text = _("In another goal or theme it comes last.")

    def _offer(self, name: str, label: str, choices: list, initial: Any) -> None:
        field = forms.TypedChoiceField(label=label, coerce=int, choices=choices, required=False, empty_value=None)
        self.add(name, field, initial)

    def _themes(self, *, without: Theme | None = None) -> list[tuple[int, str]]:
        rows = [row for row in rows_of(self.agenda, "thema").order_by("position", "pk") if row != without]
        return [(row.pk, words_of(row, self.agenda.year).heading) for row in rows]

    def _goals(self) -> list[tuple[int, str]]:
        rows = rows_of(self.agenda, "doel").order_by("theme__position", "theme", "position", "pk")
        return [(row.pk, str(words_of(row, self.agenda.year))) for row in rows if row.runs_in(self.agenda.year)]

    def _called(self, row: Any) -> str:
        match row:
            case Theme():
                return words_of(row, self.agenda.year).heading
            case Goal():
                return str(words_of(row, self.agenda.year))
            case Action():
                return str(words_of(row))
        return str(row)

    def clean_before(self) -> int | None:
        return self.cleaned_data["before"] or None

    def arguments(self) -> dict[str, Any]:
        above = self.cleaned_data.get("above")
        is_elsewhere = above is not None and above != self.fields["above"].initial
        before = None if is_elsewhere and "before" not in self.changed_data else self.cleaned_data.get("before")
        return {"before": before, "above": above if is_elsewhere else None}


class SplitForm(WritingForm):
    def add_fields(self) -> None:
        row = self.place.row
        posted = sum(name.startswith("parts_") for name in self.data)
        for number in range(min(max(FEWEST_BOXES, posted), MOST_PARTS)):
            text = AgreedTextField(
                label=_("Text of part %(number)s") % {"number": number + 1}, required=False, max_length=AGREED_TEXT
            )
            text.widget = forms.Textarea({"rows": 4, "data-markdown": "", "data-most": str(AGREED_TEXT)})
            self.add(f"parts_{number}", text, row.text if row is not None and not number else "")

    def arguments(self) -> dict[str, Any]:
        return {"parts": [text for name, text in self.cleaned_data.items() if name.startswith("parts_") and text]}


class MergeForm(WritingForm):
    text_label: Any = _lazy("Text of the one action")

    def add_fields(self) -> None:
        row = self.place.row
        text = AgreedTextField(label=self.text_label, max_length=AGREED_TEXT, widget=forms.Textarea({"rows": 6}))
        self.add("text", text, row.text if row is not None else "")
        field = forms.TypedMultipleChoiceField(
            label=_("Merge with"), coerce=int, widget=forms.CheckboxSelectMultiple, required=False
        )
        field.choices = self.choices()
        self.add("others", field)

    def choices(self) -> list[tuple[int, str]]:
        row = self.place.row
        others = rows_of(self.agenda, "actie").filter(dropped_on=None).exclude(pk=self.place.pk)
        in_order = sorted(
            others.order_by("goal__position", "position", "pk"), key=lambda each: row is None or each.goal_id != row.goal_id
        )
        return [(each.pk, f"{words_of(each.goal, self.agenda.year).number} · {words_of(each)}".strip(" ·")) for each in in_order]

    def arguments(self) -> dict[str, Any]:
        return {"others": self.cleaned_data["others"], "text": self.cleaned_data["text"]}


class SplitGoalForm(SplitForm):
    """Beside the texts: to which part each action of the year goes."""

    says = _lazy("The first part keeps the number, the figures and what was said. Each other part is a goal after it.")

    def add_fields(self) -> None:
        super().add_fields()
        parts = [(number, _("Part %(number)s") % {"number": number + 1}) for number in range(MOST_PARTS)]
        for action in self._actions():
            field = forms.TypedChoiceField(label=str(words_of(action)), coerce=int, choices=parts, required=False, empty_value=0)
            self.add(f"action_{action.pk}", field, 0, _("Where each action goes"))

    def _actions(self) -> list[Action]:
        return list(rows_of(self.agenda, "actie").filter(goal=self.place.pk).order_by("position", "pk"))

    def arguments(self) -> dict[str, Any]:
        """An empty box between two texts is no part, and what was to go to it is refused."""
        filled = [name for name in self.cleaned_data if name.startswith("parts_") and self.cleaned_data[name]]
        numbers = {int(name.removeprefix("parts_")): place for place, name in enumerate(filled)}
        chosen = {name: part for name, part in self.cleaned_data.items() if name.startswith("action_")}
        places = {int(name.removeprefix("action_")): numbers.get(part, -1) for name, part in chosen.items()}
        return {**super().arguments(), "places": places}


class MergeGoalsForm(MergeForm):
    says = _lazy(
        "One goal takes the place of this one and the others; their actions of the year come along. "
        "A goal that stood in an adopted text is dropped, and keeps its figures."
    )
    text_label = _lazy("Text of the one goal")

    def choices(self) -> list[tuple[int, str]]:
        row, year = self.place.row, self.agenda.year
        rows = rows_of(self.agenda, "doel").filter(dropped_from=None).exclude(pk=self.place.pk)
        goals = [each for each in rows.order_by("theme__position", "position", "pk") if each.runs_in(year)]
        own_first = sorted(goals, key=lambda each: row is None or each.theme_id != row.theme_id)
        return [(each.pk, str(words_of(each, year))) for each in own_first]


class DropForm(WritingForm):
    def add_fields(self) -> None:
        reason = LongTextField(label=_("Why"), max_length=REASON, widget=forms.Textarea({"rows": 3}))
        reason.error_messages["required"] = _("Say why this lapses: that is printed with it.")
        self.add("reason", reason)
        if isinstance(self.place.row, Action):
            day = DayField(label=_("Decided on"), required=False, widget=DayInput())
            self.add("decided_on", day, timezone.localdate())

    def arguments(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("reason", "decided_on") if name in self.cleaned_data}


FORMS: dict[str, type[WritingForm]] = {
    "thema-erbij": AddTheme,
    "paragraaf-erbij": AddTheme,
    "doel-erbij": AddGoal,
    "actie-erbij": AddAction,
    "cijfer-erbij": AddFigure,
    "bijlage-erbij": AddAppendix,
    "verplaatsen": MoveForm,
    "splitsen": SplitForm,
    "samenvoegen": MergeForm,
    "vervallen": DropForm,
    **dict.fromkeys(("omhoog", "omlaag", "kopie", "weg", "herstellen", "terug"), SureForm),
}


OF_GOAL: dict[str, type[WritingForm]] = {"splitsen": SplitGoalForm, "samenvoegen": MergeGoalsForm}


def form_of(place: WritingPlace) -> type[WritingForm]:
    """The form of an act."""
    return (OF_GOAL if place.kind == "doel" else FORMS).get(place.part.name) or FORMS[place.part.name]
