"""What the page «Openbaar» of a text shows: who published it, what is shown beside it, and what the reader can do."""

from collections.abc import Iterator
from dataclasses import dataclass

from agreements.consent.answerers import signing
from agreements.models import Publication, PublicConsent, Version
from agreements.models.adoptable import Adoptable
from agreements.publishing.permissions import parties_of
from parties.models import Party, User


@dataclass(frozen=True, slots=True)
class PartyChoice:
    """What one party chose; consent is the row by which it agreed. is_own says that the reader speaks for it."""

    party: Party
    consent: PublicConsent | None
    is_own: bool


@dataclass(frozen=True, slots=True)
class ShownBeside:
    """What may be shown beside the text: progress, or who signed. It is shown when every party agreed."""

    kind: str
    choices: tuple[PartyChoice, ...]

    @property
    def is_shown(self) -> bool:
        return bool(self.choices) and all(choice.consent for choice in self.choices)

    @property
    def waits_for(self) -> str:
        return ", ".join(str(choice.party) for choice in self.choices if not choice.consent)


@dataclass(frozen=True, slots=True)
class PublishingPage:
    """own are the parties for which the reader may publish; to_publish those of them that do not publish the text yet."""

    publications: tuple[Publication, ...]
    beside: tuple[ShownBeside, ...]
    own: tuple[Party, ...]
    has_earlier: bool

    @property
    def active(self) -> tuple[Publication, ...]:
        return tuple(row for row in self.publications if row.is_active)

    @property
    def taken_back(self) -> tuple[Publication, ...]:
        return tuple(row for row in self.publications if not row.is_active)

    @property
    def is_public(self) -> bool:
        return any(row.is_published for row in self.active)

    @property
    def to_publish(self) -> tuple[Party, ...]:
        publishing = {row.party_id for row in self.active}
        return tuple(party for party in self.own if party.pk not in publishing)


def publishing_page(text: Adoptable, user: User) -> PublishingPage:
    """Five queries."""
    own = tuple(parties_of(text, user))
    rows = Publication.objects.of(text).select_related("party", "by", "withdrawn_by", "version__agenda", "agreement", "agenda")
    return PublishingPage(
        publications=tuple(rows),
        beside=tuple(_beside(text, own)),
        own=own,
        has_earlier=Version.objects.of(text).count() > 1,
    )


def _beside(text: Adoptable, own: tuple[Party, ...]) -> Iterator[ShownBeside]:
    consents = PublicConsent.objects.of(text).active().select_related("by")
    found = {(row.kind, row.party_id): row for row in consents}
    parties = [row.party for row in signing(text)]
    for kind in PublicConsent.Kind.values:
        if kind == PublicConsent.Kind.PROGRESS and text.year is None:
            continue
        choices = (PartyChoice(party, found.get((kind, party.pk)), party in own) for party in parties)
        yield ShownBeside(kind, tuple(choices))
