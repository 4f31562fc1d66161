"""A real browser: Debian's Chromium, driven by Playwright against pytest-django's live server."""

import shutil

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from playwright.sync_api import expect, sync_playwright

from config.one_piece import in_one_piece

from .looking import look_with_axe
from .patience import read_once_it_is_there
from .watch import PATIENCE, Watch, hear_out

# The same engine without a window, toolbar and tab strip around every page, which take a third of the time.
CHROMIUM = shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Every page begins anew and lives a second: making its scripts fast takes longer than running them slowly.
    "--js-flags=--no-opt --no-maglev",
    # Whatever a page may ask for, no test leaves this machine.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def chromium():
    with pytest.MonkeyPatch.context() as patch:
        # Playwright's sync API keeps an event loop in this thread, which Django would take for asynchronous code.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        # As config/wsgi.py does it, which this server passes by.
        patch.setattr(WSGIHandler, "__call__", in_one_piece(WSGIHandler.__call__))
        read_once_it_is_there(patch)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            yield browser
            browser.close()


@pytest.fixture
def context(chromium, live_server):
    context = chromium.new_context(
        base_url=live_server.url, locale="nl-NL", timezone_id="Europe/Amsterdam", reduced_motion="reduce", accept_downloads=True
    )
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def watch(context, live_server):
    """What went wrong in the pages of this test; `watch.expect(text)` accepts a finding that the test is about."""
    watch = Watch(context, live_server.url)
    yield watch
    for page in context.pages:
        hear_out(page)
    assert not watch.findings, "The browser complained:\n" + "\n".join(watch.findings)


@pytest.fixture
def page(context, watch):
    """A page that fails the test when it asks another host, logs an error or breaks the content security policy."""
    return context.new_page()


@pytest.fixture
def sign_in(live_server):
    """`sign_in(page, user)`: the session cookie, without the form."""

    def sign_in(page, user) -> None:
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])

    return sign_in


@pytest.fixture
def axe():
    """`axe(page)`: no violations of WCAG 2.2 A and AA that a machine can find; `axe(page, "main")` looks at a part."""
    return look_with_axe
