"""What a kind of proposal does with the text: answering is the same for all of them and asks here.

Each kind is registered when the app is made ready, so that answering knows none of them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from agreements.models import Proposal, Version
from agreements.models.adoptable import Adoptable


@dataclass(frozen=True, slots=True)
class Effect:
    """Each gets the proposal and its text, both as they are under the lock.

    is_unchanged tells before each answer whether it is still about what was proposed, with as little work as that takes.
    put_in_force writes and records what all agreed to, and gives the version of the text; NotAllowedNowError when that would be
    something else now, and the caller's transaction takes back what was written. give_back is for a proposal that ended without
    it. tell says what it changes, in the language that is active, for the mail that asks to answer it.
    """

    is_unchanged: Callable[[Proposal, Adoptable], bool]
    put_in_force: Callable[[Proposal, Adoptable], Version]
    give_back: Callable[[Proposal, Adoptable], None]
    tell: Callable[[Proposal], Sequence]


_effects: dict[str, Effect] = {}
_followers: list[Callable[[Adoptable], None]] = []
_put: list[Callable[[Proposal], None]] = []


def when_agreed(kinds: Iterable[str], effect: Effect) -> None:
    """Proposals of these kinds do this."""
    for kind in kinds:
        _effects[kind] = effect


def effect_of(proposal: Proposal) -> Effect:
    return _effects[proposal.kind]


def when_text_changed(follower: Callable[[Adoptable], None]) -> None:
    """Call this after a text came into force, changed or was closed, in the same transaction: other proposals stand on it."""
    if follower not in _followers:
        _followers.append(follower)


def text_changed(text: Adoptable) -> None:
    for follower in _followers:
        follower(text)


def when_put(follower: Callable[[Proposal], None]) -> None:
    """Call this after a person put a proposal of changes to the parties, in the same transaction: some may have agreed before."""
    if follower not in _put:
        _put.append(follower)


def was_put(proposal: Proposal) -> None:
    for follower in _put:
        follower(proposal)
