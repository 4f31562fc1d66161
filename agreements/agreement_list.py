"""The agreements of a list, as far as it tells of them: who signs, and the years."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from agreements.models import Agenda, Agreement, Participation
from agreements.models.adoptable import standing_in_words
from parties.prepared import Prepared

NAMED_BY = ("slug", "title", "start_year", "end_year", "rolling_years")  # what an Agreement needs for its name and address


@dataclass(frozen=True, slots=True)
class ListedYear:
    """An agenda."""

    year: int
    title: str
    state: str
    version: int
    adopted_on: date | None
    action_count: int

    @property
    def standing(self) -> str:
        return standing_in_words(self.state, self.version, self.adopted_on, year=self.year)


@dataclass(frozen=True, slots=True)
class ListedAgreement:
    """An agreement; signing are the names of the parties that sign, years its agendas, the newest first."""

    slug: str
    name: str
    signing: tuple[str, ...]
    years: tuple[ListedYear, ...]

    @property
    def content(self) -> "ListedAgreement":
        """For {% kept %}: itself, as it has words, numbers and days alone."""
        return self


def listed(agreements: Iterable[Agreement]) -> list[ListedAgreement]:
    """As a list tells of them. Two queries."""
    rows = list(agreements)
    keys = tuple(row.pk for row in rows)
    signing, years = defaultdict(list), defaultdict(list)
    for agreement, name in _signing.rows(keys) if keys else ():
        signing[agreement].append(name)
    for agreement, *of_year in _years.rows(keys) if keys else ():
        years[agreement].append(ListedYear(*of_year))
    return [ListedAgreement(row.slug, str(row), tuple(signing[row.pk]), tuple(years[row.pk])) for row in rows]


@Prepared.in_order
def _signing(agreements: Collection[int]) -> QuerySet:
    rows = Participation.objects.accepted().filter(role=Participation.Role.SIGNATORY, agreement__in=agreements)
    return rows.values_list("agreement", "party__name")


@Prepared.in_order
def _years(agreements: Collection[int]) -> QuerySet:
    counted = Agenda.objects.filter(agreement__in=agreements).annotate(action_count=Count("actions"))
    in_order = counted.order_by(*Agenda._meta.ordering)  # by itself a query that counts has none
    return in_order.values_list("agreement", "year", "title", "state", "version", "adopted_on", "action_count")
