"""An error that a page ended in, mailed to the administrators: which one, where, and the id of the request.

Nothing of what was typed, of who typed it, or of the settings is in the mail, as nothing is in the log: only kinds and places.
The same error comes once an hour, and no more than ERROR_MAILS_PER_HOUR in all, whatever number of processes there is.
"""

import hashlib
import logging
import time

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from operations.watching.log import causes_of
from operations.watching.request_id import current_request_id
from parties.mail import post
from parties.models import User

logger = logging.getLogger(__name__)
WHY = gettext_lazy("You get this mail because you are the administrator of Driehoek.")
HOUR = 60 * 60


def tell_of_error(error: BaseException, request) -> None:
    """Mail it. Where that fails the page must not fail by it as well: the log has the error itself."""
    try:
        _tell(error, request)
    except (DatabaseError, OSError):
        logger.warning("The mail about an error could not be stored.", exc_info=True)


def _tell(error: BaseException, request) -> None:
    causes = causes_of(error)
    is_last = _counted(causes)
    if is_last is None:
        return
    found = getattr(request, "resolver_match", None)
    context = {
        "causes": causes,
        "kind": causes[0]["kind"],
        "method": getattr(request, "method", ""),
        "route": found.route if found else "",
        "request_id": current_request_id(),
        "at": timezone.localtime(),
        "is_last": is_last,
    }
    with transaction.atomic():
        for person in User.objects.filter(is_superuser=True, is_active=True).order_by("pk"):
            post("site_error", to=person, context=context, why=WHY)


def _counted(causes: list[dict]) -> bool | None:
    """Whether this is the last mail of this hour; None when this error, or enough of them, was told of already."""
    same = hashlib.sha256(repr(causes).encode()).hexdigest()
    if not cache.add(f"error-mail-{same}", 1, HOUR):
        return None
    hour = int(time.time() // HOUR)
    for number in range(1, settings.ERROR_MAILS_PER_HOUR + 1):
        if cache.add(f"error-mail-{hour}-{number}", 1, 2 * HOUR):  # one of all processes gets each number
            return number == settings.ERROR_MAILS_PER_HOUR
    return None
