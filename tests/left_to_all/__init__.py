"""What `make test` leaves to `make test ALL=1`: tests of which others catch most too, one list for each engine.

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


def write(name: str, lines: list[str]) -> None:
    (FOLDER / f"{name}.txt").write_text("".join(f"{line}\n" for line in lines), "utf-8")


def needed() -> list[str]:
    """Tests that caught a breakage which nothing else that `make test` runs caught; they run whatever they cost."""
    return (FOLDER / "needed.txt").read_text("utf-8").splitlines()


def need(names: list[str]) -> None:
    write("needed", sorted({*needed(), *names}))


def is_left(name: str, engine: str) -> bool:
    lines = lines_of(engine)
    return name in lines or function_of(name) in lines


def function_of(name: str) -> str:
    """Of a case the name that it has without its values."""
    return name.split("[")[0]


def lines_without_a_test(names: set[str], engine: str) -> list[str]:
    """Lines of files that were collected, for which no test is there any more; `names` are those of all that was collected."""
    known = names | {function_of(name) for name in names}
    files = {name.split("::")[0] for name in names}
    return sorted(line for line in lines_of(engine) if line not in known and line.split("::")[0] in files)
