"""Columns with a cross in them: a column per quarter or month, or per party."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from agreements.imports.formats.source import Cell, Row
from agreements.imports.words.spelling import bare, words_only
from parties.dates import MONTH

CROSSES = {"x", "xx", "✓", "✔", "✗", "✘", "☑", "☒", "●", "•", "■", "v", "ja", "+", "*", "o", "×", "√"}
EMPTY = {"", "-", "nee", "n.v.t.", "nvt", "☐", "□", "○"}
LEADS = {"t", "trekker", "lead", "trekkend", "l"}  # who leads, where others only take part
LONGEST_MARK = 2
_PERIOD = re.compile(
    r"(?:[qk][1-4]|kw\.? ?[1-4]|kwartaal [1-4]|(?:eerste|tweede|derde|vierde|[1-4]e|[1-4]ste|[1-4]de) kwartaal|h[12]"
    rf"|(?:eerste|tweede|1e|2e) (?:helft|half ?jaar)|{MONTH}\.?)(?: ?'?(?:20)?\d\d)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Marks:
    """who leads as a line, the words of each party that are a task of their own, and marks that say something else."""

    line: str
    tasks: tuple[tuple[str, str], ...] = ()
    others: tuple[str, ...] = ()


def is_period(heading: str) -> bool:
    """Whether a heading names a quarter, half year or month, and nothing else."""
    return bool(_PERIOD.fullmatch(bare(heading).strip(" .:")))


def is_cross(text: str) -> bool:
    return bare(words_only(text)).strip(" .()") in CROSSES


def periods_in(marked: Iterable[tuple[str, Cell]], year: int) -> tuple[str, str]:
    """(begin, end) of the periods with a cross, in words; other words come after their period."""
    crossed, said = [], []
    for heading, cell in marked:
        words = words_only(cell.text)
        if bare(words) in EMPTY:
            continue
        crossed.append(_with_year(heading, year))
        if not is_cross(words):
            said.append(f"{heading}: {words}")
    if said:
        return "", ", ".join(said)
    if not crossed:
        return "", ""
    return crossed[0] if len(crossed) > 1 else "", crossed[-1]


def _with_year(heading: str, year: int) -> str:
    words = re.sub(r"(?i)^kw\.? ?(?=\d)", "kwartaal ", heading.strip())
    return words if re.search(r"20\d\d", words) else f"{words.strip(' .')} {year}"


def gaps_in(row: Row, places: list[int]) -> bool:
    """Whether there is a period without a cross between two with one."""
    marked = [bare(words_only(row.cells[place].text)) not in EMPTY if place < len(row.cells) else False for place in places]
    spoken = [place for place, has_mark in enumerate(marked) if has_mark]
    return bool(spoken) and spoken[-1] - spoken[0] + 1 > len(spoken)


def marks_in(marked: Iterable[tuple[str, Cell]], *, are_tasks: bool) -> Marks:
    """What the cells in columns of parties say; are_tasks: longer words are what a party does, not an action of its own."""
    found = [(heading, words_only(cell.text)) for heading, cell in marked if bare(words_only(cell.text)) not in EMPTY]
    leads = [heading for heading, words in found if bare(words).strip(" .") in LEADS]
    crossed = [heading for heading, words in found if is_cross(words)]
    long = [(heading, words) for heading, words in found if len(words) > LONGEST_MARK and heading not in {*leads, *crossed}]
    others = [f"{heading}: {words}" for heading, words in found if heading not in {*leads, *crossed, *dict(long)}]
    if leads:
        others += [f"{heading}: x" for heading in crossed]
        crossed = []
    names = leads + crossed
    if are_tasks:
        return Marks(", ".join(_in_order(found, names, long)), (), tuple(others))
    return Marks(", ".join(names), tuple(long), tuple(others))


def _in_order(found: list[tuple[str, str]], names: list[str], long: list[tuple[str, str]]) -> Iterator[str]:
    for heading, _words in found:
        if heading in names:
            yield heading
        elif heading in dict(long):
            yield f"{heading} ({dict(long)[heading]})".replace("\n", " ")
