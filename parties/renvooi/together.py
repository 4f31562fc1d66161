"""The comparisons of a whole text at once: those that any process of the site made before are read, not made again.

They are kept by the hashes of the two words and by all else that decides the answer. So what is kept is never wrong, only unused,
and finding it takes the words themselves: it tells nobody what they may not read.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from pathlib import Path

from parties import markdown
from parties.files.keeping import keep, kept
from parties.renvooi.pieces import Known, Pieces, renvooi

Pair = tuple[str, str]
DEAR = 1_000  # characters of two texts together; less is compared sooner than it is found
WHERE = "compared"


def compared_together(pairs: Iterable[Pair], known: Known, *, compare: Callable[[str, str, Known], Pieces] = renvooi) -> Known:
    """What is known, with what was found of those pairs that take time.

    They are kept in sixteen parts, by the earlier text: few to fetch, and who changes one text compares one part anew.
    """
    parts: dict[str, list[Pair]] = defaultdict(list)
    for was, becomes in dict.fromkeys(pairs):
        if was and becomes and len(was) + len(becomes) >= DEAR:
            parts[_hash(was)[0]].append((was, becomes))
    found: dict[Pair, Pieces] = {}
    for part in parts.values():
        found |= _part(part, known, compare)
    return replace(known, found=found)


def _part(pairs: list[Pair], known: Known, compare: Callable[[str, str, Known], Pieces]) -> dict[Pair, Pieces]:
    key = _key(pairs, known)
    found = kept(key, where=WHERE)
    if found is None:
        found = [compare(*pair, known) for pair in pairs]
        keep(key, found, where=WHERE)
    return dict(zip(pairs, found, strict=True))


def _key(pairs: Iterable[Pair], known: Known) -> str:
    hashes = [(_hash(was), _hash(becomes)) for was, becomes in pairs]
    return "compared-" + _hash(repr((how(), known.names, known.renumbered, hashes)))


def _hash(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


@cache
def how() -> str:
    """A hash of the code that compares: when that changes, all that was kept is unused."""
    files = (Path(markdown.__file__), *sorted(Path(__file__).parent.glob("*.py")))
    written = (path.name.encode() + path.read_bytes() for path in files)
    return hashlib.sha256(b"".join([version("markdown-it-py").encode(), *written])).hexdigest()
