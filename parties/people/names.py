"""Names beside which the party stands, so that nobody passes for someone of another party."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet

from parties.models import Membership, Party, User


def show_parties(people: Iterable[User | None], *, among: QuerySet[Party]) -> None:
    """Let `name_and_party` of these people name those of these parties. One query, none for nobody.

    among holds the parties of which the reader may know: those that the reader sees, or those of the agreement.
    """
    named = [person for person in people if person is not None]
    if not named:
        return
    rows = Membership.objects.filter(user__in={person.pk for person in named}, party__in=among.order_by().values("pk"))
    parties = defaultdict(list)
    for user, party in rows.order_by("party__short_name").values_list("user", "party__short_name"):
        parties[user].append(party)
    for person in named:
        person.parties_shown = tuple(parties[person.pk])


def name_with_party(person: User, *, among: QuerySet[Party]) -> str:
    show_parties([person], among=among)
    return person.name_and_party
