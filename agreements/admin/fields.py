"""Fields of the forms: agreed text in Markdown, stored files and addresses."""

import re

from django import forms
from django.contrib.admin.widgets import AdminFileWidget, AdminTextareaWidget
from django.core.validators import RegexValidator, slug_re
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from parties.texts import LongTextField

# A bullet as word processors paste it: some need a tab after them, because the sign is also a letter or a dash.
BULLET = re.compile(r"([ \t]*)(?:([•▪▫●◦‣➢\uf0b7\uf0a7\uf0d8])\s*|(·)\s+|([o–])\t\s*)(?=\S)")
MARKDOWN_HELP = _(
    "A line that begins with a hyphen becomes a list, an empty line begins a new paragraph. Put two asterisks before and after"
    " words that must be bold, and one for italic."
)
LISTED = re.compile(r"([ \t]*)([-*+])\s+(?=\S)")


class MarkdownTextarea(AdminTextareaWidget):
    """A large text box with a button that shows how the text will look."""

    template_name = "admin/widgets/markdown.html"

    def __init__(self, attrs=None):
        super().__init__({"rows": 8, **(attrs or {})})

    def get_context(self, name, value, attrs):
        return super().get_context(name, value, attrs) | {"preview_url": reverse("admin:markdown_preview")}


class AgreedTextField(LongTextField):
    """Text as agreed; a bullet from a word processor becomes a list in Markdown."""

    def to_python(self, value):
        text = super().to_python(value)
        return bullets_as_markdown(text) if text else text


def bullets_as_markdown(text: str) -> str:
    """Bullets of a word processor as a list in Markdown: further in, or another sign than the line above, is a level deeper."""
    lines, levels = [], []
    for line in text.split("\n"):
        bullet = BULLET.match(line)
        item = bullet or LISTED.match(line)
        if not item:
            levels = levels if line[:1] in {" ", "\t"} else []
            lines.append(line)
            continue
        indent, *signs = item.groups()
        level = (len(indent.expandtabs(4)), next(filter(None, signs)))
        while levels and level not in levels and levels[-1][0] > level[0]:
            levels.pop()
        levels = levels[: levels.index(level)] if level in levels else levels
        levels.append(level)
        lines.append(f"{'  ' * (len(levels) - 1)}- {line[item.end() :]}" if bullet else line)
    return "\n".join(lines)


class StoredFile(AdminFileWidget):
    """The file that is there, with its address on the site: uploads have no address of their own."""

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        if self.is_initial(value) and value.instance.pk:
            context["widget"]["value"] = _Link(
                value.instance.file_name or str(value), reverse("appendix", args=[value.instance.pk])
            )
        return context


class _Link(str):
    """A name with its address, as the template of Django's file field reads it."""

    def __new__(cls, name: str, url: str):
        link = super().__new__(cls, name)
        link.url = url
        return link


class AddressField(forms.SlugField):
    """The part of an address that names a row."""

    default_validators = [RegexValidator(slug_re, _("Use letters without accents, digits and hyphens only."))]
