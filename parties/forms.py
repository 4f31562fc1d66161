"""What all forms of the site share: layout and classes of a field, and what a missing answer says."""

from django import forms
from django.forms.renderers import BaseRenderer, TemplatesSetting
from django.utils.translation import gettext_lazy as _

TEXTBOX = "utrecht-textbox utrecht-textbox--html-input"
SELECT = "utrecht-select utrecht-select--html-select"


class SiteBoundField(forms.BoundField):
    """A field on a page: its widget has the class of its component."""

    def build_widget_attrs(self, attrs, widget=None) -> dict:
        attrs = super().build_widget_attrs(attrs, widget)
        if isinstance(widget or self.field.widget, forms.HiddenInput):  # which nobody sees or hears
            return {name: value for name, value in attrs.items() if not name.startswith("aria-")}
        match widget or self.field.widget:
            case forms.CheckboxInput() | forms.RadioSelect():
                return attrs
            case forms.Select():
                return {"class": SELECT, **attrs}
            case _:
                return {"class": TEXTBOX, **attrs}

    @property
    def is_tick(self) -> bool:
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def says_optional(self) -> bool:
        """Whether the label tells that it may stay empty; a tick always may."""
        return self.form.marks_optional and not self.field.required and not self.is_tick

    @property
    def first_id(self) -> str:
        """Where a link to the field leads: of several choices to the first."""
        return f"{self.auto_id}_0" if self.use_fieldset else self.auto_id


class SiteRenderer(TemplatesSetting):
    """The templates of the site for a form and for a field; the admin has Django's."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    bound_field_class = SiteBoundField


class SiteForm:
    """Beside forms.Form or forms.ModelForm: a form of the site.

    `{{ form }}` gives its fields, `{{ form.name.as_field_group }}` one of them; what is wrong stands on top of the page, in
    includes/form_errors.html.
    """

    default_renderer: BaseRenderer | type[BaseRenderer] | None = SiteRenderer
    marks_optional = True  # not where nearly everything may stay empty, or where one answer decides what else is asked

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.say_what_is_missing()

    def say_what_is_missing(self) -> None:
        """In our words; a form that adds fields of its own calls it again."""
        for field in self.fields.values():
            if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _("Make a choice.") if hasattr(field, "choices") else _("Fill this in.")


class DayInput(forms.DateInput):
    """The browser's own calendar; where there is none, a date as people write it."""

    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")
