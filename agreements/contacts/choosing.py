"""Who is turned to about what a party leads: never nobody, as long as the party has someone who reports."""

from collections import defaultdict
from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import F, Q, QuerySet

from agreements.models import Lead
from parties.models import Membership, Party, User
from parties.models.party import COORDINATED_PARTIES, is_one_of


def contacts_of(lead: Lead) -> list[User]:
    """The people who get the mail about what the lead does: its contact, or else everyone who reports for the party."""
    return contacts_by_lead([lead])[lead.pk]


def contacts_by_lead(leads: Iterable[Lead]) -> dict[int, list[User]]:
    """contacts_of() for many leads, by the key of the lead. One query."""
    leads = list(leads)
    reporters = reporters_by_party({lead.party_id for lead in leads})
    return {lead.pk: contacts_among(reporters[lead.party_id], lead) for lead in leads}


def contacts_among(reporters: list[User], lead: Lead) -> list[User]:
    """contacts_of(), from the people who report for the party of the lead."""
    return [person for person in reporters if person.pk == lead.contact_id] or reporters


def reporters_by_party(parties: Iterable[int], memberships: QuerySet | None = None) -> dict[int, list[User]]:
    """Who reports for these parties, by name: their editors and coordinators; for a working group those of its members too.

    For a party that merged those of its successor do. memberships narrows whose names may be offered. One query.
    """
    rows = Membership.objects.all() if memberships is None else memberships
    wanted = set(parties)
    found: dict[int, dict[int, User]] = defaultdict(dict)
    others = ("umbrella_rows__umbrella", "predecessors", "predecessors__predecessors")
    through = reduce(or_, (Q(**{f"party__{name}__in": wanted}) for name in others), Q(party__in=wanted))
    keys = {f"other_{place}": F(f"party__{name}") for place, name in enumerate(others)}
    for row in rows.reporting().filter(through).annotate(**keys).select_related("user"):
        for party in {row.party_id, *(getattr(row, name) for name in keys)} & wanted:
            found[party][row.user_id] = row.user
    by_name = {party: sorted(people.values(), key=lambda person: (person.name, person.pk)) for party, people in found.items()}
    return {party: by_name.get(party, []) for party in wanted}


def colleagues(party: Party, *, by: User) -> list[User]:
    """Whom the person may choose as contact for what the party leads.

    The coordinator of a member party sees only the own people of a working group: the others are not hers to know.
    """
    own = Membership.objects.visible_to(by)
    is_own = is_one_of(COORDINATED_PARTIES, by, party)
    return reporters_by_party([party.pk], None if is_own else own)[party.pk]
