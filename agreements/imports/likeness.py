"""How much two texts say the same, quickly enough for a thousand rows against a thousand."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice

from agreements.imports.spelling import bare, words_only

SURE = 0.8  # one text, edited
LIKELY = 0.45  # worth asking
MOST_COMPARED = 500  # texts with one: beyond the rarest words all texts share the same ones
MOST_LIKELY = 50
Words = Counter[str]


def words_of(text: str) -> Words:
    return Counter(re.findall(r"\w+", bare(words_only(text))))


def likeness(one: Words, other: Words) -> float:
    """The share of words in common, from 0 to 1 (Dice)."""
    if len(one) > len(other):
        one, other = other, one
    total = one.total() + other.total()
    return 2 * sum(min(count, other[word]) for word, count in one.items() if word in other) / total if total else 1.0


class Candidates:
    """Texts among which the most similar one is looked for, by key."""

    def __init__(self, texts: Iterable[tuple[int, str]]):
        self._words = {key: words_of(text) for key, text in texts}
        self._with: dict[str, set[int]] = defaultdict(set)
        for key, words in self._words.items():
            for word in words:
                self._with[word].add(key)

    def best(self, text: str, *, without: set[int]) -> tuple[int | None, float]:
        """The key of the most similar text and how similar it is; only texts that share a rare word are compared."""
        scores = [(score, -key) for key, score in self._scores(words_of(text), 4) if key not in without]
        score, key = max(scores, default=(0.0, 0))
        return (-key if scores else None), score

    def likely(self, text: str, least: float) -> list[tuple[int, float]]:
        """The keys of the texts that are at least so similar, with how similar they are; the closest MOST_LIKELY of them."""
        found = [(key, score) for key, score in self._scores(words_of(text), None) if score >= least]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:MOST_LIKELY]

    def _scores(self, words: Words, most_words: int | None) -> Iterator[tuple[int, float]]:
        """Every text that shares one of the rarest words; at most MOST_COMPARED, from the rarest word on."""
        met: dict[int, None] = {}
        for word in sorted((word for word in words if word in self._with), key=lambda word: len(self._with[word]))[:most_words]:
            met |= dict.fromkeys(self._with[word])
            if len(met) > MOST_COMPARED:
                break
        return ((key, likeness(words, self._words[key])) for key in islice(met, MOST_COMPARED))
