"""The dashboard over many agreements: of one party, or of a region or umbrella with its member parties.

The rules are those of the dashboard of one agreement; everything is fetched for all agreements at once, in eleven queries
however many there are. A reader sees of a party only the agreements that the reader may see.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import OuterRef, Q, QuerySet, Subquery

from agreements.agenda.rows import extend
from agreements.agenda.words import goal_row, parent_of, theme_of, words_of
from agreements.models import Action, Agenda, Goal, Participation
from agreements.models.in_front import YearsInFront, in_front_by_agreement
from monitoring.dashboard.counts import Counts, DashboardRow, Trouble, count, is_stale, seen_by, troubles_of
from monitoring.dashboard.standings import CountedAction, standings_of
from monitoring.models import Meeting, Round
from monitoring.position.actions import ActionsStanding, actions_as_they_stand, known_actions
from monitoring.position.state import StateAction, StateGoal, StateTheme
from parties.models import Party, User
from parties.prepared import Prepared

AHEAD = timedelta(days=365)
ROWS, EVENTS = 25, 18  # what one reads on a page; the counts lead to the rest
Place = tuple[StateTheme, StateGoal]  # of an action in the document


@dataclass(frozen=True, slots=True)
class PortfolioAgreement:
    """One agreement with an agenda that stands in front, and those of its actions that are looked at."""

    agenda: Agenda
    municipalities: tuple[str, ...]
    round: Round | None
    on: date
    is_stale: bool  # what is known is old, and nothing new comes in
    counts: Counts
    troubled: int  # how many of them need attention
    next: Agenda | None  # the year after it, where that is written already
    is_one_of_two: bool = False  # whether another year of the agreement stands in front too

    @property
    def name(self) -> str:
        return self.agenda.agreement.title_in(self.agenda.year)

    @property
    def label(self) -> str:
        """Names it shortly among others: many agreements have the same title, each in its own municipality."""
        first, last = self.agenda.agreement.window_in(self.agenda.year)
        place = ", ".join(self.municipalities)
        label = f"{place} {first}–{last}" if place else self.name
        return f"{label}: {self.agenda.year}" if self.is_one_of_two else label


@dataclass(frozen=True, slots=True)
class Placed:
    """A row of one agreement among those of others."""

    entry: PortfolioAgreement
    row: DashboardRow


@dataclass(frozen=True, slots=True)
class Together:
    """The agreements of one municipality, counted together."""

    label: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Due:
    """Something that falls on a day: an action that must be done, the last day of a round, a meeting."""

    on: date
    entry: PortfolioAgreement
    what: Round | Meeting | StateAction


@dataclass(frozen=True, slots=True)
class Portfolio:
    entries: tuple[PortfolioAgreement, ...]
    totals: Counts
    troubled: int
    exceptions: tuple[Placed, ...]  # the worst of them first, over all agreements, as far as a page shows them
    municipalities: tuple[Together, ...]  # an agreement of two municipalities counts for both
    ahead: tuple[Due, ...]  # as far as a page shows them


def collect_portfolio(user: User, parties: Iterable[Party], *, today: date, everything: bool = False) -> Portfolio:
    """The agreements of the parties that the user may see, with the actions that the parties lead, or with everything in them."""
    own = {party.pk for party in parties}
    return _collect(user, years_of(user, own, today=today), today=today, led_by=None if everything else own)


def years_of(user: User, parties: Collection[int], *, today: date) -> dict[int, YearsInFront]:
    """The years in front of the agreements of these parties that the user may see, by agreement. One query."""
    taking_part = Participation.objects.accepted().filter(party__in=parties).values("agreement")
    return years_now(Agenda.objects.visible_to(user).filter(agreement__in=taking_part), today=today)


def years_now(agendas: QuerySet[Agenda], *, today: date) -> dict[int, YearsInFront]:
    """The years in front, by agreement; one that ended more than a year ago is left out. One query."""
    return in_front_by_agreement(agendas.filter(agreement__end_year__gte=today.year - 1), today=today)


def agendas_in(years: dict[int, YearsInFront]) -> dict[int, Agenda]:
    """The agendas that stand in front, by their key."""
    return {agenda.pk: agenda for found in years.values() for agenda in found.front}


def newest_rounds(agendas: Collection[int], *, today: date) -> dict[int, Round]:
    """The round that counts now, by agenda: the newest of those that were opened, within its year. One query."""
    return {agenda: make() for agenda, (_told, make) in newest_rounds_on_demand((), agendas, today=today).items()}


def newest_rounds_on_demand(
    names: Collection[str], agendas: Collection[int], *, today: date
) -> dict[int, tuple[tuple, Callable[[], Round]]]:
    """As newest_rounds(), of each round the columns of these names and what makes it."""
    found = _newest.made_on_demand(("agenda_id", *names), tuple(agendas), today) if agendas else ()
    return {agenda: (tuple(told), make) for (agenda, *told), make in found}


@Prepared
def _newest(agendas: Collection[int], today: date) -> QuerySet[Round]:
    opened = Round.objects.filter(agenda=OuterRef("agenda"), opened_at__isnull=False, reference_date__lte=today)
    in_year = opened.filter(reference_date__year__lte=OuterRef("agenda__year")).order_by("-reference_date", "-pk")
    return Round.objects.filter(agenda__in=agendas, pk=Subquery(in_year.values("pk")[:1]))


def lights_of(agendas: dict[int, Agenda], rounds: dict[int, Round], led_by: Collection[int] = ()) -> ActionsStanding:
    """The actions of the agendas in order, or those that these parties lead, and each as it stands, by id. Three queries.

    Of what was reported only what decides about lights and questions.
    """
    return actions_as_they_stand(known_actions("agenda", agendas, led_by), rounds, for_questions=True)


def _collect(user: User, years: dict[int, YearsInFront], *, today: date, led_by: set[int] | None) -> Portfolio:
    agendas = agendas_in(years)
    rounds = newest_rounds(agendas, today=today)
    municipalities = _municipalities(years)
    of_agenda: dict[int, list[CountedAction]] = defaultdict(list)
    for standing in standings_of(agendas, rounds, led_by or ()):
        of_agenda[standing.agenda_id].append(standing if led_by is None else seen_by(standing, led_by))
    troubled = {
        pk: [(row, found) for row in of_agenda[pk] if (found := troubles_of(row, on=day_in(agenda, today)))]
        for pk, agenda in agendas.items()
    }
    entries = {
        agenda.pk: PortfolioAgreement(
            agenda=agenda,
            municipalities=tuple(municipalities[agenda.agreement_id]),
            round=(round := rounds.get(agenda.pk)),
            on=day_in(agenda, today),
            is_stale=round is not None and is_stale(round.reference_date, closed_at=round.closed_at, today=today),
            counts=count(of_agenda[agenda.pk]),
            troubled=len(troubled[agenda.pk]),
            next=found.next if agenda == found.current else None,
            is_one_of_two=len(found.front) > 1,
        )
        for found in years.values()
        for agenda in found.front
    }
    current = {pk: entries[found.current.pk] for pk, found in years.items() if found.current}
    worst = _worst_first(row for pk in entries for row in troubled[pk])
    ahead = _ahead(entries, current, of_agenda, user, today=today)[:EVENTS]
    due = [what for _, _, what in ahead if isinstance(what, CountedAction)]
    whole = _whole({row.id for row, _ in worst} | {row.id for row in due}, rounds, led_by)
    places = places_in(agendas, {row.goal_id for row, _ in worst})
    return Portfolio(
        entries=tuple(entries.values()),
        totals=count(row for pk in entries for row in of_agenda[pk]),
        troubled=sum(entry.troubled for entry in entries.values()),
        exceptions=tuple(
            Placed(entries[row.agenda_id], DashboardRow(*places[row.agenda_id, row.goal_id], whole[row.id], troubles))
            for row, troubles in worst
        ),
        municipalities=_together(entries.values(), of_agenda),
        ahead=tuple(Due(on, entry, whole[what.id] if isinstance(what, CountedAction) else what) for on, entry, what in ahead),
    )


def _municipalities(agreements: Collection[int]) -> dict[int, list[str]]:
    """Their names, by agreement. One query."""
    places = Participation.objects.accepted().filter(agreement__in=list(agreements), party__kind=Party.Kind.MUNICIPALITY)
    found = defaultdict(list)
    for agreement, name in places.values_list("agreement", "party__short_name"):
        found[agreement].append(name)
    return found


def _whole(keys: Collection[int], rounds: dict[int, Round], led_by: Collection[int] | None) -> dict[int, StateAction]:
    """These actions with all that a row says of them. Three queries."""
    known = known_actions("pk", sorted(keys))
    asked = {row.agenda_id: rounds[row.agenda_id] for row in known.values() if row.agenda_id in rounds}
    states = actions_as_they_stand(known, asked).states
    return {pk: state if led_by is None else seen_by(state, led_by) for pk, state in states.items()}


def _worst_first(rows: Iterable[tuple[CountedAction, tuple[Trouble, ...]]]) -> list[tuple[CountedAction, tuple[Trouble, ...]]]:
    order = {trouble: place for place, trouble in enumerate(Trouble)}
    return sorted(rows, key=lambda found: order[found[1][0]])[:ROWS]


def _together(entries: Iterable[PortfolioAgreement], of_agenda: Mapping[int, list[CountedAction]]) -> tuple[Together, ...]:
    actions: dict[str, list[CountedAction]] = defaultdict(list)
    for entry in entries:
        for name in entry.municipalities:
            actions[name] += of_agenda[entry.agenda.pk]
    return tuple(Together(name, count(found)) for name, found in sorted(actions.items()))


def day_in(agenda: Agenda, today: date) -> date:
    """An agenda is looked at as on its last day once its year is over, as its own dashboard does."""
    return min(today, date(agenda.year, 12, 31))


def places_in(agendas: dict[int, Agenda], goals: Collection[int] | None = None) -> dict[tuple[int, int], Place]:
    """The goals with an action in the agendas, or these of them, each with its theme, by agenda and goal. One query."""
    in_use = Q(pk__in=Action.objects.filter(agenda__in=list(agendas)).values("goal")) if goals is None else Q(pk__in=list(goals))
    own = defaultdict(list)
    for agenda in agendas.values():
        own[agenda.agreement_id].append(agenda)
    found: dict[tuple[int, int], Place] = {}
    for goal in Goal.objects.filter(in_use).select_related("theme__parent"):
        for agenda in own[goal.theme.agreement_id]:
            paragraph = theme_of(goal, agenda.year)
            theme = parent_of(paragraph, agenda.year) or paragraph
            theme.agreement = agenda.agreement  # so that its heading asks for no query
            found[agenda.pk, goal.pk] = (
                extend(StateTheme, words_of(theme, agenda.year), id=theme.pk, parent_id=None),
                extend(StateGoal, goal_row(goal, agenda.year)),
            )
    return found


def _ahead(
    entries: dict[int, PortfolioAgreement],
    current: dict[int, PortfolioAgreement],
    of_agenda: Mapping[int, list[CountedAction]],
    user: User,
    *,
    today: date,
) -> list[tuple[date, PortfolioAgreement, CountedAction | Round | Meeting]]:
    """What is due in the year that comes, in order; a round that nobody has to answer any more is not."""
    last = today + AHEAD
    found: list[tuple[date, PortfolioAgreement, CountedAction | Round | Meeting]] = [
        (row.due_on, entry, row)
        for pk, entry in entries.items()
        for row in of_agenda[pk]
        if row.due_on and today <= row.due_on <= last and not row.is_dropped and row.light.key != "done"
    ]
    coming = Round.objects.filter(agenda__agreement__in=list(current), closed_at=None, closes_on__range=(today, last))
    for row in coming.select_related("agenda"):
        found.append((row.closes_on, entries.get(row.agenda_id) or current[row.agenda.agreement_id], row))
    meetings = Meeting.objects.visible_to(user).taking_place()
    meetings = meetings.filter(agreement__in=list(current), held_on__range=(today, last))
    found += [(row.held_on, current[row.agreement_id], row) for row in meetings]
    return sorted(found, key=lambda due: due[0])
