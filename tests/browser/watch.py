"""What a page should never do, noted while it does."""

from contextlib import suppress
from urllib.parse import urlsplit

from playwright.sync_api import Error

# Milliseconds. Only what never comes waits so long; a machine that does five other things at once is no reason to fail.
PATIENCE = 30_000
# A violation is also logged to the console, but not in every version and not for every directive.
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
    console.error(`content security policy: ${event.effectiveDirective} refused ${event.blockedURI}`))
"""


def hear_out(page) -> None:
    """What the page said last is still on its way; it comes before the answer to a question that was asked later."""
    with suppress(Error):  # a page that is leaving says nothing more
        page.evaluate("new Promise((done) => setTimeout(done))")


class Watch:
    """Notes requests to other hosts, errors on the console, violations of the content security policy and uncaught exceptions."""

    def __init__(self, context, origin: str):
        self._noted: list[str] = []
        self._expected: list[str] = []
        self._origin = origin
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("request", self._note_request)
        context.on("console", self._note_message)
        context.on("weberror", lambda error: self._noted.append(f"uncaught: {error.error}"))

    @property
    def findings(self) -> list[str]:
        """What was noted and not expected."""
        return [finding for finding in self._noted if not any(text in finding for text in self._expected)]

    def expect(self, text: str) -> None:
        """Accept findings with this text in them: a test of a page that is refused sees the browser log its 403."""
        self._expected.append(text)

    def _note_request(self, request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob", "about"} and f"{parts.scheme}://{parts.netloc}" != self._origin:
            self._noted.append(f"asked another host: {request.url}")

    def _note_message(self, message) -> None:
        if message.type == "error":
            self._noted.append(f"console: {message.text} ({message.location.get('url', '')})")
