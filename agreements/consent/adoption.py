"""Adopting a text, of a year or of the agreement as a whole: proposed, answered by all that sign, in force at the last answer.

Each function is one transaction, begins by locking the text, and asks who may: PermissionDenied or NotAllowedNowError has the
sentence. design.md, "The text in force", 2, 9, 10 and 13.
"""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agreements.agenda.ground import Ground, GroundAnswer
from agreements.comments.workflow import comment
from agreements.consent.answerers import answerers, demand_coordinator, locked, own_signatory, why_not_propose
from agreements.consent.ceremony import cancel_with
from agreements.consent.telling import ask_for_answer, tell_ended, tell_returned
from agreements.models import Action, Assent, Goal, NeededAnswer, Proposal, Version, VersionFile
from agreements.models.adoptable import Adoptable, TextState
from agreements.signing.files import carries_mark, copies_by_answer, keep_copies, sha256_of
from agreements.versions.recording import hash_as_it_stands, record_version
from parties.files.uploads import check_upload, put_whole, safe_file_name
from parties.history.records import change_set
from parties.history.write_rules import Act, act
from parties.models import Party, User
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
            return _take_effect(proposal, text)
    ask_for_answer(proposal, by=by)
    return proposal


# -- Answering


@transaction.atomic
@act(Act.TAKE_EFFECT)
def answer(
    *,
    proposal: Proposal,
    party: Party,
    by: User,
    answer: str,
    remark: str = "",
    capacity: str = "",
    mandate: str = "",
    goal: Goal | None = None,
    action: Action | None = None,
    seen: str | None = None,
) -> Proposal:
    """Answer for a party. The last agreement that is needed puts the text in force; the first remark returns it to draft.

    seen is the hash of the text that the person read, None to answer about what is proposed now. Raises PermissionDenied for who
    may not sign for the party, NotAllowedNowError when the proposal does not wait for it any more, and ValidationError for a
    remark that is missing.
    """
    text, current = _locked(proposal)
    if not Party.objects.signed_by(by).filter(pk=party.pk).exists() or not by.is_active:
        raise PermissionDenied(_("Only someone who may sign for %(party)s answers for it.") % {"party": party})
    _demand_open(current)
    if current.is_overdue:
        raise NotAllowedNowError(_("The day to answer was %(date)s.") % {"date": date_format(current.deadline, "j F Y")})
    if seen is not None and seen != current.content_sha256:
        raise NotAllowedNowError(_("Another text was proposed after you opened this page. Read it, and answer then."))
    needed = current.needed.select_related("party").filter(party=party).first()
    if needed is None:
        raise NotAllowedNowError(_("This proposal does not wait for an answer of %(party)s.") % {"party": party})
    if needed.is_complete:
        raise NotAllowedNowError(_("%(party)s has agreed already.") % {"party": party})
    if hash_as_it_stands(text) != current.content_sha256:
        raise NotAllowedNowError(_("The text is no longer what was proposed. Ask who proposed it to propose it anew."))
    assent = Assent(
        needed=needed,
        answer=answer,
        remark="" if answer == Assent.Answer.AGREED else remark.strip(),
        by=by,
        capacity=capacity,
        mandate=mandate,
        goal=goal,
        action=action,
        content_sha256=current.content_sha256,
    )
    assent._history_user = by
    with change_set(reason=_("Answer to the proposal"), user=by):
        assent.save()
        if assent.answer != Assent.Answer.AGREED:
            return _return(current, text, assent)
        if all(row.is_complete for row in current.needed.prefetch_related("assents")):
            return _take_effect(current, text)
    return current


def _take_effect(proposal: Proposal, text: Adoptable) -> Proposal:
    """The text is in force: version, state and date, in the transaction of the last answer."""
    today = timezone.localdate()
    text.state, text.adopted_on = TextState.ADOPTED, proposal.signed_on or today
    version = record_version(text, kind=Version.Kind.ADOPTION, in_force_from=text.adopted_on, ground=_ground_of(proposal))
    if version.content_sha256 != proposal.content_sha256:
        raise RuntimeError("What is recorded is not what was agreed to.")  # nothing of it is kept
    text.version = version.number
    text.save()
    if proposal.signed_file:
        _keep_signed_file(proposal, version)
    keep_copies(proposal, version)
    proposal.state, proposal.version, proposal.ended_at = Proposal.State.AGREED, version, timezone.now()
    proposal.save()
    _sign(text, proposal)
    return proposal


def _ground_of(proposal: Proposal) -> Ground:
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


def _sign(text: Adoptable, proposal: Proposal) -> None:
    """What the answers say of the signatures of the agreement itself, where nothing stands yet."""
    answers: dict[int, list[Assent]] = {}
    for row in Assent.objects.filter(needed__proposal=proposal).select_related("needed", "by").order_by("at", "pk"):
        answers.setdefault(row.needed.party_id, []).append(row)
    for participation in text.whole.participations.accepted().filter(party__in=answers, signed_on=None):
        given = answers[participation.party_id]
        participation.signed_on = text.adopted_on
        participation.signed_by = ", ".join(", ".join(filter(None, [row.by.name, row.capacity])) for row in given)[:200]
        participation.mandate = ", ".join(dict.fromkeys(row.mandate for row in given if row.mandate))[:200]
        participation.save()


def _return(proposal: Proposal, text: Adoptable, assent: Assent) -> Proposal:
    """Back to draft, with the remark as a comment at its place: the first that is not a plain yes decides.

    On the agreement as a whole there is no place for a comment but its goals; the page of the adoption shows the remark.
    """
    _end(proposal, text, Proposal.State.RETURNED, assent.remark)
    agenda = None if text.year is None else text
    if place := assent.action or assent.goal or agenda:
        comment(place, agenda=agenda, by=assent.by, party=assent.needed.party, text=assent.remark)
    tell_returned(proposal, assent)
    return proposal


# -- Ending, reminding, extending


@transaction.atomic
@act(Act.TAKE_EFFECT)
def withdraw(*, proposal: Proposal, by: User, reason: str = "") -> Proposal:
    """Back to draft, by a coordinator of the party that proposed it; what was signed on paper only while nobody confirmed."""
    text, current = _locked_open(proposal)
    if not Party.objects.coordinated_by(by).filter(pk=current.party_id).exists() or by.is_superuser:
        raise PermissionDenied(_("Only a coordinator of %(party)s, which proposed it, withdraws it.") % {"party": current.party})
    if current.is_signed_on_paper and Assent.objects.filter(needed__proposal=current).exists():
        raise NotAllowedNowError(_("A party has confirmed this already, so it cannot be taken back any more."))
    with change_set(reason=_("Proposal withdrawn"), user=by):
        _end(current, text, Proposal.State.WITHDRAWN, reason)
    tell_ended(current)
    return current


@transaction.atomic
def extend(*, proposal: Proposal, by: User, deadline: date) -> Proposal:
    """Give everyone until a later day."""
    text, current = _locked_open(proposal)
    demand_coordinator(text, by)
    if deadline <= current.deadline or deadline < timezone.localdate():
        raise ValidationError(
            {"deadline": _("Choose a later day than %(date)s.") % {"date": date_format(current.deadline, "j F Y")}}
        )
    current.deadline, current._history_user = deadline, by
    with act(Act.TAKE_EFFECT):
        current.save()
    return current


@transaction.atomic
def remind(*, proposal: Proposal, by: User) -> list[User]:
    """Mail everyone of whom an answer is still awaited, at most once a day."""
    text, current = _locked_open(proposal)
    demand_coordinator(text, by)
    if current.is_overdue:
        raise NotAllowedNowError(_("The day to answer is over. Give more time first."))
    if current.reminded_at and timezone.localdate(current.reminded_at) == timezone.localdate():
        raise NotAllowedNowError(_("Everyone was reminded today already."))
    current.reminded_at, current._history_user = timezone.now(), by
    with act(Act.TAKE_EFFECT):
        current.save()
    return ask_for_answer(current, by=by, again=True)


@transaction.atomic
@act(Act.TAKE_EFFECT)
def expire(proposal: Proposal) -> Proposal:
    """Back to draft when the day to answer is over: silence is never assent."""
    text, current = _locked_open(proposal)
    if not current.is_overdue:
        return current
    with change_set(reason=_("The day to answer is over")):
        _end(current, text, Proposal.State.EXPIRED, "")
    tell_ended(current)
    return current


def expire_overdue() -> list[Proposal]:
    """Every open proposal of which the day is over, each in a transaction of its own."""
    overdue = Proposal.objects.open().filter(deadline__lt=timezone.localdate()).select_related("agreement", "agenda__agreement")
    return [expire(proposal) for proposal in overdue]


def _end(proposal: Proposal, text: Adoptable, state: Proposal.State, reason: str) -> None:
    text.state = TextState.DRAFT
    text.save()
    cancel_with(proposal)
    proposal.state, proposal.end_reason, proposal.ended_at = state, reason[:2000], timezone.now()
    proposal.save()


# -- Locks and demands


def _locked(proposal: Proposal) -> tuple[Adoptable, Proposal]:
    """The text of the proposal, and the proposal as it is under the lock on that text."""
    text = locked(proposal.text)
    current = Proposal.objects.select_related("agreement", "party", "opened_by").get(pk=proposal.pk)
    current.agreement, current.agenda = text.whole, None if text.year is None else text
    return text, current


def _locked_open(proposal: Proposal) -> tuple[Adoptable, Proposal]:
    text, current = _locked(proposal)
    _demand_open(current)
    return text, current


def _demand_open(proposal: Proposal) -> None:
    if not proposal.is_open:
        sentence = _("This proposal no longer waits for answers: it is %(state)s.")
        raise NotAllowedNowError(sentence % {"state": proposal.get_state_display()})


def _demand(reason: str) -> None:
    if reason:
        raise NotAllowedNowError(reason)
