from .action import Action, Lead
from .action_link import ActionLink
from .advice import Advice
from .advice_subject import AdviceSubject
from .agenda import Agenda
from .agenda_import import AgendaImport
from .agreement import Agreement
from .agreement_draft import AgreementDraft
from .appendix import Appendix
from .ceremony import Ceremony
from .change import Change
from .comment import Comment, Mention
from .condition import Condition
from .goal_link import GoalLink
from .indicator import Indicator, Target
from .label import Label, Labelling
from .last_look import LastLook
from .meeting_rule import MeetingRule
from .participation import Participation, parties_in
from .project import Project
from .project_step import ProjectStep
from .proposal import Assent, NeededAnswer, Proposal
from .publication import Publication, PublicConsent
from .reference import SourceDocument
from .roll_choice import RollChoice
from .signed_copy import SignedCopy
from .theme import Goal, Theme
from .version import Version, VersionFile, VersionHead
from .withholding import Withholding
from .words import GoalText, ThemeText
from .writing_step import WritingStep

__all__ = [
    "Action",
    "ActionLink",
    "Advice",
    "AdviceSubject",
    "Agenda",
    "AgendaImport",
    "Agreement",
    "AgreementDraft",
    "Appendix",
    "Assent",
    "Ceremony",
    "Change",
    "Comment",
    "Condition",
    "Goal",
    "GoalLink",
    "GoalText",
    "Indicator",
    "Label",
    "Labelling",
    "LastLook",
    "Lead",
    "MeetingRule",
    "Mention",
    "NeededAnswer",
    "Participation",
    "Project",
    "ProjectStep",
    "Proposal",
    "PublicConsent",
    "Publication",
    "RollChoice",
    "SignedCopy",
    "SourceDocument",
    "Target",
    "Theme",
    "ThemeText",
    "Version",
    "VersionFile",
    "VersionHead",
    "Withholding",
    "WritingStep",
    "parties_in",
]
