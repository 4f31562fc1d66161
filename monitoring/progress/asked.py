"""What rounds under way ask of parties: rounds, actions and what was written on them, in queries that are written once."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from agreements.agenda.leads import with_leads
from agreements.agreement_list import NAMED_BY
from agreements.models import Action, Condition, Lead, Participation
from agreements.models.adoptable import TextState
from monitoring.calendar import day_of
from monitoring.models import ProgressUpdate, Round, RoundExtension
from monitoring.models.round import name_with_year
from monitoring.queries import with_names_of_action
from monitoring.story import written_in
from parties.models import User
from parties.prepared import Prepared, attach


@dataclass(frozen=True, slots=True)
class RoundAsked:
    """A round that asks the parties of a person, as a list of many has it; the round itself is made when it is looked at."""

    pk: int
    last_day: date  # for the party of the person that has longest
    conditions: int  # how many of the actions that these parties lead wait for a condition
    name: str  # with its year
    title: str  # of its agreement
    moves: bool  # whether the name of that agreement follows the year in front
    extensions: list[RoundExtension]
    make: Callable[[], Round]

    @property
    def agreement(self) -> str:
        return str(self.make().agenda.agreement) if self.moves else self.title

    def with_extensions(self) -> Round:
        round = self.make()
        attach([round], "extensions", self.extensions, "round")
        return round


def rounds_asked(user: User, *, only: int | None = None) -> list[RoundAsked]:
    """The rounds under way, or that one of them, that ask the parties of the person, the first to end first. Two queries."""
    parties, now = tuple(sorted(user.reports_for)), timezone.now()
    if not parties:
        return []
    values = (parties, now, day_of(now), *([] if only is None else [only]))
    names = ("id", "closes_on", "conditions", "name", "year", "title", "rolling_years")
    asked = list(_rounds_asked.made_on_demand(names, *values))
    extended = defaultdict(list)
    for extension in _extensions_of.models(tuple(pk for (pk, *_), _make in asked)) if asked else ():
        extended[extension.round_id].append(extension)
    found = []
    for (pk, closes_on, conditions, name, year, title, rolling_years), make in asked:
        longer = (extension.until for extension in extended[pk] if extension.party_id in user.reports_for)
        names = (name_with_year(name, year), title, bool(rolling_years))
        found.append(RoundAsked(pk, max((closes_on, *longer)), conditions, *names, extended[pk], make))
    return sorted(found, key=lambda asked: (asked.last_day, asked.pk))


def with_extensions(rounds: list[Round]) -> list[Round]:
    """Each with how much longer it is for some parties. One query."""
    attach(rounds, "extensions", _extensions_of.models(tuple(round.pk for round in rounds)) if rounds else (), "round")
    return rounds


@Prepared.in_order
def _extensions_of(rounds: Collection[int]) -> QuerySet:
    return RoundExtension.objects.filter(round__in=rounds)


@Prepared.with_one_plan
@Prepared.in_order
def _rounds_asked(parties: Collection[int], now: datetime, today: date, *only: int) -> QuerySet:
    taking_part = Participation.objects.filter(party__in=parties).values("agreement")  # nobody else leads: it need not look there
    led = Lead.objects.filter(party__in=parties, action__dropped_on=None).values("agenda")
    rounds = Round.objects.filter(under_way(now, today), agenda__agreement__in=taking_part, agenda__in=led)
    rounds = rounds.exclude(agenda__state=TextState.REVOKED)
    rounds = rounds.filter(pk__in=only) if only else rounds
    names = ("name", "reference_date", "opens_on", "closes_on", "opened_at", "closed_at", "asked", "instructions", "meeting")
    of_agenda = ("agenda__year", *(f"agenda__agreement__{name}" for name in NAMED_BY))
    rounds = rounds.select_related("agenda__agreement", "meeting").only("agenda__agreement", *names, *of_agenda)
    of_agreement = {name: F(f"agenda__agreement__{name}") for name in ("title", "rolling_years")}
    return rounds.annotate(conditions=_conditions_waiting(parties), year=F("agenda__year"), **of_agreement)


def _conditions_waiting(parties: Collection[int]) -> Coalesce:
    """How many of the actions in the agenda of a round that these parties lead wait for a condition."""
    leads = Lead.objects.filter(action=OuterRef("action"), party__in=parties)
    waiting = Condition.objects.filter(Exists(leads), state=Condition.State.OPEN, action__dropped_on=None)
    of_agenda = waiting.filter(action__agenda=OuterRef("agenda")).order_by().values("action__agenda")
    return Coalesce(Subquery(of_agenda.annotate(number=Count("pk")).values("number")), Value(0))


def led_in(parties: Collection[int], agendas: Collection[int]) -> list[Action]:
    """What these parties lead in these agendas, as the document has it, each with its leads. Two queries."""
    if not agendas:
        return []
    led = _actions_led_in.models(tuple(sorted(parties)), tuple(sorted(agendas)))
    return with_leads(list({action.pk: action for action in led}.values()))


@Prepared.with_one_plan
@Prepared.in_order
def _actions_led_in(parties: Collection[int], agendas: Collection[int]) -> QuerySet:
    """One that two of the parties lead comes twice. Of so many tables PostgreSQL joins first what stands first, a set last."""
    led = Action.objects.filter(leads__party__in=parties, leads__agenda__in=agendas, dropped_on=None)
    return with_names_of_action(led.exclude(agenda__state=TextState.REVOKED))


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
