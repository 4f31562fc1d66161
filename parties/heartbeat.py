"""When something that runs beside the site last ran, and whether it went well: for whoever watches the site.

Kept in the cache that all processes and machines of the site share. It may be emptied: then nothing is known until the next time.
"""

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.utils import timezone


@dataclass(frozen=True, slots=True)
class Beat:
    at: datetime
    is_well: bool


def beat(name: str, *, is_well: bool = True) -> None:
    """It ran now."""
    cache.set(_key(name), (timezone.now().timestamp(), is_well), timeout=None)


def last_beat(name: str) -> Beat | None:
    found = cache.get(_key(name))
    return Beat(datetime.fromtimestamp(found[0], tz=timezone.get_current_timezone()), found[1]) if found else None


def _key(name: str) -> str:
    return f"heartbeat-{name}"
