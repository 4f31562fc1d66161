"""The first coordinator of a party comes in: what an app above has waiting for the party is told then.

A party that has nobody in Driehoek can answer nothing. Whoever asks it something invites its first coordinator.
"""

from collections.abc import Callable

from parties.models import Invitation, Membership, User

Welcome = Callable[[Invitation, User], None]
Waiting = Callable[[Invitation], list[str]]
_welcomes: list[Welcome] = []
_waiting: list[Waiting] = []
_prepared: list[Waiting] = []


def when_first_coordinator_comes(*, waiting: Waiting, welcome: Welcome) -> None:
    """Let an app above answer for the party by its first coordinator coming in.

    waiting gives what is answered so, in words, for the page on which the invitation is accepted; welcome answers it.
    """
    if welcome not in _welcomes:
        _welcomes.append(welcome)
        _waiting.append(waiting)


def when_something_is_prepared(prepared: Waiting) -> None:
    """Let an app above say, in words, what waits for whoever accepts an invitation; accepting answers nothing of it."""
    if prepared not in _prepared:
        _prepared.append(prepared)


def prepared_for(invitation: Invitation) -> list[str]:
    return [words for prepared in _prepared for words in prepared(invitation)]


def is_for_first_coordinator(invitation: Invitation) -> bool:
    """Whether the party has no coordinator, so that whoever accepts this is the first."""
    is_coordinator = invitation.role == Membership.Role.COORDINATOR
    return is_coordinator and not invitation.party.memberships.coordinating().exists()


def waits_for(invitation: Invitation) -> list[str]:
    """What accepting the invitation answers yes to."""
    if not is_for_first_coordinator(invitation):
        return []
    return [words for waiting in _waiting for words in waiting(invitation)]


def welcome_first_coordinator(invitation: Invitation, person: User) -> None:
    """Answer what waits, when the person that just came in coordinates the party alone."""
    coordinators = list(invitation.party.memberships.coordinating().values_list("user", flat=True))
    if coordinators == [person.pk]:
        for welcome in _welcomes:
            welcome(invitation, person)
