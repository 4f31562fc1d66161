"""How a view lets something be done, and says what came of it."""

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from parties.refusals import NotAllowedNowError

Result = TypeVar("Result")


def submit_form(form: forms.BaseForm, action: Callable[..., Result], *, at: str | None = None, **fixed) -> Result | None:
    """What the action gives for what was typed; None when it was not done, and then the form says why.

    at is the field to blame for what the action refuses without naming one.
    """
    if not form.is_valid():
        return None
    try:
        return action(**fixed, **form.cleaned_data)
    except NotAllowedNowError as refused:
        form.add_error(at, str(refused))
    except ValidationError as refused:
        for field, sentences in _by_field(refused).items():
            form.add_error(field if field in form.fields else at, sentences)
    return None


def run_and_notify(request, action: Callable[..., Result], message: str = "", **fixed) -> Result | None:
    """The result of the action and its message; None with the reason when it cannot be done now."""
    try:
        result = action(**fixed, by=request.user)
    except NotAllowedNowError as refused:
        messages.add_message(request, refused.level, str(refused))
        return None
    if message:
        messages.success(request, message)
    return result


def _by_field(refused: ValidationError) -> dict[str, list[str]]:
    return refused.message_dict if hasattr(refused, "error_dict") else {NON_FIELD_ERRORS: refused.messages}
