from .action import Action, Lead
from .agenda import Agenda
from .agenda_import import AgendaImport
from .agreement import Agreement, Participation
from .appendix import Appendix
from .indicator import Indicator, Target
from .meeting_rule import MeetingRule
from .note import Note
from .project import Project
from .proposal import Assent, NeededAnswer, Proposal
from .theme import Goal, Theme
from .version import Version, VersionFile, VersionHead

__all__ = [
    "Action",
    "Agenda",
    "AgendaImport",
    "Agreement",
    "Appendix",
    "Assent",
    "Goal",
    "Indicator",
    "Lead",
    "MeetingRule",
    "NeededAnswer",
    "Note",
    "Participation",
    "Project",
    "Proposal",
    "Target",
    "Theme",
    "Version",
    "VersionFile",
    "VersionHead",
]
