"""The id of the request that is being answered: in the log, on the page of an error, in its mail, and in the answer."""

import re
import uuid
from contextvars import ContextVar

from django.conf import settings

HEADER = "X-Request-ID"
WELL_FORMED = re.compile(r"[0-9A-Za-z._-]{8,64}")
_current: ContextVar[str] = ContextVar("request_id", default="")


def begin_request(request) -> str:
    """The id that our own proxy gave, when it is well-formed; what a visitor made up does not count."""
    given = request.headers.get(HEADER, "") if settings.BEHIND_PROXY else ""
    found = given if WELL_FORMED.fullmatch(given) else uuid.uuid4().hex
    _current.set(found)
    return found


def current_request_id() -> str:
    """Empty outside a request, such as in a command."""
    return _current.get()
