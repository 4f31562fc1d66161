"""Lists of published texts: all of them, of a municipality or party by its name, and of one party."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import QuerySet
from django.utils import timezone

from agreements.models import Participation, Version
from agreements.models.adoptable import Adoptable
from parties.models import Party
from parties.prepared import Prepared


@dataclass(frozen=True, slots=True)
class ListedText:
    """A published text with the parties that sign it; version is the one in force."""

    text: Adoptable
    version: Version
    parties: tuple[Party, ...]

    @property
    def municipalities(self) -> tuple[Party, ...]:
        return tuple(party for party in self.parties if party.kind == Party.Kind.MUNICIPALITY)

    @property
    def is_in_force(self) -> bool:
        """Whether it binds now: it was not revoked, and its year, or the last one of the agreement, is not over."""
        last = self.text.whole.end_year if self.text.year is None else self.text.year
        return not self.text.is_revoked and last >= timezone.localdate().year

    @property
    def place(self) -> str:
        """By what people look for it: its municipalities, or without one its title."""
        return ", ".join(party.short_name for party in self.municipalities) or self.text.whole.title


def _versions(day: date) -> QuerySet[Version]:
    rows = Version.objects.published(day).select_related("agreement", "agenda__agreement")
    return rows.defer("content", "ground").order_by("place")


def _signatories(day: date) -> QuerySet[Participation]:
    return Participation.objects.published(day).filter(role=Participation.Role.SIGNATORY).select_related("party")


_VERSIONS, _SIGNING = Prepared.in_order(_versions), Prepared.in_order(_signatories)


def published_texts() -> list[ListedText]:
    """Every text of which everyone may read a version, by municipality and then the latest year first. Three queries."""
    newest: dict[tuple, Version] = {}
    for version in _VERSIONS.models(timezone.localdate()):
        newest[version.agreement_id, version.agenda_id] = version
    signing: dict[int, list[Participation]] = defaultdict(list)
    for row in _SIGNING.models(timezone.localdate()):
        signing[row.agreement_id].append(row)
    found = [ListedText(version.text, version, _signing(version, signing)) for version in newest.values()]
    return sorted(found, key=lambda row: (row.place.casefold(), row.text.whole.title, -(row.text.year or 0)))


def _signing(version: Version, signing: dict[int, list[Participation]]) -> tuple[Party, ...]:
    """The parties that this text prints."""
    text = version.text
    rows = signing[version.agreement_id]
    if text.year is not None:
        rows = [row for row in rows if row.takes_part_in(text.year)]
    return tuple(row.party for row in rows if row.is_printed_in(text))


def matching(texts: Iterable[ListedText], words: str) -> list[ListedText]:
    """Those of which the title, or the name of a party, has all these words."""
    asked = words.casefold().split()
    return [row for row in texts if all(word in _searched(row) for word in asked)]


def _searched(row: ListedText) -> str:
    names = (name for party in row.parties for name in (party.name, party.short_name))
    return " ".join((row.text.title, row.text.whole.title, *names)).casefold()


def of_party(texts: Iterable[ListedText], pk: int) -> list[ListedText]:
    return [row for row in texts if any(party.pk == pk for party in row.parties)]


def by_place(texts: Iterable[ListedText]) -> list[tuple[str, list[ListedText]]]:
    """Together what is of the same municipality or municipalities."""
    return [(place, list(rows)) for place, rows in groupby(texts, key=lambda row: row.place)]


def stamp_of(texts: Iterable[ListedText]) -> tuple:
    """By what it is known what a list of these says."""
    rows = ((row.version.pk, row.text.title, row.text.state, tuple(map(str, row.parties))) for row in texts)
    return (*rows, timezone.localdate())
