"""The proposals that wait on the agenda of the next meeting of their level, with who did not answer."""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils import timezone

from agreements.models import NeededAnswer, Proposal
from monitoring.models import Meeting

# Which levels a meeting talks about; what names no level goes to the executives.
LEVELS = {Meeting.Kind.AMBTELIJK: (Proposal.Level.AMBTELIJK,), Meeting.Kind.BESTUURLIJK: (Proposal.Level.BESTUURLIJK, "")}


@dataclass(frozen=True)
class WaitingProposal:
    proposal: Proposal
    unanswered: tuple[str, ...]  # the parties that did not answer, in their order


def proposals_for(meeting: Meeting) -> tuple[WaitingProposal, ...]:
    """Those that are open, and those that nobody ended but the calendar and that were not put again. At most four queries.

    Empty for a meeting that is over, and for one with an earlier one of its kind before it.
    """
    today = timezone.localdate()
    levels = LEVELS.get(Meeting.Kind(meeting.kind))
    if levels is None or meeting.is_cancelled or meeting.held_on < today or _next(meeting, today) != meeting.pk:
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


def _of_kind(meeting: Meeting):
    return Meeting.objects.taking_place().filter(agreement=meeting.agreement_id, kind=meeting.kind)


def _next(meeting: Meeting, today) -> int | None:
    coming = _of_kind(meeting).filter(held_on__gte=today).order_by("held_on", "pk")
    return coming.values_list("pk", flat=True).first()
