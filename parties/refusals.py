"""How a write says no to a person who may do it."""


class NotAllowedNowError(Exception):
    """The person may do this, but not at this moment; the text says why, and what to do."""
