"""Which tests `make test` runs: those that meet most of the program for their time, within a share of what all take."""

import pickle
import re
from array import array
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from heapq import heapify, heappop, heappush
from pathlib import Path

from tests.left_to_all import ENGINES, function_of

# Whoever meets a step need not look at what came of it. So to meet one again is worth half of the time
# before, and a test that meets more than a page does, as a walk through all pages, meets each step of it only in part.
PAGE = 3000
WORTH_OF_A_QUESTION = 0.3  # the first time; many differ in what they join alone
CHEAP = 0.03  # seconds of processor time; below it nothing is won
SERVER = 1.35  # a test on PostgreSQL costs its server a third of what it costs itself

# Whoever meets a step need not look at who may what; what a race meets is met in processes of its own.
ALWAYS = {
    "postgresql": re.compile(r"at_once|test_races|tests/test_constraints"),
    "sqlite": re.compile(r"tests/access/test_matrix|tests/test_\w+\.py"),
}


@dataclass(frozen=True)
class Measured:
    engine: str
    name: str  # as pytest calls it
    seconds: float
    meets: array  # the numbers of what it meets


@dataclass(frozen=True)
class Measurement:
    tests: list[Measured]
    numbers: dict[tuple, int]  # of (file, from line, to line), (file, line, kind of node) and ("SQL", question)

    @cached_property
    def by_line(self) -> dict[tuple[str, int], set[int]]:
        """The numbers of what begins or ends on a line of a file."""
        found = defaultdict(set)
        for what, number in self.numbers.items():
            for line in what[1:]:
                if isinstance(line, int):
                    found[what[0], line].add(number)
        return found

    @cached_property
    def questions(self) -> set[int]:
        return {number for what, number in self.numbers.items() if what[0] == "SQL"}


def read(folder: Path) -> Measurement:
    """All that was measured, with the same numbers in all parts.

    Raises FileNotFoundError when an engine was not measured.
    """
    measured = Measurement([], {})
    for engine in ENGINES:
        files = sorted(folder.glob(f"{engine}-*.pickle"))
        if not files:
            raise FileNotFoundError(f"{folder} has nothing of {engine}: run MEETS={folder} make test first.")
        for file in files:
            part = pickle.loads(file.read_bytes())
            numbers = [measured.numbers.setdefault(what, len(measured.numbers)) for what in part["numbers"]]
            for name, seconds, met in part["tests"]:
                measured.tests.append(Measured(engine, name, seconds, array("I", [numbers[number] for number in met])))
    return measured


def choose(
    measured: Measurement, *, share: float, needed: Iterable[str] = (), locks: Iterable[set[tuple[str, int]]] = ()
) -> set[int]:
    """The places in the list of the tests that run: what is cheap, what is needed, on PostgreSQL one
    that meets each lock, and the best of the rest within the share.

    `needed` are names of tests, or of functions with all their cases, that caught what nothing else that runs caught; of
    each lock the lines on which it stands, with their file.
    """
    tests, questions, needed = measured.tests, measured.questions, set(needed)
    met: dict[int, float] = defaultdict(float)
    parts = [min(1, PAGE / max(1, len(test.meets))) for test in tests]
    chosen: set[int] = set()
    cost = [test.seconds * (SERVER if test.engine == "postgresql" else 1) for test in tests]
    left = share * sum(cost)

    def take(place: int) -> float:
        chosen.add(place)
        for number in tests[place].meets:
            met[number] += parts[place]
        return cost[place]

    def worth(place: int) -> float:
        """For each second. It only becomes less, so that what was worth less before need not be asked again."""
        gain = 0.0
        for number in tests[place].meets:
            if number in questions:
                gain += 0 if met[number] else WORTH_OF_A_QUESTION
            else:
                gain += 0.5 ** met[number]
        return parts[place] * gain / cost[place]

    for place, test in enumerate(tests):
        is_always = ALWAYS[test.engine].search(test.name)
        if is_always or test.seconds < CHEAP or not test.meets or not needed.isdisjoint({test.name, function_of(test.name)}):
            left -= take(place)
    on_postgresql = [place for place, test in enumerate(tests) if test.engine == "postgresql"]
    for lock in locks:
        numbers = {number for line in lock for number in measured.by_line[line]}
        meeting = [place for place in on_postgresql if not numbers.isdisjoint(tests[place].meets)]
        if meeting and chosen.isdisjoint(meeting):
            left -= take(min(meeting, key=cost.__getitem__))
    best = [(-worth(place), place) for place in range(len(tests)) if place not in chosen]
    heapify(best)
    while best and left > 0:
        _, place = heappop(best)
        now = worth(place)
        if best and now < -best[0][0]:
            heappush(best, (-now, place))
        elif now:
            left -= take(place)
    return chosen


def leave(tests: list[Measured], chosen: set[int]) -> dict[str, list[str]]:
    """The lines of tests/left_to_all/ for each engine: a function of which no case runs, else each case that does not run."""
    runs = {(tests[place].engine, function_of(tests[place].name)) for place in chosen}
    lines: dict[str, set[str]] = {engine: set() for engine in ENGINES}
    for place, test in enumerate(tests):
        if place not in chosen:
            function = function_of(test.name)
            lines[test.engine].add(test.name if (test.engine, function) in runs else function)
    return {engine: sorted(each) for engine, each in lines.items()}
