"""What was measured: a row per page or write, as a table, as JSON, and two of those beside each other."""

import json
import statistics
from dataclasses import asdict, dataclass
from pathlib import Path

MOST_TIMES_EMPTY = {"dashboard": 7, "post a report": 7, "post a comment": 7}  # every other page 5
NATIONAL, LARGEST, MOST_BYTES = 1.3, 3, 300_000
DEAR = 3  # times the empty page: named, with what keeps it there


@dataclass(frozen=True)
class Measured:
    """Milliseconds: median and 95th percentile as a browser waits, cpu what the server computed; a_second at eight at once."""

    group: str
    name: str
    median: float
    p95: float
    cpu: float
    queries: int = 0
    bytes: int = 0
    a_second: float = 0


def measured(group: str, name: str, seconds: list[float], cpu: list[float], **more: float) -> Measured:
    ordered = sorted(value * 1000 for value in seconds)
    p95 = ordered[min(len(ordered) - 1, round(len(ordered) * 0.95))]
    return Measured(group, name, statistics.median(ordered), p95, statistics.median(cpu) if cpu else 0, **more)


def table(rows: list[Measured]) -> str:
    head = f"{'':13}{'':28}{'median':>9}{'95 %':>9}{'cpu':>9}{'queries':>9}{'KB':>8}{'a second':>10}"
    lines = [head]
    for row in rows:
        lines.append(
            f"{row.group:13}{row.name:28}{row.median:9.1f}{row.p95:9.1f}{row.cpu:9.1f}{row.queries:9}{row.bytes / 1000:8.0f}"
            + (f"{row.a_second:10.1f}" if row.a_second else "")
        )
    return "\n".join(lines)


def broken(rows: list[Measured]) -> list[str]:
    """A sentence for each bound that does not hold (issue: the whole country)."""
    found, of = [], {(row.group, row.name): row for row in rows}
    empty = of["empty", "empty page"]
    for row in rows:
        alone = of.get(("one", row.name)) if row.group == "national" else of.get(("lead alone", row.name))
        if row.group == "national":
            most = MOST_TIMES_EMPTY.get(row.name, 5)
            found += _too_long(row, empty, most, "the empty page")
            if alone:
                found += _too_long(row, alone, NATIONAL, "one municipality")
                found += [f"{_name(row)}: {row.queries} queries, alone {alone.queries}"] if row.queries != alone.queries else []
        if row.group == "largest" and alone:
            found += _too_long(row, alone, LARGEST, "one agreement")
            found += [f"{_name(row)}: {row.bytes / 1000:.0f} KB"] if row.bytes > MOST_BYTES else []
            # Of who has many rounds under way the session keeps the number in the bar, and a write makes it forget that.
            most_queries = alone.queries + row.name.startswith("post")
            found += [f"{_name(row)}: {row.queries} queries, alone {alone.queries}"] if row.queries > most_queries else []
    return found


def _too_long(row: Measured, base: Measured, most: float, name: str) -> list[str]:
    times = row.median / base.median
    return [f"{_name(row)}: {times:.1f} times {name}, at most {most:g}"] if times > most else []


def _name(row: Measured) -> str:
    return f"{row.group}, {row.name}"


def save(path: Path, rows: list[Measured], about: dict) -> None:
    path.write_text(json.dumps({"about": about, "rows": [asdict(row) for row in rows]}, indent=1))


def compare(first: Path, second: Path) -> str:
    """The medians of two runs; also of a server of another application, which has fewer columns."""
    one, other = ({(row["group"], row["name"]): row for row in json.loads(path.read_text())["rows"]} for path in (first, second))
    lines = [f"{'':13}{'':28}{first.stem[:12]:>13}{second.stem[:12]:>13}{'times':>8}{'cpu':>8}{'queries':>14}{'KB':>14}"]
    for key in [key for key in one if key in other]:
        a, b = one[key], other[key]
        cpu = f"{b['cpu'] / a['cpu']:8.2f}" if a["cpu"] > 0 and b["cpu"] > 0 else f"{'':8}"
        queries, size = f"{a['queries']} → {b['queries']}", f"{a['bytes'] // 1000} → {b['bytes'] // 1000}"
        times = b["median"] / a["median"]
        lines.append(f"{key[0]:13}{key[1]:28}{a['median']:13.1f}{b['median']:13.1f}{times:8.2f}{cpu}{queries:>14}{size:>14}")
    only = [" ".join(key) for key in {**one, **other} if key not in one or key not in other]
    return "\n".join([*lines, *([f"In one of the two alone: {', '.join(only)}"] if only else [])])
