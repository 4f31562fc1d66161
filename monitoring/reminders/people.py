"""Who gets the mail about a whole round; for mail to a lead see agreements/contacts/choosing.py."""

from dataclasses import dataclass

from agreements.models import Agreement, Participation
from parties.models import Membership, Party, User


@dataclass(frozen=True, slots=True)
class Coordinator:
    person: User
    parties: tuple[Party, ...]


def coordinators_of(agreement: Agreement) -> list[Coordinator]:
    """The active coordinators of the parties that sign, by name, each with the parties for which they are."""
    signatories = agreement.participations.accepted().filter(role=Participation.Role.SIGNATORY).values("party")
    rows = Membership.objects.filter(role=Membership.Role.COORDINATOR, user__is_active=True, party__in=signatories)
    found: dict[User, list[Party]] = {}
    for row in rows.select_related("user", "party").order_by("user__name", "user__pk", "party__name"):
        found.setdefault(row.user, []).append(row.party)
    return [Coordinator(person, tuple(parties)) for person, parties in found.items()]
