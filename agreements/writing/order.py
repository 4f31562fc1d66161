"""The order of rows in the agenda of a year, and a row that gets its place in it: before another one, or last."""

from collections.abc import Sequence
from typing import Any

from agreements.models import Action, Agenda, Goal, Theme
from agreements.models.words import WordsPerYear
from agreements.ordering import siblings_of

ABOVE = {Action: "goal", Goal: "theme", Theme: "parent"}  # the field that says in what a row stands, where it may change


def rows_beside(row: Any, agenda: Agenda) -> list[Any]:
    """The rows among which this one stands in that year, itself included once it is saved, in order.

    Goals and themes have the words of the year, and so the place that they have in it.
    """
    if not isinstance(row, WordsPerYear):
        return list(siblings_of(row))
    above = "theme_id" if isinstance(row, Goal) else "parent_id"
    return [each for each in rows_in(type(row), agenda) if getattr(each, above) == getattr(row, above)]


def rows_in(model: Any, agenda: Agenda) -> list[Any]:
    """All goals or themes of that year in its words, by their place."""
    reads = ("theme__agreement",) if model is Goal else ("agreement", "parent")
    path = {model.agreement_path: agenda.agreement_id}
    rows = [each for each in model.objects.filter(**path).select_related(*reads) if each.exists_in(agenda.year)]
    for each in rows:
        each.write_for(agenda.year)
    return sorted(rows, key=lambda each: (each.position, each.pk))


def in_place(row: Any, others: Sequence[Any], before: int | None) -> list[Any]:
    """The others with this row before the one with that key, or last; ValueError when that one is not among them."""
    if before is None:
        return [*others, row]
    place = [each.pk for each in others].index(before)
    return [*others[:place], row, *others[place:]]


def positions_of(rows: Sequence[Any], came: Any = None) -> list[tuple[Any, int]]:
    """The rows that get another position, with it, so that they stand in this order and no two at one place.

    came is the row that was not among them; rows that only change places use the positions that there are.
    """
    own = [each.position for each in rows]
    if came is None and len(set(own)) == len(own):
        wanted = sorted(own)
    else:
        wanted = []
        for each in rows:
            last = wanted[-1] if wanted else 0
            wanted.append(each.position if each is not came and each.position > last else last + 1)
    return [(each, place) for each, place in zip(rows, wanted, strict=True) if each is came or each.position != place]


def is_within(theme: Theme, other: Theme | None) -> bool:
    """Whether the other theme is this one, or a paragraph of it."""
    return other is not None and theme.pk in {other.pk, other.parent_id}
