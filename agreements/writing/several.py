"""The form for several rows at once: which ones, and what is written in all of them."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from agreements.agenda.words import words_of
from agreements.models import Agenda
from agreements.writing.forms import GroupedForm, asks_how_understood
from agreements.writing.leads import LeadFields
from agreements.writing.places import rows_of
from agreements.writing.rearranging import marks_of_rows
from agreements.writing.when import LONGEST, read_when
from parties.models import User
from parties.row_ids import row_id

INSTEAD, BESIDE = "in plaats", "erbij"


class SeveralForm(LeadFields, GroupedForm):
    """Each tick carries the version of its row: "12:1a2b3c"."""

    was: dict[str, Any] = {"leads": []}

    def __init__(self, data: Any = None, *, agenda: Agenda, user: User, asked: Any = None):
        """asked has the keys of rows that were ticked already, by kind."""
        super().__init__(data)
        self.agenda, self.user = agenda, user
        self.place = agenda
        self._add_rows()
        for kind in ("actie", "doel"):
            keys = {row_id(key) for key in asked.getlist(kind)} if asked else set()
            self.fields[kind].initial = [f"{key}:{mark}" for key, mark in self._marks[kind].items() if key in keys]
        self.add_leads()
        ways = [(BESIDE, _("beside the leads that are there")), (INSTEAD, _("instead of the leads that are there"))]
        self.add(
            "how", forms.ChoiceField(label=_("How"), choices=ways, widget=forms.RadioSelect, required=False), BESIDE, _("Leads")
        )
        when = forms.CharField(label=_("When"), required=False, max_length=LONGEST)
        when.help_text = _("As you say it: Q3 %(year)s, voor 1 juli, eind %(year)s, ieder halfjaar.") % {"year": agenda.year}
        when.widget.attrs |= asks_how_understood(agenda)
        self.add("when", when, "", _("Dates"))
        self._add_places()
        self.say_what_is_missing()

    def _add_rows(self) -> None:
        year = self.agenda.year
        goals = [row for row in rows_of(self.agenda, "doel").order_by("theme__position", "position", "pk") if row.runs_in(year)]
        actions = list(rows_of(self.agenda, "actie").filter(dropped_on=None).order_by("goal__position", "position", "pk"))
        self.goal_rows = goals
        self._marks = {"doel": marks_of_rows(goals, "doel", self.agenda), "actie": marks_of_rows(actions, "actie", self.agenda)}
        labels = {row.pk: f"{words_of(row.goal, year).number} · {words_of(row)}".strip(" ·") for row in actions}
        self._add_ticks("actie", _("Actions"), labels)
        self._add_ticks("doel", _("Goals"), {row.pk: str(words_of(row, year)) for row in goals})

    def _add_ticks(self, kind: str, label: str, labels: dict[int, str]) -> None:
        field = forms.MultipleChoiceField(label=label, required=False, widget=forms.CheckboxSelectMultiple)
        field.choices = [(f"{pk}:{self._marks[kind][pk]}", words) for pk, words in labels.items()]
        field.valid_value = lambda value: True  # a row that went, or another version of it: the operation says which
        self.add(kind, field, None, _("Which rows"))

    def _add_places(self) -> None:
        year = self.agenda.year
        goals = [("", "–"), *((row.pk, str(words_of(row, year))) for row in self.goal_rows)]
        themes = rows_of(self.agenda, "thema").order_by("position", "pk")
        self.add("goal", _choice(_("Actions to goal"), goals), None, _("Elsewhere"))
        chapters = [("", "–"), *((row.pk, words_of(row, year).heading) for row in themes)]
        self.add("theme", _choice(_("Goals to theme"), chapters), None, _("Elsewhere"))

    @property
    def fields_to_fill_in(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Without the ticks."""
        return self.shown_groups[1:]

    @property
    def ticked(self) -> list[tuple[str, str, str]]:
        """The kind, key with version and words of each row that is ticked."""
        found = []
        for kind in ("actie", "doel"):
            words = dict(self.fields[kind].choices)
            found += [(kind, value, words.get(value, "")) for value in self[kind].value() or ()]
        return found

    def clean_when(self) -> str:
        typed = self.cleaned_data["when"].strip()
        return read_when(typed, self.agenda.year).code if typed else ""

    def clean(self) -> dict:
        cleaned = super().clean()
        if not (cleaned.get("actie") or cleaned.get("doel")):
            self.add_error("actie", _("Tick at least one row."))
        elif not self.errors and not self._values():
            raise ValidationError(_("Fill in what must be written in these rows."))
        return cleaned

    def _values(self) -> dict[str, Any]:
        typed = self.cleaned_data
        leads = self.typed_leads()
        found = {name: typed[name] for name in ("when", "goal", "theme") if typed.get(name)}
        return found | ({"leads" if typed.get("how") == INSTEAD else "more_leads": leads} if leads else {})

    def _chosen(self, kind: str) -> Iterator[tuple[int, str]]:
        for value in self.cleaned_data.get(kind) or []:
            key, _colon, mark = value.partition(":")
            if (pk := row_id(key)) is not None:
                yield pk, mark

    def arguments(self) -> dict[str, Any]:
        return {"actions": dict(self._chosen("actie")), "goals": dict(self._chosen("doel")), "values": self._values()}

    def mark_anew(self) -> None:
        """The same ticks, with the versions that are shown now."""
        self.data = self.data.copy()
        for kind in ("actie", "doel"):
            keys = [row_id(value.partition(":")[0]) for value in self.data.getlist(kind)]
            self.data.setlist(kind, [f"{key}:{self._marks[kind][key]}" for key in keys if key in self._marks[kind]])


def _choice(label: str, choices: list) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, choices=choices, coerce=int, empty_value=None, required=False)
