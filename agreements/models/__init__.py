from .action import Action, Lead
from .agenda import Agenda
from .agenda_import import AgendaImport
from .agreement import Agreement
from .appendix import Appendix
from .indicator import Indicator, Target
from .meeting_rule import MeetingRule
from .note import Note
from .participation import Participation, parties_in
from .project import Project
from .theme import Goal, Theme

__all__ = [
    "Action",
    "Agenda",
    "AgendaImport",
    "Agreement",
    "Appendix",
    "Goal",
    "Indicator",
    "Lead",
    "MeetingRule",
    "Note",
    "Participation",
    "Project",
    "Target",
    "Theme",
    "parties_in",
]
