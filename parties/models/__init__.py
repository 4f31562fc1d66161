from .membership import Membership
from .party import Party, PartyMember
from .user import User

__all__ = ["Membership", "Party", "PartyMember", "User"]
