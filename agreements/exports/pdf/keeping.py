"""The stored documents. A disk that is full or read-only costs time, not the document: it is made and given all the same."""

import logging
from typing import Any

from django.core.cache import caches

logger = logging.getLogger(__name__)


def kept(key: str) -> Any:
    """What is stored under this key; None when nothing is, or nothing can be read."""
    try:
        return caches["documents"].get(key)
    except OSError:
        logger.warning("The stored documents cannot be read.", exc_info=True)
        return None


def keep(key: str, document: bytes | str) -> None:
    try:
        caches["documents"].set(key, document)
    except OSError:
        logger.warning("A document cannot be stored; it will be made anew.", exc_info=True)
