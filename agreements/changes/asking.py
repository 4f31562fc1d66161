"""Who answers a proposal of changes, and asking them: when it is opened, and anew when the text is another one since."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.agenda.stored import version_in_force
from agreements.changes.fields import party_of
from agreements.changes.outcome import TriedText, try_out
from agreements.consent.answerers import Answerer, answerers, own_signatory
from agreements.models import Agenda, Agreement, Change, NeededAnswer, Participation, Proposal
from agreements.models.adoptable import Adoptable, TextState
from parties.models import Membership, Party, User
from parties.prepared import Prepared
from parties.refusals import NotAllowedNowError


def answerers_of(proposal: Proposal, texts: Iterable[Adoptable]) -> list[Answerer]:
    """The parties that sign in a text that changes, in the order of the agreement, and each of which the part in it changes."""
    found = {row.party: row for text in texts for row in answerers(text)}
    changing = (party_of(change) for change in proposal.changes.select_related("participation__party"))
    others = [party for party in changing if party is not None and party not in found]
    for party in others:
        found[party] = Answerer(Participation(agreement=proposal.agreement, party=party), _people(party, Q(may_sign=True)))
    rows = sorted(found.values(), key=lambda row: (row.participation.position, row.participation.pk or 0, row.party.pk))
    return [_of_correction(row) for row in rows] if proposal.is_answered_by_coordinators else rows


def _of_correction(row: Answerer) -> Answerer:
    """Of a correction one person of each is enough, and who coordinates is one."""
    one = Participation(agreement=row.participation.agreement, party=row.party)
    return Answerer(one, _people(row.party, Q(may_sign=True) | Q(role=Membership.Role.COORDINATOR)))


def _people(party: Party, may: Q) -> int:
    rows = Membership.objects.filter(may, party=party, user__is_active=True)
    return rows.aggregate(people=Count("user", distinct=True))["people"]


def why_not_change(text: Adoptable, user: User) -> str:
    """Why this person does not propose to change this text now; empty when it can be done."""
    return why_not_changed(text) or (
        "" if own_signatory(text, user) else _("Only a coordinator of a party that signs proposes a change.")
    )


def may_write_changes(user: User) -> Exists:
    """Of agendas: whether the person writes for a party that signs in their year. Costs no query of its own."""
    roles = (Membership.Role.EDITOR, Membership.Role.COORDINATOR)
    own = Membership.objects.filter(user=user, role__in=roles, user__is_active=True, user__is_superuser=False)
    begun = Q(from_year=None) | Q(from_year__lte=OuterRef("year"))
    goes_on = Q(to_year=None) | Q(to_year__gte=OuterRef("year"))
    signing = Participation.objects.accepted().signing().filter(begun, goes_on, agreement=OuterRef("agreement"))
    return Exists(signing.filter(party__in=own.values("party")))


def texts_in_force(agreement: Agreement) -> list[Adoptable]:
    """The texts of an agreement that a proposal can change: its years in order, then the agreement as a whole. One query."""
    agendas = _adopted_years.models(agreement.pk)
    for agenda in agendas:
        agenda.agreement = agreement
    return [*agendas, *([agreement] if agreement.state == TextState.ADOPTED else [])]


@Prepared.in_order
def _adopted_years(agreement: int) -> QuerySet[Agenda]:
    return Agenda.objects.filter(agreement=agreement, state=TextState.ADOPTED).order_by("year")


def later_drafts(text: Adoptable) -> tuple[int, ...]:
    """The years after this text that are written now."""
    rows = text.whole.agendas.filter(state=TextState.DRAFT, year__gt=text.year_read)
    return tuple(rows.order_by("year").values_list("year", flat=True))


def why_not_changed(text: Adoptable) -> str:
    """Why nobody proposes to change this text now."""
    match text.state:
        case TextState.ADOPTED:
            return ""
        case TextState.DRAFT:
            return _("This text is still being written: change the draft itself.")
        case TextState.PROPOSED:
            return _("This text is proposed for adoption: it is changed once it is in force.")
    return _("This text is not changed any more: %(standing)s.") % {"standing": text.standing}


def put_to_parties(proposal: Proposal, text: Adoptable, *, deadline: date | None) -> TriedText:
    """Freeze what would be in force and who must answer; the caller asks them. It holds the lock, and saw who may.

    NotAllowedNowError when too few people may answer, ValidationError when it cannot be carried out as it is written.
    """
    if why := why_not_changed(text):
        raise NotAllowedNowError(why)
    if deadline is None or deadline < timezone.localdate():
        raise ValidationError({"deadline": _("Say by which day the parties must answer; that day lies ahead.")})
    if not proposal.changes.exists():
        raise NotAllowedNowError(_("There is no change in this proposal yet."))
    outcome = try_out(proposal, text)
    parties = answerers_of(proposal, outcome.texts)
    if short := [str(row.party) for row in parties if row.is_short]:
        raise NotAllowedNowError(
            _("Not enough people may sign for %(parties)s: invite them first.") % {"parties": ", ".join(short)}
        )
    proposal.base, proposal.content_sha256, proposal.deadline = version_in_force(text), outcome.content_sha256, deadline
    proposal.state, proposal.opened_at = Proposal.State.OPEN, timezone.now()
    proposal.save()
    for place, row in enumerate(parties):
        NeededAnswer(proposal=proposal, party=row.party, people=row.needed, position=place).save()
    return outcome


def draft_again(old: Proposal, text: Adoptable, *, by: User, party: Party) -> Proposal:
    """A draft with the same changes, which renews the old one; what each of them was is written anew when it is put."""
    new = Proposal(
        agreement=old.agreement,
        agenda=old.agenda,
        kind=old.kind,
        state=Proposal.State.DRAFT,
        subject=old.subject,
        level=old.level,
        base=version_in_force(text) or old.base,
        renews=old,
        reason=old.reason,
        deadline=None if old.is_overdue else old.deadline,
        party=party,
        opened_by=by,
    )
    new.save()
    rows = ("theme_id", "goal_id", "action_id", "indicator_id", "participation_id")
    for change in old.changes.all():
        values = {name: getattr(change, name) for name in ("position", "kind", "about", "was", "becomes", *rows)}
        Change(proposal=new, **values).save()
    return new
