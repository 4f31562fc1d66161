"""Which places of two lists are the same: the same answer on every machine, within a number of steps that grows with the length.

Anchors are words that stand equally often on both sides, as far as their order agrees; what is between two of them goes to Myers'
greedy comparison. Neither difflib (quadratic where words repeat) nor a clock, by which two machines would say two things.
"""

from bisect import bisect_left
from collections import Counter

MOST_EDITS = 120  # within one gap between two anchors
STEPS_PER_WORD = 15  # for all gaps together; what is left when they are spent counts as replaced
FEWEST_STEPS, MOST_STEPS = 20_000, 400_000
SMALL = frozenset(
    {"de", "het", "een", "en", "of", "van", "in", "op", "te", "aan", "met", "voor", "om", "is", "zijn", "dat", "die", "er", "bij"}
    | {"wordt", "worden", "door", "uit", "naar", "ook", "zij", *",.;:()-"}
)


def matches(before: list[str], after: list[str], *, no_anchors: frozenset[str] = SMALL) -> list[tuple[int, int]]:
    """Pairs of places that are the same, rising on both sides."""
    return sorted(_Matching(before, after, no_anchors).pairs())


def rising(values: list[int]) -> list[int]:
    """The places of a longest rising row of values, n log n; of several always the same one."""
    tails: list[int] = []
    ends: list[int] = []
    previous = [-1] * len(values)
    for place, value in enumerate(values):
        at = bisect_left(tails, value)
        previous[place] = ends[at - 1] if at else -1
        tails[at : at + 1], ends[at : at + 1] = [value], [place]
    chain: list[int] = []
    place = ends[-1] if ends else -1
    while place >= 0:
        chain.append(place)
        place = previous[place]
    return chain[::-1]


class _Matching:
    def __init__(self, before: list[str], after: list[str], no_anchors: frozenset[str]):
        self.a, self.b, self.no_anchors = before, after, no_anchors
        self.steps = min(MOST_STEPS, max(FEWEST_STEPS, STEPS_PER_WORD * (len(before) + len(after))))

    def pairs(self) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        gaps = [(0, len(self.a), 0, len(self.b))]
        while gaps:
            i, i_end, j, j_end = self._trim(*gaps.pop(), found)
            if i == i_end or j == j_end:
                continue
            anchors = self._anchors(i, i_end, j, j_end)
            if not anchors:
                found += self._myers(i, i_end, j, j_end)
                continue
            for left, right in anchors:
                found.append((left, right))
                gaps.append((i, left, j, right))
                i, j = left + 1, right + 1
            gaps.append((i, i_end, j, j_end))
        return found

    def _trim(self, i: int, i_end: int, j: int, j_end: int, found: list[tuple[int, int]]) -> tuple[int, int, int, int]:
        """The gap without what is the same at its beginning and its end."""
        while i < i_end and j < j_end and self.a[i] == self.b[j]:
            found.append((i, j))
            i, j = i + 1, j + 1
        while i < i_end and j < j_end and self.a[i_end - 1] == self.b[j_end - 1]:
            i_end, j_end = i_end - 1, j_end - 1
            found.append((i_end, j_end))
        return i, i_end, j, j_end

    def _anchors(self, i: int, i_end: int, j: int, j_end: int) -> list[tuple[int, int]]:
        """Words that stand once on both sides, else twice, else three times; in the order that most of them keep."""
        if self.steps <= 0:
            return []
        self.steps -= i_end - i + j_end - j
        count_a, count_b = Counter(self.a[i:i_end]), Counter(self.b[j:j_end])
        for often in (1, 2, 3):
            wanted = {word for word, number in count_a.items() if number == often == count_b.get(word)}
            wanted = {word for word in wanted if word.lower() not in self.no_anchors}
            if wanted:
                return self._in_order(wanted, (i, i_end, j, j_end))
        return []

    def _in_order(self, wanted: set[str], gap: tuple[int, int, int, int]) -> list[tuple[int, int]]:
        i, i_end, j, j_end = gap
        places: dict[str, list[int]] = {}
        for at in range(j_end - 1, j - 1, -1):
            if self.b[at] in wanted:
                places.setdefault(self.b[at], []).append(at)
        pairs = [(at, places[self.a[at]].pop()) for at in range(i, i_end) if self.a[at] in wanted]
        return [pairs[at] for at in rising([right for _left, right in pairs])]

    def _myers(self, i: int, i_end: int, j: int, j_end: int) -> list[tuple[int, int]]:
        """Nothing is the same when it would take more edits or steps than there are."""
        a, b = self.a[i:i_end], self.b[j:j_end]
        reach, trace = {1: 0}, []
        for edits in range(min(len(a) + len(b), MOST_EDITS) + 1):
            if self.steps <= 0:
                return []
            trace.append(dict(reach))
            for k in range(-edits, edits + 1, 2):
                x = _furthest(reach, k, edits)
                start = x
                while x < len(a) and x - k < len(b) and a[x] == b[x - k]:
                    x += 1
                self.steps -= 1 + (x - start) // 8
                reach[k] = x
                if x >= len(a) and x - k >= len(b):
                    return [(i + left, j + right) for left, right in _walk_back(trace, len(a), len(b))]
        return []


def _goes_down(reach: dict[int, int], k: int, edits: int) -> bool:
    return k == -edits or (k != edits and reach.get(k - 1, -1) < reach.get(k + 1, -1))


def _furthest(reach: dict[int, int], k: int, edits: int) -> int:
    return reach.get(k + 1, 0) if _goes_down(reach, k, edits) else reach.get(k - 1, 0) + 1


def _walk_back(trace: list[dict[int, int]], x: int, y: int) -> list[tuple[int, int]]:
    found = []
    for edits in range(len(trace) - 1, -1, -1):
        reach, k = trace[edits], x - y
        earlier_k = k + 1 if _goes_down(reach, k, edits) else k - 1
        earlier_x = reach.get(earlier_k, 0)
        earlier_y = earlier_x - earlier_k
        while x > max(earlier_x, 0) and y > max(earlier_y, 0):
            x, y = x - 1, y - 1
            found.append((x, y))
        x, y = earlier_x, earlier_y
    return found
