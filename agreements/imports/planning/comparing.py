"""One row of the file beside the row of the agenda that it is: which fields change, in words."""

import re
from typing import Any, cast

from django.db.models import Field, Model
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agreements.imports.planning.plan import Planned
from agreements.imports.words.spelling import words_only
from agreements.markdown import to_html
from agreements.models import Action
from agreements.periods import period_name
from parties.history.changes import FieldChange, in_words

TEXTS = {"text", "title", "introduction"}  # where another layout of the same words is no change
_SAYS_NOTHING = re.compile(r"</?p>|<a[^>]*></a>")
PRECISIONS = {"due_on": "due_precision", "starts_on": "starts_precision"}


def set_changes(row: Planned, instance: Model, values: dict[str, Any]) -> None:
    """Keep the values that differ from the instance, and say so in words; a date goes with its precision."""
    for name, value in values.items():
        now = getattr(instance, name)
        is_same_text = name in TEXTS and is_same_print(now or "", value or "")
        if now != value and not is_same_text:
            row.values[name] = value
    for name, precision in PRECISIONS.items():
        if name in row.values or precision in row.values:
            row.values[name], row.values[precision] = values[name], values[precision]
    for name in row.values:
        if name in PRECISIONS.values():
            continue
        label = label_of(type(instance), name)
        was = words(type(instance), name, getattr(instance, name), instance)
        becomes = words(type(instance), name, row.values[name], row.values)
        row.changes.append(FieldChange(label, was, becomes, is_text=name in TEXTS))


def is_same_print(text: str, other: str) -> bool:
    """Whether two texts in Markdown say the same, however they are laid out, or print the same."""
    return words_only(text) == words_only(other) or printed(text) == printed(other)


def printed(text: str) -> str:
    """What a text in Markdown prints, without what only sets paragraphs apart."""
    return " ".join(_SAYS_NOTHING.sub(" ", to_html(text)).split())


def field_of(model: type[Model], name: str) -> Field:
    """A field of the model itself, by its name."""
    return cast(Field, model._meta.get_field(name))  # it also finds what points to the model, under other names


def label_of(model: type[Model], name: str) -> str:
    return capfirst(str(field_of(model, name).verbose_name))


def words(model: type[Model], name: str, value: Any, precisions: Model | dict[str, Any]) -> str:
    """A value as people read it; precisions is where the precision of a date is found: a row, or values."""
    if value in (None, ""):
        return ""
    if isinstance(value, Planned):
        return value.words
    if name in PRECISIONS:
        key = PRECISIONS[name]
        precision = precisions[key] if isinstance(precisions, dict) else getattr(precisions, key)
        return period_name(value, precision)
    if name == "budget":
        return "€ " + number_format(value, decimal_pos=2, force_grouping=True)
    return in_words(field_of(model, name), value)


def details_of(row: Planned) -> list[tuple[str, str]]:
    """(label, words) of what was read out of the words of a new action, for people to check."""
    names = ("kind", "starts_on", "due_on", "recurrence", "dropped_on", "goes_on_in", "added_on", "budget")
    filled_in = {name: row.values[name] for name in names if row.values.get(name) not in {None, "", Action.Kind.SPECIFIC}}
    details = [(label_of(row.model, name), words(row.model, name, value, row.values)) for name, value in filled_in.items()]
    if row.leads and row.lead_names != row.lead_line:
        details.append((_("Leads"), row.lead_names))
    return details
