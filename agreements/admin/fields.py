"""Fields of the forms: agreed text in Markdown, and numbers as people write them."""

import re

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.urls import reverse
from django.utils.formats import get_format, number_format
from django.utils.translation import gettext_lazy as _

BULLET = re.compile(r"^([ \t]*)[•▪●◦‣]\s*", re.MULTILINE)


class MarkdownTextarea(AdminTextareaWidget):
    """A large text box with a button that shows how the text will look."""

    template_name = "admin/widgets/markdown.html"

    def __init__(self, attrs=None):
        super().__init__({"rows": 8, **(attrs or {})})

    def get_context(self, name, value, attrs):
        return super().get_context(name, value, attrs) | {"preview_url": reverse("admin:markdown_preview")}

    class Media:
        js = ["js/admin_preview.js"]


class AgreedTextField(forms.CharField):
    """Text as agreed, with the line ends of the database; a bullet from a word processor becomes a list in Markdown."""

    def to_python(self, value):
        text = super().to_python(value)
        return BULLET.sub(r"\1- ", text.replace("\r\n", "\n").replace("\r", "\n")) if text else text


class NumberField(forms.DecimalField):
    """A number in the notation of the language: "350.000", "€ 1.250,50" and "1250,5" in Dutch."""

    default_error_messages = {"invalid": _("Write a number, such as 1250 or 575,03.")}

    def __init__(self, **kwargs):
        kwargs["widget"] = forms.TextInput(attrs={"inputmode": "decimal", "class": "vNumberField"})
        super().__init__(**kwargs)

    def to_python(self, value):
        if not isinstance(value, str):
            return super().to_python(value)
        point, comma = re.escape(get_format("THOUSAND_SEPARATOR")), get_format("DECIMAL_SEPARATOR")
        plain = value.replace("€", "").strip()
        if re.fullmatch(rf"-?\d{{1,3}}({point}\d{{3}})+({re.escape(comma)}\d+)?", plain):
            plain = re.sub(point, "", plain)
        return super().to_python(plain.replace(comma, "."))

    def prepare_value(self, value):
        if value is None or isinstance(value, str):
            return value
        whole = value == int(value)
        return number_format(int(value) if whole else value.normalize(), force_grouping=True)
