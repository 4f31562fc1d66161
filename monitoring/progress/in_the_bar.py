"""The number in the bar of every page: how many actions wait for the person who looks."""

import time

from monitoring.progress.my_page import MANY
from monitoring.progress.waiting import waiting_in_rounds

KEPT_FOR = 60  # seconds
_KEPT = "number_in_bar"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


def number_in_bar(request) -> int:
    """How much waits for the person; a page that asked it already has it in request.number_waiting. At most three queries.

    In a hundred agreements it takes three milliseconds of every page. Who has more than MANY rounds under way
    is told what was counted at most a minute ago, until the person does something (ForgetNumberMiddleware); others what waits.
    """
    known, now = getattr(request, "number_waiting", None), int(time.time())
    number, until = request.session.get(_KEPT, (None, 0))
    is_kept = number is not None and until - KEPT_FOR <= now < until
    if known is None and is_kept:
        return number
    rounds = waiting_in_rounds(request.user) if known is None else known
    counted = sum(rounds.values())
    if (known is None and len(rounds) > MANY) or (is_kept and counted != number):
        request.session[_KEPT] = (counted, now + KEPT_FOR)
    return counted


class ForgetNumberMiddleware:
    """Whoever does something sees on the next page what waits then: the session keeps the number no longer."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in _SAFE:
            request.session.pop(_KEPT, None)
        return self.get_response(request)
