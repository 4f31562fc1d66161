"""How it is going: rounds, progress, measurements and meetings."""

from .action_point import ActionPoint
from .attachment import Attachment
from .attendance import Attendance, MeetingParty
from .calendar_address import CalendarAddress
from .decision import Decision
from .dispute import DisputeNotice, NoticeEnd, NoticeReceipt, NoticeSubject
from .dwelling_count import DwellingCount
from .escalation_rule import EscalationRule
from .evaluation import Evaluation, EvaluationExtension, EvaluationQuestion
from .evaluation_answer import EvaluationAnswer, EvaluationReply
from .evaluation_point import EvaluationPoint
from .history_line import HistoryLine
from .item import Item
from .lead_exception import LeadException
from .legal_step import LegalStep
from .measurement import DataDelivery, Measurement
from .meeting import Meeting
from .meeting_agenda import AgendaMailing, FixedItem
from .minutes import AdoptedMinutes, MinutesAddition, MinutesReaction, MinutesTamperedError, ReactionAnswer
from .paper import Paper
from .position import Position, PositionTamperedError
from .progress import Judgement, Phase, ProgressUpdate
from .reminder import Digest, Reminder, ReminderText
from .review import Dissent, Review
from .round import Round, RoundExtension
from .visit import Visit

__all__ = [
    "ActionPoint",
    "AdoptedMinutes",
    "AgendaMailing",
    "Attachment",
    "Attendance",
    "CalendarAddress",
    "DataDelivery",
    "Decision",
    "Digest",
    "DisputeNotice",
    "Dissent",
    "DwellingCount",
    "EscalationRule",
    "Evaluation",
    "EvaluationAnswer",
    "EvaluationExtension",
    "EvaluationPoint",
    "EvaluationQuestion",
    "EvaluationReply",
    "FixedItem",
    "HistoryLine",
    "Item",
    "Judgement",
    "LeadException",
    "LegalStep",
    "Measurement",
    "Meeting",
    "MeetingParty",
    "MinutesAddition",
    "MinutesReaction",
    "MinutesTamperedError",
    "NoticeEnd",
    "NoticeReceipt",
    "NoticeSubject",
    "Paper",
    "Phase",
    "Position",
    "PositionTamperedError",
    "ProgressUpdate",
    "ReactionAnswer",
    "Reminder",
    "ReminderText",
    "Review",
    "Round",
    "RoundExtension",
    "Visit",
]
