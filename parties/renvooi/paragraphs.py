"""A comparison as it is printed: paragraphs, of which those that did not change are left out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from parties.renvooi.pieces import Piece

CONTEXT = 10  # words that stay before and behind a change, so that one sees where it is
SHORT = 60  # a text of so many words is shown whole
CUT = "…"


@dataclass(frozen=True, slots=True)
class ShownParagraph:
    """state is "gone" or "new" for one that went or came as a whole; block that of its words, or "cut" for what is left out."""

    block: str
    marker: str
    state: str
    pieces: tuple[Piece, ...]


def paragraphs(pieces: Iterable[Piece], *, is_whole: bool = False) -> list[ShownParagraph]:
    """In reading order; of a long text without what did not change, unless the whole of it is asked."""
    found = list(_paragraphs(pieces))
    if is_whole:
        return found
    words = sum(len(piece.text.split()) for paragraph in found for piece in paragraph.pieces)
    return found if words <= SHORT else list(_shortened(found))


def _paragraphs(pieces: Iterable[Piece]) -> Iterator[ShownParagraph]:
    """A paragraph whose words went on into another one still begins on a line of its own, with its sign marked."""
    parts: list[list[Piece]] = []
    for piece in pieces:
        if piece.block or not parts:
            parts.append([])
        parts[-1].append(piece)
    for sign, *words in parts:
        if sign.block:
            kinds = {piece.kind for piece in words}
            is_whole = sign.kind in {"gone", "new"} and kinds <= {sign.kind}
            edge = () if is_whole or sign.kind in {"same", "form"} else (replace(sign, text="¶", block=""),)
            yield ShownParagraph(sign.block, sign.text, sign.kind if is_whole else "", (*edge, *words))
        else:
            yield ShownParagraph("p", "", "", (sign, *words))


def _shortened(found: list[ShownParagraph]) -> Iterator[ShownParagraph]:
    for has_changed, group in groupby(found, key=_has_changed):
        if has_changed:
            yield from (replace(paragraph, pieces=tuple(_cut(paragraph.pieces))) for paragraph in group)
        else:
            yield ShownParagraph("cut", "", "", (Piece("same", CUT),))


def _has_changed(paragraph: ShownParagraph) -> bool:
    return bool(paragraph.state) or any(piece.kind in {"gone", "new"} for piece in paragraph.pieces)


def _cut(pieces: tuple[Piece, ...]) -> Iterator[Piece]:
    """With a few words around each change; "form" is of no matter here."""
    for has_changed, group in groupby(enumerate(pieces), key=lambda found: found[1].kind in {"gone", "new"}):
        found = list(group)
        if has_changed:
            yield from (piece for _place, piece in found)
            continue
        text = "".join(piece.text for _place, piece in found)
        is_first, is_last = found[0][0] == 0, found[-1][0] == len(pieces) - 1
        yield Piece("same", _without_middle(text, 0 if is_first else CONTEXT, 0 if is_last else CONTEXT))


def _without_middle(text: str, head: int, tail: int) -> str:
    words = text.split(" ")
    if len(words) <= head + tail + 2:
        return text
    first, last = " ".join(words[:head]), " ".join(words[len(words) - tail :]) if tail else ""
    return f"{first} {CUT} {last}" if tail or not head else f"{first} {CUT}"
