"""What is dear to make, kept for all processes of the site.

A disk that is full or read-only, or a bucket that does not answer, costs time and not what was asked for.
"""

import logging
from typing import Any

from django.core.cache import caches

logger = logging.getLogger(__name__)


def kept(key: str, *, where: str = "documents") -> Any:
    """What is stored under this key in that cache; None when nothing is, or nothing can be read."""
    try:
        return caches[where].get(key)
    except Exception:
        logger.warning("What is kept cannot be read.", exc_info=True)
        return None


def keep(key: str, found: Any, *, where: str = "documents") -> None:
    try:
        caches[where].set(key, found)
    except Exception:
        logger.warning("What was made cannot be kept; it will be made anew.", exc_info=True)
