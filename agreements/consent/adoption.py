"""Adopting a text, of a year or of the agreement as a whole: how it is proposed, and what its taking effect means.

Each function is one transaction, begins by locking the text, and asks who may: PermissionDenied or NotAllowedNowError has the
sentence. It is answered as every proposal (answering.py). design.md, "The text in force", 2, 9, 10 and 13.
"""

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.agenda.ground import Ground, GroundAnswer
from agreements.consent.answerers import answerers, locked, own_signatory, why_not_propose
from agreements.consent.answering import finish_if_due, no_longer_what_was_proposed
from agreements.consent.effects import Effect
from agreements.consent.telling import ask_for_answer
from agreements.models import Assent, NeededAnswer, Participation, Proposal, Version, VersionFile
from agreements.models.adoptable import Adoptable, TextState
from agreements.signing.files import carries_mark, copies_by_answer, keep_copies, sha256_of
from agreements.versions.recording import hash_as_it_stands, record_version
from parties.files.uploads import check_upload, put_whole, safe_file_name
from parties.history.records import change_set
from parties.history.write_rules import Act, act
from parties.models import User
from parties.refusals import NotAllowedNowError

# -- Proposing


@transaction.atomic
@act(Act.TAKE_EFFECT)
def propose(*, text: Adoptable, by: User, deadline: date, reason: str = "") -> Proposal:
    """Put the text to all parties that sign: it stands still, and their people who may sign are asked."""
    current = locked(text)
    _demand(why_not_propose(current, by))
    return _open(Proposal(deadline=deadline, reason=reason), current, by)


@transaction.atomic
@act(Act.TAKE_EFFECT)
def bring_in(
    *, text: Adoptable, by: User, signed_on: date, signed_file: UploadedFile, deadline: date, reason: str = ""
) -> Proposal:
    """Bring in a text that was signed on paper already: it stands still, and every other party that signs confirms it."""
    current = locked(text)
    _demand(why_not_propose(current, by))
    check_upload(signed_file)
    carries_mark(signed_file, hash_as_it_stands(current))
    proposal = Proposal(deadline=deadline, reason=reason, signed_on=signed_on, signed_file=put_whole("versions", signed_file))
    proposal.signed_file_name = safe_file_name(signed_file.name)
    return _open(proposal, current, by)


def _open(proposal: Proposal, text: Adoptable, by: User) -> Proposal:
    proposal.agreement, proposal.agenda = text.whole, None if text.year is None else text
    proposal.party, proposal.opened_by = own_signatory(text, by), by
    proposal._history_user = by
    text.state = TextState.PROPOSED
    with change_set(reason=_("Proposed for adoption"), user=by):
        proposal.content_sha256 = hash_as_it_stands(text)
        proposal.save()
        text.save()
        for place, row in enumerate(answerers(text)):
            if not (proposal.is_signed_on_paper and row.party == proposal.party):
                NeededAnswer(proposal=proposal, party=row.party, people=row.needed, position=place).save()
        if not proposal.needed.exists():  # the only party that signs brought in what it signed
            return finish_if_due(proposal, text)
    ask_for_answer(proposal, by=by)
    return proposal


# -- In force


def _put_in_force(proposal: Proposal, text: Adoptable) -> Version:
    """The text is in force: version, state and date, in the transaction of the last answer."""
    today = timezone.localdate()
    text.state, text.adopted_on = TextState.ADOPTED, proposal.signed_on or today
    version = record_version(text, kind=Version.Kind.ADOPTION, in_force_from=text.adopted_on, ground=ground_for(proposal))
    if version.content_sha256 != proposal.content_sha256:
        raise NotAllowedNowError(no_longer_what_was_proposed())
    text.version = version.number
    text.save()
    if proposal.signed_file:
        _keep_signed_file(proposal, version)
    keep_copies(proposal, version)
    note_signatures(proposal, text.whole.participations.accepted(), on=text.adopted_on)
    return version


def _back_to_draft(proposal: Proposal, text: Adoptable) -> None:
    text.state = TextState.DRAFT
    text.save()


def _is_unchanged(proposal: Proposal, text: Adoptable) -> bool:
    return hash_as_it_stands(text) == proposal.content_sha256


ADOPTION = Effect(is_unchanged=_is_unchanged, put_in_force=_put_in_force, give_back=_back_to_draft, tell=lambda proposal: ())


def ground_for(proposal: Proposal) -> Ground:
    """On what the version of the proposal rests: everyone's answers."""
    assents = Assent.objects.filter(needed__proposal=proposal).select_related("needed__party", "by").order_by("at", "pk")
    copies = copies_by_answer(proposal)
    return Ground(
        "paper" if proposal.is_signed_on_paper else "assents",
        proposal_id=proposal.pk,
        proposed_by=proposal.party.name,
        answers=tuple(
            GroundAnswer(
                party_id=row.needed.party_id,
                party=row.needed.party.name,
                by=row.by.name,
                capacity=row.capacity,
                mandate=row.mandate,
                on=timezone.localdate(row.at),
                at=row.at,
                signed_on=copy.signed_on if (copy := copies.get((row.needed.party_id, row.by_id))) else None,
                signed_sha256=copy.sha256 if copy else "",
            )
            for row in assents
        ),
        signed_on=proposal.signed_on,
        signed_sha256=sha256_of(proposal.signed_file) if proposal.signed_file else "",
        brought_in_by=proposal.opened_by.name if proposal.is_signed_on_paper else "",
    )


def _keep_signed_file(proposal: Proposal, version: Version) -> None:
    VersionFile(
        version=version,
        kind=VersionFile.Kind.SIGNED,
        file=proposal.signed_file.name,
        file_name=proposal.signed_file_name,
        sha256=sha256_of(proposal.signed_file),
        party=proposal.party,
        is_joint=True,
        signed_on=proposal.signed_on,
        added_by=proposal.opened_by,
    ).save()


def note_signatures(proposal: Proposal, rows: QuerySet[Participation], *, on: date) -> None:
    """What the answers of these parties say of the signatures of the agreement itself, where nothing stands yet."""
    answers: dict[int, list[Assent]] = {}
    for row in Assent.objects.filter(needed__proposal=proposal).select_related("needed", "by").order_by("at", "pk"):
        answers.setdefault(row.needed.party_id, []).append(row)
    for participation in rows.filter(party__in=answers, signed_on=None):
        given = answers[participation.party_id]
        participation.signed_on = on
        participation.signed_by = ", ".join(", ".join(filter(None, [row.by.name, row.capacity])) for row in given)[:200]
        participation.mandate = ", ".join(dict.fromkeys(row.mandate for row in given if row.mandate))[:200]
        participation.save()


def _demand(reason: str) -> None:
    if reason:
        raise NotAllowedNowError(reason)
