"""Writes over several rows: all or nothing, with the person who does it."""

from django.db import models, transaction

from agreements.consent.lock import demand_unlocked
from agreements.models import Action, Appendix, Goal, Indicator, Lead, MeetingRule, Participation, Theme

UP, DOWN = "up", "down"

# The fields that rows have in common with the rows among which they are ordered.
ORDERED_WITHIN: dict[type[models.Model], tuple[str, ...]] = {
    Action: ("agenda", "goal"),
    Appendix: ("agreement", "agenda"),
    Goal: ("theme",),
    Indicator: ("goal",),
    Lead: ("action",),
    MeetingRule: ("agreement",),
    Participation: ("agreement",),
    Theme: ("agreement", "parent"),
}


def siblings_of(row: models.Model) -> models.QuerySet:
    """The rows among which this row is ordered, itself included, in the order of their model: by position, then as they came."""
    same = {name: getattr(row, f"{name}_id") for name in ORDERED_WITHIN[type(row)]}
    return type(row).objects.filter(**same)


@transaction.atomic
def move(row: models.Model, *, direction: str, by) -> bool:
    """Let the row change places with the one before it (UP) or after it (DOWN); False when there is none.

    Rows whose position changes are saved one by one, so that each has it in its history. LockedError, and nothing moves, when
    one of them stands still.
    """
    rows = list(siblings_of(row).select_for_update())
    place = rows.index(row)
    if direction == UP:
        place -= 1
    if not 0 <= place < len(rows) - 1:
        return False
    known: dict = {}
    for sibling, position in moved_by_swapping(rows, place):
        demand_unlocked(sibling, fields=["position"], known=known)
        sibling.position = position
        sibling._history_user = by
        sibling.save(checked=True)  # the order breaks no rule, and an older row that does may still be moved
    return True


def moved_by_swapping(rows: list, place: int) -> list[tuple[models.Model, int]]:
    """The rows that get another position, with that position, when the one at this place and the next change places.

    Only those two, unless rows share a position: then all of them are numbered anew.
    """
    positions = [row.position for row in rows]
    if len(set(positions)) < len(positions):
        positions = list(range(1, len(rows) + 1))
    swapped = [*rows[:place], rows[place + 1], rows[place], *rows[place + 2 :]]
    return [(row, position) for row, position in zip(swapped, positions, strict=True) if row.position != position]


def place_last(row: models.Model) -> None:
    """Give a new row, not saved yet, the position after the last of its siblings."""
    last = siblings_of(row).aggregate(last=models.Max("position"))["last"]
    row.position = 1 if last is None else last + 1
