"""What the forms of monitoring share: the classes of the site, and days as people type them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from parties.dates import DayField


class DayInput(forms.DateInput):
    """The browser's own calendar; where there is none, a date as people write it."""

    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


def dress(form: forms.BaseForm) -> None:
    """The classes of the site on every widget, and a sentence that says what to do where something is missing."""
    for field in form.fields.values():
        if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
            field.error_messages["required"] = _("Make a choice.") if hasattr(field, "choices") else _("Fill this in.")
        if isinstance(field.widget, forms.RadioSelect | forms.HiddenInput):
            continue
        is_select = isinstance(field.widget, forms.Select)
        field.widget.attrs["class"] = "utrecht-select utrecht-select--html-select" if is_select else "utrecht-textbox"


def day(label, **kwargs) -> DayField:
    return DayField(label=label, widget=DayInput(), **kwargs)
