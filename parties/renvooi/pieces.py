"""Two texts as one: in reading order the words that stayed, went and came."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby

from parties.renvooi.matching import SMALL, matches
from parties.renvooi.words import MOST_MARKDOWN, PrintedWord, printed_words

REMEMBERED = 20_000  # characters; what is longer is compared anew each time
REFERENCES = frozenset(
    {"afspraak", "afspraken", "actie", "acties", "artikel", "artikelen", "bijlage", "bijlagen", "doel", "doelen", "hoofdstuk"}
    | {"hoofdstukken", "paragraaf", "paragrafen", "punt", "thema", "§"}
)


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stayed ("same"), went ("gone"), came ("new"), or stayed and look otherwise ("form").

    weight is the kind of what nobody may overlook. change is the number of the change that it is part of, from 1. A piece with a
    block begins a paragraph; its text is what stands before it.
    """

    kind: str
    text: str
    weight: str = ""
    block: str = ""
    change: int = 0


Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of two texts: the names that may stand in them, and (was, becomes) of what was only renumbered.

    found are comparisons with these names and numbers that were made already.
    """

    names: tuple[str, ...] = ()
    renumbered: tuple[tuple[str, str], ...] = ()
    found: Mapping[tuple[str, str], Pieces] = field(default_factory=dict, compare=False, repr=False)


NOTHING_KNOWN = Known()
Words = list[PrintedWord]


@dataclass(slots=True)
class _Run:
    """A stretch that stayed, with its words on both sides, or one in which words went, came, or both."""

    stayed: bool
    before: list[PrintedWord]
    after: list[PrintedWord]
    is_quiet: bool = False  # it changed in nothing but how it is numbered


def renvooi(was: str, becomes: str, known: Known = NOTHING_KNOWN) -> Pieces:
    """What went and what came. In bounded time, whatever the texts; the same two are compared once."""
    if found := known.found.get((was, becomes)):
        return found
    if len(was) + len(becomes) > 2 * REMEMBERED:
        return _compare(was, becomes, known)
    return _remembered(was, becomes, known.names, known.renumbered)


def _compare(was: str, becomes: str, known: Known) -> Pieces:
    return tuple(_pieces(_compared(was, becomes, known)))


def _compared(was: str, becomes: str, known: Known, *, as_typed: bool = False) -> list[_Run]:
    as_typed = as_typed or max(len(was), len(becomes)) > MOST_MARKDOWN
    before, after = (printed_words(text, known.names, as_typed=as_typed) for text in (was, becomes))
    pairs = matches([word.key for word in before], [word.key for word in after])
    return _joined(_slid(_runs(before, after, pairs, dict(known.renumbered))))


def word_changes(
    was: str, becomes: str, known: Known = NOTHING_KNOWN, *, as_typed: bool = False
) -> Iterator[tuple[str, PrintedWord]]:
    """Each word that stayed ("same", as it is now), went ("gone") or came ("new"), in order: for who writes the text itself.

    as_typed is for a value that is no Markdown.
    """
    for run in _compared(was, becomes, known, as_typed=as_typed):
        if run.stayed:
            yield from (("same", word) for word in run.after)
        else:
            yield from (("gone", word) for word in run.before)
            yield from (("new", word) for word in run.after)


@lru_cache(maxsize=512)
def _remembered(was: str, becomes: str, names: tuple[str, ...], renumbered: tuple[tuple[str, str], ...]) -> Pieces:
    return _compare(was, becomes, Known(names, renumbered))


def has_other_words(pieces: Iterable[Piece]) -> bool:
    """Whether a word went or came; else the two texts say the same."""
    return any(piece.kind in {"gone", "new"} for piece in pieces)


def _runs(before: Words, after: Words, pairs: list[tuple[int, int]], renumbered: dict[str, str]) -> list[_Run]:
    runs: list[_Run] = []
    i = j = 0
    for left, right in [*pairs, (len(before), len(after))]:
        if left > i or right > j:
            is_quiet = _is_renumbered(before[i - 1] if i else None, before[i:left], after[j:right], renumbered)
            runs.append(_Run(is_quiet, before[i:left], after[j:right], is_quiet))
        if left < len(before):
            if not runs or not runs[-1].stayed or runs[-1].is_quiet:
                runs.append(_Run(True, [], []))
            runs[-1].before.append(before[left])
            runs[-1].after.append(after[right])
        i, j = left + 1, right + 1
    return runs


def _is_renumbered(previous: PrintedWord | None, gone: Words, new: Words, renumbered: dict[str, str]) -> bool:
    """Whether only the number of a reference changed ("afspraak 1.2"), to the number that the same thing has now."""
    if len(gone) != 1 or len(new) != 1 or renumbered.get(gone[0].text) != new[0].text:
        return False
    return previous is not None and previous.key.lower() in REFERENCES


def _slid(runs: list[_Run]) -> list[_Run]:
    """A paragraph that came or went begins with its own sign, not with that of the one behind it."""
    for stayed, run, following in zip(runs, runs[1:], runs[2:], strict=False):
        is_alone = not run.stayed and bool(run.before) != bool(run.after)
        if (
            is_alone
            and (run.before or run.after)[-1].block
            and stayed.after
            and stayed.after[-1].block
            and not following.is_quiet
        ):
            _slide(stayed, run, following)
    return [run for run in runs if run.before or run.after]


def _slide(stayed: _Run, run: _Run, following: _Run) -> None:
    """The last sign of the run stays, and the one before the run is the first of it."""
    sides = (stayed.before, run.before, following.before), (stayed.after, run.after, following.after)
    for before, within, behind in sides:
        within.insert(0, before.pop())
        behind.insert(0, within.pop())


def _joined(runs: list[_Run]) -> list[_Run]:
    """One or two small words that stayed between two replacements belong to them: people read phrases."""
    kept: list[_Run] = []
    for place, run in enumerate(runs):
        following = runs[place + 1] if place + 1 < len(runs) else None
        if following and kept and _is_small(run) and _is_replaced(kept[-1]) and _is_replaced(following):
            run = _Run(False, run.before, run.after)
        if kept and not run.stayed and not kept[-1].stayed:
            kept[-1] = _Run(False, kept[-1].before + run.before, kept[-1].after + run.after)
        else:
            kept.append(run)
    return kept


def _is_small(run: _Run) -> bool:
    return run.stayed and len(run.before) <= 2 and all(word.key.lower() in SMALL and not word.weight for word in run.before)


def _is_replaced(run: _Run) -> bool:
    """Whether words without weight came in the place of others."""
    return not run.stayed and bool(run.before) and bool(run.after) and not any(word.weight for word in run.before + run.after)


# -- Pieces


def _pieces(runs: list[_Run]) -> Iterator[Piece]:
    number = 0
    for run in runs:
        if run.stayed:
            yield from _stayed(run)
            continue
        number += 1
        yield from _changed("gone", run.before, number)
        yield from _changed("new", run.after, number)


def _stayed(run: _Run) -> Iterator[Piece]:
    """As it reads now; "form" where it looks otherwise, or is numbered otherwise."""
    for block, is_form, words in _stretches(run):
        kind = "form" if is_form else "same"
        yield Piece(kind, words[0].text if block else _printed(words), block=block)


def _stretches(run: _Run) -> Iterator[tuple[str, bool, list[PrintedWord]]]:
    pairs = zip(run.before, run.after, strict=True)
    for (place, is_form), group in groupby(
        enumerate(pairs), key=lambda found: (found[0] if found[1][1].block else -1, run.is_quiet or _looks_otherwise(*found[1]))
    ):
        words = [after for _place, (_before, after) in group]
        yield words[0].block if place >= 0 else "", is_form, words


def _looks_otherwise(before: PrintedWord, after: PrintedWord) -> bool:
    return before.marks != after.marks or before.block != after.block


def _changed(kind: str, words: list[PrintedWord], number: int) -> Iterator[Piece]:
    """Each word of weight is a piece of its own."""
    places = enumerate(words)
    for _place, group in groupby(places, key=lambda found: found[0] if found[1].block or found[1].weight else -1):
        found = [word for _place, word in group]
        first = found[0]
        yield Piece(kind, first.text if first.block else _printed(found), first.weight, first.block, number)


def _printed(words: Iterable[PrintedWord]) -> str:
    return "".join(word.lead + word.text for word in words)
