"""What changed between two states: what the executives want to know first after what goes wrong."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.agenda.words import name_in
from monitoring.position.state import Code, State, StateAction


class ChangeKind(models.TextChoices):
    """In the order in which they are told."""

    NEWLY_OFF_TRACK = "newly_off_track", _("newly will not be achieved")
    NEWLY_AT_RISK = "newly_at_risk", _("newly at risk")
    NOT_REPORTED = "not_reported", _("no longer reported")
    EASED = "eased", _("less serious, still at risk")
    RECOVERED = "recovered", _("recovered")
    FINISHED = "finished", _("finished")
    MOVED = "moved", _("another date")
    REWORDED = "reworded", _("another text")
    DROPPED = "dropped", _("dropped")
    ADDED = "added", _("added")


WORSE = {"off_track": ChangeKind.NEWLY_OFF_TRACK, "at_risk": ChangeKind.NEWLY_AT_RISK, "not_reported": ChangeKind.NOT_REPORTED}
TROUBLED = {"off_track", "at_risk"}


@dataclass(frozen=True, slots=True)
class ActionChange:
    """One change of one action, by the name it has now; was and becomes are words, empty where there is nothing on that side."""

    kind: ChangeKind
    name: str
    action: StateAction
    was: str
    becomes: str


def changes_between(before: State, now: State) -> tuple[ActionChange, ...]:
    """The changes from the one state to the other, by kind and within a kind in the order of the document.

    An action that was carried over is followed from the year before. A light of which nothing was known before is no change.
    """
    known: dict[int | None, StateAction] = {action.id: action for action in before.actions}
    found = []
    goals = {action.id: goal for goal in now.goals for action in goal.actions}
    for action in now.actions:
        name = name_in(goals[action.id], action)
        earlier = next((known[pk] for pk in action.lineage if pk in known), None)
        if earlier is None:
            found.append(ActionChange(ChangeKind.ADDED, name, action, "", ""))
        else:
            found += _changes_of(name, earlier, action)
    order = list(ChangeKind)
    return tuple(sorted(found, key=lambda change: order.index(change.kind)))


def _changes_of(name: str, was: StateAction, action: StateAction) -> list[ActionChange]:
    if action.is_dropped:
        return [] if was.is_dropped else [ActionChange(ChangeKind.DROPPED, name, action, str(was.light), action.drop_reason)]
    changes = []
    if kind := _turn(was.light, action.light):
        changes.append(ActionChange(kind, name, action, str(was.light), str(action.light)))
    if was.due_on != action.due_on:
        changes.append(ActionChange(ChangeKind.MOVED, name, action, was.period, action.period))
    if was.text != action.text and was.id == action.id:
        changes.append(ActionChange(ChangeKind.REWORDED, name, action, was.text, action.text))
    return changes


def _turn(was: Code, now: Code) -> ChangeKind | None:
    """What it means that the light went from the one to the other; None when it says nothing new.

    A light of which nothing is known yet in a running round is no news; a first light that troubles is.
    """
    if was.key == now.key or now.key in {"", "none_yet"}:
        return None
    if (was.key, now.key) == ("off_track", "at_risk"):
        return ChangeKind.EASED
    if now.key in TROUBLED:
        return WORSE[now.key]
    if now.key == "not_reported":
        return WORSE[now.key] if was.key not in {"", "none_yet"} else None
    if now.key == "done":
        return ChangeKind.FINISHED
    return ChangeKind.RECOVERED if was.key in TROUBLED else None
