"""Who gives a notice, who gets it, and who speaks for a party about it."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from agreements.models import Agreement
from monitoring.models import DisputeNotice, NoticeReceipt
from monitoring.models.dispute import DISPUTING
from parties.models import Membership, Party, User
from parties.models.party import COORDINATED_PARTIES, SIGNED_PARTIES

SPEAKING = Q(role=Membership.Role.COORDINATOR) | Q(may_sign=True)


def spoken_for(user: User) -> QuerySet[Party]:
    """The parties of which the person is coordinator, or for which it may sign."""
    return Party.objects.filter(Q(pk__in=COORDINATED_PARTIES.keys(user.pk)) | Q(pk__in=SIGNED_PARTIES.keys(user.pk)))


def signing_parties(agreement: Agreement) -> QuerySet[Party]:
    """In the order in which the agreement names them."""
    rows = agreement.participations.accepted().signing()
    return Party.objects.filter(participations__in=rows.values("pk")).order_by("participations__position", "pk")


def giving_parties(agreement: Agreement, user: User) -> QuerySet[Party]:
    """In whose name the person may give a notice: those that sign, and that the law lets open a dispute."""
    return signing_parties(agreement).filter(kind__in=DISPUTING, pk__in=spoken_for(user).values("pk"))


def speakers_of(parties: Iterable[int]) -> dict[int, list[User]]:
    """Who coordinates or signs for each party, by name. One query."""
    found: dict[int, list[User]] = defaultdict(list)
    rows = Membership.objects.filter(SPEAKING, party__in=list(parties), user__is_active=True)
    for row in rows.select_related("user").order_by("user__name", "pk"):
        found[row.party_id].append(row.user)
    return found


def addressed_by(notice: DisputeNotice) -> list[int]:
    """The parties to which it was given, in the order in which they were mailed. One query."""
    mailed = notice.receipts.filter(kind=NoticeReceipt.Kind.MAILED).order_by("pk")
    return list(dict.fromkeys(mailed.values_list("party", flat=True)))


def addressed_parties_of(notice: DisputeNotice, user: User) -> list[int]:
    """Of those, the ones for which the person speaks. Two queries at most."""
    return list(spoken_for(user).filter(pk__in=addressed_by(notice)).order_by("pk").values_list("pk", flat=True))
