"""Rounds, progress, measurements and meetings in the admin.

What was reported or measured can be read there, with its history, and changed by nobody.
"""

from . import measurement, meeting, position, progress, reminder, round

__all__ = ["measurement", "meeting", "position", "progress", "reminder", "round"]
