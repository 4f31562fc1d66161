"""What `make test` leaves to `make test ALL=1`: tests that catch what others catch too, one list for each engine.

tests/choosing makes the lists; docs/decisions/0054-what-make-test-runs.md tells how and why.
"""

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
ENGINES = ("postgresql", "sqlite")


@cache
def lines_of(engine: str) -> frozenset[str]:
    """Names of tests as pytest calls them: of a function with all its cases, or of one case."""
    return frozenset((FOLDER / f"{engine}.txt").read_text("utf-8").splitlines())


def write(engine: str, lines: list[str]) -> None:
    (FOLDER / f"{engine}.txt").write_text("".join(f"{line}\n" for line in lines), "utf-8")


def needed() -> list[str]:
    """Tests that caught a breakage which nothing else that `make test` runs caught; they run whatever they cost."""
    return (FOLDER / "needed.txt").read_text("utf-8").splitlines()


def need(names: list[str]) -> None:
    lines = sorted({*needed(), *names})
    (FOLDER / "needed.txt").write_text("".join(f"{line}\n" for line in lines), "utf-8")


def is_left(name: str, engine: str) -> bool:
    lines = lines_of(engine)
    return name in lines or name.split("[")[0] in lines


def lines_without_a_test(names: set[str], engine: str) -> list[str]:
    """Lines of files that were collected, for which no test is there any more; `names` are those of all that was collected."""
    known = names | {name.split("[")[0] for name in names}
    files = {name.split("::")[0] for name in names}
    return sorted(line for line in lines_of(engine) if line not in known and line.split("::")[0] in files)
