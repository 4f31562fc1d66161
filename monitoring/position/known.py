"""An action of a state, with what says in which rounds it was asked about."""

from dataclasses import dataclass
from datetime import date, datetime

from agreements.agenda.rows import ActionRow


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAction(ActionRow):
    """Of any year of the agreement or of the one that it follows; one of monitoring.escalating.Followed."""

    agenda_id: int
    agenda_state: str
    goal_added_on: date | None
    reworded_at: datetime | None
