"""One row of the access matrix, and what many rows have in common."""

from collections.abc import Callable
from dataclasses import dataclass

from .site import Site


@dataclass(frozen=True)
class Row:
    """Where, and the status for each role in the order of ROLES; "in" is the way to the login."""

    address: Callable[[Site], str]
    get: str
    post: str


def at(address: str) -> Callable[[Site], str]:
    """An address that is the same whatever there is."""
    return lambda site: address


# anonymous  outsider  reader  editor  coordinator  signatory  other_editor  superuser
READ = "in 404 200 200 200 200 200 200"
EVERYONE = "in 200 200 200 200 200 200 200"
NOT_THIS_WAY = "in 405 405 405 405 405 405 405"
LED_ON = "in 302 302 302 302 302 302 302"
NOTHING_THERE = "in 404 404 404 404 404 404 404"
PUBLIC = "200 200 200 200 200 200 200 200"
PUBLIC_ONLY_READ = "405 405 405 405 405 405 405 405"
