"""The admin of the agreements, from the top down: agreement, theme, goal, action."""

from . import action, agenda, agreement, attachments, comment, indicator, theme

__all__ = ["action", "agenda", "agreement", "attachments", "comment", "indicator", "theme"]
