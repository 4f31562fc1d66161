"""Asks a server over HTTP and keeps what each answer took: seconds, its processor time and queries, and its bytes."""

import http.client
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode

AT_ONCE = 8
FINE = {200, 302, 303}


@dataclass(frozen=True)
class Answer:
    seconds: float
    cpu: float  # milliseconds of the server's processor; -1 of a server that does not say
    queries: int
    bytes: int
    body: bytes = field(repr=False, default=b"")
    csrf: str = ""


def ask(port: int, path: str, cookie: str, *, count: bool = False, form: dict[str, str] | None = None) -> Answer:
    """One request on a connection of its own; what is no success ends the benchmark."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    headers = {"Cookie": cookie, **({"X-Bench-Count": "1"} if count else {})}
    body = None
    if form is not None:
        body = urlencode(form)
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    start = time.perf_counter()
    connection.request("GET" if form is None else "POST", path, body=body, headers=headers)
    response = connection.getresponse()
    content = response.read()
    seconds = time.perf_counter() - start
    connection.close()
    if response.status not in FINE or (form is not None and response.status == 200):
        raise SystemExit(f"{path} answered {response.status}: {content[:300].decode(errors='replace')}")
    cpu, queries = response.headers.get("X-Bench-Cpu", "-1"), response.headers.get("X-Bench-Queries", "0")
    given = SimpleCookie(response.headers.get("Set-Cookie", ""))
    token = next((morsel.value for name, morsel in given.items() if name.endswith("csrftoken")), "")
    return Answer(seconds, float(cpu), int(queries), len(content), content, token)


class _Forms(HTMLParser):
    """The fields of each form of a page, as a browser would send them unchanged."""

    def __init__(self):
        super().__init__()
        self.forms: dict[str, dict[str, str]] = {}
        self._fields: dict[str, str] = {}

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag == "form":
            self._fields = self.forms.setdefault(found.get("action") or "", {})
        elif tag == "input" and found.get("name") and found.get("type") not in {"checkbox", "radio", "file", "submit"}:
            self._fields[found["name"]] = found.get("value") or ""


def fields_of(page: bytes, address: str) -> dict[str, str]:
    """Those of the form of the page that is sent to this address."""
    reader = _Forms()
    reader.feed(page.decode())
    for action, fields in reader.forms.items():
        if action.partition("?")[0] == address or (not action and "csrfmiddlewaretoken" in fields):
            return fields
    raise SystemExit(f"There is no form for {address}: {sorted(reader.forms)}")


def post(port: int, write: dict, cookie: str, *, count: bool = False) -> Answer:
    """Open the page, fill in its form and send it; what sending took."""
    page = ask(port, write["page"], cookie)
    fields = fields_of(page.body, write["to"]) | write["fields"]
    return ask(port, write["to"], f"{cookie}; csrftoken={page.csrf}", count=count, form=fields)


def a_second(job: Callable[[], object], times: int) -> float:
    """How many a second, eight at once."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        start = time.perf_counter()
        list(pool.map(lambda _number: job(), range(times)))
        return times / (time.perf_counter() - start)
