"""Two texts side by side: which words went and which came."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

CONTEXT = 6  # words that stay around a change, so that one sees where it is
LARGE = 4_000_000  # pairs of words; above this frequent words are left out: coarser, but fast


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a text: "same", "gone", "new", or "cut" for unchanged words that are left out."""

    kind: str
    text: str


def word_changes(was: str, becomes: str) -> tuple[Piece, ...]:
    """The words that went and came, in reading order, with a few unchanged words around them."""
    before, after = _words(was), _words(becomes)
    # A word is the same with and without a space after it: at the end of a text there is none.
    matcher = SequenceMatcher(None, _bare(before), _bare(after), autojunk=len(before) * len(after) > LARGE)
    pieces: list[Piece] = []
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            pieces += _shorten(after[j1:j2], is_first=i1 == j1 == 0, is_last=i2 == len(before) and j2 == len(after))
            continue
        pieces += [Piece("gone", "".join(before[i1:i2]))] if i2 > i1 else []
        pieces += [Piece("new", "".join(after[j1:j2]))] if j2 > j1 else []
    return _apart(pieces)


def _words(text: str) -> list[str]:
    return re.findall(r"\S+\s*|\s+", text)


def _bare(words: list[str]) -> list[str]:
    return [word.rstrip(" ") for word in words]


def _shorten(words: list[str], *, is_first: bool, is_last: bool) -> list[Piece]:
    head = 0 if is_first else CONTEXT
    tail = 0 if is_last else CONTEXT
    if len(words) <= head + tail + 1:
        return [Piece("same", "".join(words))] if words else []
    pieces = [Piece("same", "".join(words[:head])), Piece("cut", "… "), Piece("same", "".join(words[len(words) - tail :]))]
    return [piece for piece in pieces if piece.text]


def _apart(pieces: list[Piece]) -> tuple[Piece, ...]:
    """A space before what went or came, where the text itself ended there."""
    spaced = [
        Piece(piece.kind, piece.text + " ") if following.kind in {"gone", "new"} and not piece.text[-1].isspace() else piece
        for piece, following in pairwise(pieces)
    ]
    return tuple(spaced + pieces[-1:])
