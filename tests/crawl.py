"""Walking the whole site as someone: every page that a link leads to, every address given, every file in readable form."""

import io
import zipfile
from html import unescape
from re import findall, search
from urllib.parse import urldefrag, urljoin

from django.test import Client

from tests.pdf_text import text_of

MOST_PAGES = 1200
LINK = r'(?:href|data-hx-get|src|action)="([^"]+)"'


def crawl(client: Client, starts: list[str], *, leave_out: str = r"(?!)") -> dict[str, str]:
    """What every address gives that the person can reach from the starts, by address; what is not given is left out.

    leave_out is a pattern of links that are not followed, such as the filters of a list.
    """
    found: dict[str, str] = {}
    waiting = list(dict.fromkeys(starts))
    seen = set(waiting)
    while waiting:
        address = waiting.pop()
        response = client.get(address, follow=True)
        if response.status_code != 200:
            continue
        body = b"".join(response.streaming_content) if response.streaming else response.content
        found[address] = _readable(body, response["Content-Type"])
        links = findall(LINK, found[address]) if "html" in response["Content-Type"] else []
        for link in links:
            further = urldefrag(urljoin(address, unescape(link))).url
            is_ours = further.startswith("/") and not further.startswith(("/static/", "//"))
            if is_ours and further not in seen and not search(leave_out, further):
                seen.add(further)
                waiting.append(further)
        assert len(found) < MOST_PAGES, "this walk does not end"
    return found


def _readable(body: bytes, kind: str) -> str:
    """The words in the file: of a PDF its text, of a Word, Excel or OpenDocument file all that is packed in it."""
    if body.startswith(b"%PDF"):
        return text_of(body)
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    return body.decode("utf-8", "replace")
