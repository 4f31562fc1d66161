"""Rules about the code itself. An exception stands here, with its reason, or it is a mistake."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import URLPattern, get_resolver, resolve, reverse
from simple_history.models import HistoricalChanges

ROOT = Path(settings.BASE_DIR)
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
OUR_APPS = [name for name in ("parties", "agreements", "monitoring") if apps.is_installed(name)]

WITHOUT_HISTORY = {
    "parties.User_groups": "rights come from memberships; nothing reads Django's groups",
    "parties.User_user_permissions": "rights come from memberships; nothing reads Django's permissions",
    "monitoring.Visit": "what someone looked at is nobody else's: two moments, overwritten",
}
NOT_A_BULK_WRITE = {
    "agreements/exports/pdf/fonts.py: os.environ.update": "the environment, not a table",
    "agreements/exports/pdf/writing.py: digest.update": "hashlib",
}
PUBLIC = {
    "invitation": "who is invited has no account yet; the link is the secret",
    "account_login": "how else to get in",
    "account_logout": "also in the middle of signing in, between password and second factor",
    "account_signup": "tells that people come by invitation",
    "account_inactive": "tells that one is not signed in",
    "account_confirm_email": "a link in a mail",
    "account_email_verification_sent": "tells to look in the mail",
    "account_confirm_login_code": "leads to the login: there are no codes by mail",
    "account_reset_password": "who forgot the password",
    "account_reset_password_done": "tells to look in the mail",
    "account_reset_password_from_key": "a link in a mail",
    "account_reset_password_from_key_done": "tells that the password is set",
    "mfa_authenticate": "the second step, after the password",
    "mfa_login_webauthn": "a passkey instead of a password",
    "openid_connect_login": "off to the organisation's own sign-in",
    "openid_connect_callback": "and back",
    "socialaccount_login_cancelled": "tells that one stopped",
    "socialaccount_signup": "leads to the login: nobody signs up",
    "security_txt": "RFC 9116",
    "set_language": "the login page itself is read in Dutch or English",
}
PLAUSIBLE = {"int": "1", "slug": "heumen-2023-2026", "year": "2024", "str": "x"}

MODULE_LINES = 350
TEMPLATE_LINES = 130


def python_files(*folders: str) -> list[Path]:
    """Our own modules in these folders, without the migrations."""
    files = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in files if "migrations" not in path.parts)


def too_long(files: list[Path], limit: int) -> dict[str, int]:
    lines = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    return {name: count for name, count in lines.items() if count > limit}


# -- History


def test_every_model_has_history():
    models = [model for app in OUR_APPS for model in apps.get_app_config(app).get_models(include_auto_created=True)]
    own = [model for model in models if not issubclass(model, HistoricalChanges)]
    untracked = {model._meta.label for model in own if not hasattr(model._meta, "simple_history_manager_attribute")}
    assert untracked == set(WITHOUT_HISTORY)


def test_nothing_writes_past_the_history():
    """QuerySet.update() and its kin send no signals, so they leave no history."""
    past_history = {"update", "aupdate", "bulk_create", "abulk_create", "bulk_update", "abulk_update", "_raw_delete"}
    found = set()
    for path in python_files("config", *OUR_APPS):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in past_history:
                found.add(f"{path.relative_to(ROOT)}: {ast.unparse(node.func)}")
    assert found == set(NOT_A_BULK_WRITE)


# -- Who gets in


def addresses(patterns, *, route: str = "", namespaces: tuple[str, ...] = ()) -> Iterator[tuple[str, str, URLPattern]]:
    """Every address outside the admin: its name, its route from the root, its pattern."""
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield ":".join([*namespaces, pattern.name or here]), here, pattern
        elif pattern.namespace != "admin":
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from addresses(pattern.url_patterns, route=here, namespaces=inner)


def test_every_view_asks_for_a_login_except_the_public_ones():
    """The middleware reads this attribute; a decorator that forgets to copy it would not show in the next test."""
    open_to_all = {
        name
        for name, _, pattern in addresses(get_resolver().url_patterns)
        if not getattr(pattern.callback, "login_required", True)
    }
    assert open_to_all == set(PUBLIC)


def test_a_visitor_who_is_not_signed_in_is_sent_to_the_login(client):
    """Without a database: who is not signed in does not even reach the view."""
    answers = {}
    for name, route, _ in addresses(get_resolver().url_patterns):
        if name not in PUBLIC:
            url = "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda part: PLAUSIBLE[part[1] or "str"], route)
            resolve(url)
            response = client.get(url)
            answers[name] = (response.status_code, response.headers.get("Location", "").partition("?")[0])
    assert answers
    assert {name: answer for name, answer in answers.items() if answer != (302, reverse("account_login"))} == {}


def test_a_visitor_who_is_not_signed_in_does_not_enter_the_admin(client):
    response = client.get(reverse("admin:index"))
    assert response.status_code == 302
    assert response.headers["Location"].partition("?")[0] in {reverse("account_login"), reverse("admin:login")}


# -- Start-up


def test_heavy_libraries_are_loaded_where_they_are_used():
    """WeasyPrint alone takes a second; ruff forbids it at the top of a module, this sees every other way."""
    heavy = PYPROJECT["tool"]["ruff"]["lint"]["flake8-tidy-imports"]["banned-module-level-imports"]
    program = f"import sys, django; django.setup(); import config.urls; print([name for name in {heavy} if name in sys.modules])"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"}
    started = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert (started.stdout.strip(), started.returncode) == ("[]", 0), started.stderr


# -- Files


@pytest.mark.parametrize("app", OUR_APPS)
def test_migrations_are_named(app):
    assert [path.name for path in (ROOT / app / "migrations").glob("*_auto_*.py")] == []


def test_modules_are_not_too_long():
    scripts = [path for path in (ROOT / "static").rglob("*.js") if "vendor" not in path.parts]
    modules = python_files("config", "bench", "scripts", *OUR_APPS)
    assert too_long([*modules, *(ROOT / "scripts").glob("*.sh"), *scripts], MODULE_LINES) == {}


def test_templates_are_not_too_long():
    folders = [ROOT / "templates", *(ROOT / app / "templates" for app in OUR_APPS)]
    templates = [path for folder in folders for path in folder.rglob("*") if path.suffix in {".html", ".txt", ".xml"}]
    assert too_long(templates, TEMPLATE_LINES) == {}
