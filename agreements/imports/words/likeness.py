"""How much two texts say the same, quickly enough for five thousand rows against five thousand."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Set

from agreements.imports.words.spelling import bare, words_only

SURE = 0.8  # one text, edited
LIKELY = 0.45  # worth asking
MOST = 200  # texts that are compared with one, however many there are
Words = Counter[str]
_WORD = re.compile(r"\w+")


def words_in(text: str) -> Words:
    return Counter(_WORD.findall(bare(words_only(text))))


def likeness(one: Words, other: Words) -> float:
    """The share of words in common, from 0 to 1 (Dice)."""
    return _share(one, sum(one.values()), other, sum(other.values()))


def _share(one: Words, first: int, other: Words, second: int) -> float:
    """first and second count the words of each."""
    if not first + second:
        return 1.0
    common = one.keys() & other.keys()
    has_each_once = first == len(one) or second == len(other)  # then no word counts more than once
    shared = len(common) if has_each_once else sum(min(one[word], other[word]) for word in common)
    return 2 * shared / (first + second)


class Candidates:
    """Texts by key, among which the most similar is looked for; no more than `few` of each are compared."""

    def __init__(self, texts: Iterable[tuple[int, str]], *, few: int = 0):
        self._few = few
        self._words = {key: words_in(text) for key, text in texts}
        self._totals = {key: sum(words.values()) for key, words in self._words.items()}
        self._with: dict[str, set[int]] = defaultdict(set)
        for key, words in self._words.items():
            for word in words:
                self._with[word].add(key)

    def best(self, text: str, *, without: Set[int]) -> tuple[int | None, float]:
        """The key of the most similar text and how similar it is."""
        score, key = max(((score, -key) for key, score in self.scores(text, without=without)), default=(0.0, 0))
        return (-key if key else None), score

    def scores(self, text: str, *, without: Set[int] = frozenset()) -> list[tuple[int, float]]:
        """The keys of the texts that may be like it, each with how similar it is; none of without."""
        words = words_in(text)
        total = sum(words.values())
        near = self._near(words, without)
        return [(key, _share(words, total, self._words[key], self._totals[key])) for key in near]

    def _near(self, words: Words, without: Set[int]) -> Iterable[int]:
        """All of a few texts; of more those that share a rare word, of very many those that share more."""
        if len(self._words) <= self._few:
            return self._words.keys() - without
        rarest_first = sorted((self._with[word] for word in words if word in self._with), key=len)
        near: set[int] = set()
        for keys in rarest_first[:4]:
            if near and len(near) + len(keys) > MOST:
                break
            near |= keys
        near -= without
        for keys in rarest_first[1:]:
            if len(near) <= MOST:
                break
            near = near & keys or near
        return sorted(near)[:MOST]
