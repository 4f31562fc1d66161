"""The icons of yes and no in administration, with their words in the language of the reader: Django says "True" and "False"."""

from django.contrib.admin.templatetags import admin_list
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

ICONS = {True: ("yes", gettext_noop("Yes")), False: ("no", gettext_noop("No")), None: ("unknown", gettext_noop("Unknown"))}


def boolean_icon(value: bool | None) -> str:
    name, words = ICONS[value]
    return format_html('<img src="{}" alt="{}">', static(f"admin/img/icon-{name}.svg"), _(words))


admin_list._boolean_icon = boolean_icon  # lists and read-only fields look it up there; Django has no other place for it
