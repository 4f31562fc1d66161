"""Asking a party to take part, and its answer: all or nothing, with the person who does it, told by mail.

The views decide who may (permissions.py); here stands when it can. docs/decisions/0022-yes.md tells why a party is asked.
"""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import Agenda, Agreement, Participation
from agreements.models.consent_to_join import JoinState
from agreements.taking_part.permissions import why_not_invite_first
from parties.history.records import change_set
from parties.history.write_rules import Act, act
from parties.mail import post
from parties.models import Invitation, Membership, Party, User
from parties.people.workflow import invite, withdraw_invitation
from parties.refusals import NotAllowedNowError

ANSWERED = gettext_lazy("This request has been answered or withdrawn already.")


# -- Asking


@transaction.atomic
def ask_party(*, agreement: Agreement, party: Party, role: str, by: User) -> Participation:
    """Ask the party to take part, and mail its coordinators; a party that said no before is asked once more.

    A text that stands still keeps its parties: who is asked then takes part from the first year after it. NotAllowedNowError when
    there is none. Raises ValidationError when it takes part or was asked already, or when others decide who takes part.
    """
    _wait_for_others(agreement.pk)
    declined = Participation.objects.select_for_update(of=("self",)).filter(state=JoinState.DECLINED)
    row = declined.filter(agreement=agreement, party=party).first() or _new(agreement, party)
    row.role = role
    _begin_after_what_stands_still(row)
    row._history_user = by
    with change_set(reason=_("Asked to take part"), user=by), act(Act.ANSWER_REQUEST):
        if not row._state.adding:
            row.ask(by=by)
        row.save()
    if row.is_asked:
        tell_asked(row, by=by)
    return row


def _wait_for_others(agreement: int) -> None:
    """Who asks and who answers do so one after the other: a yes at this moment ends the asking by one coordinator."""
    list(Agreement.objects.select_for_update().filter(pk=agreement).values_list("pk"))


def _begin_after_what_stands_still(row: Participation) -> None:
    """Let the part begin in the first year after the last text that stands still, where there is one."""
    if row.agreement.stands_still:
        raise NotAllowedNowError(_("The text of the agreement as a whole stands still, and with it who takes part."))
    last = max((year for year, is_locked in Agenda.years_of(row.agreement_id).items() if is_locked), default=None)
    if last is None:
        return
    if last >= row.agreement.end_year:
        sentence = _("The text of %(year)s, the last year, stands still: nobody can join any more.")
        raise NotAllowedNowError(sentence % {"year": last})
    row.from_year = max(last + 1, row.from_year or 0)


def _new(agreement: Agreement, party: Party) -> Participation:
    last = agreement.participations.aggregate(last=Max("position"))["last"]
    return Participation(agreement=agreement, party=party, position=(last or 0) + 1)


def tell_asked(row: Participation, *, by: User) -> None:
    """The one mail that goes to a party which did not say yes: to its coordinators, that they are asked, and nothing else."""
    why = format_lazy(gettext_lazy("You get this mail because you are coordinator of {party}."), party=row.party)
    for member in row.party.memberships.coordinating().select_related("user").order_by("pk"):
        post("asked", to=member.user, context={"row": row, "by": by, "asker": asker_of(row)}, why=why, by=by)


def asker_of(row: Participation) -> Party | None:
    """The party on whose behalf was asked: the first of those that take part for which the person is coordinator."""
    taking_part = row.agreement.participations.accepted().filter(party__in=Party.objects.coordinated_by(row.asked_by))
    first = taking_part.select_related("party").first() if row.asked_by_id else None
    return first.party if first else None


@transaction.atomic
def withdraw_request(participation: Participation, *, by: User) -> None:
    """Take the request back as if it was never made; the history keeps it. No mail tells it: the party never took part."""
    row = _waiting(participation)
    _withdraw_invitations(row, by=by)
    row._history_user = by
    with change_set(reason=_("Request withdrawn"), user=by), act(Act.ANSWER_REQUEST):
        row.delete()


# -- Answering


def say_yes(participation: Participation, *, by: User) -> Participation:
    """The party takes part from now on; whoever asked is told."""
    return _answer(participation, JoinState.ACCEPTED, by=by)


def say_no(participation: Participation, *, by: User) -> Participation:
    """The party does not take part; whoever asked is told, and may ask again."""
    return _answer(participation, JoinState.DECLINED, by=by)


@transaction.atomic
def _answer(participation: Participation, state: JoinState, *, by: User) -> Participation:
    _wait_for_others(participation.agreement_id)
    row = _waiting(participation)
    row.answer(state, by=by)
    row._history_user = by
    reason = _("Said yes to taking part") if row.is_accepted else _("Said no to taking part")
    with change_set(reason=reason, user=by), act(Act.ANSWER_REQUEST):
        row.save()
    _tell_answer(row, by=by)
    return row


def _tell_answer(row: Participation, *, by: User) -> None:
    """Mail whoever asked, as long as that person still sees the agreement."""
    asked_by = row.asked_by
    if asked_by is None or asked_by == by or not Agreement.objects.visible_to(asked_by).filter(pk=row.agreement_id).exists():
        return
    why = gettext_lazy("You get this mail because you asked it.")
    post("answered", to=asked_by, context={"row": row, "by": by}, why=why)


def _waiting(participation: Participation) -> Participation:
    rows = Participation.objects.asked().select_for_update(of=("self",))
    row = rows.select_related("agreement", "party", "asked_by").filter(pk=participation.pk).first()
    if row is None:
        raise NotAllowedNowError(str(ANSWERED))
    return row


# -- A party that has nobody in Driehoek


@transaction.atomic
def invite_first_coordinator(participation: Participation, *, email: str, name: str = "", by: User) -> Invitation:
    """Invite the one who answers for a party that has nobody yet; the link of an earlier invitation works no longer."""
    row = _waiting(participation)
    if why := why_not_invite_first(row, by):
        raise NotAllowedNowError(why)
    _withdraw_invitations(row, by=by)
    with act(Act.INVITE_FIRST):
        return invite(party=row.party, email=email, name=name, role=Membership.Role.COORDINATOR, by=by)


def invitations_of(row: Participation) -> list[Invitation]:
    """The invitations to a first coordinator that wait, by the person who asked."""
    return list(Invitation.objects.waiting().filter(party=row.party_id, invited_by=row.asked_by_id))


def _withdraw_invitations(row: Participation, *, by: User) -> None:
    """What the person invited to this party on the way to its answer."""
    if row.party.memberships.exists():
        return
    with act(Act.INVITE_FIRST):
        for invitation in invitations_of(row):
            withdraw_invitation(invitation, by=by)


def requests_answered_by(invitation: Invitation) -> list[Participation]:
    """The requests to which accepting this invitation says yes: those of the person who invites, made before the mail went.

    What others asked waits for an answer of its own.
    """
    rows = Participation.objects.asked().filter(party=invitation.party_id, asked_by=invitation.invited_by_id)
    return list(rows.filter(asked_at__lte=invitation.sent_at or timezone.now()).select_related("agreement").order_by("pk"))


def in_words(invitation: Invitation) -> list[str]:
    return [str(row.agreement) for row in requests_answered_by(invitation)]


def answer_as_first(invitation: Invitation, person: User) -> None:
    """Who comes in as the first coordinator says yes to what the page of the invitation showed."""
    for row in requests_answered_by(invitation):
        say_yes(row, by=person)
