"""The watch itself: a page that does what it should not is noticed; the pages are made up, so that none of ours has to be bad."""

import pytest

from .watch import hear_out

POLICY = {"Content-Security-Policy": "default-src 'self'; img-src data:; connect-src *"}
PAGE = "<!doctype html><html lang='nl'><title>Proef</title><link rel='icon' href='data:,'><main><h1>Proef</h1>%s</main>"


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
