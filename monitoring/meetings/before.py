"""The meeting of the same kind before a meeting, and the days between them: what came then belongs before this one."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from agreements.models import Agreement
from monitoring.models import Meeting, MeetingParty

Kind = Meeting.Kind
OF_ALL = frozenset({Kind.AMBTELIJK, Kind.BESTUURLIJK})
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
        return self.meeting.kind in OF_ALL

    @property
    def since(self) -> date:
        return self.previous.held_on if self.previous else self.meeting.held_on - LAST_MONTHS

    @property
    def year(self) -> int:
        return self.meeting.held_on.year


def before(meeting: Meeting) -> Before:
    """One query, and one more for a meeting of few parties; the meeting comes with its agreement."""
    earlier = meetings_alike(meeting).taking_place().filter(held_on__lt=meeting.held_on)
    return Before(meeting, earlier.order_by("-held_on", "-pk").first())


def meetings_alike(meeting: Meeting) -> QuerySet[Meeting]:
    """Those of the same kind, with itself: what was left there comes back here, and nowhere else.

    Of meetings on a theme those of the same subject; of parties among themselves those of the same parties.
    """
    alike = Meeting.objects.filter(agreement=meeting.agreement_id, kind=meeting.kind)
    if meeting.kind in OF_ALL:
        return alike
    if meeting.kind == Kind.THEMATIC:
        alike = alike.filter(title=meeting.title)
    own = list(meeting.own_parties.values_list("party", flat=True))
    for party in own:
        alike = alike.filter(own_parties__party=party)
    return alike.exclude(pk__in=MeetingParty.objects.exclude(party__in=own).values("meeting"))
