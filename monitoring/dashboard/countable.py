"""What is counted on a dashboard, whichever way an action was read."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol


class Keyed(Protocol):
    """A light, by its key; empty where there is none."""

    @property
    def key(self) -> str: ...


class SeenSo(Protocol):
    @property
    def light(self) -> Keyed: ...


class Countable(Protocol):
    """What one counts of an action and what troubles it has: a StateAction, or a CountedAction without its words."""

    @property
    def id(self) -> int: ...
    @property
    def due_on(self) -> date | None: ...
    @property
    def is_dropped(self) -> bool: ...
    @property
    def is_split(self) -> bool: ...
    @property
    def light(self) -> Keyed: ...
    @property
    def other_light(self) -> Keyed: ...
    @property
    def sides(self) -> Sequence[SeenSo]: ...
    @property
    def leads(self) -> Sequence[object]: ...
    @property
    def parties_asked(self) -> tuple[int, ...] | None: ...
