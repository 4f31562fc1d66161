"""Who owns each field of progress, figures and meetings; docs/eigenaren.md shows the table."""

from . import disputes, meetings, progress  # noqa: F401 (each adds its rows)
from .table import owners

__all__ = ["owners"]
