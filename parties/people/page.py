"""The people of a party as its own people see them."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from parties.models import Invitation, Membership, Party, User
from parties.prepared import Prepared


@dataclass(frozen=True, slots=True)
class Former:
    """Someone who left the party."""

    membership_id: int
    user: User
    left_on: datetime.datetime


@dataclass(frozen=True, slots=True)
class People:
    """invitations and former are for the coordinator; signing has the rights that the reader may answer."""

    members: tuple[Membership, ...]
    invitations: tuple[Invitation, ...] = ()
    former: tuple[Former, ...] = ()
    may_keep: bool = False
    signing: frozenset[int] = frozenset()


def people_of(party: Party, *, seen_by: User) -> People | None:
    """The people of the party, for its own people (a superuser reads along); None for everyone else."""
    if not (seen_by.is_superuser or party.pk in seen_by.member_of):
        return None
    members = tuple(_members.models(party.pk))
    signing = frozenset(_signing_answered_by(seen_by, members))
    if party.pk not in seen_by.coordinates_for:
        return People(members, signing=signing)
    invitations = tuple(_invitations.models(party.pk))
    return People(members, invitations, _former(party, {row.user_id for row in members}), may_keep=True, signing=signing)


@Prepared.in_order
def _members(party: int) -> QuerySet:
    return Membership.objects.filter(party=party).select_related("user", "signing_asked_by").order_by("user__name", "pk")


@Prepared.in_order
def _invitations(party: int) -> QuerySet:
    return Invitation.objects.filter(party=party).waiting().select_related("invited_by")


def _signing_answered_by(reader: User, members: tuple[Membership, ...]) -> Iterator[int]:
    """Where the right to sign waits for this reader, as signing.why_not_refuse() has it; no query."""
    speakers = {row.user_id for row in members if row.speaks_for_party}
    for row in members:
        if row.is_signing_asked:
            concerned = {row.user_id, row.signing_asked_by_id}
            second_people = speakers - concerned
            if reader.pk in second_people | concerned or (reader.is_superuser and not second_people):
                yield row.pk


def _former(party: Party, members: set[int]) -> tuple[Former, ...]:
    """Everyone once, latest first; who has come back under a new membership is no longer one who left."""
    found: dict[int, Former] = {}
    for record in _who_left.models(party.pk):
        if record.user_id not in members:
            found.setdefault(record.user_id, Former(record.id, record.user, record.history_date))
    return tuple(found.values())


@Prepared.in_order
def _who_left(party: int) -> QuerySet:
    records = Membership.history.filter(party=party, history_type="-").select_related("user")
    return records.order_by("-history_date", "-history_id")
