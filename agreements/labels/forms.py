"""Choosing the labels of a goal or action, and the list of an agreement."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import Action, Agreement, Goal, Label
from parties.forms import SiteForm

LONGEST = Label._meta.get_field("name").max_length
MOST_NEW = 10


class LabelsForm(SiteForm, forms.Form):
    """row is the goal or action; new labels are typed, with a comma between them."""

    marks_optional = False

    def __init__(self, data: Any = None, *, row: Goal | Action, agreement: Agreement):
        super().__init__(data)
        labels = list(agreement.labels.all())
        chosen = set(row.labellings.values_list("label", flat=True))
        self.labels = {label.pk: label for label in labels}
        legends = {Label.Kind.GROUP: _("Target groups"), Label.Kind.AREA: _("Areas")}
        for kind, legend in legends.items():
            own = [label for label in labels if label.kind == kind]
            if own:
                field = forms.TypedMultipleChoiceField(label=legend, coerce=int, required=False)
                field.widget = forms.CheckboxSelectMultiple()
                field.choices = [(label.pk, label.name) for label in own]
                field.initial = [label.pk for label in own if label.pk in chosen]
                self.fields[kind.value] = field
            new = forms.CharField(label=_new_label(kind), required=False, max_length=MOST_NEW * LONGEST)
            new.help_text = _("Several with a comma between them.")
            self.fields[f"new_{kind.value}"] = new
        self.say_what_is_missing()

    def clean_new_group(self) -> list[str]:
        return _names(self.cleaned_data["new_group"])

    def clean_new_area(self) -> list[str]:
        return _names(self.cleaned_data["new_area"])

    @property
    def arguments(self) -> dict[str, Any]:
        typed = self.cleaned_data
        keys = [key for kind in Label.Kind.values for key in typed.get(kind, [])]
        return {
            "labels": [self.labels[key] for key in keys],
            "new": {kind: typed.get(f"new_{kind}", []) for kind in Label.Kind.values},
        }


def _new_label(kind: str) -> str:
    return _("New target group") if kind == Label.Kind.GROUP else _("New area")


def _names(text: str) -> list[str]:
    names = [" ".join(name.split()) for name in text.split(",")]
    if any(len(name) > LONGEST for name in names):
        raise ValidationError(_("A label has at most %(number)s characters."), params={"number": LONGEST})
    return [name for name in names if name]


class NewLabelForm(SiteForm, forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Label.Kind.choices)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST)


class LabelNameForm(SiteForm, forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST)
