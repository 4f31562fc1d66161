"""Who is turned to about what a party leads: never nobody, as long as the party has someone who reports."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import F, QuerySet

from agreements.models import Lead
from parties.models import Membership, Party, User
from parties.prepared import Prepared


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


def reporters_by_party(parties: Iterable[int], *, known_to: User | None = None) -> dict[int, list[User]]:
    """Who reports for these parties, by name: their editors and coordinators; for a working group those of its members too.

    For a party that merged those of its successor do. known_to leaves out whom that person is not to choose. At most one query.
    """
    wanted = tuple(sorted(set(parties)))
    found: dict[int, dict[int, User]] = defaultdict(dict)
    of_person = [] if known_to is None or known_to.is_superuser else [known_to.pk]
    for row in _reporting_for.models(wanted, *of_person) if wanted else ():
        for party in {row.party_id, *(getattr(row, name) for name in _through)}.intersection(wanted):
            found[party][row.user_id] = row.user
    by_name = {party: sorted(people.values(), key=lambda person: (person.name, person.pk)) for party, people in found.items()}
    return {party: by_name.get(party, []) for party in wanted}


_through = {"of_member": "umbrella_rows__umbrella", "merged": "predecessors", "merged_before": "predecessors__predecessors"}


@Prepared
def _reporting_for(parties: Collection[int], *known_to: int) -> QuerySet[Membership]:
    rows = Membership.objects.visible_to(User(pk=known_to[0])) if known_to else Membership.objects.all()
    keys = {name: F(f"party__{path}") for name, path in _through.items()}
    return rows.reporting().filter(party__in=_with_others.keys(parties)).annotate(**keys).select_related("user")


@Prepared
def _with_others(parties: Collection[int]) -> QuerySet:
    """Queries put together: of an OR over these tables PostgreSQL would read every membership there is."""
    paths = ("pk", *_through.values())
    itself, *others = (Party.objects.filter(**{f"{path}__in": parties}).order_by().values("pk") for path in paths)
    return itself.union(*others)


def colleagues(party: Party, *, by: User) -> list[User]:
    """Whom the person may choose as contact for what the party leads.

    The coordinator of a member party sees only the own people of a working group: the others are not hers to know.
    """
    is_own = party.pk in by.coordinates_for
    return reporters_by_party([party.pk], known_to=None if is_own else by)[party.pk]
