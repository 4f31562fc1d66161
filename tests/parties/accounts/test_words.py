"""Whatever allauth shows or sends is ours: our words, our look, and why one gets it."""

from pathlib import Path

import allauth
import pytest
from django.conf import settings
from django.template.loader import get_template
from django.test import RequestFactory

from parties.accounts.adapter import AccountAdapter
from parties.accounts.words import ERRORS, NOTICES, WHY
from parties.models import User

pytestmark = pytest.mark.django_db
THEIRS = Path(allauth.__file__).parent / "templates"
APPS = ("account", "mfa", "socialaccount", "usersessions")

MAILS_NOT_SENT = {
    "email_confirmation_signup": "nobody signs up",
    "login_code": "there are no codes by mail to sign in",
    "unknown_account": "an address that nobody has gets no mail",
    "password_reset_code": "a new password comes by a link",
}
PAGES_NOT_SHOWN = {
    "account/base_confirm_code.html": "there are no codes by mail",
    "account/confirm_email_verification_code.html": "there are no codes by mail",
    "account/confirm_login_code.html": "there are no codes by mail",
    "account/confirm_password_reset_code.html": "there are no codes by mail",
    "account/confirm_phone_verification_code.html": "nobody has a telephone number",
    "account/email.html": "one address each: email_change.html",
    "account/phone_change.html": "nobody has a telephone number",
    "account/request_login_code.html": "there are no codes by mail",
    "account/signup.html": "nobody signs up",
    "account/signup_by_passkey.html": "nobody signs up",
    "account/verified_email_required.html": "no view of ours asks it: every address counts as verified",
    "mfa/trust.html": "every time is asked",
    "mfa/webauthn/signup_form.html": "nobody signs up",
    "socialaccount/login.html": "it starts with a link",
    "socialaccount/login_redirect.html": "cookies are Lax",
    "socialaccount/signup.html": "nobody signs up",
}


def names_of(pattern: str) -> set[str]:
    return {path.name.removesuffix("_message.txt") for app in APPS for path in THEIRS.glob(f"{app}/email/{pattern}")}


def test_every_page_that_allauth_can_show_has_our_look():
    pages = {str(path.relative_to(THEIRS)) for app in APPS for path in (THEIRS / app).rglob("*.html")}
    # What they extend and include are parts of theirs, which ours do not use.
    pages = {
        page for page in pages if ("/snippets/" not in page and not Path(page).name.startswith("base")) or page in PAGES_NOT_SHOWN
    }
    theirs = {page for page in pages if not Path(get_template(page).origin.name).is_relative_to(settings.BASE_DIR / "templates")}
    assert theirs == set(PAGES_NOT_SHOWN)


def test_every_mail_that_allauth_can_send_is_known():
    known = set(NOTICES) | set(WHY) | set(MAILS_NOT_SENT)
    assert names_of("*_message.txt") - {"base"} - known == set()


@pytest.mark.parametrize("name", sorted({*NOTICES, *WHY} - {"account_notice"}))
def test_each_mail_is_complete(name, outbox, django_capture_on_commit_callbacks):
    request = RequestFactory().get("/")
    context = {
        "user": User(name="Tess O'Brien & <zoon>"),
        "password_reset_url": "https://driehoek.example/account/password/reset/key/1-a/",
        "activate_url": "https://driehoek.example/account/confirm-email/a/",
        "ip": "192.0.2.1",
    }
    with django_capture_on_commit_callbacks(execute=True):
        AccountAdapter(request).send_mail(f"account/email/{name}", "tess@huurdersraad.example", context)
    message = outbox[0]
    html = message.alternatives[0][0]
    assert "\n" not in message.subject
    assert message.subject[0].isupper()
    why = str(WHY.get(name, WHY["account_notice"]))
    assert len(why) > 20
    assert "U krijgt deze mail omdat" in message.body
    assert "U krijgt deze mail omdat" in html
    assert "{{" not in message.body + html
    assert "&#x27;" not in message.body


def test_nothing_that_is_said_is_empty():
    assert all(str(sentence).endswith(".") for sentence in ERRORS.values())
