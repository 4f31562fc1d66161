from .invitation import Invitation
from .mail_count import MailCount
from .membership import Membership
from .party import Party, PartyAlias, PartyMember
from .user import User

__all__ = ["Invitation", "MailCount", "Membership", "Party", "PartyAlias", "PartyMember", "User"]
