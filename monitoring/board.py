"""The dashboard of an agenda as it stands now or stood at a position, and what someone wants to see of it."""

from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.shortcuts import get_object_or_404

from agreements.models import Agenda
from monitoring.dashboard import Dashboard, Row, Trouble, dashboard
from monitoring.lights import LIGHTS
from monitoring.models import Position
from monitoring.position import collect_state, state_in
from monitoring.state import State, StateTheme

PARAMETERS = {"theme": "thema", "party": "partij", "light": "licht", "trouble": "reden"}
POSITION, EVERYTHING = "stand", "alles"


def collect_board(agenda: Agenda, *, position: Position | None = None, today: date) -> Dashboard:
    """The dashboard now, or at the position; compared with the position before it. agenda comes with its agreement selected.

    After its year an agenda is looked at as on its last day: what comes later belongs to the next one.
    """
    state = state_in(position) if position else collect_state(agenda, at=min(today, date(agenda.year, 12, 31)))
    before = position_before(agenda, state)
    return dashboard(state, before=state_in(before) if before else None, today=today)


def position_before(agenda: Agenda, state: State) -> Position | None:
    """The newest position of the agreement from before the round of this state."""
    day = state.round.reference_date if state.round else state.reference_date
    earlier = Position.objects.filter(
        agenda__agreement=agenda.agreement_id, reference_date__lt=day, agenda__year__lte=agenda.year
    )
    return earlier.order_by("-reference_date", "-pk").first()


def position_asked(query: QueryDict, agenda: Agenda) -> Position | None:
    """The position of this agenda that the address names; None for now, a 404 for one that is not there."""
    asked = query.get(POSITION, "")
    if not asked:
        return None
    return get_object_or_404(Position.objects.filter(agenda=agenda), pk=int(asked) if asked.isdecimal() else 0)


@dataclass(frozen=True, slots=True)
class Selection:
    """What the address narrows the dashboard to; an unknown choice counts as none."""

    theme: StateTheme | None = None
    party: int | None = None
    light: str = ""
    trouble: Trouble | None = None
    everything: bool = False

    @classmethod
    def asked(cls, query: QueryDict, state: State) -> "Selection":
        themes = {str(theme.id): theme for theme in state.themes}
        parties = {str(party.id): party.id for party in state.parties}
        light, trouble = query.get(PARAMETERS["light"], ""), query.get(PARAMETERS["trouble"], "")
        return cls(
            theme=themes.get(query.get(PARAMETERS["theme"], "")),
            party=parties.get(query.get(PARAMETERS["party"], "")),
            light=light if light in {*LIGHTS, "dropped"} else "",
            trouble=Trouble(trouble) if trouble in Trouble.values else None,
            everything=EVERYTHING in query,
        )

    @property
    def is_narrow(self) -> bool:
        return bool(self.theme or self.party or self.light or self.trouble)

    @property
    def is_exceptions(self) -> bool:
        """Whether only what needs attention is shown, as when one opens the page."""
        return not (self.is_narrow or self.everything)

    def rows_of(self, board: Dashboard) -> tuple[Row, ...]:
        """The exceptions, the worst first; or what was asked for in the order of the document."""
        if self.is_exceptions:
            return board.exceptions
        return tuple(row for row in board.rows if self._shows(row))

    def _shows(self, row: Row) -> bool:
        action = row.action
        light = "dropped" if action.is_dropped else action.light.key
        return (
            (self.theme is None or row.theme == self.theme)
            and (self.party is None or any(lead.party_id == self.party for lead in action.leads))
            and (not self.light or light == self.light)
            and (self.trouble is None or self.trouble in row.troubles)
        )
