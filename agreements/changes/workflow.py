"""Writing a proposal to change a text in force, and putting it to the parties; answering it is as for every proposal (consent).

Each function is one transaction, begins by locking the text, and asks who may: PermissionDenied, NotAllowedNowError or, for what
was filled in, ValidationError has the sentence. design.md, "The text in force", 5, 6 and 9 to 11.
"""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from agreements.agenda.stored import version_in_force
from agreements.changes.asking import draft_again, put_to_parties, texts_in_force, why_not_change, why_not_changed
from agreements.changes.checking import demand_together, fill_in, kind_of
from agreements.changes.effect import write_anew
from agreements.changes.outcome import try_out
from agreements.changes.told import tell
from agreements.consent.answerers import locked, own_signatory, signing_in
from agreements.consent.answering import locked_proposal
from agreements.consent.effects import was_put
from agreements.consent.telling import ask_for_answer
from agreements.models import Agenda, Agreement, Change, Goal, Participation, Proposal
from agreements.models.adoptable import Adoptable
from parties.history.records import change_set
from parties.history.write_rules import Act, act
from parties.models import Membership, Party, User
from parties.models.party import WRITING_PARTIES
from parties.prepared import Prepared, Year
from parties.refusals import NotAllowedNowError


def writing_party(text: Adoptable, user: User) -> Party | None:
    """The party for which this person writes a proposal: the first that signs of which it is editor or coordinator."""
    if user.is_superuser or not user.is_active:
        return None
    year = text.whole.year_in_front if text.year is None else text.year
    first = _first_signing.models(user.pk, text.whole.pk, Year(year), is_whole=text.year is None)
    return first[0].party if first else None


@Prepared.in_order
def _first_signing(user: int, agreement: int, year: Year, *, is_whole: bool) -> models.QuerySet[Participation]:
    return signing_in(agreement, year, is_whole=is_whole).filter(party__in=WRITING_PARTIES.keys(user))[:1]


def why_not_write(text: Adoptable, user: User) -> str:
    """Why this person writes no proposal to change this text; empty when it can be done."""
    if why := why_not_changed(text):
        return why
    return "" if writing_party(text, user) else _("Only editors and coordinators of a party that signs write a proposal.")


def text_to_change(agreement: Agreement, user: User, *, goal: Goal) -> Adoptable | None:
    """The text in which this person proposes to change the goal: the year in front, else the next in force, else the whole.

    None when there is none; one query for it, and one for each text that is in force.
    """
    in_force = [text for text in texts_in_force(agreement) if _has(text, goal)]
    texts = sorted(in_force, key=lambda text: (text.year != agreement.year_in_front, text.year is None))
    return next((text for text in texts if not why_not_write(text, user)), None)


def _has(text: Adoptable, goal: Goal) -> bool:
    if text.year is None:
        return not goal.dropped_from
    return goal.exists_in(text.year) and bool(goal.prints_in([text.year]))


@transaction.atomic
@act(Act.TAKE_EFFECT)
def start(*, text: Adoptable, by: User, subject: str = "", reason: str = "", level: str = "") -> Proposal:
    """An empty draft, which only the own party sees."""
    current = locked(text)
    if writing_party(current, by) is None:
        raise PermissionDenied(why_not_write(current, by))
    if why := why_not_changed(current):
        raise NotAllowedNowError(why)
    proposal = Proposal(
        agreement=current.whole,
        agenda=current if isinstance(current, Agenda) else None,
        kind=Proposal.Kind.ADJUST,
        state=Proposal.State.DRAFT,
        subject=subject.strip(),
        reason=reason,
        level=level,
        base=version_in_force(current),
        party=writing_party(current, by),
        opened_by=by,
    )
    with change_set(reason=_("Proposal of a change begun"), user=by):
        proposal.save()
    return proposal


@transaction.atomic
@act(Act.TAKE_EFFECT)
def describe(*, proposal: Proposal, by: User, subject: str, reason: str = "", level: str = "") -> Proposal:
    """What it is about, in a few words, and why."""
    _text, current = _locked_draft(proposal, by)
    current.subject, current.reason, current.level = subject.strip(), reason, level
    with change_set(reason=_("Proposal written"), user=by):
        current.save()
    return current


@transaction.atomic
@act(Act.TAKE_EFFECT)
def put_change(
    *,
    proposal: Proposal,
    by: User,
    kind: str,
    about: str,
    becomes: dict[str, Any],
    row: models.Model | None = None,
    change: Change | None = None,
) -> Change:
    """Write a change into the draft, or with change write that one anew. It is tried out, so what cannot be is refused now.

    about names what row is; row is empty for what is added, and for the text itself (about "agenda" or "agreement"). becomes has
    the fields of fields.py. ValidationError has a sentence at each of them.
    """
    text, current = _locked_draft(proposal, by)
    changes = list(current.changes.all())
    new = change or Change(proposal=current, position=_next_place(current))
    new.proposal, new.kind, new.about = current, kind, about
    now = type(row)._base_manager.get(pk=row.pk) if row is not None else None  # the page may have read it long ago
    for name in Change.ROWS:
        setattr(new, name, now if name == about else None)
    fill_in(new, becomes, text)
    demand_together(current, changes, new)
    with change_set(reason=_("Proposal written"), user=by):
        new.save()
        _call(current)
        try_out(current, text)
    return new


@transaction.atomic
def write_change(
    *,
    text: Adoptable,
    by: User,
    draft: Proposal | None,
    kind: str,
    about: str,
    becomes: dict[str, Any],
    row: models.Model | None = None,
    change: Change | None = None,
) -> Change:
    """As put_change(), in a new draft where there is none; it is then called as its first change is."""
    proposal = draft or start(text=text, by=by)
    new = put_change(proposal=proposal, by=by, kind=kind, about=about, becomes=becomes, row=row, change=change)
    current = Proposal.objects.select_related("agreement", "agenda__agreement").get(pk=new.proposal_id)
    if not current.subject:
        told = tell(current)[0]
        subject = f"{told.heading}: {told.kind}"[: Proposal._meta.get_field("subject").max_length]
        describe(proposal=current, by=by, subject=subject, reason=current.reason, level=current.level)
    new.proposal = current
    return new


@transaction.atomic
def put_back(*, proposal: Proposal, key: int, by: User) -> Change:
    """Write a change again that was taken out of the draft; NotAllowedNowError when it was not."""
    gone = Change.history.filter(id=key, proposal=proposal.pk, history_type="-").order_by("history_date", "history_id").last()
    if gone is None or Change.objects.filter(pk=key).exists():
        raise NotAllowedNowError(_("There is nothing to put back."))
    row = getattr(gone, gone.about) if gone.about in Change.ROWS and getattr(gone, f"{gone.about}_id") else None
    is_taken = proposal.changes.filter(position=gone.position).exists()
    change = Change(pk=key, proposal=proposal, position=_next_place(proposal) if is_taken else gone.position)
    return put_change(proposal=proposal, by=by, kind=gone.kind, about=gone.about, becomes=gone.becomes, row=row, change=change)


@transaction.atomic
@act(Act.TAKE_EFFECT)
def read_anew(*, proposal: Proposal, by: User) -> list[str]:
    """Let the draft stand on the text as it is now; gives what reads otherwise than it did, in sentences."""
    text, current = _locked_draft(proposal, by)
    with change_set(reason=_("Proposal written"), user=by):
        return write_anew(current, text)


@transaction.atomic
@act(Act.TAKE_EFFECT)
def take_out(*, change: Change, by: User) -> None:
    """Leave a change out of the draft."""
    _text, current = _locked_draft(change.proposal, by)
    with change_set(reason=_("Proposal written"), user=by):
        Change.objects.get(pk=change.pk, proposal=current).delete()
        _call(current)


def _call(proposal: Proposal) -> None:
    """The kind of the proposal as a whole follows from its changes."""
    changes = list(proposal.changes.all())
    kind = kind_of(changes) if changes else Proposal.Kind.ADJUST
    if proposal.kind != kind:
        proposal.kind = kind
        proposal.save()


def _next_place(proposal: Proposal) -> int:
    return (proposal.changes.aggregate(last=Max("position"))["last"] or 0) + 1


@transaction.atomic
@act(Act.TAKE_EFFECT)
def open_changes(*, proposal: Proposal, by: User, deadline: date) -> Proposal:
    """Put it to the parties: what would be in force and who must answer are frozen, and their people are asked.

    A coordinator of the party that wrote it does so, and from then on is who proposes it.
    """
    text, current = _locked_draft(proposal, by)
    if own_signatory(text, by) is None or not Party.objects.coordinated_by(by).filter(pk=current.party_id).exists():
        raise PermissionDenied(_("Only a coordinator of %(party)s puts this to the parties.") % {"party": current.party})
    current.opened_by = by
    with change_set(reason=_("Change proposed"), user=by):
        put_to_parties(current, text, deadline=deadline)
    was_put(current)
    current.refresh_from_db(fields=["state", "version", "ended_at"])
    ask_for_answer(current, by=by)
    return current


@transaction.atomic
@act(Act.TAKE_EFFECT)
def propose_again(*, proposal: Proposal, by: User) -> Proposal:
    """A new draft with the changes of a proposal that ended without taking effect, on the text as it is now."""
    text, old = locked_proposal(proposal)
    if old.is_draft or old.is_open or old.state == Proposal.State.AGREED or not old.is_change:
        raise NotAllowedNowError(_("Only a proposal of changes that ended is put again."))
    if why := why_not_changed(text):
        raise NotAllowedNowError(why)
    _demand_writer(old, text, by)
    with change_set(reason=_("Proposal of a change begun again"), user=by):
        draft = draft_again(old, text, by=by, party=old.party)
        write_anew(draft, text)
    return draft


@transaction.atomic
@act(Act.TAKE_EFFECT)
def discard(*, proposal: Proposal, by: User) -> Proposal:
    """Put a draft aside: it was never put to anyone."""
    _text, current = _locked_draft(proposal, by)
    current.state = Proposal.State.WITHDRAWN
    with change_set(reason=_("Draft of a proposal put aside"), user=by):
        current.save()
    return current


def _locked_draft(proposal: Proposal, by: User) -> tuple[Adoptable, Proposal]:
    text, current = locked_proposal(proposal)
    _demand_writer(current, text, by)
    if not current.is_draft:
        raise NotAllowedNowError(_("This was put to the parties already. Take it back, and propose anew."))
    return text, current


def _demand_writer(proposal: Proposal, text: Adoptable, by: User) -> None:
    roles = (Membership.Role.EDITOR, Membership.Role.COORDINATOR)
    rows = Membership.objects.filter(user=by, party=proposal.party_id, role__in=roles, user__is_active=True)
    if by.is_superuser or not rows.exists():
        sentence = _("Only editors and coordinators of %(party)s write this proposal.")
        raise PermissionDenied(sentence % {"party": proposal.party})


__all__ = [
    "describe",
    "discard",
    "open_changes",
    "propose_again",
    "put_back",
    "put_change",
    "read_anew",
    "start",
    "take_out",
    "why_not_change",
    "why_not_write",
    "write_change",
    "writing_party",
]
