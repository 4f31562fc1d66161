"""Figures of the tree, to compare two moments with: scripts/metrics.py [FOLDER], this tree or another one beside it.

Files and functions are those of our own apps and config, without migrations. The branches of a function are the ways through it:
one, and one more for every place where it may go two ways. A room is a file or a folder directly in an app, an arrow a room that
imports another. Back are the arrows that would have to go to leave no circle, and the imports of an app that stands higher.
"""

import ast
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from statistics import median, quantiles

# Each may import those after it.
APPS = ("config", "operations", "public_site", "monitoring", "agreements", "parties")
LONG_CODE, LONG_TEMPLATE = 110, 130
MOST_BRANCHING = 20
Functions = ast.FunctionDef | ast.AsyncFunctionDef
Arrows = Counter[tuple[str, str]]  # how often a room imports another


def main(root: Path) -> None:
    code = [path for app in APPS for path in python_files(root / app)]
    functions = [(path, function) for path in code for function in functions_of(path)]
    print(f"{'':12}{'number':>8}{'lines':>8}{'median':>8}{'p90':>6}{'longest':>9}")
    print_lengths("files", [len(lines_of(path)) for path in code])
    print_lengths("functions", [length_of(function) for _path, function in functions])
    print_lengths("tests", [len(lines_of(path)) for path in python_files(root / "tests")])
    templates = sorted(path for path in (root / "templates").rglob("*") if path.suffix in {".html", ".txt", ".xml"})
    print_lengths("templates", [len(lines_of(path)) for path in templates])
    print_long_lines(code, templates)
    print_branches(root, functions)
    print_rooms(root)


# -- Lengths


def python_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.py") if "migrations" not in path.parts)


def lines_of(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def functions_of(path: Path) -> Iterator[Functions]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return (node for node in ast.walk(tree) if isinstance(node, Functions))


def length_of(function: Functions) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def ninetieth(numbers: list[int]) -> int:
    return round(quantiles(numbers, n=10, method="inclusive")[-1]) if len(numbers) > 1 else sum(numbers)


def print_lengths(name: str, lengths: list[int]) -> None:
    numbers = lengths or [0]
    print(f"{name:12}{len(lengths):8}{sum(numbers):8}{median(numbers):8.0f}{ninetieth(numbers):6}{max(numbers):9}")


def print_long_lines(code: list[Path], templates: list[Path]) -> None:
    widths = [len(line) for path in code for line in lines_of(path)]
    long = sum(width > LONG_CODE for width in widths)
    print(f"\nlines of code over {LONG_CODE} characters: {long} of {len(widths)}, {100 * long / max(len(widths), 1):.1f} %")
    widths = [len(line) for path in templates for line in lines_of(path)]
    long = sum(width > LONG_TEMPLATE for width in widths)
    print(f"lines of templates over {LONG_TEMPLATE} characters: {long} of {len(widths)}")


# -- Branches


def branches_of(function: Functions) -> int:
    """One, and one for every if, loop, except, case, choice within an expression, and operand of and/or after the first."""
    return 1 + sum(map(_branches, own_nodes(function)))


def own_nodes(function: Functions) -> Iterator[ast.AST]:
    """What stands in the function and in no function within it."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, Functions | ast.ClassDef):
            waiting += ast.iter_child_nodes(node)


def _branches(node: ast.AST) -> int:
    match node:
        case ast.If() | ast.IfExp() | ast.For() | ast.AsyncFor() | ast.While() | ast.ExceptHandler() | ast.match_case():
            return 1
        case ast.BoolOp():
            return len(node.values) - 1
        case ast.comprehension():
            return 1 + len(node.ifs)
    return 0


def print_branches(root: Path, functions: list[tuple[Path, Functions]]) -> None:
    counted = sorted(((branches_of(function), path, function) for path, function in functions), key=lambda row: -row[0])
    over = sum(number > 20 for number, _path, _function in counted)
    print(f"\nthe {MOST_BRANCHING} most branching functions ({over} have more than 20 branches)")
    for number, path, function in counted[:MOST_BRANCHING]:
        print(f"{number:5}  {path.relative_to(root)}:{function.lineno} {function.name}, {length_of(function)} lines")


# -- Rooms


def print_rooms(root: Path) -> None:
    print(f"\n{'app':12}{'folders':>8}{'rooms':>8}{'floors':>8}{'arrows':>8}{'back':>6}")
    for place, app in enumerate(APPS):
        modules = {module_of(root, path): path for path in python_files(root / app)}
        if modules:
            print_rooms_of(root, app, modules, above=APPS[:place])


def print_rooms_of(root: Path, app: str, modules: dict[str, Path], *, above: tuple[str, ...]) -> None:
    imports = [(module, target) for module, path in modules.items() for target in imports_of(root, module, path)]
    climbs = sum(target.partition(".")[0] in above for _module, target in imports)
    ends = [(room_of(module), room_of(target)) for module, target in imports if target.startswith(f"{app}.") and module != app]
    arrows = Counter(arrow for arrow in ends if arrow[0] != arrow[1])
    rooms = {room_of(module) for module in modules if module != app}
    folders = sum((root / app / room).is_dir() for room in rooms)
    number = len(arrows)
    back = climbs + take_out_circles(arrows)
    print(f"{app:12}{folders:8}{len(rooms):8}{floors_of(arrows):8}{number:8}{back:6}")


def module_of(root: Path, path: Path) -> str:
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str:
    return module.split(".")[1]


def imports_of(root: Path, module: str, path: Path) -> Iterator[str]:
    """The modules of ours that the file imports, wherever in it; a name that is a module itself counts as that module."""
    package = module.split(".") if path.stem == "__init__" else module.split(".")[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            source = ".".join([*above, *filter(None, [node.module])])
            for alias in node.names:
                yield f"{source}.{alias.name}" if is_module(root, f"{source}.{alias.name}") else source


def is_module(root: Path, name: str) -> bool:
    path = root.joinpath(*name.split("."))
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


def take_out_circles(arrows: Arrows) -> int:
    """Take the lightest arrow out of each circle until there is none; how many that were."""
    taken = 0
    while circle := find_circle(arrows):
        del arrows[min(pairwise(circle), key=lambda arrow: arrows[arrow])]
        taken += 1
    return taken


def find_circle(arrows: Arrows) -> list[str]:
    """One circle of rooms, the first again at the end; empty when there is none."""
    below: dict[str, list[str]] = {}
    for source, target in sorted(arrows):
        below.setdefault(source, []).append(target)
    done: set[str] = set()

    def walk(room: str, way: list[str]) -> list[str]:
        if room in way:
            return [*way[way.index(room) :], room]
        if room in done:
            return []
        for target in below.get(room, ()):
            if circle := walk(target, [*way, room]):
                return circle
        done.add(room)
        return []

    return next(filter(None, (walk(room, []) for room in sorted(below))), [])


def floors_of(arrows: Arrows) -> int:
    """How many rooms stand above each other at most."""
    height: dict[str, int] = {}

    def height_of(room: str) -> int:
        if room not in height:
            height[room] = 1 + max((height_of(target) for source, target in arrows if source == room), default=0)
        return height[room]

    return max((height_of(room) for arrow in list(arrows) for room in arrow), default=1)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent.parent).resolve())
