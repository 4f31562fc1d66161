"""Everything of the file, collected once: what happened, the versions and the files. The same for whoever asks."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from django.core.files.base import ContentFile
from django.db.models.fields.files import FieldFile
from django.utils import translation
from django.utils.translation import gettext as _

from agreements.models import Agreement, Version
from monitoring.dispute_file.choice import FileChoice
from monitoring.dispute_file.events import KINDS, FileEvent, in_order
from monitoring.dispute_file.files import FileInFile, files_in, fingerprint
from monitoring.dispute_file.reminding import reminder_events
from monitoring.dispute_file.texts import text_events, versions_of
from monitoring.dispute_file.told import told_events
from parties.canonical import hash_of
from parties.files.making import NotMadeError

MOST_EVENTS = 2_000  # a PDF of more takes longer than a page may
MOST_BYTES = 1_000_000_000  # of all files together


@dataclass(frozen=True)
class ChainLink:
    """A version in the chain of the agreement: with these values anyone computes its hash anew."""

    plaats: int
    jaar: int | None
    nummer: int
    geldt_vanaf: str
    vastgelegd: str
    grond: str
    inhoud_sha256: str
    vorige: str
    sha256: str


@dataclass(frozen=True)
class DisputeFile:
    choice: FileChoice
    events: tuple[FileEvent, ...]
    chain: tuple[ChainLink, ...]
    sources: tuple[tuple[str, str, FieldFile | ContentFile], ...]

    @property
    def agreement(self) -> Agreement:
        return self.choice.agreement

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many there are of each kind, in the order of KINDS."""
        found = Counter(event.kind for event in self.events)
        return [(str(words), found[kind]) for kind, words in KINDS.items() if found[kind]]

    @property
    def bytes_of_files(self) -> int:
        return sum(source.size for _path, _about, source in self.sources)

    @property
    def head(self) -> str:
        """The last hash of the chain of versions: it was mailed to the parties, and stands in their documents."""
        return self.chain[-1].sha256 if self.chain else ""

    @cached_property
    def files(self) -> tuple[FileInFile, ...]:
        """Each file with its fingerprint; reads all of them."""
        return tuple(fingerprint(*source) for source in self.sources)

    @cached_property
    def text(self) -> str:
        """The file as JSON, each name at its own place: what its hash is of."""
        return json.dumps(_as_values(self), ensure_ascii=False, indent=1) + "\n"

    @property
    def sha256(self) -> str:
        return hash_of(self.text)

    @property
    def why_not(self) -> str:
        """The sentence that says why it is too much for one file; empty where it is not."""
        if len(self.events) > MOST_EVENTS or self.bytes_of_files > MOST_BYTES:
            return _("This is too much for one file. Choose fewer goals or a shorter period, and make more than one.")
        return ""

    def demand_possible(self) -> None:
        if self.why_not:
            raise NotMadeError(self.why_not)


@translation.override("nl")
def collect_file(choice: FileChoice) -> DisputeFile:
    """In Dutch, whoever asks. As many queries as there are kinds of rows and versions, not rows.

    Raises MinutesTamperedError where adopted minutes are not what was adopted.
    """
    versions = versions_of(choice)
    events = [*text_events(versions), *told_events(choice), *reminder_events(choice)]
    return DisputeFile(choice, in_order(events), tuple(_chain(choice)), tuple(files_in(choice, versions)))


def _chain(choice: FileChoice) -> Iterator[ChainLink]:
    """All versions of the agreement through the end of the period: a chain says something as a whole only."""
    _first, end = choice.moments
    rows = Version.objects.filter(agreement=choice.agreement, recorded_at__lt=end).defer("content").select_related("agenda")
    for row in rows.order_by("place"):
        yield ChainLink(
            plaats=row.place,
            jaar=row.agenda.year if row.agenda_id else None,
            nummer=row.number,
            geldt_vanaf=row.in_force_from.isoformat(),
            vastgelegd=row.recorded_at.isoformat(),
            grond=row.ground,
            inhoud_sha256=row.content_sha256,
            vorige=row.previous,
            sha256=row.sha256,
        )


@translation.override("nl")
def _as_values(found: DisputeFile) -> dict[str, Any]:
    choice = found.choice
    return {
        "soort": "geschildossier",
        "vorm": 1,
        "afspraken": {"titel": choice.agreement.title, "adres": choice.agreement.slug},
        "gekozen": list(choice.names),
        "van": choice.first.isoformat(),
        "tot_en_met": choice.last.isoformat(),
        "gebeurtenissen": [values_of(number, event) for number, event in enumerate(found.events, 1)],
        "keten": [asdict(link) for link in found.chain],
        "bestanden": [{"pad": file.path, "wat": file.about, "bytes": file.size, "sha256": file.sha256} for file in found.files],
    }


def values_of(number: int, event: FileEvent) -> dict[str, Any]:
    """One event for JSON; the table has the same, with the details as text."""
    return {
        "nr": number,
        "moment": event.moment,
        "soort": event.kind_words,
        "wat": str(event.what),
        "persoon": str(event.person),
        "partij": str(event.party),
        "waar": str(event.where),
        "waarom": str(event.why),
        "details": event.details,
    }
