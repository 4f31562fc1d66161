"""Since when something is new to a person."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from monitoring.models import Visit
from parties.models import User
from parties.prepared import Prepared

PAUSE = timedelta(hours=4)  # after this long a new visit begins; coffee and a meeting are within one
STEP = timedelta(minutes=5)  # so that not every look writes


def visit_before(user: User, *, now: datetime) -> datetime | None:
    """The end of the visit before this one; None on the first. Remembers this look."""
    visit = next(iter(_visit_of.models(user.pk)), None)
    if visit is None:
        Visit.objects.get_or_create(user=user, defaults={"seen_at": now})  # two tabs at once: one of them writes
        return None
    if now - visit.seen_at > PAUSE:
        visit.before = visit.seen_at
    if now - visit.seen_at > STEP:
        visit.seen_at = now
        visit.save()
    return visit.before


@Prepared
def _visit_of(user: int) -> QuerySet[Visit]:
    return Visit.objects.filter(user=user)
