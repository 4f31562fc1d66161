from .invitation import Invitation
from .membership import Membership
from .party import Party, PartyMember
from .user import User

__all__ = ["Invitation", "Membership", "Party", "PartyMember", "User"]
