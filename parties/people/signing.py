"""The right to sign for a party: asked by a coordinator, given by a second person, told to all who coordinate there.

docs/decisions/0022-yes.md tells why two people are needed. Writes as in workflow.py.
"""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parties.history.records import change_set, refuse
from parties.history.write_rules import Act, act
from parties.mail import post
from parties.models import Membership, User
from parties.refusals import NotAllowedNowError

SPEAKS = Q(role=Membership.Role.COORDINATOR) | Q(may_sign=True)
NOT_ASKED = gettext_lazy("Nobody asks for this right any more: it was given, refused or taken back.")
ASKED_YOURSELF = gettext_lazy("You asked for this right yourself: somebody else of {party} confirms it.")
YOUR_OWN = gettext_lazy("This is about your own right to sign: somebody else of {party} confirms it.")
NOT_YOURS = gettext_lazy("Another coordinator of {party}, or somebody who may sign there, confirms this.")
THERE_IS_SOMEBODY = gettext_lazy("Somebody of {party} itself can confirm this; the administrator does so only where nobody can.")


def second_people(row: Membership) -> QuerySet[User]:
    """People of the party who may confirm this right: they coordinate or sign, not for themselves."""
    speakers = Membership.objects.filter(SPEAKS, party=row.party_id, user__is_active=True)
    others = speakers.exclude(user__in=[row.user_id, row.signing_asked_by_id or row.user_id])
    return User.objects.filter(pk__in=others.values("user"))


# -- Who takes over from the last one

NOBODY = "nobody"  # who takes over: somebody who is invited, later
LAST = gettext_lazy(
    "{person} is the last who may sign for {party}. Say who takes over: without anyone nothing that waits for {party} comes into"
    " force."
)


def is_last_signer(row: Membership) -> bool:
    """Whether nobody else of the party may sign."""
    if not row.may_sign or not row.user.is_active:
        return False
    return not Membership.objects.filter(party=row.party_id, may_sign=True, user__is_active=True).exclude(pk=row.pk).exists()


def who_could_take_over(row: Membership) -> QuerySet[Membership]:
    """Colleagues of the last one, of whom one is chosen."""
    rows = Membership.objects.filter(party=row.party_id, user__is_active=True).exclude(pk=row.pk)
    return rows.select_related("user", "party").order_by("user__name", "pk")


def hand_over_signing(row: Membership, takes_over: str, *, by: User) -> None:
    """Ask the right to sign for who takes over from the last one; ValidationError when nobody says who that is.

    takes_over is the key of a membership, or NOBODY. Within Act.MANAGE_PEOPLE, before the row itself is written.
    """
    if not is_last_signer(row) or takes_over == NOBODY:
        return
    next_one = who_could_take_over(row).filter(pk=takes_over if takes_over.isdecimal() else None).first()
    if next_one is None:
        refuse(takes_over=LAST.format(person=row.user, party=row.party))
    if next_one.is_signing_asked:
        return
    next_one.ask_signing(by=by)
    next_one._history_user = by
    with change_set(reason=_("Takes over the right to sign of %(person)s") % {"person": row.user}, user=by):
        next_one.save()
    tell_asked(next_one, counted_for=by)


def why_not_confirm(row: Membership, by: User) -> str:
    """The sentence that says why the person does not confirm this right; empty when she may."""
    if by.pk == row.user_id:
        sentence = YOUR_OWN
    elif by.pk == row.signing_asked_by_id:
        sentence = ASKED_YOURSELF
    elif second_people(row).filter(pk=by.pk).exists():
        return ""
    elif not by.is_superuser:
        sentence = NOT_YOURS
    elif second_people(row).exists():
        sentence = THERE_IS_SOMEBODY
    else:
        return ""
    return sentence.format(party=row.party)


def why_not_refuse(row: Membership, by: User) -> str:
    """People who may confirm may refuse; the person who asked, or gets the right, takes it back."""
    return "" if by.pk in {row.user_id, row.signing_asked_by_id} else why_not_confirm(row, by)


def tell_asked(row: Membership, *, counted_for: User | None) -> None:
    """Mail all people involved; counted_for is the person who causes these mails by the step just taken."""
    context = {"row": row, "by": row.signing_asked_by}
    for person, why in _receivers(row):
        post("signing_asked", to=person, context=context, why=why, by=counted_for)


@transaction.atomic
def confirm_signing(membership: Membership, *, by: User) -> Membership:
    """Give the right that was asked for; NotAllowedNowError for anyone but a second person."""
    row = _lock_request(membership)
    if why := why_not_confirm(row, by):
        raise NotAllowedNowError(why)
    asked_by = row.signing_asked_by
    row.forget_signing()
    row.may_sign = True
    with change_set(reason=_("Right to sign confirmed"), user=by), act(Act.MANAGE_PEOPLE), act(Act.CONFIRM_SIGNING):
        row._history_user = by
        row.save()
    _tell_answer(row, asked_by, by=by)
    return row


@transaction.atomic
def refuse_signing(membership: Membership, *, by: User) -> Membership:
    """Withdraw the request: refused by a second person, or taken back by the asker or the owner."""
    row = _lock_request(membership)
    if why := why_not_refuse(row, by):
        raise NotAllowedNowError(why)
    asked_by = row.signing_asked_by
    forget_signing(row, by=by)
    _tell_answer(row, asked_by, by=by)
    return row


def forget_signing(row: Membership, *, by: User) -> None:
    """Save the row without what was asked."""
    row.forget_signing()
    with change_set(reason=_("Right to sign not given"), user=by), act(Act.MANAGE_PEOPLE):
        row._history_user = by
        row.save()


def forget_asked_by(row: Membership, *, by: User) -> None:
    """What someone asked who does not coordinate the party any more lapses: nobody stands behind it."""
    asked = Membership.objects.select_for_update(of=("self",)).filter(party=row.party_id, signing_asked_by=row.user_id)
    for each in asked.exclude(pk=row.pk):
        forget_signing(each, by=by)


def _lock_request(membership: Membership) -> Membership:
    rows = Membership.objects.select_for_update(of=("self",)).select_related("user", "party", "signing_asked_by")
    row = rows.filter(pk=membership.pk, signing_asked_at__isnull=False).first()
    if row is None:
        raise NotAllowedNowError(str(NOT_ASKED))
    return row


def _receivers(row: Membership) -> list[tuple[User, str]]:
    """All people who coordinate or sign for the party; administrators where none of them may confirm."""
    speakers = Membership.objects.filter(SPEAKS, party=row.party_id, user__is_active=True).select_related("user")
    why = format_lazy(gettext_lazy("You get this mail because you coordinate {party} or sign for it."), party=row.party)
    found = {member.user: why for member in speakers.order_by("user__name", "pk")}
    if not second_people(row).exists():
        why = gettext_lazy("You get this mail because you are administrator of Driehoek.")
        for person in User.objects.filter(is_superuser=True, is_active=True).order_by("pk"):
            found.setdefault(person, why)
    return list(found.items())


def _tell_answer(row: Membership, asked_by: User, *, by: User) -> None:
    """Mail the coordinators, who asked, and whose right it is; not who answered."""
    coordinators = [member.user for member in row.party.memberships.coordinating().select_related("user").order_by("pk")]
    why = format_lazy(gettext_lazy("You get this mail because it is about the right to sign for {party}."), party=row.party)
    for person in dict.fromkeys([*coordinators, asked_by, row.user]):
        if person != by:
            post("signing_answered", to=person, context={"row": row, "by": by}, why=why)
