"""On what a version rests: who agreed to it, when and in which right; as text that is stored and hashed with it."""

from dataclasses import dataclass
from datetime import date, datetime

from agreements.models import Version
from parties.canonical import canonical, restore


@dataclass(frozen=True, slots=True)
class GroundAnswer:
    """One person's agreement for a party, by its id and its name as it was then. at is None where only the day is known.

    signed_on and signed_sha256 are those of the file that was signed elsewhere, where the party answered with one.
    """

    party_id: int
    party: str
    by: str
    capacity: str
    mandate: str
    on: date
    at: datetime | None = None
    signed_on: date | None = None
    signed_sha256: str = ""

    @property
    def person(self) -> str:
        return ", ".join(filter(None, [self.by, self.capacity]))


@dataclass(frozen=True, slots=True)
class StandsOn:
    """The version of the agreement as a whole that was in force when a year was adopted."""

    number: int
    in_force_from: date
    sha256: str


@dataclass(frozen=True, slots=True)
class Ground:
    """kind is "assents" (all agreed here), "paper" (signed on paper, confirmed here) or "earlier" (before versions were kept).

    signed_on and signed_sha256 are those of the file that the parties signed on paper, brought_in_by who brought it in.
    """

    kind: str
    proposal_id: int | None = None
    proposed_by: str = ""
    answers: tuple[GroundAnswer, ...] = ()
    signed_on: date | None = None
    signed_sha256: str = ""
    stands_on: StandsOn | None = None
    brought_in_by: str = ""


def text_of(ground: Ground) -> str:
    return canonical(ground)


def ground_of(version: Version) -> Ground:
    return restore(Ground, version.ground)
