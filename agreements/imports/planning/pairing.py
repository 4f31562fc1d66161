"""Which action of the file is which of the agenda, within one goal: by words, project, then likeness."""

from collections import defaultdict
from collections.abc import Callable, Hashable

from agreements.agenda.words import words_of
from agreements.imports.planning.comparing import printed
from agreements.imports.recognising.draft import ActionDraft
from agreements.imports.words.likeness import LIKELY, Candidates
from agreements.imports.words.spelling import bare, words_only
from agreements.models import Action

FEW = 30  # actions of one goal, of which each is compared
Said = tuple[str, str, str]  # the words and the project of an action, and what it prints where a file of our own tells that
Pair = tuple[ActionDraft, Action | None]


def pair_actions(drafts: list[ActionDraft], there: list[Action]) -> list[Pair]:
    """Each draft with its action, or None; the surest pairs come first. Quick for thousands of actions."""
    if not there or not drafts:
        return [(draft, None) for draft in drafts]
    pairing = _Pairing(drafts, there)
    for key_of in (_words_and_project, _words, _printed, _project):
        pairing.by_equal(key_of)
    pairing.by_likeness(is_only_one=len(drafts) == len(there) == 1)
    return [(draft, pairing.found.get(place)) for place, draft in enumerate(drafts)]


class _Pairing:
    """Drafts and actions that have no partner yet; found are the actions by the place of their draft."""

    def __init__(self, drafts: list[ActionDraft], there: list[Action]):
        self.found: dict[int, Action] = {}
        self._texts = [draft.text for draft in drafts]
        is_ours = drafts[0].is_ours
        self._drafts = {
            place: (words_only(draft.text), bare(draft.project or ""), printed(draft.text) if is_ours else "")
            for place, draft in enumerate(drafts)
        }
        self._left = {action.pk: action for action in there}
        self._words_there = {action.pk: words_of(action) for action in there}
        self._said = {
            pk: (words_only(words.text), bare(words.project), printed(words.text) if is_ours else "")
            for pk, words in self._words_there.items()
        }

    def by_equal(self, key_of: Callable[[Said], Hashable]) -> None:
        """Pair in order what gives the same key; an empty key says nothing."""
        waiting: dict[Hashable, list[int]] = defaultdict(list)
        for pk in reversed(self._left):
            waiting[key_of(self._said[pk])].append(pk)
        for place, said in list(self._drafts.items()):
            key = key_of(said)
            if key and waiting[key]:
                self._pair(place, waiting[key].pop())

    def by_likeness(self, *, is_only_one: bool) -> None:
        """Pair what is most alike first; an only action is paired with an only action whatever it says."""
        candidates = Candidates(((pk, self._words_there[pk].text) for pk in self._left), few=FEW)
        scores = [
            (score, -place, -self._left[pk].position, pk)
            for place in self._drafts
            for pk, score in candidates.scores(self._texts[place])
            if score >= LIKELY or is_only_one
        ]
        for _score, place, _position, pk in sorted(scores, reverse=True):
            if -place in self._drafts and pk in self._left:
                self._pair(-place, pk)

    def _pair(self, place: int, pk: int) -> None:
        self.found[place] = self._left.pop(pk)
        del self._drafts[place]


def _words_and_project(said: Said) -> Hashable:
    return said[:2]


def _words(said: Said) -> Hashable:
    return said[0]


def _printed(said: Said) -> Hashable:
    return said[2]


def _project(said: Said) -> Hashable:
    return said[1]
