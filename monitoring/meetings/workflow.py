"""Writes on meetings and what they decide: all or nothing, with the person who does it.

Each function asks who may (monitoring/permissions.py) and when it can; PermissionDenied or NotAllowedNowError has the sentence.
"""

from typing import Any

from django.db import transaction

from agreements.models import Action, Goal
from monitoring.models import Decision, Dissent, Meeting
from monitoring.permissions import why_not_keep
from monitoring.writes import demand, keep
from parties.models import User


@transaction.atomic
def plan_meeting(*, by: User, **fields: Any) -> Meeting:
    """A new meeting; who prepares and who minutes follow from the agreement's own rules where they are not named."""
    meeting = Meeting(**fields)
    demand(why_not_keep(by, meeting))
    return keep(meeting, by=by)


@transaction.atomic
def change_meeting(*, meeting: Meeting, by: User, **fields: Any) -> Meeting:
    """Another date, place or agenda; or the minutes."""
    demand(why_not_keep(by, meeting))
    for name, value in fields.items():
        setattr(meeting, name, value)
    return keep(meeting, by=by)


@transaction.atomic
def record_decision(
    *, meeting: Meeting, kind: str, text: str, by: User, action: Action | None = None, goal: Goal | None = None
) -> Decision:
    """What the meeting decided about an action or a goal; other views on the action are discussed with it."""
    demand(why_not_keep(by, meeting))
    decision = keep(Decision(meeting=meeting, action=action, goal=goal, kind=kind, text=text), by=by)
    if action:
        for row in Dissent.objects.filter(update__action=action, discussed_in=None):
            row.discussed_in = meeting
            keep(row, by=by)
    return decision
