"""How long was–wordt takes over 250 texts of 2,000 words, whatever happened to them, against difflib on the same words."""

import random
from difflib import SequenceMatcher

TEXTS, WORDS = 250, 2_000
SAMPLE = 25  # texts of which the time is measured, and counted ten times over
COMMON = ["de", "het", "een", "van", "en", "in"] * 30
STOCK = [*COMMON, *(f"woord{number}" for number in range(700)), "niet", "12", "€ 350.000,-", "31 december 2026"]
NAMES = tuple(f"Stichting {number} Wonen" for number in range(20))


def measure_renvooi(line, timed) -> list:
    """line makes a line of the table, timed gives the seconds of a job. The second time it is remembered."""
    from parties.renvooi.pieces import Known, renvooi

    lines = []
    for name, pairs in _cases().items():
        known = Known(NAMES)
        first = timed(lambda pairs=pairs, known=known: [renvooi(*pair, known) for pair in pairs])
        again = timed(lambda pairs=pairs, known=known: [renvooi(*pair, known) for pair in pairs])
        bare = timed(lambda pairs=pairs: [_difflib(*pair) for pair in pairs[:3]]) * SAMPLE / 3
        times = TEXTS / SAMPLE
        most = 10 if name.startswith("5 %") else TEXTS / 2  # as people write; else half a second for a text
        lines.append(line(f"{TEXTS} texts, {name}", first * times, bare * times, "difflib", most_seconds=most))
        lines.append(line(f"the same again, {name}", again * times, most_seconds=0.5))
    return lines


def _cases() -> dict[str, list[tuple[str, str]]]:
    chance = random.Random(1)  # the same texts every time

    def text(stock: list[str]) -> str:
        return " ".join(chance.choice(stock) for _ in range(WORDS))

    def edited(words: str) -> str:
        return " ".join(chance.choice(STOCK) if chance.random() < 0.05 else word for word in words.split(" "))

    def shuffled(words: str) -> str:
        found = words.split(" ")
        return " ".join(chance.sample(found, len(found)))

    few = ["de", "het", "een"]
    of_stock = [text(STOCK) for _ in range(SAMPLE)]
    # What people do to a text, and what nobody does but a machine or somebody who means harm.
    return {
        "5 % of the words changed": [(words, edited(words)) for words in of_stock],
        "shuffled": [(words, shuffled(words)) for words in of_stock],
        "three words over and over": [(text(few), text(few)) for _ in range(SAMPLE)],
    }


def _difflib(was: str, becomes: str) -> list:
    return SequenceMatcher(None, was.split(), becomes.split(), autojunk=False).get_opcodes()
