"""Documents are made within a time, so that no text of anybody holds a worker of the site."""

from collections.abc import Callable
from functools import partial, wraps

from django.conf import settings
from django.utils.translation import gettext as _

from parties.files.time_limit import TooSlowError, within


class NotMadeError(ValueError):
    """The document cannot be made; the message says why and what to do."""


def within_render_time(make: Callable[..., bytes]) -> Callable[..., bytes]:
    """The function, which makes bytes without queries; NotMadeError when it takes too long."""

    @wraps(make)
    def make_in_time(*args, **kwargs) -> bytes:
        try:
            return within(settings.RENDER_SECONDS, partial(make, *args, **kwargs))
        except TooSlowError as error:
            sentence = _("Making this document takes too long. Try again later, or download another kind of file.")
            raise NotMadeError(sentence) from error

    return make_in_time
