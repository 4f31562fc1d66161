"""What the parties agreed to: proposals with everyone's answer, and the versions they made, each a real link of its chain."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from django.core.files.base import ContentFile

from agreements.agenda.ground import Ground, GroundAnswer, StandsOn, text_of
from agreements.agenda.stored import content_of
from agreements.changes.outcome import try_out
from agreements.models import Action, Agenda, Assent, Change, NeededAnswer, Proposal, Version, VersionFile, VersionHead
from agreements.models.adoptable import Adoptable
from agreements.models.version import NOTHING_BEFORE
from agreements.versions.recording import text_as_it_stands
from monitoring.scale.people import PartyWithPeople
from monitoring.scale.rows import Pile, insert, note_change
from monitoring.scale.texts import AgreementMade, YearMade
from parties.canonical import hash_of
from parties.files.uploads import put_whole

CHANGED_EACH = 5  # of the years in force one in so many was changed halfway
OPEN_EACH = 3  # and for one in so many a change waits now


class Chain:
    """The versions of one agreement, in order."""

    def __init__(self, made: AgreementMade):
        self.made = made
        self.versions: list[Version] = []
        self.previous = NOTHING_BEFORE
        self.whole: StandsOn | None = None

    def record(self, text: Adoptable, proposal: Proposal, answers: tuple[GroundAnswer, ...], content: str, on: date) -> Version:
        """Its next version, not yet inserted."""
        kind = Version.Kind.CHANGE if proposal.is_change else Version.Kind.ADOPTION
        stands_on = self.whole if text.year else None
        ground = Ground("assents", proposal.pk, self.made.officer.party.name, answers, stands_on=stands_on)
        version = Version(
            agreement=self.made.agreement,
            agenda=text if text.year else None,
            place=len(self.versions) + 1,
            number=1 + sum(1 for row in self.versions if row.text is text),
            kind=kind,
            in_force_from=on,
            content=content,
            content_sha256=proposal.content_sha256,
            ground=text_of(ground),
            previous=self.previous,
            recorded_at=moment(on),
            proposed_in_id=proposal.pk,
        )
        version.sha256 = self.previous = version.expected_sha256
        if text.year is None:
            self.whole = StandsOn(version.number, on, version.sha256)
        self.versions.append(version)
        return version


def moment(day: date) -> datetime:
    return datetime.combine(day, time(14), UTC)


def adopt(chains: Iterable[tuple[Chain, Adoptable]], *, kind: str = Proposal.Kind.ADOPT, on: date) -> list[Proposal]:
    """All parties of each agreed to the text as it stands on that day: proposals, answers, versions."""
    chains = list(chains)
    contents = [content_of(text_as_it_stands(text)) for _chain, text in chains]
    rows = [_proposal(chain, text, kind, hash_of(content), on) for (chain, text), content in zip(chains, contents, strict=True)]
    proposals = insert(rows, at=moment(on))
    pile = Pile()
    answers = [_answer(pile, chain, proposal, on) for (chain, _text), proposal in zip(chains, proposals, strict=True)]
    pile.put_down(at=moment(on - timedelta(days=14)))
    versions = [
        chain.record(text, proposal, given, content, on)
        for (chain, text), proposal, given, content in zip(chains, proposals, answers, contents, strict=True)
    ]
    insert(versions, at=moment(on))
    insert((_document(version) for version in versions), at=moment(on))
    for proposal, version in zip(proposals, versions, strict=True):
        proposal.version, proposal.state, proposal.ended_at = version, Proposal.State.AGREED, moment(on)
    Proposal.objects.bulk_update(proposals, ["version", "state", "ended_at"])
    note_change(Proposal, proposals, at=moment(on))
    return proposals


def _document(version: Version) -> VersionFile:
    """One page that says that it is invented, the same for all: nobody waits for thousands of documents to measure with."""
    path, sha256 = document_in_their_place()
    row = VersionFile(version=version, kind=VersionFile.Kind.DOCUMENT, file=path, sha256=sha256)
    row.file_name, row.added_at = "verzonnen.pdf", version.recorded_at
    return row


@cache
def document_in_their_place() -> tuple[str, str]:
    """Where it is kept, and its hash."""
    from weasyprint import HTML

    page = HTML(string="<p>Verzonnen, om mee te meten.</p>").write_pdf(pdf_identifier=b"generated")
    return put_whole("versions", ContentFile(page, name="document.pdf")), hashlib.sha256(page).hexdigest()


def _proposal(chain: Chain, text: Adoptable, kind: str, content_sha256: str, on: date) -> Proposal:
    who = chain.made.officer
    last = chain.versions[-1] if kind != Proposal.Kind.ADOPT else None
    return Proposal(
        agreement=chain.made.agreement,
        agenda=text if text.year else None,
        kind=kind,
        base=last,
        subject="Andere woorden voor een afspraak" if last else "",
        content_sha256=content_sha256,
        reason="Zoals besproken in het bestuurlijk overleg.",
        deadline=on + timedelta(days=14),
        party=who.party,
        opened_by=who.coordinator,
        opened_at=moment(on - timedelta(days=14)),
    )


def _answer(
    pile: Pile, chain: Chain, proposal: Proposal, on: date, *, parties: list[PartyWithPeople] | None = None
) -> tuple[GroundAnswer, ...]:
    """Each of these parties, or all, says yes; what the ground of the version has of it."""
    found, everyone = [], chain.made.parties
    for at_place, who in enumerate(everyone):
        needed = pile.add(NeededAnswer(proposal=proposal, party=who.party, people=1, position=at_place))
        if parties is not None and who not in parties:
            continue
        at = moment(on) - timedelta(minutes=len(everyone) - at_place)
        assent = Assent(needed=needed, answer=Assent.Answer.AGREED, by=who.coordinator, at=at)
        assent.content_sha256, assent.capacity = proposal.content_sha256, "bestuurder"
        pile.add(assent)
        found.append(GroundAnswer(who.party.pk, who.party.name, who.coordinator.name, assent.capacity, "", on, at=at))
    return tuple(found)


def change_halfway(years: list[tuple[Chain, YearMade]], *, on: date) -> None:
    """One in so many years has an action that all agreed to word otherwise: a second version."""
    changed = [(chain, year) for chain, year in years if (chain.made.place + year.agenda.year) % CHANGED_EACH == 2]
    actions = [year.actions[1] for _chain, year in changed]
    was = [action.text for action in actions]
    for action in actions:
        action.text = f"{action.text} Dat gebeurt samen met de bewoners."
    Action.objects.bulk_update(actions, ["text"])
    note_change(Action, actions, at=moment(on))
    proposals = adopt([(chain, year.agenda) for chain, year in changed], kind=Proposal.Kind.ADJUST, on=on)
    insert((_change(*row) for row in zip(proposals, actions, was, strict=True)), at=moment(on))
    agendas = [year.agenda for _chain, year in changed]
    for agenda in agendas:
        agenda.version = 2
    Agenda.objects.bulk_update(agendas, ["version"])
    note_change(Agenda, agendas, at=moment(on))


def _change(proposal: Proposal, action: Action, was: str) -> Change:
    words = {"was": {"text": was}, "becomes": {"text": action.text}}
    return Change(proposal=proposal, kind=Change.Kind.ADJUST, about=Change.About.ACTION, action=action, **words)


def leave_open(chain: Chain, year: YearMade, *, today: date) -> None:
    """A change of the text in force that the municipality proposed and agreed to, and the others have not answered."""
    action = year.actions[2]
    opened = today - timedelta(days=5)
    proposal = _proposal(chain, year.agenda, Proposal.Kind.ADJUST, "", opened)
    proposal.base = next(row for row in reversed(chain.versions) if row.text is year.agenda)
    proposal.state, proposal.deadline, proposal.opened_at = Proposal.State.DRAFT, today + timedelta(days=16), moment(opened)
    insert([proposal], at=moment(opened))
    words = {"was": {"text": action.text}, "becomes": {"text": f"{action.text} Partijen bespreken het elk kwartaal."}}
    insert([Change(proposal=proposal, kind="adjust", about="action", action=action, **words)], at=moment(opened))
    proposal.content_sha256 = try_out(proposal, year.agenda).content_sha256
    proposal.state = Proposal.State.OPEN
    Proposal.objects.bulk_update([proposal], ["content_sha256", "state"])
    note_change(Proposal, [proposal], at=moment(opened))
    pile = Pile()
    _answer(pile, chain, proposal, opened, parties=[chain.made.officer])
    pile.put_down(at=moment(opened))


def propose_draft(chain: Chain, year: YearMade, *, today: date) -> None:
    """The next year is put to the parties, who have not answered."""
    opened = today - timedelta(days=3)
    content = content_of(text_as_it_stands(year.agenda))
    proposal = _proposal(chain, year.agenda, Proposal.Kind.ADOPT, hash_of(content), opened)
    proposal.opened_at, proposal.deadline = moment(opened), today + timedelta(days=18)
    insert([proposal], at=moment(opened))
    pile = Pile()
    _answer(pile, chain, proposal, opened, parties=[])
    pile.put_down(at=moment(opened))


def keep_heads(chains: Iterable[Chain]) -> None:
    """Where each chain ends."""
    heads = [
        VersionHead(agreement=chain.made.agreement, place=len(chain.versions), sha256=chain.previous)
        for chain in chains
        if chain.versions
    ]
    VersionHead.objects.bulk_create(heads)
