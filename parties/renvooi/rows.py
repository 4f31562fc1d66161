"""Rows of two texts: which came, went, stand elsewhere or come from others. Moved are the fewest that must have been lifted."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from parties.renvooi.matching import rising


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row in its place. origins are the rows that it may come from, itself as it was among them; none is only itself."""

    id: int
    parent: int | None = None
    origins: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of rows. origins are the rows that were there before.

    kinds are "new", "merged", "split", "carried", "placed" (below another parent) and "moved" (within one).
    """

    kinds: tuple[str, ...]
    origins: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RowChanges:
    """Of every row that is there now, in order; gone are the rows of which nothing came."""

    fates: Mapping[int, Fate]
    gone: tuple[int, ...]


def row_changes(
    was: Iterable[PlacedRow], becomes: Iterable[PlacedRow], *, parents: Mapping[int, int] | None = None
) -> RowChanges:
    """parents says of a parent that was there under which id it is there now, where that is another one."""
    before, after, now = list(was), list(becomes), parents or {}
    old = {row.id: row for row in before}
    origins = {row.id: _origins_in(old, row) for row in after}
    followers = Counter(pk for found in origins.values() for pk in found)
    kinds = {row.id: _kinds(row, origins[row.id], followers) for row in after}
    stayed: dict[int | None, list[PlacedRow]] = defaultdict(list)
    for row in (row for row in after if len(origins[row.id]) == 1):
        parent = old[origins[row.id][0]].parent
        if now.get(parent, parent) != row.parent:  # type: ignore[arg-type]
            kinds[row.id].append("placed")
        elif "split" not in kinds[row.id]:
            stayed[row.parent].append(row)
    places = {row.id: place for place, row in enumerate(before)}
    for rows in stayed.values():
        for row in _moved(rows, [places[origins[row.id][0]] for row in rows]):
            kinds[row.id].append("moved")
    fates = {row.id: Fate(tuple(kinds[row.id]), origins[row.id]) for row in after}
    return RowChanges(fates, tuple(row.id for row in before if not followers[row.id]))


def _origins_in(old: Mapping[int, PlacedRow], row: PlacedRow) -> tuple[int, ...]:
    return tuple(dict.fromkeys(pk for pk in (row.origins or (row.id,)) if pk in old))


def _moved(rows: list[PlacedRow], places: list[int]) -> Iterator[PlacedRow]:
    """The fewest rows that must have been lifted, by the places at which they stood."""
    kept = set(rising(places))
    yield from (row for place, row in enumerate(rows) if place not in kept)


def _kinds(row: PlacedRow, origins: tuple[int, ...], followers: Mapping[int, int]) -> list[str]:
    if not origins:
        return ["new"]
    if len(origins) > 1:
        return ["merged"]
    if followers[origins[0]] > 1:
        return ["split"]
    return [] if origins[0] == row.id else ["carried"]
