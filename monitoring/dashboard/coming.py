"""What comes in the months ahead, for the start page of a person."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from agreements.models import Action, Ceremony, Lead
from agreements.models.in_front import YearsInFront
from monitoring.dashboard.mine import OwnYear
from monitoring.models import Meeting, Round
from parties.models import User
from parties.prepared import Prepared

DATES = 12
MONTHS_AHEAD = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class Coming:
    """A date that comes; what is a Round (its last day), a Meeting, a Ceremony or an Action (the last day of its period)."""

    on: date
    kind: str  # round, meeting, signing or action
    what: Round | Meeting | Ceremony | Action


def collect_coming(user: User, today: date, years: Mapping[int, YearsInFront[OwnYear]], *, is_signing: bool) -> list[Coming]:
    """Three months ahead: last days of rounds, meetings, and what the own parties must do in the years in front. Four queries.

    years are those of years_of(): the agreements that the person may see, without what ended long ago.
    """
    own = tuple(sorted(user.with_umbrellas))
    agendas = [row.pk for found in years.values() for row in found.front]
    span, who = (today, today + MONTHS_AHEAD), {"is_superuser": user.is_superuser}
    signing = Ceremony.objects.visible_to(user).coming().filter(starts_at__date__lte=span[1])
    signing = signing.select_related("proposal__agreement", "proposal__agenda__agreement")
    found = [
        *(Coming(row.closes_on, "round", row) for row in (_rounds_ending.models(tuple(years), *span) if years else ())),
        *(Coming(row.held_on, "meeting", row) for row in _meetings_held.models(user.pk, *span, **who)),
        *(
            Coming(timezone.localdate(row.starts_at), "signing", row)
            for row in (signing.order_by("starts_at")[:DATES] if is_signing else ())
        ),
        *(
            Coming(row.due_on, "action", row)
            for row in (_actions_due.models(own, tuple(agendas), *span) if own and agendas else ())
        ),
    ]
    return sorted(found, key=lambda coming: coming.on)[:DATES]


@Prepared.in_order
def _rounds_ending(agreements: Collection[int], start: date, end: date) -> QuerySet:
    rounds = Round.objects.filter(agenda__agreement__in=agreements, closed_at=None, closes_on__range=(start, end))
    return rounds.select_related("agenda__agreement").order_by("closes_on", "pk")[:DATES]


@Prepared.in_order
def _meetings_held(user: int, start: date, end: date, *, is_superuser: bool) -> QuerySet:
    meetings = Meeting.objects.visible_to(User(pk=user, is_superuser=is_superuser)).taking_place()
    return meetings.filter(held_on__range=(start, end)).select_related("agreement").order_by("held_on", "pk")[:DATES]


@Prepared.in_order
def _actions_due(parties: Collection[int], agendas: Collection[int], start: date, end: date) -> QuerySet:
    """What these parties lead."""
    led = Lead.objects.filter(party__in=parties, agenda__in=agendas).values("action")
    mine = Action.objects.filter(pk__in=led, due_on__range=(start, end), dropped_on=None)
    first = Action.objects.filter(pk__in=mine.order_by("due_on", "pk").values("pk")[:DATES])  # so that no more are read whole
    return first.select_related("goal", "project", "agenda__agreement").order_by("due_on", "pk")
