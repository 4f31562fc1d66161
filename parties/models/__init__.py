from .invitation import Invitation
from .membership import Membership
from .party import Party, PartyAlias, PartyMember
from .user import User

__all__ = ["Invitation", "Membership", "Party", "PartyAlias", "PartyMember", "User"]
