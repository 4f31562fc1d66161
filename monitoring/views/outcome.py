"""How a view lets the workflow act, and tells what came of it."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from parties.refusals import NotAllowedNowError


def carried_out(form: forms.BaseForm, verb: Callable, **fixed) -> bool:
    """Whether the workflow did what the form asks; if not, its sentences stand in the form with everything that was typed."""
    if not form.is_valid():
        return False
    try:
        verb(**fixed, **form.cleaned_data)
    except NotAllowedNowError as refused:
        form.add_error(None, str(refused))
    except ValidationError as refused:
        for field, sentences in refused.message_dict.items():
            known = field in form.fields and field != NON_FIELD_ERRORS
            form.add_error(field if known else None, sentences)
    return form.is_valid()


def told(request, sentence: str, verb: Callable, **fixed):
    """What the workflow gives, with the sentence for the person; None when it could not be done, with the reason."""
    try:
        result = verb(**fixed, by=request.user)
    except NotAllowedNowError as refused:
        messages.error(request, str(refused))
        return None
    if sentence:
        messages.success(request, sentence)
    return result
