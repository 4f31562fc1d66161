"""An action of a state, with what says in which rounds it was asked about."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from agreements.agenda.rows import ActionRow
from monitoring.models import Round


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAction(ActionRow):
    """Of any year of the agreement or of the one that it follows; one of monitoring.escalating.Followed."""

    agenda_id: int
    agenda_state: str
    goal_added_on: date | None
    reworded_at: datetime | None


class Dated(Protocol):
    """What says in which rounds an action was asked about."""

    @property
    def dropped_on(self) -> date | None: ...
    @property
    def goal_added_on(self) -> date | None: ...


def is_asked_in(action: Dated, round: Round) -> bool:
    """Whether the action stood there when the round was held: agreed by then, and not dropped yet."""
    is_dropped = action.dropped_on is not None and action.dropped_on <= round.reference_date
    is_later = action.goal_added_on is not None and action.goal_added_on > round.closes_on
    return not is_dropped and not is_later
