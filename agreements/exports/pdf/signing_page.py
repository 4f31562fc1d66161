"""What the last page of a document says of its signatures: a block for each party, in the order of the agreement.

Of a version it tells who agreed, in which capacity and how; of a text that is still to be signed it leaves lines to write on.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agreements.agenda.content import AgendaContent, PrintedParty, added_line
from agreements.agenda.ground import Ground, GroundAnswer, ground_of
from agreements.models import Version
from agreements.signing.marks import printed_mark
from agreements.versions.additions import additions_of


@dataclass(frozen=True, slots=True)
class Signature:
    """How one person signed for a party; an empty field is a line to write on. how are whole sentences."""

    name: str = ""
    capacity: str = ""
    mandate: str = ""
    signed_on: date | None = None
    how: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    party: str
    signatures: tuple[Signature, ...]


@dataclass(frozen=True, slots=True)
class SignedAddition:
    """An additional agreement: what it says, of which day, by which proposal, and who agreed to it."""

    heading: str
    text: str
    by_proposal: str
    how: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SigningPage:
    """blocks to print below what it says; the hash of the text is empty for a draft; is_signed where the answers are in."""

    blocks: tuple[SignatureBlock, ...]
    content_sha256: str = ""
    says: str = ""
    is_signed: bool = False
    additions: tuple[SignedAddition, ...] = ()

    @property
    def mark(self) -> str:
        return printed_mark(self.content_sha256)


def page_to_sign(content: AgendaContent, content_sha256: str = "") -> SigningPage:
    """Lines to write on for each party that signs; what is known of its name and mandate is filled in."""
    blocks = (
        SignatureBlock(party.name, (Signature(party.signed_by, mandate=party.mandate, signed_on=party.signed_on),))
        for party in content.signatories
    )
    says = _("The parties sign exactly this text. The mark at the foot of every page is that of this text and of no other.")
    return SigningPage(tuple(blocks), content_sha256, says if content_sha256 else "")


def page_of_version(version: Version, content: AgendaContent) -> SigningPage:
    """Who agreed to the version, as its ground says."""
    ground = ground_of(version)
    answers: dict[int, list[GroundAnswer]] = defaultdict(list)
    for answer in ground.answers:
        answers[answer.party_id].append(answer)
    blocks = (SignatureBlock(party.name, tuple(_signatures(party, answers[party.id], ground))) for party in content.signatories)
    return SigningPage(tuple(blocks), version.content_sha256, _what_it_says(ground), True, tuple(_additions(version, content)))


def _additions(version: Version, content: AgendaContent) -> Iterator[SignedAddition]:
    for row in additions_of(version, content):
        proposal = row.version.proposed_in
        answers = (
            _("%(party)s: %(person)s, %(moment)s") % {"party": each.party, "person": each.person, "moment": _moment(each.at)}
            for each in row.ground.answers
            if each.at is not None
        )
        words = {"proposal": proposal, "number": row.version.number}
        yield SignedAddition(
            added_line(row.what.added_on),
            " ".join(filter(None, [row.what.number, row.what.text])),
            _("Agreed by the proposal “%(proposal)s”, in force since version %(number)s.") % words,
            tuple(answers),
        )


def _what_it_says(ground: Ground) -> str:
    if ground.kind == "paper":
        return _("The parties signed this text on paper. What is known of that in Driehoek stands here.")
    if ground.kind == "earlier":
        return _("Adopted before versions were kept in Driehoek. What is known of the signatures stands here.")
    return _("The parties agreed to exactly this text. Driehoek recorded who was signed in, for which party and when.")


def _signatures(party: PrintedParty, answers: list[GroundAnswer], ground: Ground) -> Iterator[Signature]:
    for answer in answers:
        yield Signature(answer.by, answer.capacity, answer.mandate, how=tuple(_how(answer, ground)))
    if not answers:
        yield Signature(how=tuple(_without_answer(party, ground)))


def _how(answer: GroundAnswer, ground: Ground) -> Iterator[str]:
    if answer.at is None:  # before versions were kept only the day was
        yield _("Signed on %(day)s.") % {"day": _day(answer.on)}
    elif ground.kind == "paper":
        yield _signed_on_paper(ground)
        yield _("Confirmed in Driehoek on %(moment)s.") % {"moment": _moment(answer.at)}
    elif answer.signed_sha256:
        yield _("Signed elsewhere on %(day)s.") % {"day": _day(answer.signed_on)}
        yield _("File brought into Driehoek on %(moment)s, SHA-256 %(hash)s") % {
            "moment": _moment(answer.at),
            "hash": answer.signed_sha256,
        }
    else:
        yield _("Agreed in Driehoek on %(moment)s.") % {"moment": _moment(answer.at)}


def _without_answer(party: PrintedParty, ground: Ground) -> Iterator[str]:
    """Of the party that brought in what was signed on paper; of any other nothing is known."""
    if ground.kind != "paper" or party.name != ground.proposed_by:
        yield _("Driehoek knows nothing of the signature of this party.")
        return
    yield _signed_on_paper(ground)
    if ground.brought_in_by:
        yield _("Brought into Driehoek by %(person)s.") % {"person": ground.brought_in_by}
    else:
        yield _("Brought into Driehoek by this party.")
    if ground.signed_sha256:
        yield _("Signed file: SHA-256 %(hash)s") % {"hash": ground.signed_sha256}


def _signed_on_paper(ground: Ground) -> str:
    return _("Signed on paper on %(day)s.") % {"day": _day(ground.signed_on)}


def _day(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""


def _moment(at: datetime) -> str:
    """14 december 2026 om 16.02 uur."""
    here = timezone.localtime(at)
    return _("%(day)s at %(hour)s") % {"day": date_format(here, "j F Y"), "hour": date_format(here, "H.i")}
