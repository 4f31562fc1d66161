"""The admin of progress: what is on record, to read; and what is planned, to maintain."""

from . import measurement

__all__ = ["measurement"]
