"""How many actions wait for a person, by round: kept until somebody writes in its agreement."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from agreements.models import Lead
from agreements.models.adoptable import TextState
from agreements.touched import UntilTouched
from monitoring.calendar import day_of
from monitoring.models import ProgressUpdate, Review, RoundExtension
from monitoring.progress.asked import under_way
from parties.models import User
from parties.prepared import Prepared

OfRound = tuple[int, tuple[int, ...], date]  # a round, the parties for which the person reports, and the day
_WAITING: UntilTouched[OfRound, int] = UntilTouched(most=4000)


def number_waiting(user: User) -> dict[int, int]:
    """By round in which something waits, how many actions wait for parties for which the person reports.

    At most two queries where nobody wrote anything since, and else one more.
    """
    return {round: number for round, number in waiting_in_rounds(user).items() if number}


def waiting_in_rounds(user: User) -> dict[int, int]:
    """The same of every round under way in which these parties lead something; in most none waits."""
    if not user.reports_for:
        return {}
    now, parties = timezone.now(), tuple(sorted(user.reports_for))
    today = day_of(now)
    wanted = {(round, parties, today): (agreement,) for round, agreement in _led_under_way.rows(parties, now, today)}
    found = _WAITING.get(wanted, lambda keys: _counted(keys, parties, today))
    return {round: number for (round, *_), number in found.items()}


def _counted(keys: Collection[OfRound], parties: tuple[int, ...], today: date) -> dict[OfRound, int]:
    numbers = dict(_by_round.rows(tuple(round for round, *_ in keys), parties, today))
    return {key: numbers.get(key[0], 0) for key in keys}


@Prepared.with_one_plan
@Prepared
def _led_under_way(parties: Collection[int], now: datetime, today: date) -> QuerySet:
    """The rounds under way in which these parties lead something, each with its agreement."""
    led = Lead.objects.filter(under_way(now, today, "agenda__rounds__"), party__in=parties)
    return led.exclude(agenda__state=TextState.REVOKED).values_list("agenda__rounds", "agenda__agreement").distinct()


@Prepared.with_one_plan
@Prepared
def _by_round(rounds: Collection[int], parties: Collection[int], today: date) -> QuerySet:
    """By round in which these parties lead something, how many actions wait for one of them; of most rounds none.

    What waits is counted and not filtered, since PostgreSQL would look for the answers of every action before it looks who leads
    it.
    """
    led = Lead.objects.filter(agenda__rounds__in=rounds, party__in=parties, action__dropped_on=None)
    waits = waits_for(parties, today, round="agenda__rounds", action="action")
    return led.values_list("agenda__rounds").annotate(number=Count("action", distinct=True, filter=waits))


def waits_for(parties: Collection[int], today: date, *, round: str, action: str) -> Q:
    """ActionProgress.waits_for() as a query, for a party that leads the action; round and action are the ways there."""
    mine = Lead.objects.filter(party__in=parties, action=OuterRef(action))
    longer = RoundExtension.objects.filter(round=OuterRef(OuterRef(round)), party=OuterRef("party"), until__gte=today)
    last_review = Review.objects.filter(update=OuterRef("pk")).order_by("-at", "-pk").values("outcome")[:1]
    same = ProgressUpdate.objects.counted().filter(round=OuterRef("round"), action=OuterRef("action"), party=OuterRef("party"))
    later = same.filter(
        Q(submitted_at__gt=OuterRef("submitted_at")) | Q(submitted_at=OuterRef("submitted_at"), pk__gt=OuterRef("pk"))
    )
    submitted = ProgressUpdate.objects.counted().filter(round=OuterRef(round), action=OuterRef(action))
    newest = submitted.filter(~Exists(later)).annotate(outcome=Coalesce(Subquery(last_review), Value("submitted"))).order_by()
    answered = newest.exclude(outcome=Review.Outcome.RETURNED)
    own_returned = newest.filter(outcome=Review.Outcome.RETURNED, party__in=parties)
    closes_on = "closes_on" if round == "pk" else f"{round}__closes_on"
    is_open = Q(**{f"{closes_on}__gte": today}) | Q(Exists(mine.filter(Exists(longer))))
    return is_open & (Q(~Exists(answered)) | Q(Exists(own_returned)))
