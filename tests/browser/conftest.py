"""A real browser: Debian's Chromium, driven by Playwright against pytest-django's live server."""

import shutil

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect, sync_playwright

from .watch import PATIENCE, Watch

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
    # Whatever a page may ask for, no test leaves this machine.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
expect.set_options(timeout=PATIENCE)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="session")
def chromium():
    with pytest.MonkeyPatch.context() as patch:
        # Playwright's sync API keeps an event loop in this thread, which Django would take for asynchronous code.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
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
        page.wait_for_timeout(50)  # what the browser said last is still on its way
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
    # Only what is wrong: axe would else send a report of every element that is right.
    options = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}

    def axe(page, part: str | None = None) -> None:
        page.wait_for_load_state()
        if not page.evaluate("'axe' in window"):  # half a megabyte, which the next look at the same page finds there
            page.evaluate(AXE_SCRIPT)
        look = "([part, options]) => axe.run(part || document, options).then(({violations}) => violations)"
        violations = page.evaluate(look, [part, options])
        assert not violations, f"{page.url}\n{readable(violations)}"

    return axe


def readable(violations: list[dict]) -> str:
    """One line per rule, and under it where it is broken and how."""
    lines = []
    for violation in violations:
        lines.append(f"{violation['id']} ({violation['impact']}): {violation['help']}")
        for node in violation["nodes"]:
            lines.append(f"    {' '.join(map(str, node['target']))}    {node['html'][:160]}")
            lines += [f"        {check['message']}" for check in [*node["any"], *node["all"], *node["none"]]]
    return "\n".join(lines)
