"""The words that nobody may overlook when they change: figures, dates, negations, conditions, obligations and names."""

import re
from functools import lru_cache

MONTH = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
SPACE = r"[^\S\n]"
NUMBER = r"\d+(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,:]\d+)*"
FIGURES = (
    "twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|vijftien|twintig|dertig|veertig|vijftig|honderd|duizend|half|halve"
)
FIGURES += "|helft|dubbele?|beide|één"


def _words(*phrases: str) -> str:
    """Any of these, as whole words and not as the first part of a compound ("niet-DAEB"); a space in one is any space."""
    return rf"\b(?:{'|'.join(phrases)})(?![-‑]?\w)".replace(" ", f"{SPACE}+")


DAY = (
    rf"\b\d{{1,2}}{SPACE}+(?:{MONTH})(?:{SPACE}+\d{{4}})?\b"
    r"|\b\d{1,2}[-/]\d{1,2}[-/](?:\d{4}|\d{2})\b"
    rf"|\b(?:Q[1-4]|{MONTH}){SPACE}+\d{{4}}\b"
    rf"|\b(?:eerste|tweede|derde|vierde){SPACE}+(?:kwartaal|helft)(?:{SPACE}+van)?{SPACE}+\d{{4}}\b"
    rf"|\bkwartaal{SPACE}+[1-4](?:{SPACE}+van)?{SPACE}+\d{{4}}\b"
)
UNITS = "m²|m2|km|kWh|jaar|maanden|weken|dagen"
# In this order: the first that fits is the kind of the word.
KINDS = {
    "amount": rf"(?:€|\bEUR){SPACE}*-?(?:{NUMBER})(?:,-|,—|,–)?(?:{SPACE}*(?:miljoen|mln\.?|miljard|duizend)\b)?",
    "date": DAY,
    "percentage": rf"(?<![\w.,])(?:{NUMBER}){SPACE}*(?:%|procent(?:punt(?:en)?)?\b)",
    "number": (
        rf"(?<![\w.])[-−]?(?:{NUMBER})(?:{SPACE}*[-–]{SPACE}*(?:{NUMBER}))?(?:e|ste|de)?\b(?:{SPACE}*(?:{UNITS})(?!\w))?"
        rf"|{_words(FIGURES)}"
    ),
    "negation": _words("niet|geen|nooit|nimmer|noch|zonder|nergens|niemand|niets|evenmin|geenszins|onvoldoende"),
    "condition": _words(
        "tenzij|mits|indien|als|behalve|behoudens|uitgezonderd|met uitzondering van|uitsluitend|alleen|slechts|enkel",
        "onder voorbehoud|in principe|waar mogelijk|zo veel mogelijk|zo snel mogelijk|voor zover",
    ),
    "bound": _words(
        "ten minste|tenminste|ten hoogste|minimaal|maximaal|minstens|hoogstens|hooguit|uiterlijk|vanaf|tot en met|circa|ongeveer",
        "meer dan|minder dan|gemiddeld",
    ),
    "obligation": _words(
        "moet(?:en)?|mag|mogen|kan|kunnen|zal|zullen|hoeft|hoeven|dient|dienen|streeft(?: naar)?|streven(?: naar)?",
        "verplicht|spant zich in|spannen zich in|garandeert|garanderen",
    ),
}
# A cheap look before the whole pattern: the signs with which a word of that kind begins.
FIRST_SIGN = {"amount": "€E", "date": r"\djfmasondqetvk", "percentage": r"\d", "number": r"\d\-−tdvzaenehbé"}
FIRST_SIGN |= {"negation": "ngzeo", "condition": "tmiabuseowvz", "bound": "tmhuvcog", "obligation": "mkzhdsvg"}
FOLD = str.maketrans(
    {"–": "-", "—": "-", "−": "-", "‑": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "„": '"', "\u00a0": " ", "\u202f": " "}
    | {"\u00ad": None}
)


@lru_cache(maxsize=256)
def pattern_of(names: tuple[str, ...]) -> re.Pattern[str]:
    """One word, or the white space before it, of a text in which these names may stand; the group says which kind it is."""
    longest_first = sorted(filter(None, names), key=lambda name: (-len(name), name))
    name = "|".join(re.escape(each) for each in longest_first)
    first = "".join(sorted({re.escape(each[0]) for each in longest_first}))
    groups = [rf"(?P<name>(?=[{first}])(?<!\w)(?:{name})(?!\w))"] if name else []
    groups += [r"(?P<space>\s+)"]
    groups += [f"(?P<{kind}>(?=[{FIRST_SIGN[kind]}])(?:{pattern}))" for kind, pattern in KINDS.items()]
    groups += [r"(?P<word>\w+(?:[-'’./]\w+)*|[^\w\s])"]
    return re.compile("|".join(groups), re.IGNORECASE)


def key_of(text: str, weight: str) -> str:
    """What is compared: a word without what is only another way to write the same."""
    if not weight and text.isascii():
        return text
    key = re.sub(r"\s+", " ", text.translate(FOLD))
    if weight in {"amount", "percentage", "number"}:
        key = re.sub(r"\s+", "", key).lower().replace("procent", "%").replace("eur", "€")
    if weight == "amount":
        key = re.sub(r",(?:-|00)$", "", key)
    return key.lower() if weight == "date" else key
