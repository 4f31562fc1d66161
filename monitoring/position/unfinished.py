"""Actions of another year that did not go on in the year one looks at: what was asked about them waits all the same."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from agreements.agenda.rows import GoalRow
from monitoring.position.known import KnownAction
from monitoring.position.state import StateAction


@dataclass(frozen=True, slots=True)
class LeftAction:
    """Such an action as it stands in the last round of its own year; goal is None where this year knows it no more."""

    action: StateAction
    goal: GoalRow | None
    year: int


def unfinished_among(known: Iterable[KnownAction], shown: Mapping[int, int], years: Mapping[int, int]) -> tuple[KnownAction, ...]:
    """The actions of the year before the newest that is shown, as far as they stand and go on in none of those.

    shown and years are the year of each agenda, by its key: of what is shown, and of what was asked about.
    """
    rows = list(known)
    before = max(shown.values()) - 1
    beside = {pk for pk, year in years.items() if pk not in shown and year == before}
    gone_on = {earlier for row in rows if row.agenda_id in shown for earlier in row.lineage[1:]}
    return tuple(row for row in rows if row.agenda_id in beside and row.dropped_on is None and row.id not in gone_on)
