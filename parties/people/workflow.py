"""Who comes to a party, changes role and leaves: all or nothing, with the person who does it.

The views decide who may (Party.objects.coordinated_by); here stands when it can.
"""

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parties.canonical import hash_of
from parties.history.put_back import last_of, put_back
from parties.history.records import change_set
from parties.history.write_rules import Act, act
from parties.mail import post
from parties.models import Invitation, Membership, Party, User
from parties.people.first_coordinator import prepared_for, waits_for, welcome_first_coordinator
from parties.people.signing import forget_asked_by, hand_over_signing, tell_asked
from parties.refusals import NotAllowedNowError
from parties.sessions import end_sessions

Role, Standing, Step = Membership.Role, Invitation.Standing, Invitation.Step

# One sentence for each link that does not work (any more). They tell nothing that the mail did not tell.
CLOSED = {
    Standing.EXPIRED: gettext_lazy("The time of this invitation is over. Ask whoever invited you to send it again."),
    Standing.ACCEPTED: gettext_lazy("This invitation has been used. Sign in with your e-mail address."),
    Standing.WITHDRAWN: gettext_lazy("This invitation has been withdrawn. Ask whoever invited you if you expected it."),
}
UNKNOWN = gettext_lazy("This link is not a working invitation. Open the newest mail, and copy the whole link.")
SWITCHED_OFF = gettext_lazy("Your account has been switched off. Ask the administrator of Driehoek.")


# -- Inviting


@transaction.atomic
def invite(*, party: Party, email: str, name: str = "", role: str, may_sign: bool = False, by: User) -> Invitation:
    """Store the invitation and mail its link; ValidationError when the address is known or invited already.

    The same happens whether or not the address has an account elsewhere. NotAllowedNowError after too many mails.
    """
    invitation = Invitation(party=party, email=email, name=name, role=role, may_sign=may_sign, invited_by=by)
    _send(invitation, by=by)
    return invitation


@transaction.atomic
def resend_invitation(invitation: Invitation, *, by: User) -> Invitation:
    """Mail a new link that works for the whole time again; the one before it stops working."""
    waiting = _lock(invitation)
    waiting.invited_by = by
    _send(waiting, by=by)
    return waiting


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: User) -> Invitation:
    waiting = _lock(invitation)
    waiting.withdrawn_at = timezone.now()
    waiting._history_user = by
    waiting.save()
    return waiting


def _lock(invitation: Invitation) -> Invitation:
    waiting = Invitation.objects.waiting().select_for_update(of=("self",)).filter(pk=invitation.pk).first()
    if waiting is None:
        raise NotAllowedNowError(_("This invitation has been used or withdrawn already."))
    return waiting


def _send(invitation: Invitation, *, by: User) -> None:
    token = secrets.token_urlsafe(32)
    invitation.token_hash = hash_of(token)
    invitation.sent_at = timezone.now()
    invitation.expires_at = invitation.sent_at + timedelta(days=settings.INVITATION_DAYS)
    invitation._history_user = by
    invitation.save()
    link = settings.SITE_URL + reverse("invitation", args=[token])
    until = date_format(localtime(invitation.expires_at), "j F Y")
    waits = {"waiting": waits_for(invitation), "prepared": prepared_for(invitation)}
    context = {"invitation": invitation, "by": by, "link": link, "until": until, **waits}
    why = _why_invited(invitation, by)
    post("invitation", to=invitation.email, context=context, why=why, by=by)


def _why_invited(invitation: Invitation, by: User) -> Promise:
    """Who gave the address, with the party of that person: another one where the first coordinator of a party is invited."""
    own = Party.objects.own_of(by).order_by("name")
    party = own.filter(pk=invitation.party_id).first() or own.first()
    if party is None:
        return format_lazy(gettext_lazy("You get this mail because {person} gave your e-mail address to invite you."), person=by)
    sentence = gettext_lazy("You get this mail because {person} of {party} gave your e-mail address to invite you.")
    return format_lazy(sentence, person=by, party=party.name)


# -- Coming in


def invitation_for(token: str) -> Invitation:
    """The open invitation of the link; NotAllowedNowError with the reason why the link does not work."""
    invitation = Invitation.objects.with_token(token).select_related("party", "invited_by").first()
    if invitation is None:
        raise NotAllowedNowError(UNKNOWN)
    if not invitation.is_open:
        raise NotAllowedNowError(CLOSED[invitation.standing])
    return invitation


@transaction.atomic
@act(Act.MANAGE_PEOPLE)
def accept_invitation(*, token: str, name: str = "", password: str = "", by: User | None = None) -> User:
    """Use the link, once: give its person the membership, and an account when there is none.

    by is who is signed in, if anyone. name and password are for someone who has no account (any more). This is the one
    place where an address is proven by the mail that reached it.
    """
    Invitation.objects.with_token(token).select_for_update(of=("self",)).first()  # a second press waits, and finds it used
    invitation = invitation_for(token)
    person = invitation.person
    if by != person and (by or (person and person.is_active)):  # nobody joins under another address than the invited one
        raise NotAllowedNowError(_("Sign in as %(email)s to accept this invitation.") % {"email": invitation.email})
    with change_set(reason=_("Invitation accepted")):
        if person is None:
            person = _add_person(invitation, name=name, password=password)
        elif person.has_left:
            person.name = name
            person.set_password(password)
            person._history_user = person
            person.save(update_fields=["name", "password"])
            _switch_on(person, by=person)
        elif not person.is_active:
            raise NotAllowedNowError(SWITCHED_OFF)
        _join(invitation, person)
    return person


def _add_person(invitation: Invitation, *, name: str, password: str) -> User:
    """The new account; another party's invitation to the same address may have made it at this moment."""
    try:
        with transaction.atomic():
            return User.objects.create_user(invitation.email, password, name=name)
    except IntegrityError as error:
        raise NotAllowedNowError(_("Sign in as %(email)s to accept this invitation.") % {"email": invitation.email}) from error


def _join(invitation: Invitation, person: User) -> None:
    """Members keep the role that they got meanwhile. The right to sign waits for a second person."""
    if not Membership.objects.filter(user=person, party=invitation.party).exists():
        membership = Membership(user=person, party=invitation.party, role=invitation.role)
        if invitation.may_sign:
            membership.ask_signing(by=invitation.invited_by)
        membership._history_user = person
        membership.save()
        if membership.is_signing_asked:
            tell_asked(membership, counted_for=None)
    invitation.accepted_at = timezone.now()
    invitation.accepted_by = person
    invitation._history_user = person
    invitation.save()
    welcome_first_coordinator(invitation, person)


def _switch_on(person: User, *, by: User) -> None:
    person.is_active = True
    person._history_user = by
    person.save(update_fields=["is_active"])


# -- Changing and leaving


@transaction.atomic
@act(Act.MANAGE_PEOPLE)
def change_role(membership: Membership, *, role: str, may_sign: bool, by: User, takes_over: str = "") -> Membership:
    """Give someone another role; NotAllowedNowError if no coordinator is left.

    The right to sign is taken away at once; where it is new, it is asked for, and a second person of the party gives it. Of the
    last who may sign takes_over says who does so from now on (signing.hand_over_signing).
    """
    row = _locked_among_coordinators(membership)
    if role != Role.COORDINATOR:
        _refuse_to_lose_the_last_coordinator(row)
        _withdraw_invitations_of(row, by=by)
        forget_asked_by(row, by=by)
    if not may_sign:
        hand_over_signing(row, takes_over, by=by)
    is_new = may_sign and not (row.may_sign or row.is_signing_asked)
    row.role = role
    if not may_sign:
        row.may_sign = False
        row.forget_signing()
    if is_new:
        row.ask_signing(by=by)
    row._history_user = by
    row.save()
    if is_new:
        tell_asked(row, counted_for=by)
    return row


@transaction.atomic
@act(Act.MANAGE_PEOPLE)
def end_membership(membership: Membership, *, by: User, takes_over: str = "") -> None:
    """Let someone leave the party; without any party the account is switched off and signed out.

    Account and history stay. An app above, which knows what the person was turned to about, lets go of that first. takes_over is
    as in change_role().
    """
    row = _locked_among_coordinators(membership)
    _refuse_to_lose_the_last_coordinator(row)
    person = row.user
    with change_set(reason=_("Left the party")):
        _withdraw_invitations_of(row, by=by)
        forget_asked_by(row, by=by)
        hand_over_signing(row, takes_over, by=by)
        row._history_user = by
        row.delete()
        if person.is_active and not person.is_superuser and not person.memberships.exists():
            person.is_active = False
            person._history_user = by
            person.save(update_fields=["is_active"])
            end_sessions(person)


@transaction.atomic
@act(Act.MANAGE_PEOPLE)
def take_back(*, party: Party, membership_id: int, by: User) -> Membership:
    """Undo end_membership(): the same role, and the account switched on if leaving switched it off.

    Who might sign before does so again once a second person of the party said so.
    """
    record = last_of(Membership, membership_id)
    if record is None or record.party_id != party.pk:
        raise NotAllowedNowError(_("This person belongs to the party already."))
    person = User.objects.select_for_update().get(pk=record.user_id)  # who takes the same person back at this moment waits
    had_left = person.has_left
    if not person.is_active and not had_left:
        raise NotAllowedNowError(_("This account has been switched off. Ask the administrator of Driehoek."))
    (membership,) = put_back(record, by=by)
    if had_left:
        _switch_on(person, by=by)
    if membership.is_signing_asked:
        tell_asked(membership, counted_for=by)
    return membership


def _withdraw_invitations_of(row: Membership, *, by: User) -> None:
    """Withdraw the invitations by people who no longer invite, also one to an address of their own."""
    for invitation in Invitation.objects.waiting().filter(party=row.party_id, invited_by=row.user_id):
        withdraw_invitation(invitation, by=by)


def _locked_among_coordinators(membership: Membership) -> Membership:
    """The row as it is now; two coordinators who send each other away wait for each other."""
    list(
        Membership.objects.select_for_update(of=("self",)).filter(party=membership.party_id, role=Role.COORDINATOR).order_by("pk")
    )
    row = Membership.objects.select_related("user", "party").filter(pk=membership.pk).first()
    if row is None:
        raise NotAllowedNowError(_("This person has left the party already."))
    return row


def _refuse_to_lose_the_last_coordinator(row: Membership) -> None:
    others = row.party.memberships.coordinating().exclude(pk=row.pk)
    if row.role == Role.COORDINATOR and not others.exists():
        sentence = _("%(person)s is the last coordinator of %(party)s. First make someone else coordinator.")
        raise NotAllowedNowError(sentence % {"person": row.user, "party": row.party})
