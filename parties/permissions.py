"""Who may: the roles of people in their parties.

When something is possible (the state of an agenda, of a round) is not asked here but of the model itself.
"""

from collections.abc import Iterable


def has_role(user, party_ids: Iterable[int], *roles: str) -> bool:
    """Whether the person has one of the roles in one of the parties."""
    if not user.is_active or user.is_anonymous:
        return False
    return user.memberships.filter(party__in=party_ids, role__in=roles).exists()
