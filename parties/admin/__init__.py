"""The admin of parties and people, and what every admin of ours stands on."""

from . import people

__all__ = ["people"]
