"""Names beside which the party stands, so that nobody passes for someone of another party."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import QuerySet

from parties.models import Membership, Party, User
from parties.prepared import Prepared


def show_parties(people: Iterable[User | None], *, seen_by: User) -> None:
    """Let `name_and_party` of these people name those of the parties that the reader sees. One query, none for nobody."""
    named = [person for person in people if person is not None]
    if named:
        keys = tuple(sorted({person.pk for person in named}))
        _show(named, _seen_by.rows(seen_by.pk, keys, is_superuser=seen_by.is_superuser))


def name_with_party(person: User, *, among: QuerySet[Party]) -> str:
    """among holds the parties of which the reader may know: those that the reader sees, or those of the agreement."""
    _show([person], _with_party(Membership.objects.filter(user=person.pk), among))
    return person.name_and_party


@Prepared.in_order
def _seen_by(reader: int, people: Collection[int], *, is_superuser: bool) -> QuerySet:
    among = Party.objects.visible_to(User(pk=reader, is_superuser=is_superuser))
    return _with_party(Membership.objects.filter(user__in=people), among)


def _with_party(rows: QuerySet[Membership], among: QuerySet[Party]) -> QuerySet:
    rows = rows.filter(party__in=among.order_by().values("pk"))
    return rows.order_by("party__short_name").values_list("user", "party__short_name")


def _show(people: Iterable[User], found: Iterable[tuple[int, str]]) -> None:
    parties = defaultdict(list)
    for user, party in found:
        parties[user].append(party)
    for person in people:
        person.parties_shown = tuple(parties[person.pk])
