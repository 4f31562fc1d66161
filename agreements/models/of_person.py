"""The agreements of a person: the rule that stands in nearly every query, as keys for a look-up with __in."""

from django.db import models
from django.db.models.expressions import RawSQL

from parties.models.party import COORDINATED_PARTIES, PARTIES_OF, WRITING_PARTIES
from parties.prepared import Prepared


def taking_part() -> models.QuerySet:
    """The participations of parties that said yes: who only was asked reads nothing and is counted nowhere."""
    from agreements.models.participation import Participation  # it stands on what asks this

    return Participation.objects.accepted()


def _agreements(rows: models.QuerySet, parties: RawSQL) -> models.QuerySet:
    return rows.filter(party__in=parties).values("agreement")


# For InAgreementQuerySet, which says what each means.
VISIBLE = Prepared(lambda user: _agreements(taking_part(), PARTIES_OF.keys(user)))
EDITABLE = Prepared(lambda user: _agreements(taking_part().writing_drafts(), WRITING_PARTIES.keys(user)))
COORDINATED = Prepared(lambda user: _agreements(taking_part().signing(), COORDINATED_PARTIES.keys(user)))


def keys_visible_to(user) -> RawSQL | models.QuerySet:
    """The keys of Agreement.objects.visible_to()."""
    from agreements.models.agreement import Agreement  # it stands on this module

    return Agreement.objects.order_by().values("pk") if user.is_superuser else VISIBLE.keys(user.pk)
