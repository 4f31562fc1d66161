"""What the sources put before a meeting, joined: an action stands there once, and what is fine takes one line.

What was left over comes back only while it still asks something: a source that speaks for itself says so again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from monitoring.meetings.proposed import Proposed, in_full, shortened, title_from, whole_note
from monitoring.models import Item, Meeting

Source = Item.Source
# They say of themselves, before each meeting, what still waits.
SPEAK = frozenset(Source) - {Source.LEFT_OVER, Source.MOMENT, Source.ADDED, Source.FIXED}
# They are about how an action goes: of one action they make one item.
OF_ACTION = (Source.ESCALATED, Source.QUESTION, Source.DISSENT, Source.NOT_CARRIED_OUT, Source.LEFT_OVER, Source.MOMENT)
ON_SCHEDULE = "moments:on_track"


def joined(rows: Iterable[Proposed]) -> list[Proposed]:
    """In the order of the agenda, each subject once. No query."""
    found = {row.origin: row for row in rows}
    for row in [row for row in found.values() if row.source == Source.LEFT_OVER]:
        same = found.get(row.root.origin) if row.root else None
        if same is not None and same is not row:
            found[same.origin] = replace(same, carried_from=row.carried_from)
        if same is not None or (row.root and row.root.source in SPEAK):
            del found[row.origin]
    return sorted(_by_action(found.values()), key=lambda row: row.rank)


def _by_action(rows: Iterable[Proposed]) -> Iterator[Proposed]:
    """What comes about one action for several reasons is one item, and says all of them."""
    of_action: dict[int, list[Proposed]] = {}
    for row in rows:
        if row.action is not None and row.source in OF_ACTION:
            of_action.setdefault(row.action.pk, []).append(row)
        else:
            yield row
    for same in of_action.values():
        first, *others = sorted(same, key=lambda row: OF_ACTION.index(Source(row.source)))
        for row in others:
            first = _with(first, row)
        yield first


def _with(first: Proposed, other: Proposed) -> Proposed:
    note, said = first.note, [words for words in (other.contains or (other.note,)) if words and words not in first.note]
    if said and other.source not in {Source.LEFT_OVER, Source.DISSENT}:
        said[0] = f"**{_in_title(other.source)}**: {said[0]}"
    if said and other.source != Source.LEFT_OVER:
        note = whole_note("\n\n".join(filter(None, [note, *said])))
    return replace(
        first,
        note=note,
        contains=(*first.contains, *other.contains),
        carried_from=first.carried_from or other.carried_from,
        minutes_needed=max(first.minutes_needed, other.minutes_needed),
    )


def _in_title(source: str) -> str:
    return title_from(Source(source).label)


def on_schedule(rows: list[Proposed]) -> Proposed:
    """The actions of which the moment comes and that go as agreed: one line, which unfolds."""
    words = ngettext("%(count)s action is on schedule", "%(count)s actions are on schedule", len(rows)) % {"count": len(rows)}
    lines = (
        _("- %(action)s: agreed for %(date)s") % {"action": shortened(row.title).rstrip(". "), "date": in_full(row.action.due_on)}
        for row in rows
        if row.action
    )
    return Proposed(Source.MOMENT, ON_SCHEDULE, words, whole_note("\n".join(lines)), rows[0].minutes_needed)


def roots_of(items: Iterable[Item], meeting: Meeting) -> dict[int, Item]:
    """Each item by its key, with the one that it was at first: it may have been carried over more than once. One query."""
    rows = list(items)
    if not rows:
        return {}
    earlier = Item.objects.filter(meeting__agreement=meeting.agreement_id).only("source", "origin", "carried_from")
    known = {row.pk: row for row in earlier}

    def root(item: Item) -> Item:
        while item.carried_from_id in known:
            item = known[item.carried_from_id]
        return item

    return {row.pk: root(row) for row in rows}
