"""Wrong passwords: after a few of them every next attempt waits, twice as long each time.

Three things are counted, each by the words that were typed, so that an account that does not exist locks like one that does:
one account from one place, one place for all accounts, and one account from all places. A browser in which the account signed in
before counts by itself: whoever guesses elsewhere does not keep the owner out of it.
"""

import hashlib
import ipaddress
import secrets
import time
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.core.cache import cache

MINUTE, HOUR, DAY = 60, 60 * 60, 24 * 60 * 60
KEPT = DAY  # a mistake is forgotten after a day without another one
DEVICE_AGE = 180 * DAY
DEVICE_SALT = "parties.accounts.device"


@dataclass(frozen=True)
class Guard:
    """One thing that is counted: how many mistakes are free, and the longest wait in seconds after that."""

    key: str
    free: int
    longest: int

    def delay(self, mistakes: int) -> int:
        """Seconds to wait after so many mistakes: nothing, then 1, 2, 4 … minutes."""
        return 0 if mistakes < self.free else min(MINUTE * 2 ** min(mistakes - self.free, 16), self.longest)

    @property
    def counter(self) -> str:
        return f"mistakes:{self.key}"

    @property
    def gate(self) -> str:
        return f"wait:{self.key}"


def guards_of(account: str, address: str, device: str = "") -> list[Guard]:
    """The counters of an attempt on this account from this address; device is a known browser's secret."""
    if device:
        return [Guard(_key("device", account, device), free=5, longest=HOUR)]
    return [
        Guard(_key("pair", account, network_of(address)), free=5, longest=HOUR),
        Guard(_key("address", network_of(address)), free=20, longest=HOUR),
        Guard(_key("account", account), free=50, longest=15 * MINUTE),
    ]


def take_turn(guards: list[Guard]) -> int:
    """0 when the password may be looked at now, else the seconds to wait.

    A turn counts as a mistake until it is given back: many attempts at the same moment count like as many after each other.
    Where one has had to wait already, only the first to close the gate has the turn.
    """
    if closed := cache.get_many([guard.gate for guard in guards]):
        return max(1, round(max(closed.values()) - time.time()))
    found = cache.get_many([guard.counter for guard in guards])
    mistakes = {guard: found.get(guard.counter, 0) for guard in guards}
    for guard in guards:
        delay = guard.delay(mistakes[guard])
        if delay and not cache.add(guard.gate, time.time() + delay, delay):
            return delay
    for guard in guards:
        cache.set(guard.counter, mistakes[guard] + 1, KEPT)
        if delay := guard.delay(mistakes[guard] + 1):
            cache.set(guard.gate, time.time() + delay, delay)
    return 0


def give_back(guards: list[Guard]) -> None:
    """After a right password: it was no mistake, and what this account did from here before is forgotten.

    The other counters keep the rest: with an account of one's own nobody wipes out what one tried on those of others.
    """
    own, *shared = guards
    cache.delete_many([own.counter, *(guard.gate for guard in guards)])
    for guard in shared:
        cache.set(guard.counter, max(0, cache.get(guard.counter, 0) - 1), KEPT)


def forget_account(account: str, address: str) -> None:
    """After a new password, set by mail or by its owner: the account is open again, everywhere."""
    pair, _, everywhere = guards_of(account, address)
    cache.delete_many([name for guard in (pair, everywhere) for name in (guard.counter, guard.gate)])


def network_of(address: str) -> str:
    """The address, or for IPv6 the network that one subscriber has: 2^64 addresses count as one."""
    parsed = ipaddress.ip_address(address)
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network(f"{parsed}/64", strict=False).network_address)


def device_of(request, account: str) -> str:
    """The secret of this browser when the account signed in with it before, else nothing."""
    try:
        device = signing.loads(request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""), salt=DEVICE_SALT, max_age=DEVICE_AGE)
    except signing.BadSignature:
        return ""
    return device["secret"] if device["account"] == _key("owner", account) else ""


def remember_device(request, response, account: str) -> None:
    """Let the browser show next time that the account signed in with it."""
    device = {"account": _key("owner", account), "secret": device_of(request, account) or secrets.token_urlsafe(16)}
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps(device, salt=DEVICE_SALT),
        max_age=DEVICE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _key(*parts: str) -> str:
    """A name for the cache that fits whatever was typed, and does not show it."""
    return hashlib.sha256("\n".join(part.strip().lower() for part in parts).encode()).hexdigest()
