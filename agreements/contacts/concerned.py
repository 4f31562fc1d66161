"""Who is told what concerns a whole agreement."""

from django.db.models import Q, QuerySet

from agreements.models import Agreement
from parties.models import Membership, User


def concerned_in(agreement: Agreement) -> QuerySet[User]:
    """The people who coordinate or sign for a party that takes part, each once."""
    speaks = Q(role=Membership.Role.COORDINATOR) | Q(may_sign=True)
    taking_part = agreement.participations.accepted().values("party")
    rows = Membership.objects.filter(speaks, party__in=taking_part, user__is_active=True)
    return User.objects.filter(pk__in=rows.values("user")).order_by("pk")
