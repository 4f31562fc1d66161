"""One party over all its agreements and municipalities, as far as the reader may see them."""

from dataclasses import dataclass

from django.db.models import Prefetch, Q

from agreements.contacts.handover import AS_PRINTED
from agreements.models import Lead, Participation
from parties.models import Party, User


@dataclass(frozen=True, slots=True)
class PartyPage:
    """linked are the keys of the parties that the reader may open."""

    party: Party
    participations: tuple[Participation, ...]
    leads: tuple[Lead, ...]
    members: tuple[Party, ...]
    umbrellas: tuple[Party, ...]
    linked: frozenset[int]


def collect_party(party: Party, *, seen_by: User) -> PartyPage:
    """Everything on the page of the party but its people, in a fixed number of queries."""
    members, umbrellas = tuple(party.members.all()), tuple(party.umbrellas.all())
    others = {row.pk for row in (*members, *umbrellas)} | {party.successor_id}
    return PartyPage(
        party=party,
        participations=_participations(party, seen_by),
        leads=tuple(leads_of(party, seen_by=seen_by)),
        members=members,
        umbrellas=umbrellas,
        linked=frozenset(Party.objects.visible_to(seen_by).filter(pk__in=others - {None}).values_list("pk", flat=True)),
    )


def leads_of(party: Party, *, seen_by: User):
    """What the party leads in the newest agenda of each agreement that the person may see."""
    leads = Lead.objects.visible_to(seen_by).filter(party=party).in_newest_agendas().with_contact_known()
    return leads.select_related("contact", "action__project", "action__goal", "action__agenda__agreement").order_by(*AS_PRINTED)


def _participations(party: Party, user: User) -> tuple[Participation, ...]:
    """Each agreement once: the party's own part in it before that of an umbrella."""
    municipal = Participation.objects.accepted().filter(party__kind=Party.Kind.MUNICIPALITY).select_related("party")
    taking_part = Participation.objects.accepted().visible_to(user)
    rows = taking_part.filter(Q(party=party) | Q(party__in=party.umbrella_rows.values("umbrella")))
    rows = rows.select_related("agreement", "party").prefetch_related(
        Prefetch("agreement__participations", municipal, to_attr="of_municipalities"), "agreement__agendas"
    )
    found: dict[int, Participation] = {}
    for row in sorted(rows.order_by("agreement__title", "pk"), key=lambda row: row.party_id != party.pk):
        found.setdefault(row.agreement_id, row)
    return tuple(sorted(found.values(), key=lambda row: (row.agreement.title, row.pk)))
