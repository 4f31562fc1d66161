"""Numbers and bullets that Word counts itself, so that they stand nowhere in the text."""

from collections import defaultdict
from dataclasses import dataclass

MOST_LEVELS, LONGEST_PATTERN = 9, 100  # of a list in Word, and of what it prints before a paragraph
NAMESPACE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def w(name: str) -> str:
    return NAMESPACE + name


def count_in(text: str, otherwise: int) -> int:
    """The count that a file states; otherwise where that is no number, or one that nobody writes."""
    return int(text) if text.isdecimal() and len(text) < 10 else otherwise


def value_of(element, child: str, default: str = "") -> str:
    """The w:val of a child element."""
    found = element.find(w(child)) if element is not None else None
    return default if found is None else found.get(w("val"), default)


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how it counts ("bullet": not), what it prints ("%1.%2"), where it begins."""

    kind: str
    pattern: str
    start: int


@dataclass(frozen=True, slots=True)
class NumberedItem:
    """What stands before a paragraph in a list: "1.1.2", or nothing; number is that of its own level."""

    label: str = ""
    number: int = 0
    is_bullet: bool = False


class Numbering:
    """Counts along with the document; ask item() once for each paragraph, in order."""

    def __init__(self, root):
        self._lists: dict[str, dict[int, Level]] = {}
        self._list_of: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._restarts: dict[tuple[str, int], int] = {}  # where a list begins anew, until it has done so
        for abstract in root.iterfind(w("abstractNum")) if root is not None else ():
            self._lists[abstract.get(w("abstractNumId"))] = {
                count_in(level.get(w("ilvl"), ""), 0): Level(
                    value_of(level, "numFmt", "decimal"),
                    value_of(level, "lvlText")[:LONGEST_PATTERN],
                    count_in(value_of(level, "start", "1"), 1),
                )
                for level in abstract.iterfind(w("lvl"))
            }
        for number in root.iterfind(w("num")) if root is not None else ():
            number_id = number.get(w("numId"))
            self._list_of[number_id] = value_of(number, "abstractNumId")
            for override in number.iterfind(w("lvlOverride")):
                if (start := value_of(override, "startOverride")).isdecimal():
                    self._restarts[number_id, count_in(override.get(w("ilvl"), ""), 0)] = count_in(start, 1)

    def item(self, number_id: str, depth: int) -> NumberedItem | None:
        """What the list says of its next paragraph; None for no list."""
        name = self._list_of.get(number_id, "")
        levels = self._lists.get(name, {})
        if depth not in levels:
            return None
        level = levels[depth]
        if level.kind in {"bullet", "none"}:
            return NumberedItem(is_bullet=level.kind == "bullet")
        counts = self._counts[name]
        restart = self._restarts.pop((number_id, depth), None)
        counts[depth] = counts.get(depth, level.start - 1) + 1 if restart is None else restart
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        text = level.pattern
        for place in range(min(depth + 1, MOST_LEVELS)):
            shown = levels.get(place)
            if shown is not None:
                text = text.replace(f"%{place + 1}", _number_as(counts.get(place, shown.start), shown.kind))
        return NumberedItem(text, counts[depth])


def _number_as(number: int, kind: str) -> str:
    if kind in {"lowerLetter", "upperLetter"} and 0 < number <= 26:
        letter = chr(ord("a") + number - 1)
        return letter.upper() if kind == "upperLetter" else letter
    if kind in {"lowerRoman", "upperRoman"} and 0 < number < 40:
        roman = "x" * (number // 10) + ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"][number % 10]
        return roman.upper() if kind == "upperRoman" else roman
    return str(number)
