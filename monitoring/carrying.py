"""What was reported, measured or decided about agreed text: what carries it is dropped, never deleted."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from agreements.consent.keeping import Below
from monitoring.models import Decision, EvaluationPoint, Measurement, ProgressUpdate


def what_it_carries(below: Below) -> Iterator[str]:
    """A few words for each kind of thing; a draft of a report is its writer's own, and no reason yet."""
    if ProgressUpdate.objects.filter(action__in=below.actions).exclude(submitted_at=None).exists():
        yield _("it was reported on")
    if Measurement.objects.filter(indicator__in=below.indicators).exists():
        yield _("figures were given for it")
    if Decision.objects.filter(Q(goal__in=below.goals) | Q(action__in=below.actions)).exists():
        yield _("a meeting decided about it")
    if EvaluationPoint.objects.filter(Q(goal__in=below.goals) | Q(action__in=below.actions)).exists():
        yield _("an evaluation has a point about it")
