"""The dashboard over many agreements: of one party, or of a region or umbrella with its member parties.

The rules are those of the dashboard of one agreement; everything is fetched for all agreements at once, in as many
queries however many there are. A reader sees of a party only the agreements that the reader may see.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, takewhile
from typing import TypeVar

from django.db.models import F, QuerySet

from agreements.agenda.rows import extend
from agreements.agenda.words import goal_row, parent_of, place_of, theme_of, words_of
from agreements.agreement_list import NAMED_BY
from agreements.models import Agenda, Goal, Participation
from agreements.models.in_front import DECIDING, YearsInFront, by_agreement, first_end, in_front_among
from monitoring.dashboard.counted import Counted, Troubled, counted_in, day_in, together
from monitoring.dashboard.counts import Counts, DashboardRow, Trouble, is_stale, seen_by
from monitoring.dashboard.newest import NewestRound, rounds_among
from monitoring.dashboard.standings import CountedAction
from monitoring.models import Meeting, Round
from monitoring.position.actions import ActionsStanding, actions_as_they_stand, known_actions
from monitoring.position.state import StateAction, StateGoal, StateTheme
from parties.models import Party, User
from parties.prepared import Prepared, Year

AHEAD = timedelta(days=365)
ROWS, EVENTS = 25, 18  # what one reads on a page; the counts lead to the rest
Place = tuple[StateTheme, StateGoal]  # of an action in the document
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PortfolioAgreement:
    """One agreement with an agenda that stands in front, and those of its actions that are looked at."""

    agenda: Agenda
    municipalities: tuple[str, ...]
    round: NewestRound | None
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


DueSoon = tuple[date, PortfolioAgreement, CountedAction | Round | Meeting]  # as Due, of an action what is counted


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
    """The years in front of the agreements of these parties that the user may see, by agreement. One query.

    An agreement that ended more than a year ago is left out.
    """
    asked = (user.pk, tuple(sorted(parties)), today, first_end(today))
    return in_front_among(_agendas_of.made_on_demand(DECIDING, *asked, is_superuser=user.is_superuser), today=today)


@Prepared.with_one_plan
@Prepared.in_order
def _agendas_of(user: int, parties: Collection[int], today: date, ends: Year, *, is_superuser: bool) -> QuerySet[Agenda]:
    """With no more than a page prints of a year, and what the headings of its themes need of the agreement."""
    agendas = Agenda.objects.visible_to(User(pk=user, is_superuser=is_superuser))
    agendas = agendas.filter(agreement__in=_agreements_of.keys(tuple(parties)), agreement__end_year__gte=ends)
    names = (*NAMED_BY, "theme_label", "theme_separator")
    standing = ("agreement", "year", "title", "state", "version", "adopted_on")
    return by_agreement(agendas, today=today).only(*standing, *(f"agreement__{name}" for name in names))


@Prepared
def _agreements_of(parties: Collection[int]) -> QuerySet:
    return Participation.objects.accepted().filter(party__in=parties).values("agreement")


def agendas_in(years: dict[int, YearsInFront]) -> dict[int, Agenda]:
    """The agendas that stand in front, by their key."""
    return {agenda.pk: agenda for found in years.values() for agenda in found.front}


def lights_of(agendas: dict[int, Agenda], rounds: dict[int, Round]) -> ActionsStanding:
    """The actions of the agendas, and each as it stands, by id. Three queries.

    Of what was reported only what decides about lights and questions.
    """
    return actions_as_they_stand(known_actions("agenda", agendas), rounds, for_questions=True)


def _collect(user: User, years: dict[int, YearsInFront], *, today: date, led_by: set[int] | None) -> Portfolio:
    agendas = agendas_in(years)
    municipalities = _municipalities(years)
    counted = counted_in(agendas, led_by, today=today)
    entries = {
        agenda.pk: PortfolioAgreement(
            agenda=agenda,
            municipalities=tuple(municipalities[agenda.agreement_id]),
            round=counted[agenda.pk].round,
            on=day_in(agenda, today),
            is_stale=_is_stale(counted[agenda.pk].round, today),
            counts=counted[agenda.pk].counts,
            troubled=len(counted[agenda.pk].troubled),
            next=found.next if agenda == found.current else None,
            is_one_of_two=len(found.front) > 1,
        )
        for found in years.values()
        for agenda in found.front
    }
    current = {pk: entries[found.current.pk] for pk, found in years.items() if found.current}
    worst = _as_far_as_shown(_worst_first(row for pk in entries for row in counted[pk].troubled), ROWS, _beside)
    ahead = _as_far_as_shown(_ahead(entries, current, counted, user, today=today), EVENTS, _due_beside)
    due = [what for _, _, what in ahead if isinstance(what, CountedAction)]
    chosen = [*(row for row, _ in worst), *due]
    whole = _whole({row.id: row.agenda_id for row in chosen}, entries, led_by)
    places = places_in(agendas, {row.goal_id for row in chosen})
    goals = {key: number for number, key in enumerate(places)}
    order = {pk: number for number, pk in enumerate(whole)}

    def place(row: CountedAction) -> tuple[int, int]:
        return goals.get((row.agenda_id, row.goal_id), 0), order[row.id]

    worst = _as_printed(worst, ROWS, _beside, lambda row: place(row[0]))
    ahead = _as_printed(ahead, EVENTS, _due_beside, lambda row: place(row[2]) if isinstance(row[2], CountedAction) else (0, 0))
    return Portfolio(
        entries=tuple(entries.values()),
        totals=together(entry.counts for entry in entries.values()),
        troubled=sum(entry.troubled for entry in entries.values()),
        exceptions=tuple(
            Placed(entries[row.agenda_id], DashboardRow(*places[row.agenda_id, row.goal_id], whole[row.id], troubles))
            for row, troubles in worst
        ),
        municipalities=_by_municipality(entries.values()),
        ahead=tuple(Due(on, entry, whole[what.id] if isinstance(what, CountedAction) else what) for on, entry, what in ahead),
    )


def _is_stale(round: NewestRound | None, today: date) -> bool:
    return round is not None and is_stale(round.reference_date, closed_at=round.closed_at, today=today)


def _municipalities(agreements: Collection[int]) -> dict[int, list[str]]:
    """Their names, by agreement. One query."""
    found = defaultdict(list)
    for agreement, name in _municipalities_of.rows(tuple(agreements)) if agreements else ():
        found[agreement].append(name)
    return found


@Prepared.in_order
def _municipalities_of(agreements: Collection[int]) -> QuerySet:
    places = Participation.objects.accepted().filter(agreement__in=agreements, party__kind=Party.Kind.MUNICIPALITY)
    return places.values_list("agreement", "party__short_name")


def _whole(
    keys: Mapping[int, int], entries: Mapping[int, PortfolioAgreement], led_by: Collection[int] | None
) -> dict[int, StateAction]:
    """These actions, each with its agenda, with all that a row says of them, in the order of print within goals. Four queries."""
    known = known_actions("pk", sorted(keys))
    newest = (entries[agenda].round for agenda in sorted(set(keys.values())))
    states = actions_as_they_stand(known, rounds_among([round.id for round in newest if round])).states
    return {pk: state if led_by is None else seen_by(state, led_by) for pk, state in states.items()}


def _worst_first(rows: Iterable[Troubled]) -> list[Troubled]:
    order = {trouble: place for place, trouble in enumerate(Trouble)}
    return sorted(rows, key=lambda found: order[found[1][0]])


def _beside(row: Troubled) -> Hashable:
    """Rows of one agenda with the same trouble stand beside each other, as they are printed."""
    action, troubles = row
    return troubles[0], action.agenda_id


def _due_beside(due: DueSoon) -> Hashable:
    on, entry, what = due
    return on, entry.agenda.pk, isinstance(what, CountedAction)


def _as_far_as_shown(rows: list[T], most: int, beside: Callable[[T], Hashable]) -> list[T]:
    """The first of them, and all that stand beside the last of those: which come first there only the document tells."""
    if len(rows) <= most:
        return rows
    last = beside(rows[most - 1])
    return rows[:most] + list(takewhile(lambda row: beside(row) == last, rows[most:]))


def _as_printed(rows: list[T], most: int, beside: Callable[[T], Hashable], place: Callable[[T], tuple[int, int]]) -> list[T]:
    """As many as are shown, of which those that stand beside each other are put in order by their place."""
    return [row for _, group in groupby(rows, key=beside) for row in sorted(group, key=place)][:most]


def _by_municipality(entries: Iterable[PortfolioAgreement]) -> tuple[Together, ...]:
    found: dict[str, list[Counts]] = defaultdict(list)
    for entry in entries:
        for name in entry.municipalities:
            found[name].append(entry.counts)
    return tuple(Together(name, together(counts)) for name, counts in sorted(found.items()))


def places_in(agendas: dict[int, Agenda], goals: Collection[int]) -> dict[tuple[int, int], Place]:
    """These goals, each with its theme, by agenda and goal, within each year as they are printed. One query."""
    own = defaultdict(list)
    for agenda in agendas.values():
        own[agenda.agreement_id].append(agenda)
    found: dict[tuple[int, int], Place] = {}
    read = _goals.models(tuple(goals)) if goals else ()
    in_years = [(agenda, goal) for goal in read for agenda in own[goal.theme.agreement_id]]
    for agenda, goal in sorted(in_years, key=lambda found: place_of(found[1], found[0].year)):
        paragraph = theme_of(goal, agenda.year)
        theme = parent_of(paragraph, agenda.year) or paragraph
        theme.agreement = agenda.agreement  # so that its heading asks for no query
        found[agenda.pk, goal.pk] = (
            extend(StateTheme, words_of(theme, agenda.year), id=theme.pk, parent_id=None),
            extend(StateGoal, goal_row(goal, agenda.year)),
        )
    return found


@Prepared.in_order
def _goals(keys: Collection[int]) -> QuerySet[Goal]:
    return Goal.objects.filter(pk__in=keys).select_related("theme__parent")


def _ahead(
    entries: dict[int, PortfolioAgreement],
    current: dict[int, PortfolioAgreement],
    counted: Mapping[int, Counted],
    user: User,
    *,
    today: date,
) -> list[DueSoon]:
    """What is due in the year that comes, in order; a round that nobody has to answer any more is not. Two queries.

    Of rounds and meetings as many as a page shows.
    """
    last = today + AHEAD
    found: list[DueSoon] = [
        (row.due_on, entry, row)
        for pk, entry in entries.items()
        for row in counted[pk].actions
        if row.due_on and today <= row.due_on <= last and not row.is_dropped and row.light.key != "done"
    ]
    agreements = tuple(current)
    for round in _rounds_ahead.models(agreements, today, last) if agreements else ():
        found.append((round.closes_on, entries.get(round.agenda_id) or current[round.of_agreement], round))
    who = {"is_superuser": user.is_superuser}
    for meeting in _meetings_ahead.models(user.pk, agreements, today, last, **who) if agreements else ():
        found.append((meeting.held_on, current[meeting.agreement_id], meeting))
    return sorted(found, key=lambda due: due[0])


@Prepared.in_order
def _rounds_ahead(agreements: Collection[int], today: date, last: date) -> QuerySet[Round]:
    coming = Round.objects.filter(agenda__agreement__in=agreements, closed_at=None, closes_on__range=(today, last))
    return coming.annotate(of_agreement=F("agenda__agreement")).order_by("closes_on", "-reference_date", "-pk")[:EVENTS]


@Prepared.in_order
def _meetings_ahead(user: int, agreements: Collection[int], today: date, last: date, *, is_superuser: bool) -> QuerySet[Meeting]:
    meetings = Meeting.objects.visible_to(User(pk=user, is_superuser=is_superuser)).taking_place()
    meetings = meetings.filter(agreement__in=agreements, held_on__range=(today, last))
    return meetings.order_by("held_on", "-pk")[:EVENTS]
