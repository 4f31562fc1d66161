"""Filling in a page of the admin as a browser does: what stands in its form, with what the person changes in it."""

from itertools import chain
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import translation

from agreements.models import Agreement
from parties.history.records import change_set


def address(row, page: str = "change", *more) -> str:
    """The address of a page about a row, or with a model of its list or its empty form."""
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}"
    return reverse(name, args=[] if isinstance(row, type) else [row.pk, *more])


def filled_in(client, url: str) -> dict:
    """The values that the browser would send back unchanged."""
    context = client.get(url).context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    data = {}
    with translation.override("en"):
        for field in chain.from_iterable(forms):
            value = field.value()
            if value is True:
                data[field.html_name] = "on"
            elif value is not None and value is not False and value != "":
                data[field.html_name] = field.field.widget.format_value(value) or ""
    return {name: value[0] if isinstance(value, list) else value for name, value in data.items()}


def save(client, row, *, add: dict | None = None, **changes):
    """Open the page of the row (or with a model and add= its empty form), change what is named, press Save."""
    url = address(row, "add") + "?" + urlencode(add) if add is not None else address(row)
    data = {**filled_in(client, url), **{name.replace("___", "-"): value for name, value in changes.items()}}
    return client.post(url, {name: value for name, value in data.items() if value is not None})


def sentences(response) -> dict[str, list[str]]:
    """What the page says is wrong, by the name of the field; "" for what is about a row as a whole."""
    context = response.context
    with translation.override("en"):
        found = {name: list(errors) for name, errors in context["adminform"].form.errors.items()}
        for inline in context["inline_admin_formsets"]:
            for form in inline.formset.forms:
                found |= {f"{form.prefix}-{name}": list(errors) for name, errors in form.errors.items()}
            if inline.formset.non_form_errors():
                found[inline.formset.prefix] = list(inline.formset.non_form_errors())
    return found


def history_counts() -> dict[str, int]:
    """How many rows of history each model of the agreements has."""
    models = Agreement._meta.apps.get_app_config("agreements").get_models()
    return {model.__name__: model.history.count() for model in models if hasattr(model, "history")}


def write(row, *, by, reason: str = "", **fields) -> None:
    """Change a row that is written elsewhere, as one step of this person."""
    with change_set(reason=reason, user=by):
        for name, value in fields.items():
            setattr(row, name, value)
        row.save()


def take_away(row, *, by, reason: str = "") -> None:
    """Delete such a row."""
    with change_set(reason=reason, user=by):
        type(row).objects.get(pk=row.pk).delete()
