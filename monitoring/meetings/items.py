"""Writes on the agenda of a meeting: made from its sources, added to, moved, left out and put back. All or nothing.

Each function asks who may (monitoring/permissions.py) and when it can, with the meeting held: two people who do it at once do it
one after the other.
"""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from monitoring.meetings.collecting import collect
from monitoring.meetings.joining import OF_ACTION
from monitoring.meetings.proposed import Proposed, rank_of
from monitoring.models import Item, Meeting
from monitoring.models.meeting import CANCELLED
from monitoring.permissions import why_not_keep
from monitoring.writes import demand, keep
from parties.models import User
from parties.refusals import NotAllowedNowError


@transaction.atomic
def make_agenda(*, meeting: Meeting, by: User) -> list[Item]:
    """Put on the agenda what the sources have for this meeting and what is not on it; gives what came new.

    Safe to repeat: what is there stays as people made it, also what they left out.
    """
    current = hold(meeting, by=by)
    if current.held_on < timezone.localdate():
        raise NotAllowedNowError(_("This meeting is over: its agenda stays as it was."))
    with translation.override(settings.LANGUAGE_CODE):
        wanted = collect(current)
    items = list(current.items.all())
    new = []
    for row in wanted:
        if not any(_says_the_same(item, row) for item in items):
            item = _item_of(current, row)
            items.insert(_place(items, row.rank), item)
            new.append(item)
    _store_in_order(items, by=by)
    return new


def _says_the_same(item: Item, row: Proposed) -> bool:
    """Whether the row stands on the agenda already: itself, or on its action an item that says all it has to say."""
    if item.origin == row.origin:
        return True
    is_same_action = row.action is not None and item.action_id == row.action.pk
    return is_same_action and {item.source, row.source} <= set(OF_ACTION) and all(words in item.note for words in row.contains)


def _item_of(meeting: Meeting, row: Proposed) -> Item:
    names = ("source", "origin", "title", "note", "minutes_needed", "action", "goal", "proposal", "advice", "carried_from")
    return Item(meeting=meeting, **{name: getattr(row, name) for name in names})


def _place(items: list[Item], rank: int) -> int:
    """After everything that comes before it or is of its kind, wherever people moved the rest; and after what was decided."""
    earlier = [place for place, item in enumerate(items) if item.is_settled or rank_of(item.source, item.origin) <= rank]
    return earlier[-1] + 1 if earlier else 0


def _store_in_order(items: list[Item], *, by: User) -> None:
    """Number the items as they stand in the list, and save those that are new or moved."""
    for position, item in enumerate(items, start=1):
        if item.pk is None or item.position != position:
            item.position = position
            keep(item, by=by)


@transaction.atomic
def add_item(*, meeting: Meeting, by: User, **fields: Any) -> Item:
    """An item that somebody thought of: after the others, before those with which the meeting ends."""
    current = hold(meeting, by=by)
    items = list(current.items.all())
    item = Item(meeting=current, **fields)
    items.insert(_place(items, rank_of(item.source, item.origin)), item)
    _store_in_order(items, by=by)
    return item


@transaction.atomic
def change_item(*, item: Item, by: User, **fields: Any) -> Item:
    """Another title, note or time."""
    current = _held(item, by=by)
    for name, value in fields.items():
        setattr(current, name, value)
    return keep(current, by=by)


@transaction.atomic
def move_item(*, item: Item, steps: int, by: User) -> Item:
    """So many places up (negative) or down among the items that are on the agenda; at the end it stays where it is."""
    current = _held(item, by=by)
    items = list(current.meeting.items.all())
    shown = [row.pk for row in items if not row.is_left_out]
    if current.pk not in shown:
        raise NotAllowedNowError(_("This item was left out. Put it back first."))
    place = shown.index(current.pk)
    wanted = min(max(place + steps, 0), len(shown) - 1)
    neighbour = shown[wanted]
    rows = {row.pk: row for row in items}
    order = [pk for pk in rows if pk != current.pk]
    if wanted != place:
        order.insert(order.index(neighbour) + (1 if wanted > place else 0), current.pk)
        _refuse_settled(rows, order)
        _store_in_order([rows[pk] for pk in order], by=by)
    return rows[current.pk]


def _refuse_settled(rows: dict[int, Item], order: list[int]) -> None:
    moved = [rows[pk] for position, pk in enumerate(order, start=1) if rows[pk].position != position]
    if any(row.is_settled for row in moved):
        raise NotAllowedNowError(_("The meeting decided about one of these items already: the order stays as it was."))


@transaction.atomic
def leave_out(*, item: Item, reason: str, by: User) -> Item:
    """Take it off the agenda, with the reason; it stays in sight below it."""
    current = _held(item, by=by)
    current.left_out_on, current.left_out_reason = timezone.localdate(), reason
    return keep(current, by=by)


@transaction.atomic
def put_back(*, item: Item, by: User) -> Item:
    """On the agenda again, where it stood."""
    current = _held(item, by=by)
    current.left_out_on, current.left_out_reason = None, ""
    return keep(current, by=by)


def hold(meeting: Meeting, *, by: User) -> Meeting:
    """The meeting as it is now, and nobody else's until this transaction ends; for a person who keeps it."""
    demand(why_not_keep(by, meeting))
    current = Meeting.objects.select_for_update(of=("self",), no_key=True).select_related("agreement").get(pk=meeting.pk)
    if current.is_settled:
        raise NotAllowedNowError(_("The minutes were sent: what was on the agenda stays as it was said in them."))
    if current.is_cancelled:
        raise NotAllowedNowError(str(CANCELLED))
    return current


def _held(item: Item, *, by: User) -> Item:
    current = Item.objects.get(pk=item.pk)
    current.meeting = hold(item.meeting, by=by)
    if current.is_settled:
        raise NotAllowedNowError(str(Item.kept_sentence))
    return current
