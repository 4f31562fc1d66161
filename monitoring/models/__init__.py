"""How it is going: rounds, progress, measurements and meetings."""

from .attachment import Attachment
from .meeting import Decision, EscalationRule, Meeting
from .position import Position, PositionTampered
from .progress import Judgement, Phase, ProgressUpdate
from .review import Dissent, Review
from .round import Round, RoundExtension

__all__ = [
    "Attachment",
    "Decision",
    "Dissent",
    "EscalationRule",
    "Judgement",
    "Meeting",
    "Phase",
    "Position",
    "PositionTampered",
    "ProgressUpdate",
    "Review",
    "Round",
    "RoundExtension",
]
