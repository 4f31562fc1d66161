"""Around every request: its id, a line in the log and its time in the metrics, without anything that a person is or typed."""

import logging
import time

from django.conf import settings

from operations.watching.metrics import count_request
from operations.watching.request_id import HEADER, begin_request

logger = logging.getLogger(__name__)


class WatchMiddleware:
    """The first one, so that what the others refuse is seen as well."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request_id, began = begin_request(request), time.perf_counter()
        response = self.get_response(request)
        seconds = time.perf_counter() - began
        response.headers[HEADER] = request_id
        if not request.path_info.startswith(settings.STATIC_URL):
            _note(request, response.status_code, seconds)
        return response


def _note(request, status: int, seconds: float) -> None:
    found = request.resolver_match
    # The pattern of the address and its name: the address itself may hold a token, a search word or a file's name.
    route, view = (found.route, found.view_name) if found else ("", "")
    data = {"method": _method(request), "route": route, "status": status, "milliseconds": round(seconds * 1000)}
    logger.info("Answered", extra={"data": data})
    if settings.METRICS_TOKEN:
        count_request(method=_method(request), view=view, status=status, seconds=seconds)


def _method(request) -> str:
    """A visitor may send any word as the method."""
    return request.method if request.method in {"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"} else "OTHER"
