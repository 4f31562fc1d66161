"""The people of a party as its own people see them."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from parties.models import Invitation, Membership, Party, User


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
    is_own = seen_by.is_superuser or Party.objects.own_of(seen_by).filter(pk=party.pk).exists()
    if not is_own:
        return None
    rows = Membership.objects.filter(party=party).select_related("user", "signing_asked_by")
    members = tuple(rows.order_by("user__name", "pk"))
    signing = frozenset(_signing_answered_by(seen_by, members))
    if not Party.objects.coordinated_by(seen_by).filter(pk=party.pk).exists():
        return People(members, signing=signing)
    invitations = Invitation.objects.filter(party=party).waiting().select_related("invited_by")
    return People(members, tuple(invitations), _former(party, {row.user_id for row in members}), may_keep=True, signing=signing)


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
    records = Membership.history.filter(party=party, history_type="-").exclude(user__in=members).select_related("user")
    for record in records.order_by("-history_date", "-history_id"):
        found.setdefault(record.user_id, Former(record.id, record.user, record.history_date))
    return tuple(found.values())
