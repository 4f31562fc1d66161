"""Headers, cookies and settings that keep a site safe, and what the admin does not show."""

import os
import re
import subprocess
import sys
from datetime import datetime, timedelta

import pytest
import time_machine
from django.conf import settings as our_settings
from django.contrib import admin
from django.utils import timezone

from tests.seals import make_certificate, write_seal

pytestmark = pytest.mark.django_db
SETTINGS = ["SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "DEVICE_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"]
SITE = {"SITE_URL": "https://driehoek.example", "SECRET_KEY": "x" * 60 + "9aZ!", "EMAIL_URL": "smtp://localhost:25"}

OIDC = {"OIDC_SERVER_URL": "https://idp.example", "OIDC_CLIENT_ID": "driehoek", "OIDC_CLIENT_SECRET": "geheim"}


def started(tmp_path, program: str, **environment) -> subprocess.CompletedProcess:
    """Start with the site's own settings and this environment, and run a line."""
    return ran(tmp_path, f"import django; django.setup(); from django.conf import settings; {program}", **environment)


def read(tmp_path, program: str, **environment) -> subprocess.CompletedProcess:
    """Read the site's own settings with this environment, and run a line: all that refuses a setting, in a fifth of the time."""
    return ran(tmp_path, f"from django.conf import settings; settings.DEBUG; {program}", **environment)


def ran(tmp_path, program: str, **environment) -> subprocess.CompletedProcess:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=our_settings.BASE_DIR,
        env={**kept, "DJANGO_SETTINGS_MODULE": "config.settings", "DATA_DIR": str(tmp_path)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


# -- The seal


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ("SEAL_ROOTS", "SEAL_ROOTS is missing"),
        ("SEAL_PASSPHRASE_FILE", "SEAL_PASSPHRASE_FILE is missing"),
        ("wrong passphrase", "does not open it as PKCS#12"),
        ("", ""),
    ],
)
def test_a_seal_that_cannot_be_set_stops_the_start(tmp_path, missing, sentence):
    root = make_certificate("Root", use="authority")
    files = write_seal(tmp_path / "seal", make_certificate("Zegel", issuer=root), root)
    files.pop(missing, None)
    if missing == "wrong passphrase":
        (tmp_path / "seal" / "passphrase").write_text("iets anders")
    done = read(tmp_path, "print(bool(settings.SEAL_CERTIFICATE))", **files)
    assert (done.returncode != 0) == bool(missing)
    assert sentence in done.stderr


# -- Headers


def test_every_answer_says_what_a_browser_may_do_with_it(client, cast):
    client.force_login(cast.tenant)
    for path in ("/", "/bestaat-niet/", "/beheer/", "/account/"):
        headers = client.get(path).headers
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "camera=()" in headers["Permissions-Policy"]
        assert "publickey-credentials-get=(self)" in headers["Permissions-Policy"]


def test_a_page_of_someone_who_is_signed_in_is_kept_nowhere(client, cast):
    client.force_login(cast.tenant)
    for path in ("/", cast.agenda.get_absolute_url(), "/account/"):
        assert "no-store" in client.get(path)["Cache-Control"]


def test_cookies_are_out_of_reach_of_scripts(client, cast):
    cast.tenant.set_password("een lang wachtwoord")
    cast.tenant.save()
    client.get("/account/login/")
    client.post("/account/login/", {"login": cast.tenant.email, "password": "een lang wachtwoord"})
    cookies = {name: client.cookies[name] for name in ("sessionid", "csrftoken", "device")}
    assert {name: (bool(cookie["httponly"]), cookie["samesite"]) for name, cookie in cookies.items()} == dict.fromkeys(
        cookies, (True, "Lax")
    )


def test_on_https_cookies_belong_to_the_host_alone_and_the_browser_is_told_to_stay_on_https(tmp_path):
    program = (
        f"print([getattr(settings, name) for name in {SETTINGS}], settings.SECURE_HSTS_SECONDS, settings.SECURE_SSL_REDIRECT)"
    )
    done = read(tmp_path, program, **SITE)
    expected = "['__Host-sessionid', '__Host-csrftoken', '__Host-device', True, True] 31536000 True"
    assert done.stdout.strip() == expected, done.stderr


# -- Settings


@pytest.mark.parametrize(
    ("environment", "roles"),
    [
        ({}, ["superuser"]),
        ({"DEBUG": "1"}, []),
        (SITE, ["superuser"]),
        ({**SITE, "MFA_REQUIRED_FOR": "coordinator,signatory"}, ["coordinator", "signatory", "superuser"]),
    ],
)
def test_a_second_factor_is_asked_of_superusers_outside_debug_and_of_the_roles_that_one_names(tmp_path, environment, roles):
    done = read(tmp_path, "print(sorted(settings.MFA_REQUIRED_FOR))", **environment)
    assert done.stdout.strip() == str(roles), done.stderr


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        (
            {"MFA_REQUIRED_FOR": "coordinatr"},
            "MFA_REQUIRED_FOR names coordinatr: it knows coordinator, editor, reader, signatory, superuser.",
        ),
        ({"OIDC_SERVER_URL": "https://idp.example"}, "OIDC_CLIENT_ID is missing: OIDC_SERVER_URL needs it."),
        (OIDC, "OIDC_EMAIL_DOMAINS is missing: OIDC_SERVER_URL needs it."),
        ({**OIDC, "OIDC_EMAIL_DOMAINS": "waterhoek.example,@gmail.example"}, "OIDC_EMAIL_DOMAINS names @gmail.example:"),
        (
            {"MAIL_PER_SENDER": "veel"},
            "MAIL_PER_SENDER is veel: write how many mails go in an hour and in a day, such as 100/400.",
        ),
        ({**SITE, "DEBUG": "1"}, "DEBUG is on and others reach https://driehoek.example:"),
        ({**SITE, "SECRET_KEY": "9aZ!" * 12 + "x"}, "SECRET_KEY can be guessed: a key has at least 50 characters, at random."),
        ({**SITE, "SECRET_KEY_FALLBACKS": "9aZ!" * 20 + ",kort"}, "SECRET_KEY_FALLBACKS can be guessed:"),
    ],
)
def test_a_setting_that_is_wrong_stops_the_start_with_a_sentence(tmp_path, environment, sentence):
    done = read(tmp_path, "pass", **environment)
    assert done.returncode != 0
    assert sentence in done.stderr


def test_a_trial_on_this_machine_goes_without_a_key_and_with_debug(tmp_path):
    assert started(tmp_path, "pass", DEBUG="1", SECRET_KEY="kort").returncode == 0


@pytest.mark.parametrize("mode", [None, 0o755, 0o770])
def test_nobody_else_on_the_machine_reads_the_data(tmp_path, mode):
    data = tmp_path / "data"
    if mode:
        data.mkdir()
        data.chmod(mode)
    done = read(tmp_path, "pass", DATA_DIR=str(data))
    assert (done.returncode, data.stat().st_mode & 0o777) == (0, 0o700), done.stderr


def test_the_settings_of_a_site_pass_djangos_own_check(tmp_path):
    program = "from django.core.management import call_command; call_command('check', deploy=True, fail_level='WARNING')"
    done = started(tmp_path, program, **SITE, BEHIND_PROXY="1")
    assert (done.returncode, "no issues" in done.stdout) == (0, True), done.stderr


def test_the_address_of_a_visitor_comes_from_the_proxy_only_when_there_is_one(tmp_path):
    program = "print(settings.ALLAUTH_TRUSTED_PROXY_COUNT)"
    assert read(tmp_path, program, **SITE).stdout.strip() == "0"
    assert read(tmp_path, program, **SITE, BEHIND_PROXY="1").stdout.strip() == "1"
    assert read(tmp_path, program, **SITE, BEHIND_PROXY="1", PROXY_COUNT="2").stdout.strip() == "2"


# -- security.txt


def test_someone_who_finds_a_leak_reads_whom_to_tell(client, settings):
    settings.SECURITY_CONTACT = "mailto:veilig@waterhoek.example"
    response = client.get("/.well-known/security.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    assert fields["Contact"] == "mailto:veilig@waterhoek.example"
    assert fields["Canonical"] == "http://127.0.0.1:8000/.well-known/security.txt"


@pytest.mark.parametrize("years", [0, 10])
def test_it_is_always_valid_and_never_for_more_than_a_year(client, years):
    with time_machine.travel(timezone.now() + timedelta(days=365 * years)):
        text = client.get("/.well-known/security.txt").content.decode()
        expires = datetime.fromisoformat(re.search(r"^Expires: (.*)$", text, flags=re.MULTILINE)[1])
        assert timedelta(days=100) < expires - timezone.now() < timedelta(days=366)


# -- The admin


def test_the_admin_shows_no_mails_secrets_or_sessions():
    """A superuser who reads a queued mail could follow its link; a second factor would show its key."""
    labels = {model._meta.app_label for model in admin.site._registry}
    assert labels <= {"agreements", "monitoring", "parties"}


def test_ones_own_password_is_changed_on_the_account_page_and_one_signs_out_there(client, cast):
    client.force_login(cast.officer)
    assert client.get("/beheer/password_change/")["Location"] == "/account/password/change/"
    assert client.get("/beheer/logout/")["Location"] == "/account/logout/"
