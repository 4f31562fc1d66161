"""Walking the whole site as someone: every page that a link leads to, every address given, every file in readable form."""

import io
import zipfile
from functools import lru_cache, partial
from html import unescape
from re import findall, search, sub
from urllib.parse import urldefrag, urljoin

from django.test import Client

from tests.pdf_text import text_of

MOST_PAGES = 1600
# A form of the writing page is the same whichever part one came from, and so is the login: only where one returns to differs.
SAME = r"((?:/schrijven/[a-z]+/\d+/[a-z-]+/)(?=\?deel=[^&]*$)|^/account/login/(?=\?)).*"
LINK = r'(?:href|data-hx-get|src|action)="([^"]+)"'


def crawl(client: Client, starts: list[str], *, leave_out: str = r"(?!)", each_kind_once: bool = False) -> dict[str, str]:
    """What every address gives that the person can reach from the starts, by address; what is not given is left out.

    leave_out is a pattern of links that are not followed, such as the filters of a list. With each_kind_once, of the links that
    only ask about another row, year or day of the same kind, one is followed; every page that asks nothing is.
    """
    found: dict[str, str] = {}
    waiting = list(dict.fromkeys(starts))
    seen = set(waiting)
    kinds = {kind_of(address) for address in waiting}
    while waiting:
        address = waiting.pop()
        response = client.get(address)
        further = _led_on(address, response)
        if response.status_code == 200:
            body = b"".join(response.streaming_content) if response.streaming else response.content
            found[address] = _readable(body, response["Content-Type"])
            links = findall(LINK, found[address]) if "html" in response["Content-Type"] else []
            further = [link for link in map(partial(_from, address), links) if _is_ours(link) and not search(leave_out, link)]
        for link in dict.fromkeys(further):
            if link not in seen and not (each_kind_once and kind_of(link) in kinds):
                waiting.append(link)
                kinds.add(kind_of(link))
        seen.update(further)
        assert len(found) < MOST_PAGES, "this walk does not end"
    return found


def kind_of(address: str) -> str:
    """The same for addresses that differ only in what they ask about; of a page that asks nothing, the address itself."""
    page, mark, asked = address.partition("?")
    return sub(r"\d+", "0", page) + mark + sub(r"\d[^&]*", "", asked) if mark else page


def _led_on(address: str, response) -> list[str]:
    """Where the answer leads: a page of its own, whose links begin there, and that others lead to as well."""
    if response.status_code not in {301, 302}:
        return []
    further = _from(address, response["Location"])
    return [further] if _is_ours(further) else []


def _from(address: str, link: str) -> str:
    return sub(SAME, r"\1", urldefrag(urljoin(address, unescape(link))).url)


def _is_ours(address: str) -> bool:
    return address.startswith("/") and not address.startswith(("/static/", "//"))


_words_of = lru_cache(maxsize=200)(text_of)  # different people get the same document


def _readable(body: bytes, kind: str) -> str:
    """The words in the file: of a PDF its text, of a Word, Excel or OpenDocument file all that is packed in it."""
    if body.startswith(b"%PDF"):
        return _words_of(body)
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    return body.decode("utf-8", "replace")
