"""What breakages tell of the choice: which of them are caught by what `make test` runs, and which only by what it leaves."""

import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

from tests.choosing import ROOT
from tests.choosing.breakages import draw
from tests.choosing.chosen import Measured, read
from tests.left_to_all import is_left

AT_ONCE = 2


def prove(folder: Path, number: int, seed: int) -> list[str]:
    """Break so often; tells what came of it, and gives the tests that alone caught something."""
    measured = read(folder)
    met_by = defaultdict(list)
    for test in measured.tests:
        for each in test.meets:
            met_by[each].append(test)
    run_anyway = {test.name for test in measured.tests if not is_left(test.name, test.engine)}
    jobs: list[list] = [[] for _ in range(AT_ONCE)]
    for place, breakage in enumerate(draw(number, seed)):
        line = str(ROOT / breakage.file), breakage.line
        names = in_order(test for each in measured.by_line[line] for test in met_by[each])
        runs, left = ([name for name in names if (name in run_anyway) is here] for here in (True, False))
        jobs[place % AT_ONCE].append((asdict(breakage), runs, left))
    outcomes = list(outcomes_of(folder, jobs))
    for what, times in Counter(what for _, what, _ in outcomes).most_common():
        print(f"{times} {what}")
    alone = [(breakage, by) for breakage, what, by in outcomes if what == "only by what is left"]
    for breakage, by in alone:
        print(f"  {breakage}\n    {by}")
    return [by for _, by in alone]


def in_order(tests: Iterable[Measured]) -> list[str]:
    """By file, for what a file makes is made once, and the most precise first."""
    files = defaultdict(dict)
    for test in sorted(tests, key=lambda test: len(test.meets)):
        files[test.name.split("::")[0]][test.name] = None
    return [name for names in files.values() for name in names]


def outcomes_of(folder: Path, jobs: list[list]) -> Iterator[tuple[str, str, str]]:
    """Of each breakage: what it is, who caught it, and by which test."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "tests.choosing.forks", "-q", "-m", "not browser"]
    at_work, outs = [], []
    for place, breakages in enumerate(jobs):
        job, out = folder / f"breakages-{place}.json", folder / f"outcomes-{place}.jsonl"
        out.unlink(missing_ok=True)
        job.write_text(json.dumps({"out": str(out), "breakages": breakages}), "utf-8")
        at_work.append(subprocess.Popen(command, env={**os.environ, "BREAKAGES": str(job)}, cwd=ROOT))
        outs.append(out)
    for process in at_work:
        process.wait()
    for out in outs:
        yield from map(json.loads, out.read_text("utf-8").splitlines())
