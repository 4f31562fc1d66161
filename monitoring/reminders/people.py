"""Who gets the mail about what a party leads: one place."""

from collections.abc import Iterable
from dataclasses import dataclass

from agreements.models import Agreement, Lead, Participation
from monitoring.reach import reporters_of
from parties.models import Membership, Party, User


def people_for(lead: Lead) -> tuple[User, ...]:
    """The active people who report for the party that leads; for a working group those of its member parties."""
    return people_by_lead([lead])[lead.pk]


def people_by_lead(leads: Iterable[Lead]) -> dict[int, tuple[User, ...]]:
    """people_for() for many leads, by the key of the lead. One query."""
    leads = list(leads)
    reporters = reporters_of(lead.party_id for lead in leads)
    return {lead.pk: reporters.get(lead.party_id, ()) for lead in leads}


@dataclass(frozen=True, slots=True)
class Coordinator:
    person: User
    parties: tuple[Party, ...]


def coordinators_of(agreement: Agreement) -> list[Coordinator]:
    """The active coordinators of the parties that sign, by name, each with the parties for which they are."""
    signatories = agreement.participations.filter(role=Participation.Role.SIGNATORY).values("party")
    rows = Membership.objects.filter(role=Membership.Role.COORDINATOR, user__is_active=True, party__in=signatories)
    found: dict[User, list[Party]] = {}
    for row in rows.select_related("user", "party").order_by("user__name", "user__pk", "party__name"):
        found.setdefault(row.user, []).append(row.party)
    return [Coordinator(person, tuple(parties)) for person, parties in found.items()]
