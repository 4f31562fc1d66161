"""One party over all its agreements and municipalities, as far as the reader may see them."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import F, Prefetch, QuerySet, prefetch_related_objects
from django.utils import timezone

from agreements.contacts.handover import AS_PRINTED
from agreements.models import Agenda, Lead, Participation
from agreements.models.in_front import YearsInFront, in_front_by_agreement
from parties.models import Party, User
from parties.models.party import PARTY_AND_UMBRELLAS
from parties.prepared import Prepared, made_on_demand

ON_PAGE = 100  # agreements
MOST_AGENDAS = 6  # of which a page shows what the party leads


@dataclass(frozen=True, slots=True)
class PartyPage:
    """linked are the keys of the parties that the reader may open; leads those in front, or in the years that are written.

    coming are the years after those, of which a reader may ask what the party leads in them; others the years that are left out
    where there are many, each of which can be asked by itself.
    """

    party: Party
    participations: Page
    leads: tuple[Lead, ...]
    members: tuple[Party, ...]
    umbrellas: tuple[Party, ...]
    linked: frozenset[int]
    coming: tuple[Agenda, ...]
    others: tuple[Agenda, ...]


def collect_party(
    party: Party, *, seen_by: User, coming: bool = False, chosen: int | None = None, page: str | None = None
) -> PartyPage:
    """Everything on the page of the party but its people, in a fixed number of queries.

    With coming its leads are those of the years after the ones in front; page is that of what it takes part in.
    """
    years = years_of(party, seen_by=seen_by)
    members, umbrellas = tuple(party.members.all()), tuple(party.umbrellas.all())
    asked = agendas_asked(years, coming=coming)
    shown = agendas_shown(asked, chosen)
    others = {row.pk for row in (*members, *umbrellas)} | {party.successor_id}
    return PartyPage(
        party=party,
        participations=_participations(party, seen_by, page),
        leads=tuple(leads_of(party, seen_by=seen_by, agendas=shown)),
        coming=agendas_asked(years, coming=True),
        others=tuple(agenda for agenda in asked if agenda not in shown),
        members=members,
        umbrellas=umbrellas,
        linked=frozenset(Party.objects.visible_to(seen_by).filter(pk__in=others - {None}).values_list("pk", flat=True)),
    )


def agendas_asked(years: Iterable[YearsInFront], *, coming: bool) -> tuple[Agenda, ...]:
    """The years in front, or those that come after them."""
    if coming:
        return tuple(found.next for found in years if found.next)
    return tuple(agenda for found in years for agenda in found.front)


def agendas_shown(asked: tuple[Agenda, ...], chosen: int | None) -> tuple[Agenda, ...]:
    """The one that was chosen, or the first few."""
    return tuple(agenda for agenda in asked if agenda.pk == chosen) or asked[:MOST_AGENDAS]


def leads_of(party: Party, *, seen_by: User, agendas: Iterable[Agenda]) -> list[Lead]:
    """What the party leads in these years, as far as the person may see it. At most one query."""
    keys = tuple(agenda.pk for agenda in agendas)
    return _leads_of.models(seen_by.pk, party.pk, keys, is_superuser=seen_by.is_superuser) if keys else []


@Prepared.in_order
def _leads_of(user: int, party: int, agendas: Collection[int], *, is_superuser: bool) -> QuerySet:
    visible = Lead.objects.visible_to(User(pk=user, is_superuser=is_superuser))
    leads = visible.filter(party=party, action__agenda__in=agendas, action__dropped_on=None)
    names = ("contact", "action__project", "action__goal", "action__agenda__agreement")
    return leads.with_contact_known().select_related(*names).order_by(*AS_PRINTED)


def years_of(party: Party, *, seen_by: User) -> tuple[YearsInFront, ...]:
    """The years in front and the one after them, of each agreement of the party or its umbrellas. One query."""
    taking_part = Participation.objects.accepted().filter(party__in=PARTY_AND_UMBRELLAS.keys(party.pk)).values("agreement")
    agendas = Agenda.objects.visible_to(seen_by).filter(agreement__in=taking_part)
    return tuple(in_front_by_agreement(agendas, today=timezone.localdate()).values())


def _participations(party: Party, user: User, page: str | None) -> Page:
    """Each agreement once: the party's own part in it before that of an umbrella."""
    taking_part = Participation.objects.accepted().visible_to(user)
    rows = taking_part.filter(party__in=PARTY_AND_UMBRELLAS.keys(party.pk))
    found: dict[int, tuple[str, int, Callable[[], Participation]]] = {}
    with_title = rows.select_related("agreement", "party").annotate(agreement_title=F("agreement__title")).order_by("pk")
    every = made_on_demand(with_title, "party_id", "agreement_id", "agreement_title", "id")
    for (_party, agreement, title, pk), make in sorted(every, key=lambda row: row[0][0] != party.pk):
        found.setdefault(agreement, (title, pk, make))
    shown = Paginator(sorted(found.values(), key=lambda row: row[:2]), ON_PAGE).get_page(page)
    shown.object_list = [make() for _title, _pk, make in shown.object_list]
    municipal = Participation.objects.accepted().filter(party__kind=Party.Kind.MUNICIPALITY).select_related("party")
    places = Prefetch("agreement__participations", municipal, to_attr="of_municipalities")
    prefetch_related_objects(shown.object_list, places, "agreement__agendas")
    return shown
