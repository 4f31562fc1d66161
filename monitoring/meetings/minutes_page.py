"""What the pages of a meeting and of its minutes say of where the minutes are in their life, and what the person may do there."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from monitoring.meetings.minutes import meetings_that_adopt, minutes_to_adopt, reacting_parties, why_not_adopted
from monitoring.models import AdoptedMinutes, Meeting, MinutesAddition, MinutesReaction
from monitoring.models.minutes import why_no_reaction
from monitoring.permissions import why_not_keep
from parties.models import User
from parties.prepared import Prepared


@dataclass(frozen=True)
class MinutesLife:
    """What the person may do with minutes that are at this point in their life.

    records: who minutes or keeps the meeting, who reads a concept before it is sent and answers reactions. why_not_yet is what
    stands in the way of adopting; next_meeting the first that can adopt them, where there is one.
    """

    meeting: Meeting
    adopted: AdoptedMinutes | None
    keeps: bool
    records: bool
    reacts: bool
    why_not_yet: str
    next_meeting: Meeting | None

    @property
    def is_concept(self) -> bool:
        return self.adopted is None


def life_of(meeting: Meeting, user: User, reactions: Iterable[MinutesReaction] | None = None) -> MinutesLife:
    """At most five queries; meeting comes with_may_minute(), the reactions are given by who read them already."""
    adopted = getattr(meeting, "adopted", None)
    keeps = not why_not_keep(user, meeting)
    records = keeps or meeting.may_minute
    if adopted:
        return MinutesLife(meeting, adopted, keeps, records, reacts=False, why_not_yet="", next_meeting=None)
    reacts = not why_no_reaction(meeting) and reacting_parties(meeting, user).exists()
    why_not_yet = why_not_adopted(meeting, reactions) if keeps else ""
    following = meetings_that_adopt(meeting).first() if keeps and not why_not_yet else None
    return MinutesLife(meeting, None, keeps, records, reacts, why_not_yet, following)


def added_since(meeting: Meeting, adopted: AdoptedMinutes | None) -> QuerySet[MinutesAddition]:
    """What was added below minutes once they were adopted; what was added before is part of them."""
    rows = meeting.additions.select_related("by", "item")
    return rows.filter(at__gt=adopted.at) if adopted else rows.none()


def minutes_shown(meeting: Meeting) -> dict[str, Any]:
    """For the page of the meeting: how far its own minutes are, and which of earlier ones it has before it.

    At most three queries; meeting comes from meeting_for_page().
    """
    waits = [answer is None for _pk, answer in _reactions_to.rows(meeting.pk)] if meeting.has_reactions else []
    return {
        "to_adopt": minutes_to_adopt(meeting),
        "adopted_on": meeting.adopted_on,
        "additions": _additions_to.models(meeting.pk) if meeting.has_additions else (),
        "reactions": {"all": len(waits), "unanswered": sum(waits)},
    }


@Prepared
def _reactions_to(meeting: int) -> QuerySet:
    return MinutesReaction.objects.filter(meeting=meeting).values_list("pk", "answer")


@Prepared.in_order
def _additions_to(meeting: int) -> QuerySet[MinutesAddition]:
    return MinutesAddition.objects.filter(meeting=meeting).select_related("by", "item")
