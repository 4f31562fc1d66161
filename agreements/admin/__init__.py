"""The admin of the agreements, from the top down: agreement, theme, goal, action."""

from . import action, agenda, agreement, attachments, indicator, note, theme

__all__ = ["action", "agenda", "agreement", "attachments", "indicator", "note", "theme"]
