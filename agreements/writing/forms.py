"""The form of one part of a row, or of a row that is added: filled with what stands there, with the version of each field."""

import re
from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from agreements.admin.fields import MARKDOWN_HELP, AgreedTextField
from agreements.agenda.anchors import MODELS
from agreements.changes.fields import plain
from agreements.models import Agenda
from agreements.writing.contributions import ContributionFields
from agreements.writing.leads import LeadFields
from agreements.writing.places import Once, WritingPlace
from agreements.writing.references import ReferenceFields
from agreements.writing.targets import TargetFields
from agreements.writing.values import mark_of, marks_of, read_marks, value_of
from agreements.writing.when import LONGEST, TypedWhen, read_when, readings
from parties.dates import DayField
from parties.forms import DayInput, SiteForm
from parties.models import User
from parties.numbers import NumberField

SEEN, AS = "gezien", "als"  # hidden: the versions that were shown, and whether one wrote or proposed
ONCE = "eenmaal"  # hidden: the token of a form that does something with a row as a whole
UUID_TEXT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
WRITES, PROPOSES = "schrijven", "voorstellen"
EMPTIED = _("An empty text says nothing. Write what is agreed, or drop or delete the row instead.")

# What happens, told before one is asked whether one is sure.
SAYS = {
    "weg": _(
        "This goes away, with what was written below it for this year. What stood in an adopted text stays: drop that instead."
    ),
    "kopie": _("The same comes once more, right after it."),
    "herstellen": _("It is agreed again as it stood, and the reason goes."),
    "terug": _("It comes back as it last was."),
    "omhoog": _("It changes places with the one before it."),
    "omlaag": _("It changes places with the one after it."),
    "vervallen": _("It stays visible, struck, with the reason. Of a goal also what was to be done for it this year."),
    "splitsen": _("The first part keeps what was said about it. Each other part is an action after it, with its leads."),
    "samenvoegen": _("One action takes the place of this one and the others; their leads come along."),
}


class GroupedForm(SiteForm, forms.Form):
    """Put together field by field; those of one heading, one after the other, are a group."""

    marks_optional = False

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.groups: list[tuple[str, list[str]]] = []

    def add(self, name: str, field: forms.Field, initial: Any = None, group: Any = "") -> None:
        field.initial = initial
        self.fields[name] = field
        if self.groups and self.groups[-1][0] == str(group):
            self.groups[-1][1].append(name)
        else:
            self.groups.append((str(group), [name]))

    @property
    def shown_groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [(group, [self[name] for name in names]) for group, names in self.groups]


class WritingForm(GroupedForm):
    """What all forms of the page share. place is where it stands."""

    template_name = "agreements/writing/fields.html"

    def __init__(self, data: Any = None, files: Any = None, *, place: WritingPlace, user: User, mode: str = WRITES):
        super().__init__(data, files, prefix=None, auto_id=f"veld-{place.id}-%s")
        self.place, self.user, self.mode = place, user, mode
        self.fields[AS] = forms.CharField(required=False, widget=forms.HiddenInput, initial=mode)
        if place.part.is_act:
            self.fields[ONCE] = forms.CharField(required=False, widget=forms.HiddenInput, initial=str(uuid4()))
        self.add_fields()
        self.say_what_is_missing()

    @property
    def once(self) -> Once | None:
        """So that the form, sent again after a lost answer, does nothing twice."""
        if ONCE not in self.fields or not UUID_TEXT.fullmatch(self.data.get(ONCE, "")):
            return None
        said = {name: self.data.getlist(name) for name in sorted(self.data) if name in self.fields and name not in {AS, ONCE}}
        return Once(self.data[ONCE], mark_of([said, sorted(file.name for file in self.files.values())]))

    def add_fields(self) -> None:
        """The form's own fields."""

    @property
    def agenda(self) -> Agenda:
        return self.place.agenda

    @property
    def says(self) -> str:
        """What happens when one goes on, of what is done with the row as a whole."""
        return str(SAYS.get(self.place.part.name, ""))

    def was_of_another_mode(self) -> bool:
        """Whether the page was opened when the text stood otherwise: a draft then, in force now."""
        return self.data.get(AS, self.mode) != self.mode

    def show_anew(self, **hidden: str) -> None:
        """The same form with what was typed, with other hidden fields."""
        self.data = self.data.copy()
        for name, value in hidden.items():
            self.data[name] = value

    def refuse(self, refused: ValidationError) -> None:
        """Each sentence at its field; at the first one where it names none that is here."""
        known = refused.message_dict if hasattr(refused, "error_dict") else {None: refused.messages}
        for name, sentences in known.items():
            self.add_error(self.field_of(name), sentences)

    def field_of(self, name: str | None) -> str | None:
        if name in self.fields:
            return name
        first = next((each for each in self.fields if each.startswith(f"{name}_")), None) if name else None
        return first or next((each for each in self.fields if each not in {SEEN, AS, ONCE}), None)

    def arguments(self) -> dict[str, Any]:
        """What the operation is asked to do."""
        return {}


class FieldsForm(LeadFields, TargetFields, ContributionFields, ReferenceFields, WritingForm):
    """The fields of a part. was is what stands there; nothing for a row that is added."""

    names: tuple[str, ...] = ()
    kind = ""
    is_new = False

    def add_fields(self) -> None:
        self.kind = self.kind or self.place.kind
        self.names = self.names or self.place.part.fields
        self.was = {name: self._now(name) for name in self.names}
        for name in self.names:
            add = {
                "leads": self.add_leads,
                "targets": self.add_targets,
                "contributions": self.add_contributions,
                "references": self.add_references,
                "when": self._add_when,
                "project": self._add_project,
            }
            add.get(name, self._add_column)(name)
        if not self.is_new:
            self.fields[SEEN] = forms.CharField(required=False, widget=forms.HiddenInput, initial=marks_of(self.was))

    def _now(self, name: str) -> Any:
        if not self.is_new and self.place.row is not None:
            return value_of(self.place.row, name, self.agenda)
        if name in {"leads", "targets"}:
            return []
        if name in {"when", "project", "file"}:
            return TypedWhen().code if name == "when" else ""
        return plain(MODELS[self.kind]._meta.get_field(name).get_default())

    def _add_column(self, name: str) -> None:
        column: Any = MODELS[self.kind]._meta.get_field(name)
        field = _field(column)
        value = self.was[name]
        self.add(name, field, None if name == "file" else column.to_python(value) if value not in {None, ""} else value)

    def _add_when(self, name: str) -> None:
        when = TypedWhen.from_code(self.was[name])
        field = forms.CharField(label=_("When"), required=False, max_length=LONGEST)
        field.help_text = _("As you say it: Q3 %(year)s, voor 1 juli, eind %(year)s, ieder halfjaar.") % {
            "year": self.agenda.year
        }
        field.widget.attrs |= asks_how_understood(self.agenda)
        self.add(name, field, when.phrase)
        if len(found := readings(self.data.get(name, ""), self.agenda.year)) > 1 and not self._is_as_shown(name):
            choice = forms.ChoiceField(label=_("Which one do you mean?"), required=False, widget=forms.RadioSelect)
            choice.choices = [(each.code, each.phrase) for each in found]
            self.add("when_choice", choice)

    def _is_as_shown(self, name: str) -> bool:
        return self.data.get(name, "").strip() == self.fields[name].initial

    def _add_project(self, name: str) -> None:
        options = list(self.agenda.agreement.projects.order_by("name").values_list("name", flat=True))
        field = forms.CharField(label=_("Project"), required=False, max_length=200, widget=Suggesting(options))
        field.help_text = _("Printed above the action. A name that is not in the list becomes a new project.")
        self.add(name, field, self.was[name])

    # -- What was typed

    def clean_when(self) -> str:
        typed = self.cleaned_data["when"]
        if self._is_as_shown("when"):
            return self.was["when"]
        found = readings(typed, self.agenda.year)
        chosen = next((each for each in found if each.code == self.data.get("when_choice", "")), None)
        return (chosen or read_when(typed, self.agenda.year)).code

    def clean_project(self) -> str:
        return " ".join(self.cleaned_data["project"].split())

    @property
    def seen(self) -> dict[str, str]:
        return read_marks(self.data.get(SEEN, ""))

    def values(self) -> dict[str, Any]:
        """What was typed, as values.py knows it."""
        found: dict[str, Any] = {}
        for name in self.names:
            match name:
                case "leads":
                    found[name] = self.typed_leads()
                case "lead_text" if self._leads_differ() and self.cleaned_data[name] == self.was[name]:
                    found[name] = ""  # what the document printed was about the leads before
                case "targets":
                    found[name] = self.typed_targets()
                case "contributions":
                    found[name] = self.typed_contributions()
                case "references":
                    found[name] = self.typed_references()
                case "file":
                    if self.cleaned_data.get("file"):
                        found[name] = self.cleaned_data["file"]
                case _:
                    found[name] = plain(self.cleaned_data.get(name))
        return found

    def _leads_differ(self) -> bool:
        said = [[(row["party"], row["task"]) for row in rows] for rows in (self.was.get("leads", []), self.typed_leads())]
        return said[0] != said[1]

    def arguments(self) -> dict[str, Any]:
        return {"values": self.values()} if self.is_new else {"values": self.values(), "seen": self.seen}


def asks_how_understood(agenda: Agenda) -> dict[str, str]:
    """The attributes of a box for a date: a script tells below it, while one types, how the date is understood."""
    return {
        "data-hx-get": agenda.address("writing_understood"),
        "data-hx-trigger": "input changed delay:300ms",
        "data-hx-target": "next .part-form__status",
        "data-hx-swap": "innerHTML",
        "data-hx-sync": "this:replace",
    }


class Suggesting(forms.TextInput):
    """A text box with suggestions: the browser's own list."""

    template_name = "agreements/writing/suggesting.html"

    def __init__(self, options: Iterable[str], attrs: dict | None = None):
        super().__init__(attrs)
        self.options = list(options)

    def get_context(self, name, value, attrs):
        return super().get_context(name, value, {**(attrs or {}), "list": f"{(attrs or {}).get('id', name)}-lijst"}) | {
            "options": self.options
        }


def _field(column: Any) -> forms.Field:
    label = capfirst(str(column.verbose_name))
    match column:
        case models.DateField():
            return DayField(label=label, required=False, widget=DayInput(), help_text=column.help_text)
        case models.DecimalField():
            return NumberField(label=label, required=False, max_digits=14, decimal_places=2)
        case models.FileField():
            return column.formfield(label=label)
    field = column.formfield(**({"form_class": AgreedTextField} if isinstance(column, models.TextField) else {}))
    field.label = label
    if isinstance(field.widget, forms.Textarea):
        field.widget.attrs |= {"rows": 6, "data-markdown": ""}
        field.help_text = MARKDOWN_HELP
    if field.required and not hasattr(field, "choices"):
        field.error_messages["required"] = EMPTIED
    return field
