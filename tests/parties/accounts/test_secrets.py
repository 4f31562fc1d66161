"""The secrets of second factors in the database: unreadable without the key of the site, and readable after a new key."""

import json
import time
from importlib import import_module

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from django.test import Client

from parties.accounts.secrets import decrypt, encrypt

from .signing_in import is_signed_in, sign_in
from .test_second_factor import AUTHENTICATE, code_of, connect_app

pytestmark = pytest.mark.django_db
NEW_KEY = "een heel andere sleutel, die niemand anders op de wereld kent"


@pytest.fixture
def secret(client, tenant) -> str:
    """Tess connected an app; with its key."""
    sign_in(client, tenant.email)
    return connect_app(client)


def stored() -> str:
    return json.dumps(list(Authenticator.objects.order_by("pk").values_list("data", flat=True)))


def comes_in(person, secret: str) -> bool:
    browser = Client()
    with time_machine.travel(time.time() + 60):
        sign_in(browser, person.email)
        browser.post(AUTHENTICATE, {"code": code_of(secret)})
    return is_signed_in(browser)


def store_plain(secret: str) -> None:
    Authenticator.objects.filter(type="totp").update(data={"secret": secret})
    Authenticator.objects.filter(type="recovery_codes").update(data={"migrated_codes": ["12345678", "87654321"]})


def test_a_copy_of_the_database_holds_no_secret(client, tenant, secret):
    assert secret not in stored()
    assert [row["type"] for row in Authenticator.objects.values("type").order_by("type")] == ["recovery_codes", "totp"]
    assert all(text.startswith("fernet:") for row in Authenticator.objects.all() for text in row.data.values() if text)
    assert comes_in(tenant, secret)


def test_equal_secrets_look_different():
    assert encrypt("zelfde") != encrypt("zelfde")
    assert decrypt(encrypt("zelfde")) == "zelfde"


def test_a_secret_that_was_stored_plain_still_works_and_is_encrypted_by_the_update(tenant, secret):
    store_plain(secret)
    assert comes_in(tenant, secret)
    import_module("parties.migrations.0005_encrypt_second_factors").encrypt(apps, connection.schema_editor())
    assert secret not in stored()
    assert "12345678" not in stored()
    assert Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes() == ["12345678", "87654321"]
    assert decrypt(Authenticator.objects.get(type="totp").data["secret"]) == secret


def test_after_a_new_key_the_old_one_still_opens_until_the_command_has_run(tenant, secret, settings, capsys):
    old = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW_KEY, [old]
    assert comes_in(tenant, secret)
    call_command("encrypt_second_factors")
    call_command("encrypt_second_factors")
    assert capsys.readouterr().out.splitlines() == ["Encrypted anew: 2.", "Encrypted anew: 0."]
    settings.SECRET_KEY_FALLBACKS = []
    assert Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    assert decrypt(Authenticator.objects.get(type="totp").data["secret"]) == secret


def test_without_the_old_key_nothing_opens_and_the_log_says_what_to_do(secret, settings):
    settings.SECRET_KEY = NEW_KEY
    with pytest.raises(ImproperlyConfigured, match="put that key into SECRET_KEY_FALLBACKS"):
        decrypt(Authenticator.objects.get(type="totp").data["secret"])
