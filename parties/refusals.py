"""Why something is not done."""

from django.contrib.messages import constants


class NotAllowedNow(Exception):  # noqa: N818 (it is no error of the program)
    """The person may do this, but not as things stand; the text says why, and what to do."""

    level = constants.ERROR  # of the message on the page
