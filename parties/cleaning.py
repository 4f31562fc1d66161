"""What is taken away every night: each app says it of its own."""

from collections.abc import Callable

_every_night: list[Callable[[], None]] = []


def clean_every_night(clean: Callable[[], None]) -> None:
    """Let `manage.py clean_up` do this too; said again it is done once."""
    if clean not in _every_night:
        _every_night.append(clean)


def clean() -> None:
    for each in _every_night:
        each()
