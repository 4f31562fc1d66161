"""What the words of an action say: its kind, its period, how often, and why it was dropped."""

import re
from dataclasses import dataclass, field
from datetime import date

from agreements.imports.words.moments import Moment, day_in, moment_in, recurrence_in
from agreements.imports.words.spelling import bare, words_only
from agreements.models import Action

SHORT = 60  # characters; a longer text says more than one of the standing phrases
STANDING = {"doorlopend", "continu", "continue", "hele jaar", "het hele jaar", "gehele jaar", "het gehele jaar", "hele periode"}
_DROPPED = re.compile(
    r"\b(?:vervalt|vervallen|komt te vervallen)\b(?:\s*+,?\s*+(?:omdat|aangezien|want|wegens|vanwege|:))\s*(.+)",
    re.IGNORECASE | re.DOTALL,
)
_PRINTED_AS_DROPPED = re.compile(r"^(?:### |\*\*)?vervallen op (\d{1,2} \w+ \d{4})(?:\*\*)?\s*(?:\n|$)", re.IGNORECASE)
_DROPPED_ALONE = re.compile(r"^(?:deze (?:afspraak|actie) )?(?:is )?(?:vervalt|vervallen)\W*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Facts:
    """kind is empty where the words leave it open."""

    kind: str = ""
    moment: Moment = field(default_factory=Moment)
    recurrence: str = ""
    dropped_on: date | None = None
    drop_reason: str = ""

    @property
    def says_dropped(self) -> bool:
        """Also where no date can be read."""
        return bool(self.dropped_on or self.drop_reason)


def facts_of(text: str, year: int) -> Facts:
    """Read the text of one action of the agenda of the year."""
    plain = bare(words_only(text)).strip(" .") if len(text) < SHORT else ""
    if plain in {"doorlopend", "doorlopende afspraak", "continu"}:
        return Facts(Action.Kind.ONGOING)
    if plain in {"doel is ook afspraak", "doel is afspraak", "zie doel"}:
        return Facts(Action.Kind.GOAL_IS_ACTION)
    if "verval" in text.lower() and (dropped := _DROPPED.search(text)):
        reason = _first_sentence(dropped[1])
        return Facts(dropped_on=day_in(reason), drop_reason=reason)
    if plain and _DROPPED_ALONE.match(plain):
        return Facts(drop_reason=words_only(text))
    return Facts(moment=moment_in(text, year), recurrence=recurrence_in(text))


def split_dropped(text: str) -> tuple[date | None, str, str]:
    """(date, text, reason) of an action that is printed as dropped, such as text copied from a PDF.

    (None, text, "") of any other.
    """
    found = _PRINTED_AS_DROPPED.match(text)
    day = day_in(found[1]) if found else None
    if found is None or day is None:
        return None, text, ""
    rest = text[found.end() :].strip()
    if said := facts_of(rest, day.year).drop_reason:
        return day, rest, said
    words, _gap, reason = rest.rpartition("\n\n")
    return (day, words, reason) if words else (day, rest, rest)


def _first_sentence(text: str) -> str:
    """Through the first full stop that ends a sentence, outside brackets."""
    depth = 0
    for place, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        ends = letter == "." and depth <= 0 and (place + 1 == len(text) or text[place + 1].isspace())
        if ends or text.startswith("\n\n", place):
            return text[: place + 1].strip()
    return text.strip()
