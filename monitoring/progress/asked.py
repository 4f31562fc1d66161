"""What rounds under way ask of parties: rounds, actions and what was written on them, in queries that are written once."""

from collections.abc import Collection, Iterator
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from agreements.agenda.leads import with_leads
from agreements.models import Action, Condition, Lead
from agreements.models.adoptable import TextState
from monitoring.calendar import day_of
from monitoring.models import ProgressUpdate, Round, RoundExtension
from monitoring.queries import with_names_of_action
from monitoring.story import written_in
from parties.models import User
from parties.prepared import Prepared, attach


def rounds_asked(user: User, *, only: int | None = None) -> list[Round]:
    """The rounds under way, or that one of them, that ask the parties of the person; two queries.

    Each with how many of the actions that these parties lead wait for a condition: conditions.
    """
    parties, now = tuple(sorted(user.reports_for)), timezone.now()
    return with_extensions(_rounds_asked.models(parties, now, day_of(now), *([] if only is None else [only])) if parties else [])


def with_extensions(rounds: list[Round]) -> list[Round]:
    """Each with how much longer it is for some parties. One query."""
    attach(rounds, "extensions", _extensions_of.models(tuple(round.pk for round in rounds)) if rounds else (), "round")
    return rounds


@Prepared.in_order
def _extensions_of(rounds: Collection[int]) -> QuerySet:
    return RoundExtension.objects.filter(round__in=rounds)


@Prepared.in_order
def _rounds_asked(parties: Collection[int], now: datetime, today: date, *only: int) -> QuerySet:
    rounds = Round.objects.filter(under_way(now, today), agenda__in=_led_by(parties).order_by().values("agenda"))
    rounds = rounds.filter(pk__in=only) if only else rounds
    return rounds.select_related("agenda__agreement", "meeting").annotate(conditions=_conditions_waiting(parties))


def _conditions_waiting(parties: Collection[int]) -> Coalesce:
    """How many of the actions in the agenda of a round that these parties lead wait for a condition."""
    leads = Lead.objects.filter(action=OuterRef("action"), party__in=parties)
    waiting = Condition.objects.filter(Exists(leads), state=Condition.State.OPEN, action__dropped_on=None)
    of_agenda = waiting.filter(action__agenda=OuterRef("agenda")).order_by().values("action__agenda")
    return Coalesce(Subquery(of_agenda.annotate(number=Count("pk")).values("number")), Value(0))


def _led_by(parties: Collection[int]) -> QuerySet[Action]:
    led = Action.objects.filter(pk__in=Lead.objects.filter(party__in=parties).values("action"), dropped_on=None)
    return led.exclude(agenda__state=TextState.REVOKED)


def led_in(parties: Collection[int], agendas: Collection[int]) -> list[Action]:
    """What these parties lead in these agendas, as the document has it, each with its leads. Two queries."""
    if not agendas:
        return []
    return with_leads(_actions_led_in.models(tuple(sorted(parties)), tuple(sorted(agendas))))


@Prepared.with_one_plan
@Prepared.in_order
def _actions_led_in(parties: Collection[int], agendas: Collection[int]) -> QuerySet:
    return with_names_of_action(_led_by(parties).filter(agenda__in=agendas))


def written_on(actions: Collection[int], rounds: list[Round]) -> Iterator[ProgressUpdate]:
    """All that was written on these actions in these rounds, and of other rounds what shows their light. Four queries."""
    if actions:
        followed, here = tuple(sorted(actions)), tuple(round.pk for round in rounds)
        yield from written_in(here, followed)
        yield from _lights_of_others.models(here, followed)


@Prepared.in_order
def _lights_of_others(rounds: Collection[int], actions: Collection[int]) -> QuerySet:
    others = ProgressUpdate.objects.filter(action__in=actions).counted().exclude(round__in=rounds)
    return others.with_last_review().select_related("round")


def under_way(now: datetime, today: date, round: str = "") -> Q:
    """Opened, begun and not closed; for whom the window is over is another question. round is the way there."""
    is_so = {"opened_at__lte": now, "opens_on__lte": today, "closed_at": None}
    return Q(**{f"{round}{name}": value for name, value in is_so.items()})
