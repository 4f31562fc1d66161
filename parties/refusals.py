"""Why something is not done."""

from django.contrib.messages import constants


class NotAllowedNowError(Exception):
    """The person may do this, but not as things stand; the text says why, and what to do."""

    level = constants.ERROR  # of the message on the page
