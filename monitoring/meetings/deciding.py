"""What a meeting agreed to: prepared answers of the parties that were there, and where the agreement says so their answers.

design.md, "The text in force", 12; docs/decisions/0027-meetings-and-changes.md tells when an answer counts at once.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from agreements.consent.answering import answer
from agreements.consent.prepared_answers import PreparedAnswer
from agreements.models import Assent, Change, NeededAnswer, Proposal
from monitoring.meetings.proposing import newest_of
from monitoring.models import Attendance, Decision, Meeting
from parties.history.write_rules import Act, act
from parties.models import Membership, Party, User
from parties.models.party import SIGNED_PARTIES
from parties.refusals import NotAllowedNowError


def said_in(meeting: Meeting) -> str:
    """By what right the answer was given, as it is printed with it."""
    return _("%(meeting)s of %(date)s") % {"meeting": meeting.name, "date": date_format(meeting.held_on, "j F Y")}


# -- Prepared: a person of the party confirms


def prepared_parties(decisions: Iterable[Decision], proposals: dict[int, Proposal], user: User) -> dict[int, list[Party]]:
    """By decision, the parties for which this person may confirm what their people agreed to in the meeting. At most a query."""
    open_ones = [(row, proposals[row.proposal_id]) for row in decisions if row.proposal_id in proposals and _prepares(row)]
    open_ones = [(row, proposal) for row, proposal in open_ones if proposal.is_open and not proposal.is_overdue]
    if not open_ones:
        return {}
    waiting = _waiting_for([proposal for _row, proposal in open_ones], user)
    return {
        row.pk: [needed.party for needed in waiting[proposal.pk] if needed.party_id in _that_spoke(row.meeting)]
        for row, proposal in open_ones
    }


def _prepares(decision: Decision) -> bool:
    """What _that_prepare() asks, of a decision that was read."""
    return decision.changes_text and not decision.meeting.quorum_missed and not decision.meeting.is_closed


def _that_spoke(meeting: Meeting) -> set[int]:
    return {row.party_id for row in meeting.attendances.all() if row.kind in Attendance.SPOKE}


def prepared_answers_to(proposal: Proposal) -> dict[int, PreparedAnswer]:
    """By party, what its people agreed to in a meeting, the last one where there are more. One query, and one per renewal."""
    line: Proposal | None = proposal
    keys = []
    while line is not None:
        keys.append(line.pk)
        line = line.renews
    decided = _that_prepare().filter(proposal__in=keys).values("meeting")
    there = Attendance.objects.filter(meeting__in=decided, kind__in=Attendance.SPOKE)
    rows = there.select_related("meeting", "party").order_by("meeting__held_on", "meeting__pk")
    return {row.party_id: _prepared(row) for row in rows}


def _that_prepare() -> QuerySet[Decision]:
    """Decisions that prepare the answers of who was there: that stand, with the quorum, and told to all parties."""
    return Decision.objects.shared().standing().filter(kind__in=Decision.CHANGING, meeting__quorum_missed=False)


def _prepared(row: Attendance) -> PreparedAnswer:
    return PreparedAnswer(lazy(_said_at, str)(row.party, row.meeting), f"{row.meeting.get_absolute_url()}#besluiten")


def _said_at(party: Party, meeting: Meeting) -> str:
    sentence = _("%(party)s was at the meeting that decided this: %(meeting)s. There you confirm its yes with one click.")
    return sentence % {"party": party, "meeting": said_in(meeting)}


def with_meeting_agreed(proposals: QuerySet[Proposal], user: User) -> QuerySet[Proposal]:
    """With agreed_in and agreed_on: the meeting in which a party of this person agreed to it, and its day. No query more."""
    agreed = _that_prepare().filter(
        proposal=OuterRef("pk"),
        meeting__attendances__kind__in=Attendance.SPOKE,
        meeting__attendances__party__in=SIGNED_PARTIES.keys(user.pk),
    )
    agreed = agreed.order_by("-meeting__held_on", "-pk")
    return proposals.annotate(
        agreed_in=Subquery(agreed.values("meeting")[:1]), agreed_on=Subquery(agreed.values("meeting__held_on")[:1])
    )


def _waiting_for(proposals: Iterable[Proposal], user: User) -> dict[int, list[NeededAnswer]]:
    """By proposal, the answers that this person may still give."""
    rows = NeededAnswer.objects.filter(proposal__in=proposals, party__in=SIGNED_PARTIES.keys(user.pk))
    mine = rows.unanswered().exclude(pk__in=Assent.objects.filter(by=user).values("needed")).select_related("party")
    found = defaultdict(list)
    for row in mine.order_by("position", "pk"):
        found[row.proposal_id].append(row)
    return found


@transaction.atomic
def confirm(*, decision: Decision, party: Party, by: User, seen: str) -> Proposal:
    """Agree for a party that was there. As for every answer it is asked who may, until when, and over which text."""
    meeting = decision.meeting
    if decision.proposal_id is None or not decision.changes_text:
        raise NotAllowedNowError(_("No proposal was made of this decision yet."))
    if not Party.objects.signed_by(by).filter(pk=party.pk).exists():
        raise PermissionDenied(_("Only someone who may sign for %(party)s answers for it.") % {"party": party})
    if decision.is_withdrawn:
        raise NotAllowedNowError(_("This decision was withdrawn."))
    if meeting.quorum_missed:
        raise NotAllowedNowError(
            _("The quorum was not there, so the meeting decided nothing yet: answer on the page of the proposal.")
        )
    if meeting.is_closed:
        raise NotAllowedNowError(_("This meeting is not shared with all parties yet: answer on the page of the proposal."))
    if not meeting.attendances.filter(party=party, kind__in=Attendance.SPOKE).exists():
        raise NotAllowedNowError(_("%(party)s was not at this meeting: answer on the page of the proposal.") % {"party": party})
    proposal = newest_of([decision.proposal])[decision.proposal_id]
    return answer(proposal=proposal, party=party, by=by, answer=Assent.Answer.AGREED, mandate=said_in(meeting), seen=seen)


# -- At once, where the agreement lets the meeting decide


@act(Act.TAKE_EFFECT)
def count_what_was_decided(proposal: Proposal) -> None:
    """Record the answers of the people who agreed to this proposal in a meeting that decides. It is open, and held by the caller.

    Only a meeting of executives with its quorum, of which the minutes were sent with the decision in them; and only when it had
    before it what is proposed, or when the proposal does what the decision says and nothing else.
    """
    if not proposal.agreement.meeting_decides or not proposal.is_change:
        return
    decisions = _that_prepare().filter(
        proposal=proposal, meeting__kind=Meeting.Kind.BESTUURLIJK, meeting__minutes_sent_at__isnull=False
    )
    for decision in decisions.select_related("meeting__agreement").order_by("pk"):
        if _stood_in_minutes(decision) and (_lay_before(decision.meeting, proposal) or _says_nothing_else(decision, proposal)):
            _count(decision.meeting, proposal)


def count_what_minutes_say(meeting: Meeting) -> None:
    """As above, for each open proposal on which the meeting decided, now that its minutes are sent."""
    rows = Proposal.objects.open().filter(decisions__meeting=meeting).distinct()
    for proposal in rows.select_related("agreement", "agenda__agreement").order_by("pk"):
        count_what_was_decided(proposal)


def _stood_in_minutes(decision: Decision) -> bool:
    recorded = decision.history.filter(history_type="+").values_list("history_date", flat=True).first()
    return recorded is not None and recorded <= decision.meeting.minutes_sent_at


def _lay_before(meeting: Meeting, proposal: Proposal) -> bool:
    return timezone.localdate(proposal.opened_at) < meeting.held_on


def _says_nothing_else(decision: Decision, proposal: Proposal) -> bool:
    """To drop or carry over is one thing; how words are adjusted or what is added, the decision does not say to the letter."""
    changes = list(proposal.changes.all())
    if len(changes) != 1 or decision.kind not in {Decision.Kind.DROP, Decision.Kind.CARRY_OVER}:
        return False
    (change,) = changes
    same_kind = change.kind == Change.Kind(decision.kind)
    return same_kind and (change.action_id, change.goal_id) == (decision.action_id, decision.goal_id) and _on(change, decision)


def _on(change: Change, decision: Decision) -> bool:
    return date.fromisoformat(change.becomes["dropped_on"]) >= decision.meeting.held_on


def _count(meeting: Meeting, proposal: Proposal) -> None:
    """Of each person who was there and may sign; those whose party is complete are not needed."""
    signing = Membership.objects.filter(may_sign=True, user__is_active=True).values_list("user", "party")
    present = Attendance.objects.filter(
        meeting=meeting, kind=Attendance.Kind.PRESENT, user__in=signing.values("user")
    ).select_related("user", "party")
    may = set(signing.filter(user__in=[row.user_id for row in present]))
    entered_by = meeting.history.filter(minutes_sent_at__isnull=False).order_by("history_id").first().history_user
    for row in present.order_by("pk"):
        current = Proposal.objects.select_related("agreement", "agenda__agreement").get(pk=proposal.pk)
        if (row.user_id, row.party_id) in may and current.is_open and _is_needed(current, row):
            _answer_for(row, current, entered_by)


def _is_needed(proposal: Proposal, row: Attendance) -> bool:
    waiting = proposal.needed.unanswered().filter(party=row.party_id)
    return waiting.exclude(assents__by=row.user_id).exists() and not proposal.is_overdue


def _answer_for(row: Attendance, proposal: Proposal, entered_by: User | None) -> None:
    answer(
        proposal=proposal,
        party=row.party,
        by=row.user,
        answer=Assent.Answer.AGREED,
        mandate=said_in(row.meeting),
        entered_by=entered_by,
    )
