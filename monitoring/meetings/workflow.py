"""Writes on meetings and what they decide: all or nothing, with the person who does it.

Each function asks who may (monitoring/permissions.py) and when it can; PermissionDenied or NotAllowedNowError has the sentence.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from agreements.models import Action, Goal, Proposal
from monitoring.meetings.attending import concerned_with
from monitoring.meetings.invitations import invite_to, tell_change
from monitoring.models import Decision, Dissent, Item, Meeting, MeetingParty
from monitoring.models.meeting import ALREADY_THERE, CANCELLED
from monitoring.permissions import why_not_keep, why_not_record
from monitoring.writes import demand, keep
from parties.history.records import refuse
from parties.history.write_rules import Act, act
from parties.models import Party, User
from parties.refusals import NotAllowedNowError


@transaction.atomic
def plan_meeting(*, by: User, parties: Iterable[Party] = (), invite: bool = False, **fields: Any) -> Meeting:
    """A new meeting; the agreement's rules say who prepares and minutes it, where nobody is named.

    parties are those of a bilateral or thematic one. With invite everyone who takes part is mailed.
    """
    meeting = Meeting(**fields)
    demand(why_not_keep(by, meeting))
    _refuse_twice(meeting, by)
    keep(meeting, by=by)
    choose_parties(meeting, parties, by=by)
    if invite:
        invite_to(meeting, by=by)
    return meeting


def _refuse_twice(meeting: Meeting, by: User) -> None:
    """A form that is sent twice plans one meeting. What the person does not see is not compared with: that would tell of it."""
    names = ("agreement_id", "kind", "held_on", "title")
    same = Meeting.objects.visible_to(by).filter(**{name: getattr(meeting, name) for name in names})
    if meeting.is_bilateral and same.exists():
        refuse(held_on=str(ALREADY_THERE))


@transaction.atomic
def change_meeting(*, meeting: Meeting, by: User, parties: Iterable[Party] | None = None, **fields: Any) -> Meeting:
    """Another date, place or agenda; or the minutes. Who was invited hears of what is in calendars."""
    demand(why_not_keep(by, meeting))
    was = Meeting.objects.select_for_update(of=("self",), no_key=True).get(pk=meeting.pk)
    if was.is_cancelled:
        raise NotAllowedNowError(str(CANCELLED))
    people = list(concerned_with(was)) if was.invited_at else []
    for name, value in fields.items():
        setattr(meeting, name, value)
    keep(meeting, by=by)
    if parties is not None:
        choose_parties(meeting, parties, by=by)
    tell_change(meeting, was=was, people=people, by=by)
    return meeting


def choose_parties(meeting: Meeting, parties: Iterable[Party], *, by: User) -> None:
    """These and no others are its own; a bilateral one has at least two, of which the one of who keeps it."""
    wanted = {party.pk: party for party in parties}
    for row in meeting.own_parties.all():
        if wanted.pop(row.party_id, None) is None:
            row._history_user = by
            row.delete()
    for party in wanted.values():
        keep(MeetingParty(meeting=meeting, party=party), by=by)
    if not meeting.is_bilateral:
        return
    if meeting.own_parties.count() < 2:
        refuse(parties=_("Choose the parties of this meeting: at least two."))
    if meeting.is_closed and not Meeting.objects.coordinated_by(by).filter(pk=meeting.pk).exists():
        refuse(parties=_("Your own party is one of them: you plan this meeting for it."))


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

    It stays as it was recorded: what was wrong is recorded anew, with the decision that it corrects. Who keeps the meeting
    records it, and who minutes it.
    """
    demand(why_not_record(by, meeting))
    about = {"action": action, "goal": goal, "item": item}
    decision = Decision(meeting=meeting, kind=kind, text=text, corrects=corrects, proposal=proposal, **about)
    with act(Act.TAKE_EFFECT):
        keep(decision, by=by)
    if action and not meeting.is_closed:
        for row in Dissent.objects.filter(update__action=action, discussed_in=None):
            row.discussed_in = meeting
            keep(row, by=by)
    return decision
