"""The proposals that wait for answers, with who did not answer: for a meeting, and for everyone who reads what waits."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum, Value
from django.utils import timezone

from agreements.models import Change, NeededAnswer, Proposal
from monitoring.models import Decision, Meeting
from parties.models import User
from parties.prepared import Prepared

# Which levels a meeting talks about; what names no level goes to the executives.
LEVELS = {Meeting.Kind.AMBTELIJK: (Proposal.Level.AMBTELIJK,), Meeting.Kind.BESTUURLIJK: (Proposal.Level.BESTUURLIJK, "")}


@dataclass(frozen=True)
class WaitingProposal:
    proposal: Proposal
    unanswered: tuple[str, ...]  # the parties that did not answer, in their order
    agreed_on: date | None = None  # when a meeting agreed to it, so that those parties only confirm


def proposals_for(meeting: Meeting) -> tuple[WaitingProposal, ...]:
    """Those that are open, and those that nobody ended but the calendar and that were not put again. At most four queries.

    Empty for a meeting that is over, and for one with an earlier one of its kind before it.
    """
    today = timezone.localdate()
    levels = LEVELS.get(Meeting.Kind(meeting.kind))
    if levels is None or not _is_next(meeting, today):
        return ()
    rows = Proposal.objects.changing().filter(agreement=meeting.agreement_id, level__in=levels)
    not_in_time = rows.filter(state=Proposal.State.EXPIRED, renewed_by=None)
    previous = _of_kind(meeting).filter(held_on__lt=today).order_by("-held_on").values_list("held_on", flat=True).first()
    if previous is not None:
        not_in_time = not_in_time.filter(ended_at__date__gte=previous)
    found = (rows.open() | not_in_time).distinct()
    waiting = Prefetch("needed", NeededAnswer.objects.unanswered().select_related("party").order_by("position", "pk"))
    in_order = found.select_related("agreement", "agenda__agreement", "party").prefetch_related(waiting)
    return tuple(
        WaitingProposal(row, tuple(str(needed.party) for needed in row.needed.all()))
        for row in in_order.order_by("deadline", "pk")
    )


def unanswered_in(agreements: Collection[int], user: User | None = None) -> dict[Proposal, list[NeededAnswer]]:
    """The proposals that wait, or expired since the last meeting without being put again, with the answers that they miss.

    Each answer comes with agreed_on and agreed_in, of the meeting that agreed to it; with the budget of what would change; and
    with mine, whether the user is one of the people who may give it. One query.
    """
    found: dict[Proposal, list[NeededAnswer]] = defaultdict(list)
    of_user = user.pk if user else 0
    for row in _unanswered.models(tuple(agreements), of_user, timezone.localdate(), has_reader=user is not None):
        found[row.proposal].append(row)
    return found


@Prepared.in_order
def _unanswered(agreements: Collection[int], user: int, today: date, *, has_reader: bool) -> QuerySet:
    """What is asked of every dashboard and start: its SQL takes longer to write than to answer."""
    agreement = OuterRef("proposal__agreement")
    meetings = Meeting.objects.taking_place().filter(agreement=agreement, kind=Meeting.Kind.BESTUURLIJK, held_on__lt=today)
    held = Subquery(meetings.order_by("-held_on").values("held_on")[:1])
    state, ended = F("proposal__state"), Q(proposal__state=Proposal.State.EXPIRED, proposal__renewed_by=None)
    rows = NeededAnswer.objects.filter(proposal__agreement__in=agreements).unanswered().annotate(held=held)
    lately = Q(held=None) | Q(proposal__ended_at__date__gte=F("held"))
    rows = rows.filter(Q(proposal__state=Proposal.State.OPEN) | (ended & lately)).annotate(state=state)
    same = Q(proposal=OuterRef("proposal")) | Q(proposal=OuterRef("proposal__renews"))
    agreed = Decision.objects.shared().standing().filter(same, kind__in=Decision.CHANGING, meeting__held_on__lte=today)
    costs = Change.objects.filter(proposal=OuterRef("proposal")).order_by().values("proposal")
    mine = Proposal.objects.answered_by(User(pk=user)).filter(pk=OuterRef("proposal"))
    rows = rows.annotate(
        agreed_on=Subquery(agreed.order_by("-meeting__held_on").values("meeting__held_on")[:1]),
        agreed_in=Subquery(agreed.order_by("-meeting__held_on").values("meeting")[:1]),
        budget=Subquery(costs.annotate(sum=Sum("action__budget")).values("sum")),
        mine=Exists(mine) if has_reader else Value(False),
    )
    rows = rows.select_related("party", "proposal__party", "proposal__agreement", "proposal__agenda__agreement")
    return rows.order_by("proposal__deadline", "proposal", "position", "pk")


def waiting_before(meeting: Meeting) -> tuple[WaitingProposal, ...]:
    """What this meeting has before it: before the executives also what officers agreed to or what adopts a text, until all
    answered. At most five queries.
    """
    found = {row.proposal.pk: row for row in proposals_for(meeting)}
    if meeting.kind == Meeting.Kind.BESTUURLIJK and _is_next(meeting, timezone.localdate()):
        for proposal, answers in unanswered_in([meeting.agreement_id]).items():
            found[proposal.pk] = WaitingProposal(proposal, tuple(str(row.party) for row in answers), answers[0].agreed_on)
    return tuple(found.values())


def _is_next(meeting: Meeting, today: date) -> bool:
    return not meeting.is_cancelled and meeting.held_on >= today and _next(meeting, today) == meeting.pk


def _of_kind(meeting: Meeting):
    return Meeting.objects.taking_place().filter(agreement=meeting.agreement_id, kind=meeting.kind)


def _next(meeting: Meeting, today: date) -> int | None:
    coming = _of_kind(meeting).filter(held_on__gte=today).order_by("held_on", "pk")
    return coming.values_list("pk", flat=True).first()
