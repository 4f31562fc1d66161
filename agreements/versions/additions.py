"""Additional agreements: what was added to a text after its adoption, with the proposal by which, and who agreed to it."""

from collections.abc import Iterator
from dataclasses import dataclass

from agreements.agenda.content import AgendaContent, PrintedAction, PrintedGoal
from agreements.agenda.ground import Ground, ground_of
from agreements.agenda.stored import read_content
from agreements.models import Version


@dataclass(frozen=True, slots=True)
class Addition:
    """what was added, in which version, and the ground of that one: its answers are the signatures."""

    what: PrintedGoal | PrintedAction
    version: Version
    ground: Ground


def additions_of(version: Version, content: AgendaContent) -> list[Addition]:
    """What the version prints that a change before it, or the version itself, added. In the order of the document.

    One query where there is something; the texts of all versions are read, as when its document is made.
    """
    added = [row for row in (*content.goals, *content.actions) if row.added_on]
    if not added:
        return []
    first = _first_versions(version)
    found = ((row, first.get(_key(row))) for row in added)
    return [Addition(row, since, ground_of(since)) for row, since in found if since and since.kind == Version.Kind.CHANGE]


def _first_versions(version: Version) -> dict[tuple[str, int], Version]:
    """For each goal and action the first version of the text in which it stood."""
    rows = Version.objects.of(version.text).filter(place__lte=version.place).select_related("proposed_in").order_by("place")
    found: dict[tuple[str, int], Version] = {}
    for each in rows:
        for key in _keys(each):
            found.setdefault(key, each)
    return found


def _keys(version: Version) -> Iterator[tuple[str, int]]:
    text = read_content(version.content).text
    yield from (("goal", row.id) for row in text.goals)
    yield from (("action", row.id) for row in text.actions)


def _key(row: PrintedGoal | PrintedAction) -> tuple[str, int]:
    return ("goal" if isinstance(row, PrintedGoal) else "action"), row.id
