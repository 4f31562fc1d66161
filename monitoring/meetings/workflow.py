"""Writes on meetings and what they decide: all or nothing, with the person who does it.

Each function asks who may (monitoring/permissions.py) and when it can; PermissionDenied or NotAllowedNowError has the sentence.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from agreements.models import Action, Goal, Proposal
from monitoring.models import Attendance, Decision, Dissent, Item, Meeting
from monitoring.permissions import why_not_keep
from monitoring.writes import demand, keep
from parties.history.write_rules import Act, act
from parties.models import Membership, User
from parties.refusals import NotAllowedNowError


@transaction.atomic
def plan_meeting(*, by: User, **fields: Any) -> Meeting:
    """A new meeting; the agreement's rules say who prepares and minutes it, where nobody is named."""
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
def record_present(*, meeting: Meeting, people: Iterable[Membership], by: User) -> None:
    """Who was there, and for which party: these people and nobody else. Until the minutes are sent."""
    demand(why_not_keep(by, meeting))
    current = Meeting.objects.select_for_update(of=("self",)).select_related("agreement").get(pk=meeting.pk)
    if current.is_settled:
        raise NotAllowedNowError(_("The minutes were sent: who was there stays as it was said in them."))
    wanted = {(row.party_id, row.user_id): row for row in people}
    for row in current.attendances.all():
        if wanted.pop((row.party_id, row.user_id), None) is None:
            row._history_user = by
            row.delete()
    for membership in wanted.values():
        keep(Attendance(meeting=current, party=membership.party, user=membership.user), by=by)


@transaction.atomic
@act(Act.REVIEW)
def record_decision(
    *,
    meeting: Meeting,
    kind: str,
    text: str,
    by: User,
    action: Action | None = None,
    goal: Goal | None = None,
    corrects: Decision | None = None,
    proposal: Proposal | None = None,
    item: Item | None = None,
) -> Decision:
    """What the meeting decided about an action, a goal or an item, which then stands; other views on the action are
    discussed with it, but not in a meeting of two parties of which the others know nothing.

    proposal is the one to which it agreed; without one it may become a proposal itself (proposing.py).

    It stays as it was recorded: what was wrong is recorded anew, with the decision that it corrects.
    """
    demand(why_not_keep(by, meeting))
    about = {"action": action, "goal": goal, "item": item}
    decision = Decision(meeting=meeting, kind=kind, text=text, corrects=corrects, proposal=proposal, **about)
    with act(Act.TAKE_EFFECT):
        keep(decision, by=by)
    if action and not meeting.is_closed:
        for row in Dissent.objects.filter(update__action=action, discussed_in=None):
            row.discussed_in = meeting
            keep(row, by=by)
    return decision
