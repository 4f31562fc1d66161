"""Rounds, progress and meetings in the admin. What was reported can be read there, with its history, and changed by nobody."""

from . import meeting, progress, round

__all__ = ["meeting", "progress", "round"]
