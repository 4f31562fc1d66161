"""What comes of a form or a button: the result, or the reason where the person looks for it."""

import pytest
from django import forms
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import ValidationError
from django.test import RequestFactory

from parties.refusals import NotAllowedNowError
from parties.views.outcome import run_and_notify, submit_form


class NameForm(forms.Form):
    name = forms.CharField()


def refuse(error: Exception):
    def action(**_asked):
        raise error

    return action


def test_what_was_typed_goes_to_the_action_with_what_the_view_adds():
    assert submit_form(NameForm({"name": "Noor"}), dict, by="me") == {"name": "Noor", "by": "me"}


def test_a_form_that_is_not_right_is_not_submitted():
    form = NameForm({"name": ""})
    assert submit_form(form, refuse(AssertionError())) is None
    assert list(form.errors) == ["name"]
    assert submit_form(NameForm(None), refuse(AssertionError())) is None


@pytest.mark.parametrize(
    ("error", "errors"),
    [
        (NotAllowedNowError("The round is closed."), {"__all__": ["The round is closed."]}),
        (ValidationError("Too late."), {"__all__": ["Too late."]}),
        (ValidationError({"name": ["Too long."], "party": ["Not yours."]}), {"name": ["Too long."], "__all__": ["Not yours."]}),
    ],
)
def test_what_the_action_refuses_stands_in_the_form(error, errors):
    form = NameForm({"name": "Noor"})
    assert submit_form(form, refuse(error)) is None
    assert form.errors == errors


def test_a_field_can_be_blamed_for_what_names_none():
    form = NameForm({"name": "Noor"})
    submit_form(form, refuse(ValidationError({"__all__": ["Is there already."]})), at="name")
    assert form.errors == {"name": ["Is there already."]}


@pytest.fixture
def request_of_noor():
    request = RequestFactory().post("/")
    request.user, request._messages = "Noor", CookieStorage(RequestFactory().get("/"))
    return request


def said(request) -> list[tuple[int, str]]:
    return [(message.level, message.message) for message in request._messages]


def test_what_was_done_is_said_and_given(request_of_noor):
    assert run_and_notify(request_of_noor, dict, "Done.", round=3) == {"round": 3, "by": "Noor"}
    assert said(request_of_noor) == [(messages.SUCCESS, "Done.")]


def test_without_a_message_the_view_says_it_itself(request_of_noor):
    assert run_and_notify(request_of_noor, dict) == {"by": "Noor"}
    assert said(request_of_noor) == []


def test_what_cannot_be_done_now_says_why_and_gives_nothing(request_of_noor):
    assert run_and_notify(request_of_noor, refuse(NotAllowedNowError("It is closed.")), "Done.") is None
    assert said(request_of_noor) == [(messages.ERROR, "It is closed.")]


def test_a_reason_that_is_no_mistake_is_a_warning(request_of_noor):
    class LookAgainError(NotAllowedNowError):
        level = messages.WARNING

    run_and_notify(request_of_noor, refuse(LookAgainError("It changed.")))
    assert said(request_of_noor) == [(messages.WARNING, "It changed.")]
