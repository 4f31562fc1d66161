"""The meeting of the same kind before a meeting, and the days between them: what came then belongs before this one."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from agreements.models import Agreement
from monitoring.models import Meeting

Kind = Meeting.Kind
LAST_MONTHS = timedelta(days=92)  # what came in that time, where there was no meeting before


@dataclass(frozen=True)
class Before:
    """The meeting for which is collected, and the one of its kind before it, with what both make of the days between them."""

    meeting: Meeting
    previous: Meeting | None

    @property
    def agreement(self) -> Agreement:
        return self.meeting.agreement

    @property
    def is_of_all(self) -> bool:
        """Whether it talks about the agreement as a whole: what the rounds say comes before officers and executives."""
        return self.meeting.kind in {Kind.AMBTELIJK, Kind.BESTUURLIJK}

    @property
    def since(self) -> date:
        return self.previous.held_on if self.previous else self.meeting.held_on - LAST_MONTHS

    @property
    def year(self) -> int:
        return self.meeting.held_on.year


def before(meeting: Meeting) -> Before:
    """One query; the meeting comes with its agreement."""
    earlier = meetings_alike(meeting).filter(held_on__lt=meeting.held_on)
    return Before(meeting, earlier.order_by("-held_on", "-pk").first())


def meetings_alike(meeting: Meeting) -> QuerySet[Meeting]:
    """Those of the same kind and subject: what was left there comes back here, and nowhere else."""
    return Meeting.objects.filter(agreement=meeting.agreement_id, kind=meeting.kind, title=meeting.title)
