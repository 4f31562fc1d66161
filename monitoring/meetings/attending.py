"""Who takes part in a meeting: its own parties, or all parties of the agreement in that year."""

from django.db.models import Q, QuerySet

from agreements.models import Participation
from agreements.models.agreement import in_year
from monitoring.models import Meeting
from parties.models import Membership, Party, User


def parties_at(meeting: Meeting) -> QuerySet[Party]:
    """Those that are invited, in the order of the agreement. A party that left, or that merged, is not."""
    year = meeting.held_on.year
    taking_part = Participation.objects.accepted().going_on().filter(in_year(year, "from_year", "to_year"))
    rows = Party.objects.filter(participations__in=taking_part.filter(agreement=meeting.agreement_id))
    if meeting.pk and meeting.own_parties.exists():
        rows = rows.filter(pk__in=meeting.own_parties.values("party"))
    return rows.order_by("participations__position", "pk")


def concerned_with(meeting: Meeting) -> QuerySet[User]:
    """The people who coordinate or sign for a party that takes part, each once."""
    speaks = Q(role=Membership.Role.COORDINATOR) | Q(may_sign=True)
    rows = Membership.objects.filter(speaks, party__in=parties_at(meeting).order_by().values("pk"), user__is_active=True)
    return User.objects.filter(pk__in=rows.values("user")).order_by("pk")
