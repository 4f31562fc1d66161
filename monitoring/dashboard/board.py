"""The dashboard of an agenda as it stands now or stood at a position, what waits for a decision, and what one wants to see."""

import pickle
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from django.db.models import Case, F, QuerySet, Subquery, TextField, Value, When
from django.http import QueryDict
from django.shortcuts import get_object_or_404

from agreements.models import Agenda, Condition
from monitoring.dashboard.counts import Dashboard, DashboardRow, Trouble, dashboard
from monitoring.dashboard.deciding import questions_for, waiting_before, waiting_for
from monitoring.dashboard.to_decide import ToDecide
from monitoring.lights import LIGHTS
from monitoring.meetings.reported import year_before
from monitoring.models import Meeting, Position, Round
from monitoring.position.collect import More, collect_with_more, state_in
from monitoring.position.state import State, StateTheme
from monitoring.position.unfinished import LeftAction
from parties.models import User
from parties.prepared import Prepared, Year
from parties.remembered import Remembered, content_of

PARAMETERS = {"theme": "thema", "party": "partij", "light": "licht", "trouble": "reden", "condition": "voorwaarde"}
POSITION, EVERYTHING = "stand", "alles"


@dataclass(frozen=True, slots=True)
class Board:
    """The dashboard that was asked for, and the positions of its year that one may look at instead, the newest first.

    questions is all that waits for a decision.
    """

    board: Dashboard
    position: Position | None
    positions: tuple[Position, ...]
    questions: tuple[ToDecide, ...]


def collect_board(agenda: Agenda, query: QueryDict, *, today: date, user: User | None = None) -> Board:
    """The dashboard now, or at the position that the address names; compared with the position before it.

    agenda comes with its agreement selected. After its year an agenda is looked at as on its last day: what comes later belongs
    to the next one. user is who looks, where what waits for them is told apart. At most twelve queries, or three for a position.
    PositionTamperedError when a position is not what was frozen.
    """
    position = position_asked(query, agenda)
    if position:
        found, own = _compared(agenda, state_in(position, agenda.agreement), today=today)
        return Board(found, position, own, questions_for(found.rows))
    now = _BOARDS.get((today, content_of(agenda)), lambda: _board_now(agenda, today=today))
    own, decisions = pickle.loads(now.rows)  # noqa: S301 - of this process
    waiting = waiting_for(agenda, user, today=today, decisions=decisions)
    return Board(now.board, None, own, questions_for(now.board.rows, waiting, now.unfinished))


@dataclass(frozen=True, slots=True)
class _BoardNow:
    """What is the same for all who look. Rows of the database are kept as bytes: each reader gets rows of its own."""

    board: Dashboard
    unfinished: tuple[LeftAction, ...]
    rows: bytes  # the positions of the year and the decisions


_BOARDS: Remembered[_BoardNow] = Remembered(most=16)


def _board_now(agenda: Agenda, *, today: date) -> _BoardNow:
    state, more = _state_now(agenda, today=today)
    found, own = _compared(agenda, state, today=today)
    return _BoardNow(found, more.unfinished, pickle.dumps((own, more.decisions)))


def _state_now(agenda: Agenda, *, today: date) -> tuple[State, More]:
    return collect_with_more(agenda, at=min(today, date(agenda.year, 12, 31)))


def _compared(agenda: Agenda, state: State, *, today: date) -> tuple[Dashboard, tuple[Position, ...]]:
    """The dashboard beside the position before it, and the positions of its year."""
    positions, before = _positions(agenda, state)
    found = dashboard(state, before=state_in(before, agenda.agreement) if before else None, today=today)
    if before:
        del before.content, before.__dict__["read"]  # as large as all the rest, and nobody asks it again
    return found, tuple(row for row in positions if row.agenda_id == agenda.pk)


def board_then(agenda: Agenda, *, today: date) -> Board:
    """As collect_board(), within as_it_was(): today is the day of then, and nothing waits for anybody. At most ten queries."""
    state, more = _state_now(agenda, today=today)
    found, _own = _compared(agenda, state, today=today)
    return Board(found, None, (), questions_for(found.rows, (), more.unfinished))


def questions_before(meeting: Meeting, user: User, rounds: Iterable[Round], *, today: date) -> tuple[ToDecide, ...]:
    """What waits for the decision of a meeting that comes: of the year of its rounds, else of its own. At most nine queries.

    meeting comes with its agreement selected and with_waiting_known(); rounds are those of its agreement and its own.
    """
    agenda = year_before(meeting, rounds)
    if agenda is None:
        return questions_for((), waiting_before(meeting, user))
    agenda.agreement = meeting.agreement
    opened = [row for row in rounds if row.opened_at]
    day = min(today, date(agenda.year, 12, 31))
    state, more = collect_with_more(agenda, at=day, rounds=opened, actions_only=True)
    waiting = waiting_before(meeting, user, decisions=more.decisions)
    return questions_for(dashboard(state, today=today).rows, waiting, more.unfinished)


def position_asked(query: QueryDict, agenda: Agenda) -> Position | None:
    """The position of this agenda that the address names; None for now, a 404 for one that is not there."""
    asked = query.get(POSITION, "")
    if not asked:
        return None
    positions = Position.objects.filter(agenda=agenda).with_witnesses()
    return get_object_or_404(positions, pk=int(asked) if asked.isdecimal() and len(asked) < 10 else 0)


def _positions(agenda: Agenda, state: State) -> tuple[list[Position], Position | None]:
    """The positions through this year, the newest first; and the newest from before the round of this state, with its content."""
    day = state.round.reference_date if state.round else state.reference_date
    positions = _positions_until.models(agenda.agreement_id, Year(agenda.year), day)
    before = next((row for row in positions if row.read), None)
    if before:
        before.content = before.read  # so that only this one's content came over
    return positions, before


@Prepared.in_order
def _positions_until(agreement: int, year: int, day: date) -> QuerySet:
    every = Position.objects.filter(agenda__agreement=agreement, agenda__year__lte=year)
    in_order = every.order_by("-reference_date", "-pk")
    newest = Subquery(in_order.filter(reference_date__lt=day).values("pk")[:1])
    read = Case(When(pk=newest, then=F("content")), default=Value(""), output_field=TextField())
    return in_order.with_witnesses().defer("content").annotate(read=read)


@dataclass(frozen=True, slots=True)
class Selection:
    """What the address narrows the dashboard to; an unknown choice counts as none."""

    theme: StateTheme | None = None
    party: int | None = None
    light: str = ""
    trouble: Trouble | None = None
    everything: bool = False
    waiting: frozenset[int] | None = None  # the actions that wait for a condition, where only those are asked

    @classmethod
    def asked(cls, query: QueryDict, state: State, conditions: Mapping[int, Condition] = MappingProxyType({})) -> "Selection":
        themes = {str(theme.id): theme for theme in state.themes}
        parties = {str(party.id): party.id for party in state.parties}
        light, trouble = query.get(PARAMETERS["light"], ""), query.get(PARAMETERS["trouble"], "")
        return cls(
            theme=themes.get(query.get(PARAMETERS["theme"], "")),
            party=parties.get(query.get(PARAMETERS["party"], "")),
            light=light if light in {*LIGHTS, "dropped"} else "",
            trouble=Trouble(trouble) if trouble in Trouble.values else None,
            everything=EVERYTHING in query,
            waiting=_waiting(conditions) if query.get(PARAMETERS["condition"]) == "open" else None,
        )

    @property
    def is_narrow(self) -> bool:
        return bool(self.theme or self.party or self.light or self.trouble or self.waiting is not None)

    @property
    def is_exceptions(self) -> bool:
        """Whether only what needs attention is shown, as when one opens the page."""
        return not (self.is_narrow or self.everything)

    def rows_of(self, board: Dashboard) -> tuple[DashboardRow, ...]:
        """The exceptions, the worst first; or what was asked for in the order of the document."""
        if self.is_exceptions:
            return board.exceptions
        return tuple(row for row in board.rows if self._shows(row))

    def _shows(self, row: DashboardRow) -> bool:
        action = row.action
        light = "dropped" if action.is_dropped else action.light.key
        return (
            (self.theme is None or row.theme == self.theme)
            and (self.party is None or any(lead.party_id == self.party for lead in action.leads))
            and (not self.light or light == self.light)
            and (self.trouble is None or self.trouble in row.troubles)
            and (self.waiting is None or action.id in self.waiting)
        )


def _waiting(conditions: Mapping[int, Condition]) -> frozenset[int]:
    return frozenset(pk for pk, condition in conditions.items() if condition.is_waiting)
