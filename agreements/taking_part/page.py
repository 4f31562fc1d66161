"""The requests that a person meets: that a party is asked, by whom, for which agreement; and nothing of what it says."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from agreements.models import Participation
from parties.models import Membership, Party, User
from parties.prepared import Prepared

A_WEEK = timedelta(days=7)


def requests_to(user: User) -> QuerySet[Participation]:
    """What the person's own parties are asked, oldest first. One query.

    Each has asked_for, the name of the party that asks, and may_answer.
    """
    coordinating = Membership.objects.filter(role=Membership.Role.COORDINATOR)
    asking = Participation.objects.accepted().filter(
        Exists(coordinating.filter(user=OuterRef(OuterRef("asked_by")), party=OuterRef("party"))), agreement=OuterRef("agreement")
    )
    rows = Participation.objects.asked_of(user).annotate(
        asked_for=Subquery(asking.order_by("position", "pk").values("party__name")[:1]),
        may_answer=Exists(coordinating.filter(user=user, party=OuterRef("party"))),
    )
    return rows.select_related("agreement", "party", "asked_by").order_by("asked_at", "pk")


def requests_for(party: Party, user: User) -> list[Participation]:
    """What this party is asked, for a person who belongs to it: as requests_to(). One query."""
    return _requests_for.models(party.pk, user.pk)


@Prepared.with_one_plan
@Prepared.in_order
def _requests_for(party: int, user: int) -> QuerySet:
    return requests_to(User(pk=user)).filter(party=party)


def unanswered(*, asked_before: datetime) -> QuerySet[Participation]:
    """The requests that were made by this moment and wait still, oldest first."""
    rows = Participation.objects.asked().filter(asked_at__lte=asked_before)
    return rows.select_related("agreement", "party", "asked_by").order_by("asked_at", "pk")


def parties_to_ask(user: User) -> QuerySet[Party]:
    """Whom the person may ask: the parties that one knows, and those that one added.

    A party that one never met is no name to choose from a list: an administrator asks it.
    """
    if user.is_superuser:
        return Party.objects.all()
    added = Party.history.filter(history_type="+", history_user=user).values("id")
    return Party.objects.filter(Q(pk__in=Party.objects.visible_to(user).values("pk")) | Q(pk__in=added))
