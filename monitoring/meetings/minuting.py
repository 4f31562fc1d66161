"""Writes while a meeting is minuted: what was said, decided and promised, item by item; and what is taken back or added later.

Each function asks who may and when it can; PermissionDenied, NotAllowedNowError or ValidationError has the sentence.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.consent.answering import end_proposal, locked_proposal
from agreements.consent.telling import tell_ended
from agreements.models import Action, Assent, Goal, Proposal
from monitoring.meetings.proposing import newest_of
from monitoring.meetings.workflow import record_decision
from monitoring.models import ActionPoint, Decision, Item, Meeting, MinutesAddition
from monitoring.permissions import why_not_finish, why_not_minute
from monitoring.writes import demand, keep
from parties.history.records import change_set
from parties.history.write_rules import Act, act
from parties.models import Party, User
from parties.refusals import NotAllowedNowError


class WordsChangedError(NotAllowedNowError):
    """Somebody else wrote about this item since; item is as it stands now. Nothing was written."""

    def __init__(self, item: Item):
        super().__init__(_("Somebody else wrote about this item meanwhile. Nothing is lost: both texts stand below."))
        self.item = item


# -- What was said


def newest_words(item: Item) -> int:
    """The key of the last change of the item, for the form that shows its words."""
    found = Item.history.filter(id=item.pk).order_by("-history_id").values_list("history_id", flat=True).first()
    return found or 0


@transaction.atomic
def write_discussed(*, item: Item, by: User, discussed: str, seen: int) -> Item:
    """What was said about the item; seen is the change up to which the person read.

    What others wrote since is never written over: WordsChangedError when somebody did. Where nothing was typed it stays.
    """
    demand(why_not_minute(by, item.meeting))
    current = _locked(item)
    shown = _words_at(current, seen)
    if discussed in {current.discussed, shown}:
        return current
    _expect_open(current)
    if current.discussed != shown:
        raise WordsChangedError(current)
    current.discussed = discussed
    return keep(current, by=by)


def _locked(item: Item) -> Item:
    rows = Item.objects.select_related("meeting__agreement", "meeting__minuted_by", "action", "goal", "proposal")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=item.pk)


def _words_at(item: Item, seen: int) -> str:
    return Item.history.filter(id=item.pk, history_id=seen).values_list("discussed", flat=True).first() or ""


def _expect_open(item: Item) -> None:
    """NotAllowedNowError when its words stand, or it is not on the agenda."""
    if item.is_settled:
        raise NotAllowedNowError(
            _("The meeting decided about this item: its words stay as they are. Add to them what was wrong.")
        )
    if item.meeting.is_settled:
        raise NotAllowedNowError(_("The minutes were sent: what was said stays as it is. Add below the minutes what was wrong."))
    if item.meeting.is_cancelled:
        raise NotAllowedNowError(_("This meeting was cancelled."))
    if item.is_left_out:
        raise NotAllowedNowError(_("This item was left out. Put it back on the agenda first."))


@transaction.atomic
def add_to_item(*, item: Item, by: User, text: str) -> MinutesAddition:
    """What was wrong or missing in an item about which was decided; its words stay."""
    demand(why_not_minute(by, item.meeting))
    if not (item.is_settled or item.meeting.is_settled):
        raise NotAllowedNowError(_("Nothing was decided about this item yet: change what was said."))
    return keep(MinutesAddition(meeting=item.meeting, item=item, text=text, by=by), by=by)


# -- What was decided


def subject_of(item: Item) -> dict[str, Action | Goal | None]:
    """The action or goal that a decision about the item is about: its own, or the one that its proposal would change.

    Both are None where it is about something else, and then the agreed text stays as it is.
    """
    if item.action_id or item.goal_id or not item.proposal_id:
        return {"action": item.action, "goal": item.goal}
    changes = list(item.proposal.changes.select_related("action__agenda", "goal__theme"))
    if len(changes) != 1:
        return {"action": None, "goal": None}
    return {"action": changes[0].action, "goal": None if changes[0].action_id else changes[0].goal}


@transaction.atomic
def decide_on_item(
    *, item: Item, by: User, kind: str, text: str, discussed: str | None = None, seen: int = 0, corrects: Decision | None = None
) -> Decision:
    """Record what was decided about the item, with what was said until then; from now on both stand.

    A further decision about an item that stands is one more, or corrects one that was recorded wrongly.
    """
    demand(why_not_minute(by, item.meeting))
    if discussed is not None:
        write_discussed(item=item, by=by, discussed=discussed, seen=seen)
    current = _locked(item)
    if not current.is_settled:
        _expect_open(current)
    return record_decision(
        meeting=current.meeting,
        item=current,
        kind=kind,
        text=text,
        by=by,
        corrects=corrects,
        proposal=current.proposal if kind in Decision.CHANGING and _is_waiting(current.proposal) else None,
        **subject_of(current),
    )


def _is_waiting(proposal: Proposal | None) -> bool:
    return proposal is not None and proposal.is_change and proposal.is_open


@transaction.atomic
@act(Act.TAKE_EFFECT)
def withdraw_decision(*, decision: Decision, by: User, reason: str) -> Proposal | None:
    """It stays, with the reason, and nothing follows from it any more. Gives the proposal that was withdrawn with it.

    That is the one that was made of it, as long as no other party answered; a proposal that lay on the table is not its own.
    """
    demand(why_not_minute(by, decision.meeting))
    rows = Decision.objects.select_for_update(of=("self",), no_key=True).select_related("meeting__agreement")
    current = rows.get(pk=decision.pk)
    if current.is_withdrawn:
        raise NotAllowedNowError(_("This decision was withdrawn already."))
    with change_set(reason=_("Decision withdrawn"), user=by):
        current.withdrawn_at, current.withdrawn_by, current.withdrawn_reason = timezone.now(), by, reason
        keep(current, by=by)
        return _withdraw_proposal(current, reason)


def _withdraw_proposal(decision: Decision, reason: str) -> Proposal | None:
    lay_before = decision.history.order_by("history_id").values_list("proposal", flat=True).first()
    if decision.proposal_id is None or lay_before is not None:
        return None
    text, current = locked_proposal(newest_of([decision.proposal])[decision.proposal_id])
    if current.is_draft:
        current.state = Proposal.State.WITHDRAWN
        current.save()
        return current
    answers = Assent.objects.filter(needed__proposal=current).exclude(needed__party=current.party_id)
    if not current.is_open or answers.exists():
        return None
    end_proposal(current, text, Proposal.State.WITHDRAWN, reason)
    tell_ended(current)
    return current


# -- Who does what by when


@transaction.atomic
def promise(
    *, meeting: Meeting, by: User, text: str, party: Party, due_on: date, person: User | None = None, item: Item | None = None
) -> ActionPoint:
    """Someone does something by a day; for the action of the item, where that is about one."""
    demand(why_not_minute(by, meeting))
    if meeting.is_cancelled:
        raise NotAllowedNowError(_("This meeting was cancelled."))
    about = {"item": item, "action": item.action if item else None}
    return keep(ActionPoint(meeting=meeting, text=text, party=party, person=person, due_on=due_on, **about), by=by)


@transaction.atomic
def change_promise(
    *, point: ActionPoint, by: User, text: str, party: Party, due_on: date, person: User | None = None
) -> ActionPoint:
    """In other words, by somebody else or by another day, as long as it is not done."""
    demand(why_not_minute(by, point.meeting))
    current = _locked_point(point)
    if current.is_done:
        raise NotAllowedNowError(_("This was done already. Undo that first."))
    current.text, current.party, current.person, current.due_on = text, party, person, due_on
    return keep(current, by=by)


@transaction.atomic
def finish(*, point: ActionPoint, by: User, note: str) -> ActionPoint:
    """It is done, with what came of it; it returns on no agenda any more."""
    demand(why_not_finish(by, point))
    current = _locked_point(point)
    if current.is_done:
        raise NotAllowedNowError(_("This was done already."))
    current.done_on, current.done_note = timezone.localdate(), note
    return keep(current, by=by)


@transaction.atomic
def reopen(*, point: ActionPoint, by: User) -> ActionPoint:
    """It was not done after all."""
    demand(why_not_finish(by, point))
    current = _locked_point(point)
    if not current.is_done:
        raise NotAllowedNowError(_("This is not done yet."))
    current.done_on, current.done_note = None, ""
    return keep(current, by=by)


def _locked_point(point: ActionPoint) -> ActionPoint:
    rows = ActionPoint.objects.select_related("meeting__agreement", "party", "person")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=point.pk)
