"""The watch itself: a page that does what it should not is noticed; the pages are made up, so that none of ours has to be bad."""

import pytest

from .looking import DESKTOP, PHONE, at_width, look_at, look_with_axe
from .watch import hear_out

POLICY = {"Content-Security-Policy": "default-src 'self'; img-src data:; connect-src *"}
HEAD = "<!doctype html><html lang='nl'><meta charset='utf-8'><title>Proef – Driehoek</title><link rel='icon' href='data:,'>"
PAGE = HEAD + "<main><h1>Proef</h1>%s</main>"


@pytest.fixture
def show(page):
    """Show this body at an address of the live server."""

    def show(body: str) -> None:
        page.route("**/proef/", lambda route: route.fulfill(body=PAGE % body, content_type="text/html", headers=POLICY))
        page.goto("/proef/")
        hear_out(page)

    return show


@pytest.fixture
def findings(watch):
    """What the watch noted, taken over by the test so that it does not fail for it."""

    def findings() -> str:
        noted = "\n".join(watch.findings)
        watch.expect("")
        return noted

    return findings


def test_a_quiet_page_has_no_findings(show, watch, page, axe):
    show("<p>Niets aan de hand.</p>")
    axe(page)
    assert watch.findings == []


def test_a_request_to_another_host_is_noted(show, findings, page):
    show("<p></p>")
    with page.expect_request("**/teller"):
        page.evaluate("fetch('https://elders.example/teller').catch(() => {})")
    assert "asked another host: https://elders.example/teller" in findings()


def test_an_inline_script_breaks_the_policy_and_is_noted(show, findings):
    show("<script>document.title = 'ongevraagd'</script>")
    assert "content security policy: script-src-elem refused inline" in findings()


def test_an_error_on_the_console_is_noted(show, findings, page):
    show("<p></p>")
    page.evaluate("console.error('stuk')")
    hear_out(page)
    assert "console: stuk" in findings()


def test_axe_tells_what_is_wrong_and_where(show, page, axe):
    show("<img src='data:,' id='plaatje'>")
    with pytest.raises(AssertionError, match=r"image-alt \(critical\).*\n.*#plaatje"):
        axe(page)


@pytest.mark.parametrize("style", ["p {color: #eee}", "main {background: #333}", "body {background: #333}"])
def test_what_looks_different_in_a_narrow_window_is_asked_again(show, page, style):
    css = f"@media (max-width: 400px) {{ {style} }}"
    page.route("**/stijl.css", lambda route: route.fulfill(body=css, content_type="text/css"))
    at_width(page, DESKTOP)
    show("<link rel='stylesheet' href='/stijl.css'><section><p>Leesbaar</p></section>")
    look_with_axe(page)
    at_width(page, PHONE)
    with pytest.raises(AssertionError, match="color-contrast"):
        look_with_axe(page, again=True)


def test_what_is_seen_in_a_narrow_window_alone_is_asked_there(show, page):
    css = "p {display: none; color: #eee} @media (max-width: 400px) { p {display: block} }"
    page.route("**/stijl.css", lambda route: route.fulfill(body=css, content_type="text/css"))
    show("<link rel='stylesheet' href='/stijl.css'><p>Nergens leesbaar</p>")
    with pytest.raises(AssertionError, match="color-contrast"):
        look_at(page, DESKTOP, PHONE)
