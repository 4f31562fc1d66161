"""How it is going: rounds, progress, measurements and meetings."""

from .attachment import Attachment
from .dwelling_count import DwellingCount
from .evaluation import Evaluation, EvaluationExtension, EvaluationQuestion
from .evaluation_answer import EvaluationAnswer, EvaluationReply
from .evaluation_point import EvaluationPoint
from .lead_exception import LeadException
from .measurement import DataDelivery, Measurement
from .meeting import Attendance, Decision, EscalationRule, Meeting, MinutesAddition
from .position import Position, PositionTamperedError
from .progress import Judgement, Phase, ProgressUpdate
from .reminder import Digest, Reminder, ReminderText
from .review import Dissent, Review
from .round import Round, RoundExtension
from .visit import Visit

__all__ = [
    "Attachment",
    "Attendance",
    "DataDelivery",
    "Decision",
    "Digest",
    "Dissent",
    "DwellingCount",
    "EscalationRule",
    "Evaluation",
    "EvaluationAnswer",
    "EvaluationExtension",
    "EvaluationPoint",
    "EvaluationQuestion",
    "EvaluationReply",
    "Judgement",
    "LeadException",
    "Measurement",
    "Meeting",
    "MinutesAddition",
    "Phase",
    "Position",
    "PositionTamperedError",
    "ProgressUpdate",
    "Reminder",
    "ReminderText",
    "Review",
    "Round",
    "RoundExtension",
    "Visit",
]
