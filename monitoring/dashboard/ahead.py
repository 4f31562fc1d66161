"""What the next bestuurlijk overleg of each of one's agreements decides on, for the start page.

The same list as on the dashboard of each: questions_for(). At most nine queries, however many agreements there are.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from agreements.models import Agenda, Agreement, Participation
from monitoring.dashboard.counts import DashboardRow, troubles_of
from monitoring.dashboard.deciding import ToDecide, questions_for, waiting_in
from monitoring.dashboard.portfolio import places_in
from monitoring.escalating import LIMITS, with_rule
from monitoring.lights import NONE_YET
from monitoring.models import Decision, Meeting, Round
from monitoring.position.actions import ActionsStanding, known_actions, with_questions_known
from monitoring.position.state import StateAction
from parties.models import User
from parties.models.party import SIGNED_PARTIES

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
    agendas: Mapping[int, Agenda],
    standing: ActionsStanding,
    *,
    today: date,
) -> tuple[Ahead, ...]:
    """Of each agreement with a question, the earliest meeting first. standing has the actions of these agendas."""
    agreements = {agenda.agreement_id: agenda for agenda in agendas.values()}  # of two years the later one
    waiting = waiting_in(list(agreements), user, known=agendas.values())
    rows = _rows(agendas, standing, today=today)
    meetings = _next_meetings(agreements, today)
    own = Q(party__in=SIGNED_PARTIES.keys(user.pk))
    signing = Participation.objects.accepted().signing().filter(own, agreement__in=list(agreements))
    decides = set(signing.values_list("agreement", flat=True))
    found = [
        Ahead(agenda, meetings.get(pk), questions_for(rows[pk], waiting.get(pk, ())), pk in decides)
        for pk, agenda in agreements.items()
    ]
    asking = (row for row in found if row.questions)
    return tuple(sorted(asking, key=lambda row: (row.meeting.held_on if row.meeting else date.max, row.agenda.pk)))


def _next_meetings(agreements: Collection[int], today: date) -> dict[int, Meeting]:
    """The first bestuurlijk overleg that comes, by agreement. One query."""
    coming = Meeting.objects.taking_place().filter(
        agreement__in=list(agreements), kind=Meeting.Kind.BESTUURLIJK, held_on__gte=today
    )
    return {row.agreement_id: row for row in coming.order_by("-held_on", "-pk")}


def _rows(agendas: Mapping[int, Agenda], standing: ActionsStanding, *, today: date) -> dict[int, list[DashboardRow]]:
    """By agreement, the actions on which something may be asked, as on its dashboard. Five queries, or none."""
    rows = dict(standing.known)
    asked = {pk: rows[pk] for pk, action in standing.states.items() if _may_come_up(action)}
    found: dict[int, list[DashboardRow]] = defaultdict(list)
    if not asked:
        return found
    family = _family(agendas)
    earlier = {pk for row in asked.values() for pk in row.lineage} - set(rows)
    rows |= known_actions("pk", earlier)
    opened = with_rule(Round.objects.filter(agenda__agreement__in=family, opened_at__isnull=False))
    rounds = [row for row in opened.order_by("reference_date", "pk") if row.reference_date <= today]
    decisions = (
        Decision.objects.shared().standing().filter(meeting__agreement__in=family, action__in=rows).select_related("meeting")
    )
    places = places_in(dict(agendas), {row.goal_id for row in asked.values()})
    for pk, action in with_questions_known(standing, asked, rows, rounds, list(decisions)).items():
        agenda = agendas[rows[pk].agenda_id]
        place = places[agenda.pk, rows[pk].goal_id]
        day = min(today, date(agenda.year, 12, 31))
        found[agenda.agreement_id].append(DashboardRow(*place, action, troubles_of(action, on=day)))
    return found


def _may_come_up(action: StateAction) -> bool:
    is_asked = any(report.ask or report.proposal for report in action.answers)
    return not action.is_dropped and (is_asked or action.light.key in MAY_COME_UP)


def _family(agendas: Mapping[int, Agenda]) -> set[int]:
    """The agreements, and those that they follow."""
    found: Iterator[Agreement] = (agenda.agreement for agenda in agendas.values())
    return {pk for row in found for pk in (row.pk, row.predecessor_id) if pk is not None}
