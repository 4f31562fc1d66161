"""Who can be asked to report: the one place that knows which people stand behind a lead."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import F, Q

from parties.models import Membership, User

REPORTERS = ("editor", "coordinator")


def reporters_of(party_ids: Iterable[int]) -> dict[int, tuple[User, ...]]:
    """By party, the active people who report for it, by name; for a working group those of its member parties. One query.

    A party that is not in the answer has nobody who can be asked.
    """
    wanted = set(party_ids)
    rows = (
        Membership.objects.filter(role__in=REPORTERS, user__is_active=True)
        .filter(Q(party__in=wanted) | Q(party__umbrella_rows__umbrella__in=wanted))
        .annotate(umbrella=F("party__umbrella_rows__umbrella"))
        .select_related("user")
        .order_by("user__name", "user__pk")
    )
    found: dict[int, dict[int, User]] = defaultdict(dict)
    for row in rows:
        for party_id in wanted & {row.party_id, row.umbrella}:
            found[party_id][row.user_id] = row.user
    return {party_id: tuple(people.values()) for party_id, people in found.items()}
