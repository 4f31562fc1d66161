"""One party over all its agreements and municipalities, as far as the reader may see them."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from agreements.agreement_list import NAMED_BY
from agreements.contacts.handover import AS_PRINTED
from agreements.contacts.rows import ListedLead, listed_lead
from agreements.models import Agenda, Lead, Participation
from agreements.models.adoptable import standing_in_words
from agreements.models.in_front import DECIDING, YearsInFront, by_agreement, first_end, in_front_among
from parties.models import Party, PartyMember, User
from parties.models.party import PARTY_AND_UMBRELLAS
from parties.prepared import Prepared, Year

ON_PAGE = 50  # agreements
MOST_AGENDAS = 6  # of which a page shows what the party leads


@dataclass(frozen=True, slots=True)
class PartyPage:
    """linked are the keys of the parties that the reader may open; leads those in front, or in the years that are written.

    coming are the years after those, of which a reader may ask what the party leads in them; others the years that are left out
    where there are many, each of which can be asked by itself.
    """

    party: Party
    participations: Page  # of TakesPart
    leads: tuple[Lead, ...]
    members: tuple[Party, ...]
    umbrellas: tuple[Party, ...]
    linked: frozenset[int]
    coming: tuple["YearNamed", ...]
    others: "YearsNamed"

    @property
    def rows(self) -> list[ListedLead]:
        """The leads as the page names them."""
        return [listed_lead(lead) for lead in self.leads]


@dataclass(frozen=True, slots=True)
class TakesPart:
    """An agreement in which the party takes part; umbrella is the one through which it does, if any."""

    slug: str
    agreement: str
    municipalities: tuple[str, ...]
    role: str
    umbrella: str
    years: tuple[tuple[int, str], ...]  # with the title of the agenda

    @property
    def content(self) -> "TakesPart":
        """For {% kept %}: itself, as it has words and numbers alone."""
        return self


@dataclass(frozen=True, slots=True)
class YearNamed:
    """An agenda, where a page has only its name."""

    pk: int
    slug: str
    year: int
    title: str
    agreement: str
    agreement_title: str
    state: str
    version: int
    adopted_on: date | None

    @property
    def content(self) -> "YearNamed":
        """For {% kept %}: itself, as it has words, numbers and days alone."""
        return self

    @property
    def standing(self) -> str:
        return standing_in_words(self.state, self.version, self.adopted_on, year=self.year)


@dataclass(frozen=True, slots=True)
class YearsNamed:
    """Several of them, of which {% kept %} makes one list."""

    rows: tuple[YearNamed, ...]

    @property
    def content(self) -> "YearsNamed":
        return self

    def __len__(self) -> int:
        return len(self.rows)


def collect_party(
    party: Party, *, seen_by: User, coming: bool = False, chosen: int | None = None, page: str | None = None
) -> PartyPage:
    """Everything on the page of the party but its people, in a fixed number of queries.

    With coming its leads are those of the years after the ones in front; page is that of what it takes part in.
    """
    years, who = years_of(party, seen_by=seen_by), {"is_superuser": seen_by.is_superuser}
    rows = _members_of.models(party.pk)
    members = tuple(row.member for row in rows if row.umbrella_id == party.pk)
    umbrellas = tuple(row.umbrella for row in rows if row.member_id == party.pk)
    asked, following = agendas_asked(years, coming=coming), agendas_asked(years, coming=True)
    shown = agendas_shown(asked, chosen)
    keys_shown = {agenda.pk for agenda in shown}
    others = tuple({row.pk for row in (*members, *umbrellas)} | ({party.successor_id} - {None}))
    return PartyPage(
        party=party,
        participations=_participations(party, seen_by, page, coming={agenda.pk for agenda in following}),
        leads=tuple(leads_of(party, seen_by=seen_by, agendas=shown)),
        coming=following,
        others=YearsNamed(tuple(agenda for agenda in asked if agenda.pk not in keys_shown)),
        members=members,
        umbrellas=umbrellas,
        linked=frozenset(key for (key,) in _visible_of.rows(seen_by.pk, others, **who)) if others else frozenset(),
    )


@Prepared.in_order
def _members_of(party: int) -> QuerySet:
    """Of which it is a member, and what is a member of it."""
    rows = PartyMember.objects.filter(Q(umbrella=party) | Q(member=party)).select_related("umbrella", "member")
    return rows.order_by("umbrella__name", "member__name")


@Prepared
def _visible_of(user: int, parties: Collection[int], *, is_superuser: bool) -> QuerySet:
    return Party.objects.visible_to(User(pk=user, is_superuser=is_superuser)).filter(pk__in=parties).values("pk")


def agendas_asked(years: Iterable[YearsInFront["YearNamed"]], *, coming: bool) -> tuple["YearNamed", ...]:
    """The years in front, or those that come after them."""
    if coming:
        return tuple(found.next for found in years if found.next)
    return tuple(agenda for found in years for agenda in found.front)


def agendas_shown(asked: tuple["YearNamed", ...], chosen: int | None) -> tuple["YearNamed", ...]:
    """The one that was chosen, or the first few."""
    return tuple(agenda for agenda in asked if agenda.pk == chosen) or asked[:MOST_AGENDAS]


def leads_of(party: Party, *, seen_by: User, agendas: Iterable["YearNamed"]) -> list[Lead]:
    """What the party leads in these years, as far as the person may see it. At most one query."""
    keys = tuple(agenda.pk for agenda in agendas)
    return _leads_of.models(seen_by.pk, party.pk, keys, is_superuser=seen_by.is_superuser) if keys else []


@Prepared.with_one_plan
@Prepared.in_order
def _leads_of(user: int, party: int, agendas: Collection[int], *, is_superuser: bool) -> QuerySet:
    visible = Lead.objects.visible_to(User(pk=user, is_superuser=is_superuser))
    leads = visible.filter(party=party, agenda__in=agendas, action__dropped_on=None)
    names = ("contact", "action__project", "action__goal", "action__agenda__agreement")
    return leads.with_contact_known().select_related(*names).order_by(*AS_PRINTED)


def years_of(party: Party, *, seen_by: User) -> tuple[YearsInFront["YearNamed"], ...]:
    """The years in front and the one after them, of each agreement of the party or its umbrellas. One query.

    An agreement that ended more than a year ago is left out.
    """
    today, who = timezone.localdate(), {"is_superuser": seen_by.is_superuser}
    found = list(_agendas_of.made_on_demand((*DECIDING, *_Naming._fields), seen_by.pk, party.pk, today, first_end(today), **who))
    moving = {make().agreement for row, make in found if row[-1]}
    names = {agreement.pk: str(agreement) for agreement in moving}
    rows = ((row[: len(DECIDING)], partial(_named, row[len(DECIDING) :], names)) for row, _make in found)
    return tuple(in_front_among(rows, today=today).values())


class _Naming(NamedTuple):
    """All that a page prints of a year that it names; the last says whether the name of its agreement moves with the year."""

    id: int
    agreement_id: int
    year: int
    title: str
    state: str
    version: int
    adopted_on: date | None
    agreement_title: str
    slug: str
    rolling_years: int | None


def _named(row: tuple, moving: dict[int, str]) -> "YearNamed":
    """Without a model, of which the page of a large association would have a thousand; moving has the names that move."""
    names = _Naming(*row)
    return YearNamed(
        pk=names.id,
        slug=names.slug,
        year=names.year,
        title=names.title,
        agreement=moving.get(names.agreement_id, names.agreement_title),
        agreement_title=names.agreement_title,
        state=names.state,
        version=names.version,
        adopted_on=names.adopted_on,
    )


@Prepared
def _agreements_of(party: int) -> QuerySet:
    return Participation.objects.accepted().filter(party__in=PARTY_AND_UMBRELLAS.keys(party)).values("agreement")


@Prepared.in_order
def _agendas_of(user: int, party: int, today: date, ends: Year, *, is_superuser: bool) -> QuerySet:
    """With no more than a page prints of a year that it names."""
    visible = Agenda.objects.visible_to(User(pk=user, is_superuser=is_superuser))
    agendas = visible.filter(agreement__in=_agreements_of.keys(party), agreement__end_year__gte=ends)
    standing = ("agreement", "year", "title", "state", "version", "adopted_on")
    of_agreement = {"agreement_title": "title", "slug": "slug", "rolling_years": "rolling_years"}
    rows = by_agreement(agendas, today=today).only(*standing, *(f"agreement__{name}" for name in NAMED_BY))
    return rows.annotate(**{name: F(f"agreement__{column}") for name, column in of_agreement.items()})


def _participations(party: Party, user: User, page: str | None, *, coming: Collection[int]) -> Page:
    """Each agreement once: the party's own part in it before that of an umbrella."""
    found: dict[int, tuple[str, int, Callable[[], Participation]]] = {}
    deciding = ("party_id", "agreement_id", "agreement_title", "id")
    every = _parts_of.made_on_demand(deciding, user.pk, party.pk, is_superuser=user.is_superuser)
    for (_party, agreement, title, pk), make in sorted(every, key=lambda row: row[0][0] != party.pk):
        found.setdefault(agreement, (title, pk, make))
    shown = Paginator(sorted(found.values(), key=lambda row: row[:2]), ON_PAGE).get_page(page)
    rows = [make() for _title, _pk, make in shown.object_list]
    municipalities, years = defaultdict(list), defaultdict(list)
    if keys := tuple(row.agreement_id for row in rows):
        for agreement, name in _municipalities_of.rows(keys):
            municipalities[agreement].append(name)
        for agreement, agenda, *year in _years_of.rows(keys):
            if agenda not in coming:
                years[agreement].append(tuple(year))
    shown.object_list = [
        TakesPart(
            slug=row.agreement.slug,
            agreement=str(row.agreement),
            municipalities=tuple(municipalities[row.agreement_id]),
            role=str(Participation.Role(row.role).label),
            umbrella="" if row.party_id == party.pk else str(row.party),
            years=tuple(years[row.agreement_id]),
        )
        for row in rows
    ]
    return shown


@Prepared.in_order
def _parts_of(user: int, party: int, *, is_superuser: bool) -> QuerySet:
    visible = Participation.objects.accepted().visible_to(User(pk=user, is_superuser=is_superuser))
    rows = visible.filter(party__in=PARTY_AND_UMBRELLAS.keys(party)).select_related("agreement", "party")
    in_order = rows.annotate(agreement_title=F("agreement__title")).order_by("pk")
    return in_order.only("agreement", "party", "role", "party__short_name", *(f"agreement__{name}" for name in NAMED_BY))


@Prepared.in_order
def _municipalities_of(agreements: Collection[int]) -> QuerySet:
    municipal = Participation.objects.accepted().filter(party__kind=Party.Kind.MUNICIPALITY, agreement__in=agreements)
    return municipal.values_list("agreement", "party__name")


@Prepared.in_order
def _years_of(agreements: Collection[int]) -> QuerySet:
    return Agenda.objects.filter(agreement__in=agreements).values_list("agreement", "pk", "year", "title")
