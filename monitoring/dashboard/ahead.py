"""What the next bestuurlijk overleg of each of one's agreements decides on, for the start page.

The same list as on the dashboard of each: questions_for(). At most thirteen queries, however many agreements there are.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from agreements.models import Action, ActionLink, Agenda, Agreement
from monitoring.dashboard.counts import DashboardRow, troubles_of
from monitoring.dashboard.deciding import questions_for, waiting_in, with_waiting
from monitoring.dashboard.portfolio import places_in
from monitoring.dashboard.to_decide import ToDecide
from monitoring.escalating import LIMITS, with_rule
from monitoring.lights import NONE_YET
from monitoring.models import Decision, Meeting, Round
from monitoring.position.actions import ActionsStanding, known_actions, with_questions_known
from monitoring.position.known import KnownAction
from monitoring.position.state import StateAction
from monitoring.position.unfinished import LeftAction
from parties.models import User
from parties.prepared import Prepared

SHOWN = 5
MAY_COME_UP = {*LIMITS, NONE_YET}


@dataclass(frozen=True, slots=True)
class Ahead:
    """All that waits for a decision in one agreement, and the meeting that decides, if one is planned.

    may_decide says whether the reader is one of the people who decide: who may sign for a party that signs.
    """

    agenda: Agenda
    meeting: Meeting | None
    questions: tuple[ToDecide, ...]
    may_decide: bool

    @property
    def first(self) -> tuple[ToDecide, ...]:
        return self.questions[:SHOWN]

    @property
    def rest(self) -> tuple[ToDecide, ...]:
        return self.questions[SHOWN:]


def collect_ahead(
    user: User,
    agendas: Mapping[int, Any],
    of_reports: Mapping[int, tuple[ToDecide, ...]],
    *,
    today: date,
) -> tuple[Ahead, ...]:
    """Of each agreement with a question, the earliest meeting first. of_reports is what questions_in() has of these agendas.

    They came with_waiting_known(), and each with may_decide.
    """
    agreements = {agenda.agreement_id: agenda for agenda in agendas.values()}  # of two years the later one
    waiting = waiting_in(list(agreements), user, year=today.year, known=agendas.values())
    meetings = _next_meetings(agreements, today)
    asked = {pk: with_waiting(of_reports.get(pk, ()), waiting.get(pk, ())) for pk in agreements}
    every = (Ahead(agenda, meetings.get(pk), asked[pk], agenda.may_decide) for pk, agenda in agreements.items())
    asking = (row for row in every if row.questions)
    return tuple(sorted(asking, key=lambda row: (row.meeting.held_on if row.meeting else date.max, row.agenda.pk)))


def _next_meetings(agreements: Collection[int], today: date) -> dict[int, Meeting]:
    """The first bestuurlijk overleg that comes, by agreement. One query."""
    return {row.agreement_id: row for row in (_coming.models(tuple(agreements), today) if agreements else ())}


@Prepared.in_order
def _coming(agreements: Collection[int], today: date) -> QuerySet[Meeting]:
    """The last one first."""
    coming = Meeting.objects.taking_place().filter(agreement__in=agreements, kind=Meeting.Kind.BESTUURLIJK, held_on__gte=today)
    return coming.order_by("-held_on", "-pk")


def questions_in(agendas: Mapping[int, Agenda], standing: ActionsStanding, *, today: date) -> dict[int, tuple[ToDecide, ...]]:
    """By agreement, what the reports on its actions ask, as on its dashboard, and on those of the year before that did not go on.

    Six queries, or one.
    """
    rows = dict(standing.known)
    asked = {pk: rows[pk] for pk, action in standing.states.items() if _may_come_up(action)}
    found: dict[int, list[DashboardRow]] = defaultdict(list)
    beside: dict[int, list[LeftAction]] = defaultdict(list)
    years = _left_in_the_year_before(agendas)
    if not asked and not years:
        return {}
    family = _family(agendas)
    earlier = {pk for row in asked.values() for pk in row.lineage} - set(rows)
    read = known_actions("pk", earlier | set(years))
    read |= known_actions("pk", {pk for key in years for pk in read[key].lineage} - set(read) - set(rows))
    rows |= read
    opened = with_rule(Round.objects.filter(agenda__agreement__in=family, opened_at__isnull=False))
    rounds = [row for row in opened.order_by("reference_date", "pk") if row.reference_date <= today]
    unfinished = [rows[pk] for pk in years]
    followed = sorted({pk for row in (*asked.values(), *unfinished) for pk in row.lineage})
    shared = Decision.objects.shared().standing()
    decisions = shared.filter(meeting__agreement__in=family, action__in=followed).select_related("meeting")
    places = places_in(dict(agendas), {row.goal_id for row in (*asked.values(), *unfinished)})
    printed = {place: number for number, place in enumerate(places)}
    in_order = sorted(asked, key=lambda pk: (-agendas[rows[pk].agenda_id].year, printed.get(_place(rows[pk]), 0)))
    questions = with_questions_known(standing, in_order, rows, rounds, list(decisions), unfinished=unfinished)
    for pk, action in questions.items():
        agenda = agendas[years[pk][0] if pk in years else rows[pk].agenda_id]
        place = places.get((agenda.pk, rows[pk].goal_id))
        if pk in years:
            beside[agenda.agreement_id].append(LeftAction(action, place[1] if place else None, years[pk][1]))
        elif place:
            day = min(today, date(agenda.year, 12, 31))
            found[agenda.agreement_id].append(DashboardRow(*place, action, troubles_of(action, on=day)))
    return {pk: questions_for(found.get(pk, ()), (), beside.get(pk, ())) for pk in {*found, *beside}}


def _left_in_the_year_before(agendas: Mapping[int, Agenda]) -> dict[int, tuple[int, int]]:
    """The actions of the year before the one in front that go on in none of these, each with the agenda in front and its own
    year; as far as a round asked about them. One query.
    """
    current = {agenda.agreement_id: agenda for agenda in agendas.values()}  # of two years the later one
    before = Q()
    for agenda in current.values():
        before |= Q(agenda__agreement=agenda.agreement_id, agenda__year=agenda.year - 1)
    if not current:
        return {}
    asked = Round.objects.filter(agenda=OuterRef("agenda"), opened_at__isnull=False)
    goes_on = ActionLink.objects.filter(earlier=OuterRef("pk"), later__agenda__in=list(agendas))
    rows = Action.objects.filter(before, Exists(asked), ~Exists(goes_on), dropped_on=None).exclude(agenda__in=list(agendas))
    keys = rows.order_by("agenda", "position", "pk").values_list("pk", "agenda__agreement", "agenda__year")
    return {pk: (current[agreement].pk, year) for pk, agreement, year in keys}


def _place(action: KnownAction) -> tuple[int, int]:
    return action.agenda_id, action.goal_id


def _may_come_up(action: StateAction) -> bool:
    is_asked = any(report.ask or report.proposal for report in action.answers)
    return not action.is_dropped and (is_asked or action.light.key in MAY_COME_UP)


def _family(agendas: Mapping[int, Agenda]) -> set[int]:
    """The agreements, and those that they follow."""
    found: Iterator[Agreement] = (agenda.agreement for agenda in agendas.values())
    return {pk for row in found for pk in (row.pk, row.predecessor_id) if pk is not None}
