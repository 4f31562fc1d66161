from .action import Action, Lead
from .agenda import Agenda
from .agenda_import import AgendaImport
from .agreement import Agreement
from .appendix import Appendix
from .comment import Comment, Mention
from .indicator import Indicator, Target
from .meeting_rule import MeetingRule
from .participation import Participation, parties_in
from .project import Project
from .theme import Goal, Theme

__all__ = [
    "Action",
    "Agenda",
    "AgendaImport",
    "Agreement",
    "Appendix",
    "Comment",
    "Goal",
    "Indicator",
    "Lead",
    "MeetingRule",
    "Mention",
    "Participation",
    "Project",
    "Target",
    "Theme",
    "parties_in",
]
