"""Who records that a party merged: the administrator, or somebody who coordinates both parties."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from parties.models import Party, User


def successors_for(user: User, party: Party) -> QuerySet[Party]:
    """The parties of the same kind that go on, of which this person may say that the party merged into it."""
    rows = Party.objects.going_on().filter(kind=party.kind, active_until=None).exclude(pk=party.pk)
    return rows if user.is_superuser else rows.filter(pk__in=Party.objects.coordinated_by(user).values("pk"))


def why_not_record(user: User, party: Party) -> str:
    if user.is_superuser or party.pk in user.coordinates_for:
        return ""
    return _("The administrator of Driehoek records that a party merged, or a coordinator of both parties.")


def why_not_merge(user: User, party: Party, successor: Party) -> str:
    own = Party.objects.coordinated_by(user).filter(pk=successor.pk)
    if why := why_not_record(user, party):
        return why
    if user.is_superuser or own.exists():
        return ""
    return _("You coordinate one of the two parties. Ask the administrator of Driehoek, or somebody who coordinates both.")
