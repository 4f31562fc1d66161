"""Everyone's start."""

from django.db.models import QuerySet
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.beginning.entrance import Entrance
from monitoring.calendar import day_of
from monitoring.dashboard.own import collect_own
from monitoring.dashboard.start import collect_overview
from monitoring.dashboard.visits import visit_before
from monitoring.progress.waiting import number_waiting
from parties.models import Party, User
from parties.prepared import Prepared


@require_safe
def overview(request):
    """What waits, the own agreements with their lights, the next dates, and changes since the last visit."""
    now = timezone.now()
    request.number_waiting = number_waiting(request.user)
    since = visit_before(request.user, now=now)
    found = collect_overview(request.user, now=now, since=since, numbers=request.number_waiting)
    context = {
        "overview": found,
        "requests": found.requests,
        "entrance": Entrance(request.user),
        "parties": _parties_of.models(request.user.pk),
    }
    return render(request, "monitoring/overview.html", context)


@require_safe
def own(request):
    """How the own agreements go that live most; the start page of who has more than fit on it fetches it when one comes there."""
    context = {"own": collect_own(request.user, today=day_of(timezone.now())), "entrance": Entrance(request.user)}
    return render(request, "monitoring/own_agreements.html", context)


@Prepared.in_order
def _parties_of(user: int) -> QuerySet[Party]:
    return Party.objects.of(User(pk=user)).only("name").order_by("name")
