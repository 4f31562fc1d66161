"""Who shows a text in force to everyone, and why not now."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from agreements.consent.answerers import signing
from agreements.models import Publication
from agreements.models.adoptable import Adoptable
from agreements.models.participation import ParticipationQuerySet
from parties.models import Party, User
from parties.models.party import COORDINATED_PARTIES


def participations_of(text: Adoptable, user: User) -> ParticipationQuerySet:
    """The parties that sign this text of which the person is coordinator; a superuser publishes for nobody."""
    rows = signing(text).filter(party__in=COORDINATED_PARTIES.keys(user.pk))
    return rows.none() if user.is_superuser else rows


def parties_of(text: Adoptable, user: User) -> list[Party]:
    return [row.party for row in participations_of(text, user)]


def demand_party(text: Adoptable, party: Party, by: User) -> None:
    """Raise PermissionDenied where the person does not speak for this party here."""
    if not participations_of(text, by).filter(party=party).exists():
        raise PermissionDenied(_("Only a coordinator of a party that signs this text does this for that party."))


def why_not_publish(text: Adoptable, party: Party) -> str:
    """Why this party does not publish this text now; empty when it can."""
    if text.is_revoked:
        return _("All parties revoked this text, so it is not in force.")
    if not text.is_adopted:
        return _("Only a text in force is published. This one is not adopted yet.")
    if Publication.objects.of(text).active().filter(party=party).exists():
        return _("%(party)s publishes this text already.") % {"party": party}
    return ""
