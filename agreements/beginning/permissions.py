"""Who begins an agreement; a superuser puts it together and hands it over."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from parties.models import Party, User

KINDS = (Party.Kind.MUNICIPALITY, Party.Kind.HOUSING_ASSOCIATION)


def own_parties(user: User) -> QuerySet[Party]:
    """The parties for which the person begins an agreement, a municipality before an association."""
    rows = Party.objects.coordinated_by(user).filter(kind__in=KINDS, active_until=None)
    return rows.order_by("-kind", "name")  # "municipality" comes behind "housing_association"


def may_begin(user: User) -> bool:
    return user.is_superuser or (user.is_staff and own_parties(user).exists())


def why_not_begin(user: User) -> str:
    """The sentence that says why the person does not begin an agreement, and who does; empty when she may."""
    if may_begin(user):
        return ""
    return _(
        "A coordinator of a municipality or of a housing association begins new agreements. Ask one of them, or the administrator"
        " of Driehoek."
    )


def hands_over(user: User) -> bool:
    """Whether the person puts it together for somebody else: a superuser who coordinates no such party."""
    return user.is_superuser and not own_parties(user).exists()
